"""CSV twice: raw, every value as it is, and for spreadsheets, which run cells like formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from sunledger.disclosure.category import Category
from sunledger.disclosure.files.arrow import names_of, table, with_decimals
from sunledger.disclosure.files.portions import Portion

MARK = "\ufeff".encode()  # by which spreadsheet programs know UTF-8
# What starts a formula in some spreadsheet program, the full-width signs among them; a number that
# begins with its sign stays a number.
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠|%]"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)$"


def raw(portions: Iterable[Portion], shape: Category) -> Iterator[bytes]:
    """Give the file with every value as it is."""
    yield _line(names_of(shape))
    for portion in portions:
        yield _written(with_decimals(table(portion, shape), shape, portion))


def for_spreadsheets(
    portions: Iterable[Portion], shape: Category, headings: list[str]
) -> Iterator[bytes]:
    """Give the file that a spreadsheet program opens without running anything in it."""
    yield MARK + _line(headings)
    for portion in portions:
        rows = with_decimals(table(portion, shape), shape, portion)
        for place, name in enumerate(rows.column_names):
            if pa.types.is_string(rows.schema.field(name).type):
                rows = rows.set_column(place, name, harmless(rows.column(name)))
        yield _written(rows)


def harmless(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts with an apostrophe before each that a program would take for a formula."""
    dangerous = pc.and_(
        pc.match_substring_regex(cells, _FORMULA),
        pc.invert(pc.match_substring_regex(cells, _NUMBER)),
    )
    if not pc.any(dangerous).as_py():
        return cells
    return pc.if_else(dangerous, pc.binary_join_element_wise("'", cells, ""), cells)


def _written(rows: pa.Table) -> bytes:
    """Return rows as CSV: quotation marks around every text, as RFC 4180 allows."""
    sink = BytesIO()
    pcsv.write_csv(rows, sink, pcsv.WriteOptions(include_header=False))
    return sink.getvalue()


def _line(names: list[str]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(names)
    return text.getvalue().encode()
