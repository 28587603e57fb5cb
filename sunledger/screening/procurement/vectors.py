"""The functions of Arrow by their names.

`pyarrow.compute` makes a Python function with a docstring of each of 286 when it is imported, and a
table's own `filter` and `sort_by` import it: as much work as all that a new limit asks for. What it
calls itself is here.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from sunledger.screening.ocds.arrays import call, compute

__all__ = [
    "among",
    "anew",
    "bytes_of",
    "call",
    "counts",
    "each",
    "is_in",
    "order",
    "order_of",
    "others",
    "place_among",
    "places",
    "places_among",
    "repeat",
    "rows_among",
    "rows_of",
    "search",
    "whole",
    "without",
]

if TYPE_CHECKING:
    import pyarrow as pa


def order(table: pa.Table, names: Sequence[str]) -> pa.Array:
    """Return the places of the rows of a table in the order of columns, one after the other."""
    keys = [(name, "ascending") for name in names]
    return call("sort_indices", table, options=compute().SortOptions(keys))


def order_of(column: pa.Array) -> pa.Array:
    """Return the places of the values of a column in their order; equal ones stay as they are."""
    options = compute().ArraySortOptions()
    return call("array_sort_indices", column, options=options)


def repeat(ordered: pa.Array) -> bool:
    """Whether values, which stand in their order, repeat; nothing is no value."""
    return bool(call("any", call("equal", ordered[:-1], ordered[1:])).as_py())


def is_in(column: pa.Array, values: pa.Array) -> Any:
    """Return which values of a column are among others."""
    return call("is_in", column, options=compute().SetLookupOptions(values, skip_nulls=True))


def among(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    """Return the rows in which a column has one of some values."""
    return call("filter", table, is_in(whole(table[name]), values))


def without(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    """Return the rows in which a column has none of some values."""
    return call("filter", table, call("invert", is_in(whole(table[name]), values)))


def place_among(column: pa.Array, values: pa.Array) -> Any:
    """Return at which place among others each value of a column stands; none where it does not."""
    return call("index_in", column, options=compute().SetLookupOptions(values, skip_nulls=True))


def places(numbers: pa.Array) -> pa.Array:
    """Return at which place each number stands among others."""
    import pyarrow as pa

    most = call("max", numbers).as_py() if len(numbers) else 0
    options = compute().InversePermutationOptions(most, pa.int64())
    return call("inverse_permutation", numbers, options=options)


def search(
    ordered: pa.Array | pa.ChunkedArray, values: pa.Array, side: Literal["left", "right"] = "left"
) -> pa.Array:
    """Return where each value belongs among others in their order: before or behind its equals."""
    return call("search_sorted", ordered, values, options=compute().SearchSortedOptions(side))


def rows_of(ordered: pa.Array | pa.ChunkedArray, values: pa.Array) -> pa.Array:
    """Return the places of all that is one of some values, among others in their order."""
    import pyarrow as pa

    begins, ends = search(ordered, values), search(ordered, values, side="right")
    if (call("max", call("subtract", ends, begins)).as_py() or 0) <= 1:
        return call("filter", begins, call("not_equal", begins, ends))
    found = array("q")
    for begin, end in zip(begins.to_pylist(), ends.to_pylist(), strict=True):
        found.extend(range(begin, end))
    return pa.Array.from_buffers(pa.int64(), len(found), [None, pa.py_buffer(found)])


def places_among(ordered: pa.Array, values: pa.Array) -> pa.Array:
    """Return the places of all that is one of some values, or nothing if nothing is one of them.

    The others are in their order; nothing stands behind all.
    """
    import pyarrow as pa

    found = rows_of(ordered, call("drop_null", values))
    if not values.null_count or not ordered.null_count:
        return found
    last = pa.array(range(len(ordered) - ordered.null_count, len(ordered)), found.type)
    return pa.concat_arrays([found, last])


def rows_among(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    """Return the rows in which a column, in whose order they are, has one of some values."""
    return call("take", table, places_among(whole(table[name]), values))


def anew(table: pa.Table) -> pa.Table:
    """Return the same rows, written anew: DuckDB leaves what was there beneath a null."""
    import pyarrow as pa

    rows = array("q", range(len(table)))
    places = pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows)])
    return call("take", table, places)


def each(*columns: pa.Array) -> pa.Array:
    """Return the values of columns of one type in their order, each once."""
    import pyarrow as pa

    found = call("unique", pa.concat_arrays(columns))
    return call("take", found, order_of(found))


def others(places: pa.Array, many: int) -> pa.Array:
    """Return of so many rows which ones stand at none of some places."""
    import pyarrow as pa

    flags = bytearray(b"\1") * many
    for place in places.to_pylist():
        flags[place] = 0
    held = pa.Array.from_buffers(pa.uint8(), many, [None, pa.py_buffer(flags)])
    return call("not_equal", held, pa.scalar(0, pa.uint8()))


def counts(column: pa.Array | pa.ChunkedArray) -> dict[str, int]:
    """Return how often each value occurs that is none of nothing."""
    if column.null_count == len(column):
        return {}
    found = call("value_counts", column).to_pylist()
    return {one["values"]: one["counts"] for one in found if one["values"] is not None}


def bytes_of(numbers: pa.Array) -> memoryview:
    """Return the bytes of whole numbers of eight bytes, all of which are known, where they lie."""
    begin = numbers.offset * 8
    return memoryview(numbers.buffers()[1])[begin : begin + len(numbers) * 8]


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array; without a copy where it is one already."""
    import pyarrow as pa

    if isinstance(column, pa.Array):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
