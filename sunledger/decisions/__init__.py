"""Meetings turned into decisions, and decisions into items of the ledger."""
