"""The wall map of tasks: months across, units down, and in each field how many items of each light.

What a wall of paper in an office shows, computed from the items when it is asked for. Each item
stands in one field: the line of the unit right below (or the unit itself) that it concerns, and the
month of the day it is due. The counts of all fields add up to the items that were asked about.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import StrIndex, Substr

from sunledger.core.spans import months_after
from sunledger.ledger import lists, steps
from sunledger.ledger.clock import PRESSING, Light, lit
from sunledger.ledger.models import ItemQuerySet
from sunledger.units.models import Unit

EARLIER, LATER, NO_DAY = "earlier", "later", "no-day"
MONTHS = 6


class Field(NamedTuple):
    """A field of the wall: how many items of each light, the most pressing first."""

    column: str
    counts: list[tuple[Light, int]]


class Row(NamedTuple):
    """A unit with its fields, one a column."""

    unit: Unit
    fields: list[Field]
    total: int


class Wall(NamedTuple):
    """The whole map."""

    columns: list[str]
    rows: list[Row]
    total: int


def months(first: date, many: int = MONTHS) -> list[date]:
    """Return the first days of so many months, beginning with the month of a day."""
    return [shifted(first, number) for number in range(many)]


def shifted(first: date, by: int) -> date:
    """Return the first day of the month so many months later, or earlier."""
    return months_after(first.replace(day=1), by)


def columns(first: date) -> list[str]:
    """Return the names of the columns: what was before, each month, what comes later, no day."""
    return [EARLIER, *(f"{month:%Y-%m}" for month in months(first)), LATER, NO_DAY]


def in_column(column: str, first: date) -> Q:
    """Return the condition that an item stands in a column of a wall that begins in a month."""
    if column == NO_DAY:
        return Q(due=None)
    if column == EARLIER:
        return Q(due__lt=shifted(first, 0))
    if column == LATER:
        return Q(due__gte=shifted(first, MONTHS))
    month = date.fromisoformat(f"{column}-01")
    return Q(due__gte=month, due__lt=shifted(month, 1))


def shown(items: ItemQuerySet, unit: Unit, *, ended: bool) -> ItemQuerySet:
    """Return the items about a unit and all below it; those that have ended only when asked for."""
    found = items.filter(lists.inside(unit))
    return found if ended else found.exclude(state__in=steps.ENDED)


def wall(items: ItemQuerySet, unit: Unit, first: date, on: date) -> Wall:
    """Return the map of items that were narrowed by `shown`, as it stands on a day."""
    names = columns(first)
    counts = _counted(items, unit, first, on)
    units = Unit.objects.filter(path__in=counts).order_by("depth", "code")
    rows = [_row(each, names, counts[each.path]) for each in units]
    return Wall(names, rows, sum(row.total for row in rows))


def _counted(
    items: ItemQuerySet, unit: Unit, first: date, on: date
) -> dict[str, Counter[tuple[str, str]]]:
    """Return, by the path of each line's unit, how many items stand in each column and light."""
    rest = Substr("unit__path", len(unit.path) + 1)
    branch = Substr(rest, 1, StrIndex(rest, Value("/")))
    whens = [When(in_column(name, first), then=Value(name)) for name in columns(first)]
    column = Case(*whens, default=Value(NO_DAY), output_field=CharField())
    rows = lit(items, on).annotate(branch=branch, column=column).order_by()
    found = rows.values_list("branch", "column", "light").annotate(count=Count("pk"))
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for path, name, light, count in found.values_list("branch", "column", "light", "count"):
        counts.setdefault(unit.path + path, Counter())[name, light] += count
    return counts


def _row(unit: Unit, names: Sequence[str], counts: Counter[tuple[str, str]]) -> Row:
    """Return a line of the map."""
    fields = [
        Field(name, [(light, n) for light in PRESSING if (n := counts[name, light.value])])
        for name in names
    ]
    return Row(unit, fields, counts.total())
