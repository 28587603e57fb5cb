"""Flat tables as Parquet files, written as releases come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.columns import array
from sunledger.screening.ocds.portion import Portion
from sunledger.screening.ocds.reading import Report
from sunledger.screening.ocds.tables import COLUMNS, NO_COUNTS, REPEATED, Counts, Shape, schema
from sunledger.screening.ocds.wanted import Release

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

GROUP = 1 << 16  # rows written at a time
_SOME = 1 << 11  # rows that are held as objects; more of them leave the cache of a processor


@dataclass
class Flat:
    """What became of some files: the report, the rows of each table, what was lost by its path."""

    folder: Path
    shape: Shape = field(default_factory=lambda: COLUMNS)
    report: Report = field(default_factory=Report)
    rows: Counter[str] = field(default_factory=Counter)
    counts: Counts = NO_COUNTS
    lost: Counter[str] = field(default_factory=Counter)

    def file(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        return self.folder / f"{table}.parquet"


class Writers:
    """A Parquet file for every table, written in groups of rows."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.counts = Counts()
        self.columns: dict[str, list[list[Any]]] = {
            name: [[] for _ in shape] for name, shape in flat.shape.items()
        }
        self.held: dict[str, list[pa.Table]] = {name: [] for name in flat.shape}
        self.waiting: Counter[str] = Counter()
        self.files: dict[str, ParquetWriter] = {}
        self.schemas = {name: schema(name, flat.shape) for name in flat.shape}

    def __enter__(self) -> Writers:
        import pyarrow.parquet as pq

        for name in self.flat.shape:
            shape = self.schemas[name]
            repeated = [one for one in shape.names if one in REPEATED]
            self.files[name] = pq.ParquetWriter(
                self.flat.file(name),
                shape,
                use_dictionary=repeated or False,
                compression="lz4" if self.flat.shape is COLUMNS else "none",
                write_statistics=False,
            )
        return self

    def __exit__(self, *args: object) -> None:
        for name, file in self.files.items():
            self._flush(name)
            file.close()

    def write(self, many: Iterable[list[Release]]) -> None:
        """Write the rows of releases."""
        for releases in many:
            portion = Portion(releases, self.counts, self.flat.shape)
            for name in self.flat.shape:
                if rows := portion.rows(name):
                    self._extend(name, rows)
            self.counts = portion.after()

    def _extend(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, given by their columns; they become Arrow when there are some."""
        columns = self.columns[name]
        for column, more in zip(columns, rows, strict=True):
            column += more
        if len(columns[0]) >= min(_SOME, GROUP):
            self._turn(name)

    def _turn(self, name: str) -> None:
        """Turn the rows that are held as objects into Arrow."""
        import pyarrow as pa

        if (columns := self.columns[name])[0]:
            shape = self.schemas[name]
            arrays = [array(held, kind) for held, kind in zip(columns, shape.types, strict=True)]
            for held in columns:
                held.clear()
            self.add(name, pa.Table.from_arrays(arrays, schema=shape))

    def add(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table; they are written when there are enough."""
        self.flat.rows[name] += rows.num_rows
        self.held[name].append(rows)
        self.waiting[name] += rows.num_rows
        if self.waiting[name] >= GROUP:
            self._write(name)

    def _flush(self, name: str) -> None:
        self._turn(name)
        self._write(name)

    def _write(self, name: str) -> None:
        import pyarrow as pa

        if held := [one for one in self.held[name] if one.num_rows]:
            self.files[name].write_table(pa.concat_tables(held))
        self.held[name] = []
        self.waiting[name] = 0
