"""The rows of a lead side by side, whatever table they are of: what all share is said once."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.core.privacy import is_masked, mask
from sunledger.disclosure.models import Batch, Record
from sunledger.screening.models import Lead
from sunledger.screening.screen import Screen
from sunledger.screening.shapes import PAYMENTS, SHAPES, Shape
from sunledger.web.pages.public_records import of_period
from sunledger.web.templatetags.sun import money, say

# Of payments, in this order; of other tables, every column that says something to a reader.
COLUMNS = ("paid_on", "payee", "amount", "reference", "purpose", "method", "payer", "batch_name")
_SILENT = ("code", "body", "body_name", "currency", "line")
_NUMBERS = ("money", "quantity", "whole")
ROWS = 100  # rows of a lead that a page shows


class Side(NamedTuple):
    """The rows of a lead side by side: what all share, and a table of the rest."""

    same: list[tuple[str, str]]
    headings: list[tuple[str, bool]]
    rows: list[tuple[str, str, list[tuple[str, str, bool]]]]  # code, line, cells


def side_by_side(one: Lead, screen: Screen | None, most: int = ROWS) -> Side:
    """Return the rows of a lead; what all of them say is said once."""
    shape = SHAPES[screen.tables[0]] if screen else PAYMENTS
    rows: list[dict[str, Any]] = one.evidence[:most]
    columns = columns_of(shape, rows)
    filled = [name for name in columns if any(row.get(name) is not None for row in rows)]
    alike = [name for name in filled if len({str(row.get(name)) for row in rows}) == 1]
    same = [name for name in alike if 1 < len(rows) == one.rows]
    differ = [name for name in filled if name not in same]
    names = sheet_names(rows)
    codes = [str(row.get("code", "")) for row in rows]
    public = set(Record.objects.public().filter(code__in=codes).values_list("code", flat=True))
    return Side(
        same=[(heading(shape, name), cell(shape, name, rows[0], names)) for name in same],
        headings=[(heading(shape, name), is_number(shape, name)) for name in differ],
        rows=[
            (
                code if code in public else "",
                str(row.get("line", code.rpartition(":")[2])),
                [
                    (heading(shape, name), cell(shape, name, row, names), is_number(shape, name))
                    for name in differ
                ],
            )
            for code, row in zip(codes, rows, strict=True)
        ],
    )


def columns_of(shape: Shape, rows: list[dict[str, Any]]) -> list[str]:
    """Return the columns of a table that a reader is shown; of a code and its name, the name."""
    if shape.name == PAYMENTS.name:
        return list(COLUMNS)
    named = [one.name for one in shape.columns if one.kind != "key" and one.name not in _SILENT]
    return [name for name in named if not any(row.get(f"{name}_name") for row in rows)]


def heading(shape: Shape, name: str) -> str:
    """Return what stands over a column."""
    return str(capfirst(say(shape.column(name).title)))


def is_number(shape: Shape, name: str) -> bool:
    """Whether a column is set as numbers are."""
    return shape.column(name).kind in _NUMBERS


def sheet_names(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return what the sheets of the rows are called on this page."""
    codes = {str(row.get("batch", "")) for row in rows}
    return {one.code: of_period(one) for one in Batch.objects.filter(code__in=codes)}


def cell(shape: Shape, name: str, row: dict[str, Any], names: dict[str, str]) -> str:
    """Return a value of a row in words."""
    value = row.get(name)
    if name == "batch_name" and row.get("batch") in names:
        return names[row["batch"]]
    if value is None:
        return ""
    kind = shape.column(name).kind
    if kind == "money":
        return money(int(value), row.get("currency") or "CNY")
    return _in_words(kind, value)


def _in_words(kind: str, value: Any) -> str:
    """Return a value by what its column holds."""
    if kind == "name":
        return str(value) if is_masked(str(value)) else mask(str(value))
    if kind == "month":
        return f"{int(value) // 12}-{int(value) % 12 + 1:02}"
    if kind == "quantity":
        return f"{int(value) / 1000:,.3f}".rstrip("0").rstrip(".")
    if kind == "yes":
        return _("yes") if value else _("no")
    return str(value)
