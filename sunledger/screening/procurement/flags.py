"""Flags: what questions flag, put in an order that does not depend on anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement import vectors
from sunledger.screening.procurement.screen import GROUPS
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    import pyarrow as pa


class Flag(NamedTuple):
    """One subject that an indicator flags; `group` says what kind of subject it is."""

    group: str
    subject: str
    indicator: str
    value: float


class Names:
    """The ocids of processes in their order, and the place of every process among them."""

    def __init__(self, names: pa.Table, *, is_ordered: bool = False) -> None:
        if not is_ordered:
            names = call("take", names, vectors.order_of(vectors.whole(names["ocid"])))
        self.ocids = vectors.whole(names["ocid"])
        self.processes = vectors.whole(names["process"])
        self.places = vectors.places(self.processes)

    def table(self) -> pa.Table:
        """Return the names in their order."""
        import pyarrow as pa

        return pa.table([self.processes, self.ocids], ["process", "ocid"])


class Hits(NamedTuple):
    """Subjects that a question flags; processes by their numbers, all others by their names."""

    group: str
    code: str
    subjects: pa.Array
    values: pa.Array
    names: Names


def in_order(found: Iterable[Sequence[Hits]]) -> pa.Table:
    """Return all flags as a table: rank (of the group), subject, indicator, value."""
    import pyarrow as pa

    hits = [one for each in found for one in each if len(one.subjects)]
    codes = sorted({one.code for one in hits})
    of_processes = [one for one in hits if one.group == "OCID"]
    others = [one for one in hits if one.group != "OCID"]
    tables = [_shape().empty_table()]
    if of_processes:
        tables.append(_of_processes(of_processes, codes))
    if others:
        tables.append(_of_others(others, codes))
    return pa.concat_tables(tables).combine_chunks()


def _shape() -> pa.Schema:
    """Return the columns of flags."""
    import pyarrow as pa

    kinds = (pa.int8(), pa.string(), pa.string(), pa.float64())
    return pa.schema(list(zip(("rank", *Flag._fields[1:]), kinds, strict=True)))


def _of_processes(hits: list[Hits], codes: list[str]) -> pa.Table:
    """Return the flags of processes: by ocid, code and value.

    Place of the ocid and number of the code make one number to be ordered by.
    """
    import pyarrow as pa

    many = pa.scalar(len(codes), pa.int64())
    keys = pa.concat_arrays(
        [
            call(
                "add",
                call("multiply", call("take", one.names.places, one.subjects), many),
                pa.scalar(codes.index(one.code), pa.int64()),
            )
            for one in hits
        ]
    )
    values = pa.concat_arrays([one.values for one in hits])
    ordered = vectors.order_of(keys)
    found = call("take", keys, ordered)
    if vectors.repeat(found):
        ordered = vectors.order(pa.table([keys, values], ["key", "value"]), ["key", "value"])
        found = call("take", keys, ordered)
    places = call("divide", found, many)
    subjects = call("take", hits[0].names.ocids, places)
    code = call("subtract", found, call("multiply", places, many))
    indicators = call("take", pa.array(codes, pa.string()), code)
    ranks = pa.repeat(pa.scalar(0, pa.int8()), len(found))
    columns = [ranks, subjects, indicators, call("take", values, ordered)]
    return pa.Table.from_arrays(columns, schema=_shape())


def _of_others(hits: list[Hits], codes: list[str]) -> pa.Table:
    """Return the flags of parties and pairs: by group, name, code and value."""
    import pyarrow as pa

    ranks = [
        pa.repeat(pa.scalar(GROUPS.index(one.group), pa.int8()), len(one.values)) for one in hits
    ]
    named = [pa.repeat(pa.scalar(one.code, pa.string()), len(one.values)) for one in hits]
    columns = (ranks, [one.subjects for one in hits], named, [one.values for one in hits])
    found = pa.Table.from_arrays([pa.concat_arrays(one) for one in columns], schema=_shape())
    return call("take", found, vectors.order(found, found.column_names))


def write(flags: pa.Table, file: Path) -> None:
    """Write flags as CSV, without making an object of each."""
    import pyarrow as pa
    import pyarrow.csv

    groups = call("take", pa.array(GROUPS, pa.string()), vectors.whole(flags["rank"]))
    named = pa.table([groups, *flags.columns[1:]], [*Flag._fields])
    pyarrow.csv.write_csv(named, str(file))


def listed(table: pa.Table) -> Iterator[Flag]:
    """Give the flags of a table."""
    columns = [table[name].to_pylist() for name in ("rank", "subject", "indicator", "value")]
    for rank, subject, code, value in zip(*columns, strict=True):
        yield Flag(GROUPS[rank], subject, code, value)
