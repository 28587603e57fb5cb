"""Parquet, Excel and JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sunledger.core.money import MINOR
from sunledger.disclosure.category import Category
from sunledger.disclosure.files.arrow import (
    AFTER,
    BEFORE,
    FIXED,
    column_of,
    in_fixed_decimals,
    names_of,
    table,
)
from sunledger.disclosure.files.portions import Portion

EXCEL_ROWS = 100_000  # a workbook of more takes minutes to write, and longer to open
_PIECE = 1 << 16


class _Sink(RawIOBase):
    """Takes what is written, and gives it away."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """Return what came since it was last asked for."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def parquet(portions: Iterable[Portion], shape: Category) -> Iterator[bytes]:
    """Give a Parquet file: money as decimals of four places, days as days."""
    sink, schema = _Sink(), _schema(shape)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for portion in portions:
            writer.write_table(_typed(portion, shape, schema))
            yield sink.taken()
    yield sink.taken()


def _schema(shape: Category) -> pa.Schema:
    kinds = {"money": FIXED, "day": pa.date32(), "whole": pa.int64()}
    whole = {name: pa.int64() for name in ("line", "leaf")}
    fields = {column_of(one): kinds.get(one.kind, pa.string()) for one in shape.fields}
    return pa.schema(
        [(name, whole.get(name) or fields.get(name, pa.string())) for name in names_of(shape)]
    )


def _typed(portion: Portion, shape: Category, schema: pa.Schema) -> pa.Table:
    """Return a portion with the types of the file."""
    rows = table(portion, shape)
    for field in shape.fields:
        name = column_of(field)
        column = rows.column(name)
        if field.kind == "money":
            column = in_fixed_decimals(column, portion)
        elif field.kind == "day":
            column = pc.strptime(column, "%Y-%m-%d", "s", error_is_null=True).cast(pa.date32())
        rows = rows.set_column(rows.column_names.index(name), name, column)
    return rows.cast(schema)


def as_json(portions: Iterable[Portion], head: dict[str, Any]) -> Iterator[bytes]:
    """Give a JSON file: what it is, and every record with its values in minor units of money."""
    begin = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{begin}, "records": ['.encode()
    comma = ""
    for portion in portions:
        texts = [_record(portion, place) for place in range(len(portion.code))]
        yield (comma + ",".join(texts)).encode()
        comma = ","
    yield b"\n]}\n"


def _record(portion: Portion, place: int) -> str:
    """Return one record; its values are JSON already."""
    own = {name: getattr(portion, name)[place] for name in (*BEFORE, *AFTER)}
    own_text = json.dumps(own, ensure_ascii=False)[:-1]
    return f'\n{own_text}, "values": {portion.values[place]}}}'


def excel(portions: Iterable[Portion], shape: Category, headings: list[str]) -> Iterator[bytes]:
    """Give a workbook: numbers as numbers, every text as text and nothing as a formula."""
    import xlsxwriter

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        }  # fmt: skip
        with xlsxwriter.Workbook(file.name, options) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings)
            for number, row in enumerate(_rows(portions, shape), 1):
                sheet.write_row(number, 0, row)
        yield from _pieces(file)


def _rows(portions: Iterable[Portion], shape: Category) -> Iterator[list[Any]]:
    """Give each line as a row of cells."""
    money = [field.name for field in shape.fields if field.kind == "money"]
    for portion in portions:
        for place, text in enumerate(portion.values):
            values = json.loads(text)
            scale = 10 ** MINOR.get(portion.currency[place], 2)
            for name in money:
                if isinstance(values.get(name), int):
                    values[name] = values[name] / scale
            before = [getattr(portion, name)[place] for name in BEFORE]
            after = [getattr(portion, name)[place] for name in AFTER]
            yield [*before, *(values.get(field.name) for field in shape.fields), *after]


def _pieces(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece
