"""Published sheets as files: as they are, safe for spreadsheet programs, and as JSON.

A cell that begins with a sign of a formula is run by spreadsheet programs. The file "for
spreadsheets" puts an apostrophe before it; the raw file leaves every value as it was published.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from sunledger.core.money import MINOR
from sunledger.disclosure.category import Field
from sunledger.disclosure.face import batch_face, values_today
from sunledger.disclosure.models import Batch, Record
from sunledger.web.gates import public
from sunledger.web.pages import values
from sunledger.web.pages.public_records import public_batch
from sunledger.web.readers import reader_of
from sunledger.web.templatetags.sun import say

# What starts a formula in some spreadsheet program, the full-width signs among them.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
PORTION = 1000


@public
def sheet_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out a sheet as CSV with every value as it is."""
    batch = public_batch(code, reader_of(request))
    fields = all_fields(batch)
    head = ["code", "line", *(field.name for field in fields), "currency", "leaf"]
    return _file(_csv(head, _plain_rows(batch, fields)), "text/csv", f"{batch.code}.csv")


@public
def sheet_spreadsheet(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out a sheet as CSV that a spreadsheet program opens without running anything in it."""
    batch = public_batch(code, reader_of(request))
    fields = all_fields(batch)
    head = [
        _("Code"),
        _("Line"),
        *(say(field.title) for field in fields),
        _("Currency"),
        _("Entry"),
    ]
    rows = ([harmless(cell) for cell in row] for row in _plain_rows(batch, fields))
    name = f"{batch.unit.code}-{batch.category}-{batch.period}.csv"
    return _file(_marked(_csv(head, rows)), "text/csv", name)


@public
def sheet_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out a sheet as JSON: its face, and every record with what was published."""
    batch = public_batch(code, reader_of(request))
    return _file(_json(batch), "application/json", f"{batch.code}.json")


def all_fields(batch: Batch) -> list[Field]:
    """Return every field of the sheet's category."""
    shape = values.shape_then(batch)
    return list(shape.fields) if shape else []


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet program takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str) or not cell.startswith(STARTS):
        return cell
    return cell if _is_number(cell) else f"'{cell}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and not text[0].isspace()


def _records(batch: Batch) -> Iterator[Record]:
    rows = Record.objects.filter(batch=batch).order_by("number").prefetch_related("corrections")
    return rows.iterator(PORTION)


def _plain_rows(batch: Batch, fields: list[Field]) -> Iterator[list[Any]]:
    """Give each record as a row of values, money with its decimals and without thousands signs."""
    for record in _records(batch):
        today = values_today(record)
        cells = [plain(field, today.get(field.name), record.currency) for field in fields]
        yield [record.code, record.line, *cells, record.currency, record.leaf]


def plain(field: Field, value: Any, currency: str) -> Any:
    """Return a value as a file keeps it."""
    if value is None:
        return ""
    if field.kind != "money" or not isinstance(value, int):
        return value
    places = MINOR.get(currency, 2)
    whole, part = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _csv(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in _with(head, rows):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _with(head: list[str], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield head
    yield from rows


def _marked(lines: Iterable[str]) -> Iterator[str]:
    """Give the lines after the mark by which spreadsheet programs know UTF-8."""
    yield "\ufeff"
    yield from lines


def _json(batch: Batch) -> Iterator[str]:
    yield json.dumps(batch_face(batch), ensure_ascii=False)[:-1] + ', "records": ['
    for number, record in enumerate(_records(batch)):
        row = {
            "code": record.code,
            "line": record.line,
            "currency": record.currency,
            "values": values_today(record),
            "published": record.values,
            "leaf": record.leaf,
        }
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _file(lines: Iterator[str], kind: str, name: str) -> HttpResponseBase:
    answer = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
