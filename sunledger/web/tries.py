"""How many codes are tried from one place, and on the whole site; counted in memory alone.

A table of them would tell who asked when. Every try counts, whether it found something or not, so
that not even the count tells what was found.
"""

import secrets
from datetime import datetime
from hashlib import blake2b

from sunledger.voices.limits import SITE, Window

_KEY = secrets.token_bytes(32)


class Tries:
    """The tries of a quarter of an hour; the places are known by a digest that ends with us."""

    def __init__(self, minutes: int = 15) -> None:
        self._window = Window(minutes)

    def may(self, source: str, at: datetime, *, here: int, site: int) -> bool:
        """Whether one more may be made from a place."""
        many = self._window.many
        return many(_digest(source), at) < here and many(SITE, at) < site

    def add(self, source: str, at: datetime) -> None:
        """Count one."""
        self._window.add(at, _digest(source), SITE)

    def forget(self) -> None:
        """Begin anew, as a restart does."""
        self._window.number = 0
        self._window.counts.clear()


def _digest(source: str) -> str:
    return blake2b(source.encode(), key=_KEY, digest_size=16).hexdigest()
