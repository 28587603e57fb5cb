"""Moments as lists write them."""

from sunledger.screening.ocds.instants import read_instant


def moment(text: str, without: int) -> int:
    """Return the instant that a text names; without one, what stands in its place."""
    found = read_instant(text) if text else None
    return found.at if found else without
