"""Portions as Arrow tables: typed columns, made by C++ from the stored JSON and not one by one."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from sunledger.core.money import MINOR
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.files.portions import Portion

# What stands beside the fields of a category in every file, before them and after them.
BEFORE = ("code", "unit", "unit_name", "sheet", "period", "line")
AFTER = ("currency", "leaf")
PLACES = 4  # decimals of money where currencies may differ: as many as any has
FIXED = pa.decimal128(25, PLACES)


def names_of(shape: Category) -> list[str]:
    """Return the names of a file's columns, in order."""
    return [*BEFORE, *map(column_of, shape.fields), *AFTER]


def column_of(field: Field) -> str:
    """Return what a field's column is called: its name, if none of ours is called so."""
    return f"{field.name}_" if field.name in (*BEFORE, *AFTER) else field.name


def table(portion: Portion, shape: Category) -> pa.Table:
    """Return a portion as a table: money in minor units, days and all else as text."""
    columns: list[Any] = [pa.array(getattr(portion, name)) for name in BEFORE]
    values = _values(portion.values, shape)
    columns += [values.column(field.name) for field in shape.fields]
    columns += [pa.array(portion.currency), pa.array(portion.leaf, pa.int64())]
    return pa.table(columns, names=names_of(shape))


def with_decimals(rows: pa.Table, shape: Category, portion: Portion) -> pa.Table:
    """Return the table with money as decimals, with as many places as its currency has."""
    places = {MINOR.get(one, 2) for one in set(portion.currency)}
    for field in shape.fields:
        if field.kind != "money":
            continue
        name = column_of(field)
        column = rows.column(name)
        if len(places) == 1:
            new = _scaled(column, places.copy().pop())
        else:
            new = _each(column, portion.currency)
        rows = rows.set_column(rows.column_names.index(name), name, new)
    return rows


def in_fixed_decimals(column: pa.ChunkedArray, portion: Portion) -> pa.ChunkedArray:
    """Return money as decimals of one type, whatever the currencies."""
    factors = {one: Decimal(10 ** (PLACES - MINOR.get(one, 2))) for one in set(portion.currency)}
    scale = pa.array([factors[one] for one in portion.currency], pa.decimal128(5, 0))
    return _scaled(pc.multiply(column.cast(pa.decimal128(19, 0)), scale), PLACES, FIXED.precision)


def _values(texts: tuple[str, ...], shape: Category) -> pa.Table:
    """Return the fields as columns."""
    schema = pa.schema([(field.name, _type(field)) for field in shape.fields])
    options = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    content = "\n".join(texts).encode()
    read = pj.ReadOptions(use_threads=False, block_size=max(1 << 20, len(content) + 1))
    try:
        found = pj.read_json(BytesIO(content), read_options=read, parse_options=options)
    except pa.ArrowInvalid:  # a field was of another kind once
        found = None
    if found is None or found.num_rows != len(texts):
        found = _one_by_one(texts, shape, schema)
    return found


def _one_by_one(texts: tuple[str, ...], shape: Category, schema: pa.Schema) -> pa.Table:
    """Return the fields as columns where some value is not what its field holds today."""
    values = [json.loads(text) for text in texts]
    columns = []
    for field in shape.fields:
        whole = _type(field) == pa.int64()
        cells = [one.get(field.name) for one in values]
        kept = [
            (cell if isinstance(cell, int) else None) if whole else _text(cell) for cell in cells
        ]
        columns.append(pa.array(kept, _type(field)))
    return pa.table(columns, schema=schema)


def _text(cell: Any) -> str | None:
    return cell if cell is None or isinstance(cell, str) else str(cell)


def _type(field: Field) -> pa.DataType:
    return pa.int64() if field.kind in ("money", "whole") else pa.string()


def _scaled(column: pa.ChunkedArray, places: int, width: int = 19) -> pa.ChunkedArray:
    """Return whole numbers as decimals of which the last places stand behind the point."""
    whole = column.cast(pa.decimal128(width, 0)).combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    kind = pa.decimal128(width, places)
    parts = pa.Array.from_buffers(kind, len(whole), whole.buffers(), whole.null_count, whole.offset)
    return pa.chunked_array([parts])


def _each(column: pa.ChunkedArray, currencies: tuple[str, ...]) -> pa.Array:
    """Return money as text, each with the places of its own currency."""
    cells: list[str | None] = []
    for minor, currency in zip(column.to_pylist(), currencies, strict=True):
        places = MINOR.get(currency, 2)
        if minor is None:
            cells.append(None)
            continue
        whole, part = divmod(abs(minor), 10**places)
        sign = "-" if minor < 0 else ""
        cells.append(f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}")
    return pa.array(cells, pa.string())
