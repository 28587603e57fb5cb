"""Minutes a month: what publishing costs a unit, measured by the server and shown to everyone.

Of each sheet handed on for review in a month: from the opening of the page to handing in, then the
reading, then looking over until it is handed on. A pause counts for ten minutes at most (a
setting), since nobody works through the lunch break. Only the unit's sum is ever shown.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sunledger.disclosure.models import Entry
from sunledger.units.models import Unit


class Cost(NamedTuple):
    """What the sheets of one month took, in seconds, and how many they were."""

    month: str
    sheets: int
    fill: int
    read: int
    look: int

    @property
    def minutes(self) -> int:
        """Return all of it, in whole minutes, begun ones counted."""
        return -(-(self.fill + self.read + self.look) // 60)

    @property
    def each(self) -> tuple[int, ...]:
        """Return the seconds of each step, a sheet on the average; 0 where there is none."""
        steps = (self.fill, self.read, self.look)
        return tuple(step // self.sheets if self.sheets else 0 for step in steps)


def costs(unit: Unit, *, on: date, months: int = 6) -> list[Cost]:
    """Return what a unit's sheets took in the months up to today, the latest first."""
    first = date(on.year, on.month, 1)
    found = []
    for _ in range(months):
        found.append(_of_month(unit, first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def _of_month(unit: Unit, first: date) -> Cost:
    """Return what the sheets of one month took."""
    next_month = (first + timedelta(days=32)).replace(day=1)
    zone = timezone.get_current_timezone()
    since, until = (datetime(one.year, one.month, 1, tzinfo=zone) for one in (first, next_month))
    sheets, fill, read, look = 0, 0, 0, 0
    for entry in _handed_on(unit).filter(
        upload__batch__submitted_at__gte=since, upload__batch__submitted_at__lt=until
    ):
        sheets += 1
        fill += entry.seconds
        read += _gap(entry.upload.given_at, entry.upload.read_at)  # type: ignore[union-attr]
        look += _gap(entry.upload.read_at, entry.upload.batch.submitted_at)  # type: ignore[union-attr]
    return Cost(f"{first:%Y-%m}", sheets, fill, read, look)


def _handed_on(unit: Unit) -> QuerySet[Entry]:
    """Return the entries of a unit whose sheets were handed on for review."""
    entries = Entry.objects.filter(unit=unit, upload__batch__submitted_at__isnull=False)
    return entries.select_related("upload__batch").defer("upload__content", "rows")


def _gap(first: datetime | None, second: datetime | None) -> int:
    """Return the seconds between two moments, a long pause cut short."""
    if first is None or second is None:
        return 0
    seconds = (second - first).total_seconds()
    return round(min(max(seconds, 0), settings.SUNLEDGER_ENTRY["pause_seconds"]))
