"""Counts of a drive, remembered for some seconds and for as long as nothing is done in the ledger.

Whatever changes an item leaves a step, in the same transaction; so a count holds until there is a
newer step. What was remembered is dropped after a few seconds all the same: of two steps that are
written at once the older one may become visible later.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches

from sunledger.drives import tally
from sunledger.drives.counted import Counted
from sunledger.drives.drive import Batch, Drive
from sunledger.ledger.models import Item, Step

Found = TypeVar("Found")


class Counts:
    """What is counted of a drive, or of one of its batches, on a day."""

    def __init__(self, drive: Drive, on: date, batch: Batch | None) -> None:
        self.scope = (drive, on)
        self.batch = batch
        last = Step.objects.order_by("-pk").values_list("pk", "item").first()
        # The code is asked for by itself: joined to the steps, SQLite begins with the items.
        code = (
            Item.objects.filter(pk=last[1]).values_list("code", flat=True).first() if last else ""
        )
        place = (drive.code, batch.code if batch else "", on.isoformat(), *(last or ()), code)
        self.mark = ":".join(map(str, place)) if last else ""

    def tally(self, which: Iterable[Counted]) -> tally.Tally:
        """Return how many items there are of each state and outcome, under each condition."""
        which = list(which)
        names = sorted({name for one in which for name in (one.when, one.unless)})
        drive, on = self.scope
        return self._once("-".join(names), lambda: tally.tally(drive, on, which, self.batch))

    def opened_days(self) -> Counter[date]:
        """Return on which days the open items were opened."""
        return self._once("days", lambda: tally.opened_days(*self.scope, self.batch))

    def closing_times(self) -> Counter[int]:
        """Return how many days the closed items took."""
        return self._once("times", lambda: tally.closing_times(*self.scope, self.batch))

    def recovered(self) -> dict[str, int]:
        """Return the money that came back, by currency."""
        return self._once("back", lambda: tally.recovered(*self.scope, self.batch))

    def _once(self, name: str, count: Callable[[], Found]) -> Found:
        """Return what was counted before, if nothing was done since; else count."""
        seconds = settings.SUNLEDGER_COUNTS_SECONDS
        if not self.mark or not seconds:
            return count()
        key = f"drive-{name}-{self.mark}"
        found: Found | None = caches["counts"].get(key)
        if found is None:
            found = count()
            caches["counts"].set(key, found, seconds)
        return found
