"""Counting a drive's items: few questions, each answered from one index in its order.

A hundred thousand items are counted while a page is asked for. What is opened for the drive by name
and what belongs to it by kind are two stretches of the index `item_counts`; each is gone through
once, grouped as it lies there; so are `item_ages`, and `item_times` for how long closing took.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, Func, OuterRef, Sum

from sunledger.drives.counted import CONDITIONS, Counted
from sunledger.drives.drive import Batch, Drive
from sunledger.ledger import steps
from sunledger.ledger.models import Item, Recovery


class Unsought(Func):
    """A column as it is, but not one by which SQLite is to look for rows.

    Where it may look by day or by state it leaves the order of the index, and sorts.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return it with the sign that keeps SQLite from using an index for it."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


_DAY = Unsought("opened_on", output_field=DateField())
_STATE = Unsought("state", output_field=CharField())
Group = tuple[str, str]  # state and outcome


@dataclass
class Tally:
    """How many items there are of each state and outcome, and of how many a condition holds."""

    counts: Counter[tuple[Group, str]] = field(default_factory=Counter)
    money: Counter[tuple[str, str]] = field(default_factory=Counter)  # column and currency

    def of(self, one: Counted) -> int:
        """Return how many items a number counts."""
        return sum(
            count if condition == one.when else -count
            for ((state, outcome), condition), count in self.counts.items()
            if condition in (one.when, one.unless or one.when)
            and state in one.states
            and (not one.outcomes or outcome in one.outcomes)
        )


def tally(drive: Drive, on: date, which: Iterable[Counted], batch: Batch | None = None) -> Tally:
    """Return the counts from which some numbers can be read, from one look at the items."""
    names = sorted({name for one in which for name in (one.when, one.unless) if name})
    counts = {f"n_{name}": Count("pk", filter=CONDITIONS[name](on)) for name in names}
    columns = ("state", "outcome", "currency", "all", "found", "future", *counts)
    found = Tally()
    for rows in arms(drive, on, batch):
        lines = rows.values("kind", "state", "outcome", "currency").annotate(
            all=Count("pk"), found=Sum("found_amount"), future=Sum("future_amount"), **counts
        )
        for state, outcome, currency, *numbers in lines.values_list(*columns):
            found.money["found", currency] += numbers[1]
            found.money["future", currency] += numbers[2]
            for name, count in zip(("", *names), (numbers[0], *numbers[3:]), strict=True):
                found.counts[(state, outcome), name] += count
    return found


def arms(drive: Drive, on: date, batch: Batch | None = None) -> Iterator[Any]:
    """Give the items of a drive in the stretches of the index in which they lie."""
    rows = Item.objects.order_by().alias(by_day=_DAY, by_state=_STATE)
    rows = rows.filter(by_day__gte=drive.starts, by_day__lte=min(on, drive.last_day))
    if batch:
        rows = rows.filter(drive.in_batch(batch))
    yield rows.filter(drive=drive.code)
    if drive.kinds:
        yield rows.filter(drive="", kind__in=drive.kinds)


def opened_days(drive: Drive, on: date, batch: Batch | None = None) -> Counter[date]:
    """Return on which days the open items were opened, and how many on each."""
    days: Counter[date] = Counter()
    for rows in arms(drive, on, batch):
        still = rows.filter(by_state__in=steps.OPEN).values("kind", "opened_on")
        for day, count in still.annotate(count=Count("pk")).values_list("opened_on", "count"):
            days[day] += count
    return days


def closing_times(drive: Drive, on: date, batch: Batch | None = None) -> Counter[int]:
    """Return how many days passed from giving out to closing, and for how many items so many."""
    times: Counter[int] = Counter()
    for rows in arms(drive, on, batch):
        ended = rows.filter(by_state__in=steps.CLOSED, days_taken__isnull=False)
        took = ended.values("kind", "days_taken").annotate(count=Count("pk"))
        for days, count in took.values_list("days_taken", "count"):
            times[days] += count
    return times


def recovered(drive: Drive, on: date, batch: Batch | None = None) -> dict[str, int]:
    """Return the money that came back to items of a drive, by currency.

    It begins with the payments, which are few, and looks each one's item up.
    """
    mine = drive.items(on, batch).order_by().filter(pk=OuterRef("item"))
    rows = Recovery.objects.order_by("currency").filter(Exists(mine)).values("currency")
    return dict(rows.annotate(sum=Sum("amount")).values_list("currency", "sum"))
