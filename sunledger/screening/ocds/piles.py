"""Rows that wait to be written, column by column.

What is read of a block of lines has to be gone before the next block is read: the memory is then
used again while it is near, which takes half the time of memory that lies scattered. So a column
keeps no objects but their bytes, behind each other, and becomes an array when it is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds import arrays
from sunledger.screening.ocds.arrays import END
from sunledger.screening.ocds.columns import text
from sunledger.screening.ocds.tables import Column, written

if TYPE_CHECKING:
    import pyarrow as pa


class _Waiting:
    """A column that waits, and which of its values are known, where not all are."""

    held: Any  # bytes, or numbers of the machine

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.many = 0
        self.known: bytearray | None = None

    def put(self, values: list[Any]) -> None:
        """Add values, of which some may be missing."""
        if values[0] is None or not self._add(values):
            self._put_some(values)
        elif self.known is not None:
            self.known += b"\1" * len(values)
        self.many += len(values)

    def _put_some(self, values: list[Any]) -> None:
        """Add values of which some are missing, or of another type."""
        if self.known is None:
            self.known = bytearray(b"\1") * self.many
        if values.count(None) == len(values):
            self._skip(len(values))
            self.known += bytes(len(values))
        else:
            if not self._add(self._filled(values)):
                raise TypeError(f"These are no {self.kind}: {values[:9]}")
            self.known += bytes([one is not None for one in values])

    def take(self) -> pa.Array:
        """Return all values."""
        import pyarrow as pa

        kind = getattr(pa, self.kind)()
        if self.known is not None and not self.known.count(1):
            return pa.nulls(self.many, kind)
        return self._made(kind)

    def _add(self, values: list[Any]) -> bool:
        """Add values, or nothing where one is missing or of another type; whether all were."""
        raise NotImplementedError

    def _skip(self, many: int) -> None:
        """Add something in the place of values of which none is known."""
        raise NotImplementedError

    def _filled(self, values: list[Any]) -> list[Any]:
        """Return values of the type of this column, with something in the place of none."""
        raise NotImplementedError

    def _made(self, kind: pa.DataType) -> pa.Array:
        raise NotImplementedError


class _Texts(_Waiting):
    """Texts, each with its end behind it; a text in which there is such a sign waits elsewhere."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.held = bytearray()
        self.odd: dict[int, str] = {}

    def _add(self, values: list[Any]) -> bool:
        try:
            written = END.join(values)
        except TypeError:
            return False
        if written.count(END) >= len(values):
            self.odd |= {row: one for row, one in enumerate(values, self.many) if END in one}
            written = END.join([one.replace(END, "") for one in values])
        self.held += written.encode()
        self.held += b"\0"
        return True

    def _skip(self, many: int) -> None:
        self.held += bytes(many)

    def _filled(self, values: list[Any]) -> list[Any]:
        return ["" if one is None else text(one) for one in values]

    def _made(self, kind: pa.DataType) -> pa.Array:
        import pyarrow as pa

        found = arrays.texts(self.held, self.known)
        if self.odd:
            held = found.to_pylist()
            for row, one in self.odd.items():
                held[row] = one
            return pa.array(held, kind)
        return found


class _Numbers(_Waiting):
    """Numbers, as the machine has them."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.held = array("q" if kind == "int64" else "d")

    def _add(self, values: list[Any]) -> bool:
        try:
            self.held.fromlist(values)
        except TypeError:
            return False
        return True

    def _skip(self, many: int) -> None:
        self.held.frombytes(bytes(many * self.held.itemsize))

    def _filled(self, values: list[Any]) -> list[Any]:
        return [0 if one is None else one for one in values]

    def _made(self, kind: pa.DataType) -> pa.Array:
        return arrays.numbers(self.held, kind, self.known)


class Pile:
    """The rows of one table that wait."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        self.written = written(columns)
        self.held: dict[str, _Waiting] = {}
        self._begin()

    def _begin(self) -> None:
        self.held = {
            one.source: (_Texts if one.kind == "string" else _Numbers)(one.kind)
            for one in self.written
        }

    @property
    def size(self) -> int:
        """How much waits: the bytes of texts, and the numbers."""
        return sum([len(one.held) for one in self.held.values()])

    def put(self, columns: Iterable[Sequence[Any]]) -> None:
        """Add some rows, given by what is `written` of their columns."""
        for one, values in zip(self.held.values(), columns, strict=True):
            one.put(values if values.__class__ is list else list(values))

    def take(self) -> list[pa.Array]:
        """Return the columns of all rows, and wait for others."""
        found = {source: one.take() for source, one in self.held.items()}
        self._begin()
        for one in self.columns:
            if one.source not in found:
                date = one.source[1:]
                found[f"@{date}"], found[f"?{date}"] = arrays.instants(found[date])
        return [found[one.source] for one in self.columns]
