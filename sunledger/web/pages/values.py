"""The values of records as a page or a file shows them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from sunledger.core.money import show_money
from sunledger.disclosure import face
from sunledger.disclosure.category import CATEGORIES, Category, Field
from sunledger.disclosure.face import values_today
from sunledger.disclosure.models import Batch, Record
from sunledger.disclosure.models.shape import latest
from sunledger.web.templatetags.sun import money, say


class Cell(NamedTuple):
    """A value of a record in a table."""

    label: str
    text: str
    is_number: bool
    was: str  # what was published, where a correction changed it


class Row(NamedTuple):
    """A record in a table."""

    record: Record
    cells: list[Cell]


class Heading(NamedTuple):
    """A column of a table."""

    label: str
    is_number: bool


def shape_of(code: str) -> Category | None:
    """Return a category; when it was taken off the shelf since, as it was last."""
    return CATEGORIES.get(code) or latest(code)


def title_of(code: str) -> str:
    """Return a category's title in the language of the page, or its code."""
    shape = shape_of(code)
    return say(shape.title) if shape else code


def shape_then(batch: Batch) -> Category | None:
    """Return a category as it was when a sheet was read."""
    return face.shape_of(batch)


def title_then(batch: Batch) -> str:
    """Return what a sheet's category was called when it was read."""
    shape = shape_then(batch)
    return say(shape.title) if shape else batch.category


def fields_of(batch: Batch, records: list[Record]) -> list[Field]:
    """Return the fields, as they were when the sheet was read, that any of the records fills."""
    shape = shape_then(batch)
    filled = {name for one in records for name, value in one.values.items() if value is not None}
    return [field for field in shape.fields if field.name in filled] if shape else []


def headings(fields: list[Field], currency: str) -> list[Heading]:
    """Return the columns of a table; money says its unit once, in the heading."""
    return [Heading(heading(field, currency), is_number(field)) for field in fields]


def heading(field: Field, currency: str) -> str:
    """Return what stands over a column."""
    if field.kind != "money" or not currency:
        return say(field.title)
    return _("%(title)s (%(unit)s)") % {"title": say(field.title), "unit": unit_of(currency)}


def unit_of(currency: str) -> str:
    """Return a currency as a heading names it."""
    return _("CNY, yuan") if currency == "CNY" else currency


def is_number(field: Field) -> bool:
    """Whether the values of a field stand to the right."""
    return field.kind in {"money", "number", "whole"}


def rows(records: list[Record], fields: list[Field], currency: str) -> list[Row]:
    """Return the records as rows; `currency` is the one that the headings name, if any."""
    return [Row(record, cells(record, fields, currency)) for record in records]


def cells(record: Record, fields: list[Field], currency: str) -> list[Cell]:
    """Return one record's values, with what was published where a correction changed it."""
    today = values_today(record)
    result = []
    for field in fields:
        now, was = today.get(field.name), record.values.get(field.name)
        show = "" if currency else record.currency
        old = text(field, was, show) or "–" if was != now else ""
        label = heading(field, currency)
        result.append(Cell(label, text(field, now, show), is_number(field), old))
    return result


def text(field: Field, value: Any, currency: str = "") -> str:
    """Return a value in words; money with its currency where one is given."""
    if value is None:
        return ""
    if field.kind == "money" and isinstance(value, int):
        return money(value, currency) if currency else show_money(value)
    if field.kind == "choice":
        titles = {choice.code: say(choice.title) for choice in field.choices}
        return titles.get(str(value), str(value))
    return str(value)
