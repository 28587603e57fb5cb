"""The state of every cell of a table, as expressions that each engine runs in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from narwhals import Expr, Int64, col, lit, when

from sunledger.screening.derive import day_number
from sunledger.screening.quality import rules
from sunledger.screening.quality.faults import Fault
from sunledger.screening.shapes import Column, Shape

# The state of a cell as a number; 0 is a value against which nothing speaks.
CELLS = (Fault.MISSING, Fault.FILLER, Fault.MALFORMED, Fault.RANGE, Fault.ODD)
GOOD = 0
Repeated = Mapping[str, Sequence[tuple[str, Any]]]  # column -> (body, the value that fills it)


def mark(column: str) -> str:
    """Return the name of the column that holds the state of another."""
    return f"state of {column}"


def looked_at(shape: Shape) -> tuple[Column, ...]:
    """Return the columns whose cells are looked at."""
    passed = ("code", "body", "body_name", "batch", "batch_name", "line", "malformed")
    return tuple(one for one in shape.columns if one.name not in passed)


def states(shape: Shape, on: date, repeated: Repeated) -> list[Expr]:
    """Return for every column the state of its cells on a day."""
    return [
        _state(_conditions(shape, one, on, repeated.get(one.name, ()))).alias(mark(one.name))
        for one in looked_at(shape)
    ]


def _state(conditions: Mapping[Fault, Expr]) -> Expr:
    """Return the number of the first fault that applies."""
    state: Expr = lit(GOOD, Int64)
    for number, fault in reversed(list(enumerate(CELLS, 1))):
        if fault in conditions:
            state = when(conditions[fault]).then(lit(number, Int64)).otherwise(state)
    return state


def _conditions(
    shape: Shape, one: Column, on: date, repeated: Sequence[tuple[str, Any]]
) -> dict[Fault, Expr]:
    """Return when a cell of a column has each of the faults that it can have."""
    found = {Fault.MISSING: col(one.name).is_null()}
    fillers = [*_fillers(shape, one), *(_fills(one.name, *each) for each in repeated)]
    if fillers:
        found[Fault.FILLER] = _any(fillers)
    if one.name == "person" and shape.has("malformed"):
        found[Fault.MALFORMED] = ~col("malformed").is_null()
    if ranges := _ranges(shape, one, on):
        found[Fault.RANGE] = _any(ranges)
    if one.kind in ("text", "name"):
        found[Fault.ODD] = _any([col(one.name).str.contains(rules.ODD)])
    return found


def _any(conditions: Sequence[Expr]) -> Expr:
    """Return whether one of the conditions holds; what is not known does not."""
    found: Expr = lit(value=False)
    for one in conditions:
        found = found | one.fill_null(value=False)
    return found


def _fills(name: str, body: str, value: Any) -> Expr:
    same: Expr = (col("body") == body) & (col(name) == value)
    return same


def _fillers(shape: Shape, one: Column) -> list[Expr]:
    """Return when a cell stands in for nothing."""
    cell = col(one.name)
    if one.kind in ("text", "name"):
        return [cell.str.to_lowercase().str.strip_chars().str.contains(rules.NOTHING)]
    if rules.may_lie_ahead(shape, one):
        return []  # an end that lies as far as can be is an open end
    if one.kind == "day":
        return [cell.is_in(list(rules.DAYS_OF_NOTHING))]
    if one.kind == "month":
        return [cell.is_in(list(rules.MONTHS_OF_NOTHING))]
    if one.kind == "money" and one.name == "price":
        return [cell == 0]
    return []


def _ranges(shape: Shape, one: Column, on: date) -> list[Expr]:
    """Return when a value cannot be."""
    cell, found = col(one.name), []
    ahead = rules.may_lie_ahead(shape, one)
    if one.kind == "day":
        found = [cell < lit(rules.oldest(one))]
        found += [] if ahead else [cell > lit(on)]
        if one.name == "born" and shape.name != "deaths":
            found.append(cell < lit(_years_before(on, rules.OLDEST_AGE)))
    elif one.kind == "month":
        found = [cell < rules.oldest(one).year * 12]
        found += [] if ahead else [cell > on.year * 12 + on.month]  # the next may be paid already
    elif one.kind in ("money", "quantity"):
        most = rules.MOST_MONEY if one.kind == "money" else rules.MOST_QUANTITY
        found = [cell >= most, cell <= -most]
    elif one.kind == "yes":
        found = [(cell < 0) | (cell > 1)]
    if rules.never_below(one):
        found.append(cell < 0)
    if earlier := rules.before(shape, one):
        found.append(cell < col(earlier))
        if (earlier, one.name) == ("born", "died_on"):
            lived = day_number(cell) - day_number(col(earlier))
            found.append(lived > rules.OLDEST_AGE * 366)
    return found


def _years_before(on: date, years: int) -> date:
    """Return the day so many years before; the last of February where there is no 29th."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(on.year - years, on.month, day)


def trusted(shape: Shape, columns: Sequence[str]) -> Expr:
    """Return 1 where nothing speaks against any of these cells of a row, else 0."""
    known = {one.name for one in looked_at(shape)}
    good: Expr = lit(value=True)
    for name in columns:
        if name in known:
            good = good & (col(mark(name)) == GOOD)
    return when(good).then(lit(1, Int64)).otherwise(lit(0, Int64))
