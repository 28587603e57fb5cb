"""What units published of a category came to in periods: from the kept sums, with corrections.

Only what is for everyone counts, and only what stands: what was withdrawn counts nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from sunledger.core.periods import period_of, read_period
from sunledger.disclosure.models import Batch, State, Sum, Visibility
from sunledger.disclosure.owed.duties import by_calendar
from sunledger.disclosure.shape import Category
from sunledger.disclosure.telling.kept import rows_of
from sunledger.disclosure.telling.outline import outline

_DAY = timedelta(days=1)
READ = 2_000  # lines that are read for sums that are not kept
LINES = "lines"
AMOUNT = "amount"


class Measure(NamedTuple):
    """What is followed over time and between units: an amount in a currency, or a count."""

    name: str  # LINES, AMOUNT, or a part of a balance
    currency: str = ""


@dataclass
class Figures:
    """What one unit published for one period: a sheet with no lines came to nothing."""

    sheets: list[str] = field(default_factory=list)  # codes
    lines: int = 0
    sums: dict[Measure, int] = field(default_factory=dict)

    def of(self, measure: Measure) -> int | None:
        """Return one figure; none where it cannot be said."""
        if measure.name == LINES:
            return self.lines
        if self.lines == 0:
            return 0  # reported that there was nothing
        return self.sums.get(measure)


def figures(
    shape: Category, units: Sequence[int], periods: Sequence[str]
) -> dict[tuple[int, str], Figures]:
    """Return the figures of units in periods; where nothing stands, there are none."""
    where = {"unit__in": units, "category": shape.code, "period__in": periods}
    standing = Batch.objects.filter(**where, state=State.PUBLISHED, visibility=Visibility.PUBLIC)
    found: dict[tuple[int, str], Figures] = {}
    sheets: dict[int, tuple[int, str]] = {}
    rows = standing.order_by("pk").values_list("pk", "unit_id", "period", "code")
    for pk, unit, period, code in rows:
        sheets[pk] = (unit, period)
        found.setdefault((unit, period), Figures()).sheets.append(code)
    what = outline(shape)
    kept = Sum.objects.filter(**where, lines__gt=0).order_by("currency")
    for unit, period, currency, lines, amount in kept.values_list(
        "unit_id", "period", "currency", "lines", "amount"
    ):
        if one := found.get((unit, period)):
            one.lines += lines
            if what.adds_up:
                one.sums[Measure(AMOUNT, currency)] = amount
    if what.balance and sum(one.lines for one in found.values()) <= READ:
        _balances(shape, sheets, found)
    return found


def _balances(
    shape: Category, sheets: dict[int, tuple[int, str]], found: dict[tuple[int, str], Figures]
) -> None:
    """Add up the parts of the balances, of which no sums are kept."""
    parts = outline(shape).balance
    for batch, row in rows_of(list(sheets)):
        sums = found[sheets[batch]].sums
        for one in parts:
            value = row.values.get(one.name)
            measure = Measure(one.role, row.currency)
            sums[measure] = sums.get(measure, 0) + (value if isinstance(value, int) else 0)


def measures(shape: Category) -> list[str]:
    """Return what is followed of a category: of a balance what came in, what went out, the rest."""
    what = outline(shape)
    if what.balance:
        return ["income", "spent", "closing"]
    return [AMOUNT] if what.adds_up else [LINES]


def main_measure(shape: Category, found: Sequence[Figures], names: Sequence[str] = ()) -> Measure:
    """Return the measure by which figures are compared, in the currency that most of them have."""
    name = (names or measures(shape))[0]
    if name == LINES:
        return Measure(LINES)
    currencies = [one.currency for each in found for one in each.sums if one.name == name]
    order = sorted(set(currencies), key=lambda one: (-currencies.count(one), one))
    return Measure(name, order[0] if order else shape.currency or "CNY")


def before(shape: Category, period: str) -> str:
    """Return the period before one; none where the category has no periods by the calendar."""
    if not by_calendar(shape):
        return ""
    now = read_period(period)
    return period_of(now.start - _DAY, now.kind).word


def year_before(shape: Category, period: str) -> str:
    """Return the same period a year before; none where that is the period before."""
    if not by_calendar(shape) or shape.period == "year":
        return ""
    return f"{int(period[:4]) - 1:04d}{period[4:]}"
