"""Rows that wait to be written: made into Arrow at once, many columns in one array.

What is read of a block of lines has to be gone before the next block is read: the memory is then
used again while it is near, which takes half the time of memory that lies scattered. An array for
each column of each block would cost more than its values; so all columns of a kind share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.columns import array

if TYPE_CHECKING:
    import pyarrow as pa


class Pile:
    """The rows of one table that wait."""

    def __init__(self, shape: pa.Schema) -> None:
        self.shape = shape
        self.kinds: dict[pa.DataType, list[int]] = {}
        for place, kind in enumerate(shape.types):
            self.kinds.setdefault(kind, []).append(place)
        self.held: list[tuple[int, list[pa.Array]]] = []
        self.size = 0  # bytes

    def put(self, columns: Sequence[Sequence[Any]]) -> None:
        """Add some rows, given by their columns."""
        arrays = []
        for kind, places in self.kinds.items():
            values: list[Any] = []
            for place in places:
                values += columns[place]
            arrays.append(array(values, kind))
        self.held.append((len(columns[0]), arrays))
        self.size += sum(one.nbytes for one in arrays)

    def take(self) -> pa.Table:
        """Return all rows, and wait for others."""
        import pyarrow as pa

        columns: list[Any] = [None] * len(self.shape)
        for number, places in enumerate(self.kinds.values()):
            for part, place in enumerate(places):
                parts = [arrays[number].slice(part * many, many) for many, arrays in self.held]
                columns[place] = pa.concat_arrays(parts)
        self.held, self.size = [], 0
        return pa.Table.from_arrays(columns, schema=self.shape)
