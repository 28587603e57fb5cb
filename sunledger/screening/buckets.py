"""Kept tables as views of one DuckDB: all their rows, those of one bucket, or none.

A view keeps its name while what it shows is changed, so that SQL written once reads whichever
bucket is turned to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening import kept
from sunledger.screening.kept import Layout
from sunledger.screening.quoting import quoted
from sunledger.screening.script import ROW
from sunledger.screening.shapes import SHAPES

TYPES = {"text": "VARCHAR", "name": "VARCHAR", "day": "DATE"}

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LARGE = 1_000_000  # a table of more rows is not read whole for every bucket of another
_PLACE = "file_index::BIGINT * 1099511627776 + file_row_number"  # of a row among several files
_ROW = 400  # bytes of memory for which a row of a bucket may be held, at most


class Buckets:
    """The kept tables of a folder, or none."""

    def __init__(
        self, db: DuckDBPyConnection, folder: Path, layouts: tuple[Layout, ...], memory: int
    ) -> None:
        self._db, self.folder, self._memory = db, folder, memory
        self.layouts = layouts
        self.whole = kept.first_of(self.layouts)
        self._held: list[str] = []
        self._filled: dict[Layout, dict[str, bool | None]] = {}

    def layout(self, tables: Sequence[str], apart: Iterable[str]) -> Layout | None:
        """Return the layout by which a question about these tables is put bucket by bucket.

        There is none where another table is large and does not lie in the same buckets: it would be
        read as often as there are buckets.
        """
        found = kept.apart(self.layouts, tables[0], apart)
        if found is None:
            return None
        beside = self.beside(found)
        large = (one for one in tables if self.rows(one) > _LARGE and one not in beside)
        return None if any(large) else found

    def beside(self, layout: Layout) -> dict[str, Layout]:
        """Return the tables that lie in the same buckets."""
        same = (layout.by, layout.buckets)
        return {one.table: one for one in self.layouts if (one.by, one.buckets) == same}

    def rows(self, name: str) -> int:
        """Return how many rows a kept table has."""
        return self.whole[name].rows if name in self.whole else 0

    def show_all(self, names: Iterable[str]) -> None:
        """Let the views show every row."""
        self._let_go()
        for name in self.whole.keys() & set(names):
            layout = self.whole[name]
            self._show(layout, self.files(layout, "*"))

    def show_none(self, main: str, names: Iterable[str]) -> None:
        """Let the views show no row, to ask what would be done; `main` is the judged table."""
        self._let_go()
        for name in self.whole.keys() & set(names):
            layout = self.whole[name]
            rows = f"{self.files(layout, '*')} LIMIT 0"
            held = self._hold(layout, rows)
            self._show(layout, held, "rowid" if name == main else "")

    def show(
        self, layout: Layout, number: int, once: Collection[str], often: Collection[str]
    ) -> None:
        """Let the views show one bucket; a table that is read often is held in memory."""
        self._let_go()
        beside = self.beside(layout)
        for name in {*once, *often} & self.whole.keys():
            part = beside.get(name, self.whole[name])
            files = self.files(part, str(number) if name in beside else "*")
            main = name == layout.table
            if name in often and part.rows // part.buckets * _ROW <= self._memory:
                self._show(part, self._hold(part, files), "rowid" if main else "")
            else:
                self._show(part, files, _PLACE if main else "")

    def _hold(self, layout: Layout, rows: str) -> str:
        """Read rows into memory and return where they are; empty columns need no memory."""
        held = f"held {layout.table}"
        filled = ", ".join(f'"{name}"' for name, kind in self._columns(layout).items() if not kind)
        sql = f"SELECT {filled or 1} FROM {rows}"  # noqa: S608
        self._db.execute(f'CREATE OR REPLACE TEMP TABLE "{held}" AS {sql}')
        self._held.append(held)
        return f'"{held}"'

    def _columns(self, layout: Layout) -> dict[str, str]:
        """Return the columns of a table, each with its type if it is empty in every row."""
        filled = self._how_filled(layout)
        return {
            one.name: TYPES.get(one.kind, "BIGINT") if filled.get(one.name) is False else ""
            for one in map(SHAPES[layout.table].column, SHAPES[layout.table].names())
        }

    def _how_filled(self, layout: Layout) -> dict[str, bool | None]:
        """Return by column whether every row has it (True), none has (False), or some (None)."""
        if layout not in self._filled:
            sql = f"""SELECT path_in_schema, CASE WHEN bool_and(stats_null_count = num_values)
                    THEN false WHEN bool_and(coalesce(stats_null_count = 0, false)) THEN true END
                FROM parquet_metadata({self._place(layout, "*")}) GROUP BY 1"""  # noqa: S608
            self._filled[layout] = dict(self._db.execute(sql).fetchall())
        return self._filled[layout]

    def complete(self, name: str) -> frozenset[str]:
        """Return the columns that no row of a kept table lacks."""
        if name not in self.whole:
            return frozenset()
        filled = self._how_filled(self.whole[name])
        return frozenset(column for column, whole in filled.items() if whole)

    def _let_go(self) -> None:
        """Free what was held of the bucket before."""
        for held in self._held:
            self._db.execute(f'DROP TABLE IF EXISTS temp."{held}"')
        self._held = []

    def _place(self, layout: Layout, number: str) -> str:
        """Return where the files of one bucket lie, or of all, as SQL reads it."""
        place = (self.folder / layout.folder / f"bucket={number}" / "*.parquet").resolve()
        return quoted(place)

    def files(self, layout: Layout, number: str) -> str:
        """Return what reads the files of one bucket, or of all, with the place of each row."""
        place = self._place(layout, number)
        return f"read_parquet({place}, hive_partitioning = false, file_row_number = true)"

    def _show(self, layout: Layout, rows: str, place: str = "") -> None:
        """Let a view show rows, with the place of each where one is asked for."""
        columns = [
            f'NULL::{kind} AS "{name}"' if kind else f'"{name}"'
            for name, kind in self._columns(layout).items()
        ]
        columns += [f'{place} AS "{ROW}"'] if place else []
        sql = f"SELECT {', '.join(columns)} FROM {rows}"  # noqa: S608
        self._db.execute(f'CREATE OR REPLACE TEMP VIEW "{layout.table}" AS {sql}')

    def gather(self, name: str, flagged: Mapping[str, str], source: str = "") -> str:
        """Copy the rows that flagged ones name, of those that are shown, and return where they are.

        `flagged` are tables with their column that holds codes of rows of the table `name`;
        `source` is a table that holds those rows already.
        """
        behind = f"behind {name}"
        columns = ", ".join(f'"{one}"' for one in SHAPES[name].names())
        rows = f'SELECT {columns} FROM "{source or name}"'  # noqa: S608
        self._db.execute(f'CREATE TABLE IF NOT EXISTS "{behind}" AS {rows} LIMIT 0')
        named = " UNION ".join(
            f'SELECT "{column}" AS code FROM "{one}"'  # noqa: S608
            for one, column in flagged.items()
        )
        known = f'SELECT code FROM "{behind}"'  # noqa: S608
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS {named} EXCEPT {known}")
        if self._db.execute("SELECT 1 FROM wanted LIMIT 1").fetchall():
            wanted = "WHERE code IN (SELECT code FROM wanted)"
            self._db.execute(f'INSERT INTO "{behind}" {rows} {wanted}')
        return behind
