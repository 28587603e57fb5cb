"""How far the graph looks, and how much of it is ever held at once."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bounds"]


@dataclass(frozen=True)
class Bounds:
    """Numbers of policy, ours, since 2024; and the bounds that keep an answer small."""

    most: int = 10  # parties that share one thing, beyond which it says nothing
    met: int = 6  # lots in which two firms must have met
    won: int = 2  # of those, how many each of the two must have won
    ring: int = 6  # parties of a ring at most
    days: int = 60  # within which a circle of payments closes
    low: int = 50  # hundredths of a payment that the next one must be at least
    least: int = 1_000_00  # amount of a payment, below which it is passed over
    crowd: int = 50  # persons whom a firm pays, beyond which it is an agency for labour
    steps: int = 500  # payments of one payer, beyond which it is a market place
    lines: int = 100_000  # ties that are read at most
    pairs: int = 20_000  # pairs of firms that are read at most
    circles: int = 5_000  # circles of payments that are read at most
    tried: int = 500  # parties of one part through which a ring is looked for
