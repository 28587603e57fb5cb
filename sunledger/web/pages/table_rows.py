"""The rows of a table, written straight as text: fifty rows are a thousand small pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.lines.seen import Seen, corrected, seen
from sunledger.units.models import Unit
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import in_chinese, period, say

__all__ = ["Column", "Seen", "body", "columns", "corrected", "name_of", "seen", "unit_name"]


class Column(NamedTuple):
    """A column with what stands over it."""

    field: Field
    label: str
    is_number: bool


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
    first = _first(place=place)
    written = [(col.field.name, _open(col), _writer(col.field), col.field) for col in cols]
    parts: list[str] = []
    for row in rows:
        today = row.values | changed[row.pk] if row.pk in changed else row.values
        parts.append(first(row))
        show = "" if currency else row.currency
        for name, start, write, field in written:
            now = today.get(name)
            if today is row.values or now == row.values.get(name):
                parts += start, write(now, show), "</td>"
            else:
                parts += start, _changed(field, row.values.get(name), now, show), "</td>"
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 - every value passes through escape


def unit_name(row: Seen) -> str:
    """Return the name of a row's unit in the language of the page."""
    return row.unit_name if in_chinese() or not row.unit_name_en else row.unit_name_en


def _writer(field: Field) -> Callable[[Any, str], str]:
    """Return what writes the values of a column, ready for the page."""
    if field.kind == "choice":
        titles = {choice.code: escape(say(choice.title)) for choice in field.choices}
        return lambda value, _currency: (
            "" if value is None else titles.get(str(value)) or escape(str(value))
        )
    return lambda value, currency: escape(values.text(field, value, currency))


def _changed(field: Field, was: Any, now: Any, currency: str) -> str:
    """Return a value with what was published crossed out before it."""
    old = escape(values.text(field, was, currency) or "–")
    return f"<span><del>{old}</del> <ins>{escape(values.text(field, now, currency))}</ins></span>"


def _open(col: Column) -> str:
    look = ' class="number"' if col.is_number else ""
    return f'<td data-label="{escape(str(col.label))}"{look}>'


def _to(name: str) -> str:
    """Return the address of a page up to the code."""
    return reverse(name, args=["x"]).removesuffix("x/")


def _first(*, place: bool) -> Callable[[Seen], str]:
    """Return what writes the beginning of a row: its line, and where it comes from."""
    record, hidden = _to("record"), f'<span class="hidden"> ({escape(_("the whole line"))})</span>'
    ask = reverse("question_new", args=["record", "x"]).removesuffix("x/")
    to_ask, asks = escape(_("ask")), f'<span class="hidden"> ({escape(_("Line"))} '

    def line(row: Seen) -> str:
        return (
            f'<tr><th scope="row"><a href="{record}{row.code}/">{row.line}{hidden}</a>'
            f' <a class="small" rel="nofollow" href="{ask}{row.code}/">{to_ask}{asks}{row.line})'
            "</span></a></th>"
        )

    if not place:
        return line
    unit = f'<td data-label="{escape(_("Unit"))}"><a href="{_to("unit")}'
    sheet = f'</a></td><td data-label="{escape(_("Period"))}"><a href="{_to("sheet")}'
    chinese = in_chinese()

    def whole(row: Seen) -> str:
        name = row.unit_name if chinese or not row.unit_name_en else row.unit_name_en
        return (
            f'{line(row)}{unit}{escape(row.unit)}/">{escape(name)}'
            f'{sheet}{row.batch}/">{escape(period(row.period))}</a></td>'
        )

    return whole


def name_of(unit: Unit | None) -> str:
    """Return a unit's name; all units where none is meant."""
    return str(unit) if unit else _("all units")
