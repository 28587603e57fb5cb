"""The lines of a question, so many thousand at a time, as they are stored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sunledger.disclosure.lines import rows
from sunledger.disclosure.lines.asked import Asked
from sunledger.disclosure.models import Correction, CorrectionState
from sunledger.units.models import Unit

PORTION = 20_000
_FETCHED = "r.code, l.unit_id, b.code, l.period, r.line, r.currency, r.leaf"


@dataclass(frozen=True)
class Portion:
    """Columns of equal length; `values` are the records' values as JSON, each on one line."""

    code: tuple[str, ...]
    unit: tuple[str, ...]
    unit_name: tuple[str, ...]
    sheet: tuple[str, ...]
    period: tuple[str, ...]
    line: tuple[int, ...]
    currency: tuple[str, ...]
    leaf: tuple[int | None, ...]
    values: tuple[str, ...]


def portions(asked: Asked, size: int = 0) -> Iterator[Portion]:
    """Give what is asked for, portion by portion; by period, or as the sheet has it.

    Each portion is asked for anew from where the last one ended, so nothing is held open between.
    """
    size = size or PORTION
    names = dict(_names())
    corrected = _corrected(asked)
    after: tuple[Any, ...] | None = None
    while found := _fetch(asked, after, size):
        numbers, periods, *columns, values = zip(*found, strict=True)
        after = (periods[-1], numbers[-1])
        yield _portion(columns, names, _today(numbers, values, corrected))
        if len(found) < size:
            return


def _fetch(asked: Asked, after: tuple[Any, ...] | None, size: int) -> list[Any]:
    """Return the next rows."""
    road = rows.road_of(asked)
    by_record = asked.batch is not None or road.by_words
    conditions, params = [road.where], [*road.params]
    if after and by_record:
        conditions.append("l.record_id > %s")
        params.append(after[1])
    elif after:
        conditions.append("(l.period, l.record_id) > (%s, %s)")
        params += after
    order = rows.key(road) if by_record else "l.period, l.record_id"
    index = road.index if road.index in ("line_of_batch", "line_of_unit") else "line_by_period"
    value = 'r."values"' if connection.vendor == "sqlite" else 'r."values"::text'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.record_id, l.period, {_FETCHED}, {value} FROM {road.tables(index)} "  # noqa: S608
            "JOIN disclosure_record r ON r.id = l.record_id "
            f"JOIN disclosure_batch b ON b.id = l.batch_id WHERE {' AND '.join(conditions)} "
            f"ORDER BY {order} LIMIT {size}",
            params,
        )
        return list(cursor.fetchall())


def _portion(columns: list[Any], names: dict[int, tuple[str, str]], values: Any) -> Portion:
    """Return the columns with codes and names instead of numbers."""
    code, unit, sheet, period, line, currency, leaf = columns
    units = [names[one] for one in unit]
    return Portion(
        code=code,
        unit=tuple(one[0] for one in units),
        unit_name=tuple(one[1] for one in units),
        sheet=sheet,
        period=period,
        line=line,
        currency=currency,
        leaf=leaf,
        values=values,
    )


def _names() -> Iterator[tuple[int, tuple[str, str]]]:
    for number, code, name in Unit.objects.order_by().values_list("pk", "code", "name"):
        yield number, (code, name)


def _corrected(asked: Asked) -> dict[int, dict[str, Any]]:
    """Return the corrected values of all that is asked for: few, so they are read at once."""
    made = Correction.objects.filter(record__category=asked.shape.code, state=CorrectionState.MADE)
    if asked.batch:
        made = made.filter(record__batch=asked.batch)
    found: dict[int, dict[str, Any]] = {}
    for record, field, new in made.order_by("leaf").values_list("record_id", "field", "new"):
        found.setdefault(record, {})[field] = new
    return found


def _today(
    numbers: tuple[int, ...], values: tuple[str, ...], corrected: dict[int, dict[str, Any]]
) -> tuple[str, ...]:
    """Return the values with the corrections laid over them."""
    if corrected.keys().isdisjoint(numbers):
        return values
    return tuple(
        json.dumps(json.loads(text) | corrected[number]) if number in corrected else text
        for number, text in zip(numbers, values, strict=True)
    )
