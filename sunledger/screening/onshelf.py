"""The screens of this process, loaded once."""

from functools import cache

from sunledger.screening.screen import Screen, shelf


@cache
def screens() -> dict[str, Screen]:
    """Return the shelf, loaded once a process."""
    return shelf()
