"""Sunledger: supervise public power and public money in one closed, checkable loop."""

__version__ = "0.1.0"
