"""The rows of a table, written straight as text: fifty rows are a thousand small pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.models import Correction, CorrectionState, Record
from sunledger.units.models import Unit
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import in_chinese, period

_COLUMNS = (
    "pk", "code", "line", "values", "currency", "unit__code", "unit__name", "unit__name_en",
    "batch__code", "batch__period", "category",
)  # fmt: skip


class Seen(NamedTuple):
    """A record as a table shows it."""

    pk: int
    code: str
    line: int
    values: dict[str, Any]  # as they were published
    currency: str
    unit: str
    unit_name: str
    unit_name_en: str
    batch: str
    period: str
    category: str


class Column(NamedTuple):
    """A column with what stands over it."""

    field: Field
    label: str
    is_number: bool


def seen(numbers: Sequence[int]) -> list[Seen]:
    """Return records in the order of their numbers."""
    rows = Record.objects.filter(pk__in=numbers).order_by().values_list(*_COLUMNS)
    by_number = {row[0]: Seen(*row) for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def corrected(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what was corrected in these records, as it is today."""
    made = Correction.objects.filter(record__in=numbers, state=CorrectionState.MADE)
    found: dict[int, dict[str, Any]] = {}
    for record, field, new in made.order_by("leaf").values_list("record_id", "field", "new"):
        found.setdefault(record, {})[field] = new
    return found


def columns(shape: Category, rows: Iterable[Seen], currency: str) -> list[Column]:
    """Return the columns that any row fills."""
    filled = {name for row in rows for name, value in row.values.items() if value is not None}
    return [
        Column(field, values.heading(field, currency), values.is_number(field))
        for field in shape.fields
        if field.name in filled
    ]


def body(rows: Sequence[Seen], cols: Sequence[Column], currency: str, *, place: bool) -> SafeString:
    """Return the rows of a table; `place` says of which unit and sheet each is."""
    changed = corrected([row.pk for row in rows])
    links = _links()
    opened = [_open(col) for col in cols]
    parts = []
    for row in rows:
        today = row.values | changed[row.pk] if row.pk in changed else row.values
        parts.append(_first(row, links, place=place))
        show = "" if currency else row.currency
        for col, start in zip(cols, opened, strict=True):
            parts.append(start + _cell(col.field, today, row, show) + "</td>")
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 - every value passes through escape


def unit_name(row: Seen) -> str:
    """Return the name of a row's unit in the language of the page."""
    return row.unit_name if in_chinese() or not row.unit_name_en else row.unit_name_en


def _cell(field: Field, today: dict[str, Any], row: Seen, currency: str) -> str:
    """Return one value; what was published stands crossed out before what was corrected."""
    now, was = today.get(field.name), row.values.get(field.name)
    text = escape(values.text(field, now, currency))
    if now == was:
        return text
    old = escape(values.text(field, was, currency) or "–")
    return f"<span><del>{old}</del> <ins>{text}</ins></span>"


def _open(col: Column) -> str:
    look = ' class="number"' if col.is_number else ""
    return f'<td data-label="{escape(str(col.label))}"{look}>'


def _links() -> dict[str, str]:
    """Return the addresses that rows lead to, up to the code."""
    return {
        name: reverse(name, args=["x"]).removesuffix("x/") for name in ("record", "sheet", "unit")
    } | {"whole": escape(_("the whole line")), "unit_label": escape(_("Unit")),
         "period_label": escape(_("Period"))}  # fmt: skip


def _first(row: Seen, links: dict[str, str], *, place: bool) -> str:
    """Return the beginning of a row: its line, and where it comes from."""
    hidden = f'<span class="hidden"> ({links["whole"]})</span>'
    head = f'<tr><th scope="row"><a href="{links["record"]}{row.code}/">{row.line}{hidden}</a></th>'
    if not place:
        return head
    return (
        f'{head}<td data-label="{links["unit_label"]}">'
        f'<a href="{links["unit"]}{escape(row.unit)}/">{escape(unit_name(row))}</a></td>'
        f'<td data-label="{links["period_label"]}">'
        f'<a href="{links["sheet"]}{row.batch}/">{escape(period(row.period))}</a></td>'
    )


def name_of(unit: Unit | None) -> str:
    """Return a unit's name; all units where none is meant."""
    return str(unit) if unit else _("all units")
