"""What is due when, and from whom: adoptions turned into claims on kinds of unit in a branch.

A period is owed where a pack is in force on the period's last day. Categories that are published
“each time” or “once” have no period by the calendar, and are owed by none.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from sunledger.core import due
from sunledger.core.periods import Kind, Period, period_of, periods
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Adoption

BY_CALENDAR: dict[str, Kind] = {
    "month": "monthly",
    "quarter": "quarterly",
    "half-year": "half-yearly",
    "year": "yearly",
}
_EVER = "9999"  # sorts behind every period
_DAY = timedelta(days=1)


class Claim(NamedTuple):
    """That units of a kind in a branch owe a category, from a period to a period."""

    path: str
    kind: str
    category: str
    first: str
    last: str

    def holds(self, period: str) -> bool:
        """Whether it is owed for a period."""
        return self.first <= period <= self.last


class Asked(NamedTuple):
    """What is asked: the periods that end between two days, as things stand on a day."""

    on: date
    first: date
    last: date
    categories: frozenset[str] = frozenset()  # none: all


def by_calendar(category: Category) -> bool:
    """Whether a category has a due day in every period."""
    return category.period in BY_CALENDAR


def due_day(category: Category, period: str) -> date:
    """Return the day by which a category is due for a period."""
    return _due(category.due, period, settings.SUNLEDGER_OWED["calendar"])


def words(category: Category, asked: Asked) -> list[str]:
    """Return the periods of a category that are asked about, whether they are due or not."""
    return [one.word for one in _periods(BY_CALENDAR[category.period], asked.first, asked.last)]


def fallen_due(category: Category, asked: Asked) -> list[str]:
    """Return the periods whose day is over."""
    return [word for word in words(category, asked) if due_day(category, word) < asked.on]


def claims(adoptions: Iterable[Adoption] | None = None) -> list[Claim]:
    """Return what adoptions claim; without any named, what all of them do."""
    if adoptions is None:
        adoptions = Adoption.objects.select_related("unit")
    return [claim for adoption in adoptions for claim in _claims(adoption)]


def adopted(adoption: Adoption) -> list[Category]:
    """Return the categories of an adoption, as the catalogue stands today."""
    named = set(adoption.categories)
    return [
        one
        for one in CATEGORIES.values()
        if one.pack == adoption.pack and (one.code in named or (not named and not one.proves))
    ]


def kinds_of(adoption: Adoption, category: Category) -> list[str]:
    """Return the kinds of unit that owe a category by an adoption."""
    if adoption.kinds and category.kinds:
        return [kind for kind in category.kinds if kind in adoption.kinds]
    return list(adoption.kinds or category.kinds)


def _claims(adoption: Adoption) -> Iterable[Claim]:
    for category in filter(by_calendar, adopted(adoption)):
        kind = BY_CALENDAR[category.period]
        first = period_of(adoption.since, kind).word
        last = _last(adoption.until, kind)
        for unit_kind in kinds_of(adoption, category):
            yield Claim(adoption.unit.path, unit_kind, category.code, first, last)


def _last(until: date | None, kind: Kind) -> str:
    """Return the last period that ends before a day."""
    if until is None:
        return _EVER
    return period_of(period_of(until, kind).start - _DAY, kind).word


@lru_cache(maxsize=65536)
def _due(rule: str, period: str, calendar: str) -> date:
    return due.due(rule, period, calendar)


@lru_cache(maxsize=4096)
def _periods(kind: Kind, first: date, last: date) -> tuple[Period, ...]:
    return tuple(periods(kind, first, last))
