"""Merged processes put among the others, each where its first release stood.

What several releases amount to is only known in a second pass. The rows of merged processes come
behind all others; but their numbers, and those of all bids, awards and contracts, count them in the
order of publication, so that “the first bid” is the same whether a process was merged or not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.ocds import writing
from sunledger.screening.ocds.arrays import call, compute
from sunledger.screening.ocds.tables import Counts
from sunledger.screening.ocds.wanted import Release
from sunledger.screening.ocds.writing import Flat, Writers

if TYPE_CHECKING:
    import pyarrow as pa

_COUNTED = {"bids": "bid", "awards": "award", "contracts": "contract"}  # tables, what they count


def insert(
    flat: Flat,
    merged: Iterable[list[Release]],
    places: Sequence[int],
    several: Iterable[int],
    before: Counts,
) -> None:
    """Put the rows of merged processes in the place of what their first releases said.

    `places` are those of the merged processes among all, and is filled as these are given;
    `several` are those of processes with several releases. All were counted on from `before`.
    """
    first = {name: flat.file(name).rename(flat.folder / f"{name}.first") for name in flat.shape}
    beside = Flat(flat.folder / "merged", flat.shape)
    beside.folder.mkdir(exist_ok=True)
    with Writers(beside) as writers:
        writers.write(merged)
    gone = set(several)
    numbers = _Numbers(first, beside, places, gone, before, flat.counts)
    flat.rows.clear()
    with Writers(flat) as writers:
        for name, file in first.items():
            for rows in _parts(file):
                writers.add(name, numbers.of_first(rows))
            for rows in _parts(beside.file(name)):
                writers.add(name, numbers.of_merged(rows))
            file.unlink()
            beside.file(name).unlink()
    beside.folder.rmdir()
    flat.counts = numbers.counts


def _parts(file: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """Give the rows of a file, many at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as held:
        for batch in held.iter_batches(writing.GROUP, columns=columns):
            yield pa.Table.from_batches([batch])


class _Moves(NamedTuple):
    """By how much the numbers of rows change, by the process that has them."""

    first: pa.Array
    merged: pa.Array


class _Numbers:
    """The numbers of rows, as if every process had been merged when it was first met."""

    def __init__(
        self,
        first: dict[str, Path],
        beside: Flat,
        places: Sequence[int],
        gone: set[int],
        before: Counts,
        after: Counts,
    ) -> None:
        import pyarrow as pa

        self.before = before.processes
        self.gone = pa.array(sorted(self.before + place for place in gone), pa.int64())
        many = after.processes - before.processes
        to = [self.before + place - number for number, place in enumerate(places)]
        still = pa.array(array("q", bytes(8 * many)), pa.int64())
        self.moves = {"process": _Moves(still, pa.array(to, pa.int64()))}
        counts = after._asdict()
        for table, column in _COUNTED.items():
            if table in first:
                held = _counted(first[table], self.before, many)
                new = _counted(beside.file(table), 0, len(places))
                self.moves[column], counts[table] = _moves(
                    held, new, places, gone, getattr(before, table)
                )
        self.counts = Counts(**counts)

    def of_first(self, rows: pa.Table) -> pa.Table:
        """Return rows of processes with one release, with their numbers."""
        kept = call("invert", call("is_in", rows["process"], options=_among(self.gone)))
        rows = rows.filter(kept)
        places = call("subtract", rows["process"], _number(self.before))
        return _moved(rows, {name: one.first for name, one in self.moves.items()}, places)

    def of_merged(self, rows: pa.Table) -> pa.Table:
        """Return rows of merged processes, with their numbers."""
        moves = {name: one.merged for name, one in self.moves.items()}
        return _moved(rows, moves, rows["process"])


def _moved(rows: pa.Table, moves: dict[str, pa.Array], places: pa.ChunkedArray) -> pa.Table:
    """Return rows whose numbers are moved by the process that has them."""
    by = {name: call("take", one, places) for name, one in moves.items()}
    if "number" in rows.column_names:  # of the tender, award or contract that holds them
        number = rows["number"]
        for name, holder in (("tender", "process"), ("award", "award"), ("contract", "contract")):
            if holder in by:
                moved = call("add", rows["number"], by[holder])
                number = call("if_else", call("equal", rows["of"], _text(name)), moved, number)
        rows = _put(rows, "number", number)
    for name, more in by.items():
        if name in rows.column_names:
            rows = _put(rows, name, call("add", rows[name], more))
    return rows


def _moves(
    held: array[int], new: array[int], places: Sequence[int], gone: set[int], before: int
) -> tuple[_Moves, int]:
    """Return by how much the rows of each process move, and up to where they are counted."""
    import pyarrow as pa

    final = array("q", held)
    for place in gone:
        final[place] = 0
    for many, place in zip(new, places, strict=True):
        final[place] = many
    begins = array("q", accumulate(final, initial=before))
    held_at, new_at = accumulate(held, initial=before), accumulate(new, initial=0)
    first = array("q", [to - at for to, at in zip(begins, held_at, strict=True)])
    merged = array("q", [begins[place] - at for place, at in zip(places, new_at, strict=False)])
    return _Moves(pa.array(first, pa.int64()), pa.array(merged, pa.int64())), begins[-1]


def _counted(file: Path, first: int, many: int) -> array[int]:
    """Return how many rows each process has."""
    found = array("q", bytes(8 * many))
    for rows in _parts(file, ["process"]):
        counted = call("value_counts", rows["process"])
        values, counts = (one.to_pylist() for one in counted.flatten())
        for value, count in zip(values, counts, strict=True):
            found[value - first] += count
    return found


def _put(rows: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    """Return rows with other values in one column."""
    place = rows.schema.get_field_index(name)
    return rows.set_column(place, rows.schema.field(place), values)


def _among(numbers: pa.Array) -> Any:
    return compute().SetLookupOptions(numbers)


def _number(value: int) -> pa.Scalar:
    import pyarrow as pa

    return pa.scalar(value, pa.int64())


def _text(value: str) -> pa.Scalar:
    import pyarrow as pa

    return pa.scalar(value)
