"""A unit's figures of one category over its periods; a period without a sheet is a gap, no zero."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sunledger.core.periods import period_of, read_period
from sunledger.disclosure.models import PUBLIC, Batch, Exemption, State, Visibility
from sunledger.disclosure.owed.duties import BY_CALENDAR, by_calendar, claims, due_day
from sunledger.disclosure.shape import Category
from sunledger.disclosure.telling.figures import Figures, figures
from sunledger.units.models import Unit

MOST = {"month": 24, "quarter": 12, "half-year": 10, "year": 10}
_OTHERS = 24  # periods of what is published each time
_SHEETS = 400  # of the newest sheets, those are looked at
Standing = Literal["published", "nothing", "withdrawn", "exempt", "missing"]


@dataclass(frozen=True)
class Point:
    """One period: what was published for it, or why there is nothing."""

    period: str
    standing: Standing
    figures: Figures | None = None
    withdrawn: tuple[str, ...] = ()  # the codes of sheets that were withdrawn


def series(shape: Category, unit: Unit, on: date) -> list[Point]:
    """Return the latest periods, the oldest first."""
    sheets = Batch.objects.filter(
        unit=unit, category=shape.code, state__in=PUBLIC, visibility=Visibility.PUBLIC
    )
    rows = list(sheets.order_by("-period").values_list("period", "state", "code")[:_SHEETS])
    if not rows:
        return []
    periods = _periods(shape, unit, sorted({period for period, _state, _code in rows}), on)
    found = figures(shape, [unit.pk], periods)
    withdrawn: dict[str, list[str]] = {}
    for period, state, code in rows:
        if state == State.WITHDRAWN:
            withdrawn.setdefault(period, []).append(code)
    exempt = _exempt(shape, unit, on)
    return [
        _point(period, found.get((unit.pk, period)), tuple(withdrawn.get(period, ())), exempt)
        for period in periods
    ]


def _point(
    period: str, found: Figures | None, withdrawn: tuple[str, ...], exempt: list[tuple[str, str]]
) -> Point:
    if found:
        return Point(period, "published" if found.lines else "nothing", found, withdrawn)
    if withdrawn:
        return Point(period, "withdrawn", None, withdrawn)
    is_exempt = any(first <= period <= last for first, last in exempt)
    return Point(period, "exempt" if is_exempt else "missing")


def _periods(shape: Category, unit: Unit, known: list[str], on: date) -> list[str]:
    """Return the periods to show: by the calendar all from one to another, else those known."""
    if not by_calendar(shape):
        return known[-_OTHERS:]
    one, words = read_period(known[0]), [known[0]]
    last = max(known[-1], _last_owed(shape, unit, on))
    while one.word < last:
        one = one.next()
        words.append(one.word)
    return words[-MOST[shape.period] :]


def _last_owed(shape: Category, unit: Unit, on: date) -> str:
    """Return the last period that a unit owes and whose day is over."""
    mine = [
        one
        for one in claims()
        if one.category == shape.code and one.kind == unit.kind and unit.path.startswith(one.path)
    ]
    if not mine:
        return ""
    now = period_of(on, BY_CALENDAR[shape.period])
    for _back in range(MOST[shape.period]):
        now = period_of(date.fromordinal(now.start.toordinal() - 1), now.kind)
        if due_day(shape, now.word) < on and any(one.holds(now.word) for one in mine):
            return now.word
    return ""


def _exempt(shape: Category, unit: Unit, on: date) -> list[tuple[str, str]]:
    rows = Exemption.objects.in_force(on).filter(unit=unit, category=shape.code)
    return list(rows.values_list("first_period", "last_period"))
