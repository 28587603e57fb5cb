"""How many suggestions an hour, and how many wrong codes, the site bears.

These counts live in the memory of the server's process and nowhere else: a table of them would
tell at which hour somebody wrote, and from where. A source is counted under a digest with a key
that is made when the process starts and lost when it ends.
"""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from threading import Lock

from django.conf import settings

_KEY = secrets.token_bytes(32)
SITE = "site"


@dataclass
class Window:
    """Counts that begin anew with each stretch of so many minutes."""

    minutes: int
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0
    lock: Lock = field(default_factory=Lock)

    def many(self, name: str, at: datetime) -> int:
        """Return how many there were of a name in this stretch."""
        with self.lock:
            self._turn(at)
            return self.counts[name]

    def add(self, at: datetime, *names: str) -> None:
        """Count one more of each name."""
        with self.lock:
            self._turn(at)
            self.counts.update(names)

    def _turn(self, at: datetime) -> None:
        """Forget the stretch before."""
        number = int(at.timestamp()) // (self.minutes * 60)
        if number != self.number:
            self.number = number
            self.counts.clear()


_heard = Window(60)
_missed = Window(15)


def may_hear(at: datetime) -> bool:
    """Whether one more suggestion is taken in this hour."""
    limit: int = settings.SUNLEDGER_VOICES["an_hour"]
    return _heard.many(SITE, at) < limit


def heard(at: datetime) -> None:
    """Count a suggestion that was taken."""
    _heard.add(at, SITE)


def may_try(source: str, at: datetime) -> bool:
    """Whether a code may be tried from a source: few wrong ones from there, not many in all."""
    limits: dict[str, int] = settings.SUNLEDGER_RECEIPT_LIMITS
    here, all_of_them = _missed.many(_digest(source), at), _missed.many(SITE, at)
    return here < limits["source"] and all_of_them < limits["site"]


def missed(source: str, at: datetime) -> None:
    """Count a code that was wrong."""
    _missed.add(at, _digest(source), SITE)


def forget() -> None:
    """Begin all counts anew, as a restart does."""
    for window in (_heard, _missed):
        window.number = 0
        window.counts.clear()


def _digest(source: str) -> str:
    return blake2b(source.encode(), key=_KEY, digest_size=16).hexdigest()
