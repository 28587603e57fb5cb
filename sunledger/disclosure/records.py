"""Published records as the tables that screens look at; each category says what it feeds."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Correction, CorrectionState, Record, State, Visibility
from sunledger.units.models import Unit

_PORTION = 5000
_COLUMNS = (
    "pk", "code", "values", "line", "currency", "batch__code", "unit__code", "unit__name",
    "batch__period",
)  # fmt: skip


def published(
    table: str, units: QuerySet[Unit] | None = None, *, to_all: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, with today's values; withdrawn sheets give none.

    A sheet for residents or staff is read by screens; what goes out `to_all` is without it.
    """
    for category in CATEGORIES.values():
        if table in category.feeds:
            yield from _rows(category, category.feeds[table], units, to_all)


def _rows(
    category: Category, columns: dict[str, str], units: QuerySet[Unit] | None, to_all: bool
) -> Iterator[dict[str, Any]]:
    """Yield the rows that one category gives, of these units or of all."""
    corrected = _corrections(category)
    days = {one.name for one in category.fields if one.kind == "day"}
    records = Record.objects.filter(category=category.code, batch__state=State.PUBLISHED)
    if units is not None:
        records = records.filter(unit__in=units)
    if to_all:
        records = records.filter(batch__visibility=Visibility.PUBLIC)
    rows = records.order_by("pk").values_list(*_COLUMNS).iterator(_PORTION)
    for pk, code, values, line, currency, batch, unit, name, period in rows:
        today = {**values, **corrected[pk]} if pk in corrected else values
        row = {
            "code": code,
            "unit": unit,
            "body": unit,
            "body_name": name,
            "category": category.code,
            "period": period,
            "batch": batch,
            "line": line,
            "currency": currency,
        }
        for column, field in columns.items():
            value = today.get(field)
            if value is not None:
                row[column] = date.fromisoformat(value) if field in days else value
            else:
                row.setdefault(column, None)
        yield row


def _corrections(category: Category) -> dict[int, dict[str, Any]]:
    """Return the corrected values of a category's records: few, so they are read at once."""
    made = Correction.objects.filter(
        record__category=category.code,
        record__batch__state=State.PUBLISHED,
        state=CorrectionState.MADE,
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for record, field, new in made.order_by("leaf").values_list("record_id", "field", "new"):
        found[record][field] = new
    return dict(found)
