"""Flat tables in memory or as Parquet files, written as releases come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.ocds.columns import takers
from sunledger.screening.ocds.piles import Pile
from sunledger.screening.ocds.portion import Portion
from sunledger.screening.ocds.reading import Report
from sunledger.screening.ocds.tables import COLUMNS, NO_COUNTS, REPEATED, Counts, Shape, schema
from sunledger.screening.ocds.wanted import Release

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

Also = Callable[[str, "pa.Table"], None]
GROUP = 1 << 16  # rows written at a time
LARGE = 64 << 20  # bytes that are written although the rows are fewer


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


class Rows:
    """The rows of tables, held in memory as releases come."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.counts = Counts()
        self.held: dict[str, list[pa.Table]] = {name: [] for name in flat.shape}
        self.schemas = {name: schema(name, flat.shape) for name in flat.shape}
        self.piles = {name: Pile(columns) for name, columns in flat.shape.items()}
        self.takers = {name: takers(name, pile.written) for name, pile in self.piles.items()}

    def write(self, many: Iterable[list[Release]]) -> None:
        """Take the rows of releases, and forget these before the next are read; see `piles`."""
        for releases in many:
            portion = Portion(releases, self.counts, self.flat.shape)
            for name in self.flat.shape:
                if rows := portion.rows(name, self.takers[name]):
                    self.piles[name].put(rows)
                    self._count(name, len(rows[0]))
            self.counts = portion.after()
            rows = []
            del portion
            releases.clear()

    def tables(self) -> dict[str, pa.Table]:
        """Return all that is held, of every table."""
        import pyarrow as pa

        for name in self.held:
            self._flush(name)
        return {
            name: pa.concat_tables([self.schemas[name].empty_table(), *held])
            for name, held in self.held.items()
        }

    def _count(self, name: str, many: int) -> None:
        self.flat.rows[name] += many
        if self._is_much(name):
            self._flush(name)

    def _is_much(self, name: str) -> bool:
        return self.piles[name].size >= LARGE

    def _flush(self, name: str) -> None:
        """Make a table of rows that wait."""
        import pyarrow as pa

        if self.piles[name].size:
            columns = self.piles[name].take()
            self.held[name].append(pa.Table.from_arrays(columns, schema=self.schemas[name]))


class Writers(Rows):
    """A Parquet file for every table, written in groups of rows; `also` is given each group."""

    def __init__(self, flat: Flat, also: Also | None = None) -> None:
        super().__init__(flat)
        self.also = also
        self.waiting: Counter[str] = Counter()
        self.files: dict[str, ParquetWriter] = {}

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

    def add(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table; they are written when there are enough."""
        self.held[name].append(rows)
        self._count(name, rows.num_rows)

    def _count(self, name: str, many: int) -> None:
        self.waiting[name] += many
        super()._count(name, many)

    def _is_much(self, name: str) -> bool:
        return self.waiting[name] >= GROUP or super()._is_much(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        super()._flush(name)
        held, self.held[name] = self.held[name], []
        if self.waiting[name]:
            table = pa.concat_tables(held)
            self.files[name].write_table(table)
            if self.also:
                self.also(name, table)
        self.waiting[name] = 0
