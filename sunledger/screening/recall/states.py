"""How the tables stand: what tells a slice of a table from every other, and its keys one by one.

A slice is a bucket of a kept table, or a whole table. A kept one is told by the bytes of its files;
one that was loaded by the sum of the fingerprints of its rows, whatever their order. Inside a slice
a key is told by the sum of the fingerprints of its rows, and how many there are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sunledger.screening import kept
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.duck import Duck
    from sunledger.screening.kept import Layout
    from sunledger.screening.recall.memory import Memory
    from sunledger.screening.screen import Screen

_ONE = 1 << 20  # bytes of a file that are read at a time


@dataclass(frozen=True)
class Slice:
    """A bucket of a kept table, or a whole table."""

    table: str
    state: str  # as long as it stays the same, every row in it does
    rows: str  # where the rows are, as SQL says it


class States:
    """How the tables of one engine stand. They are looked at once, when somebody asks."""

    def __init__(self, tables: Duck, memory: Memory) -> None:
        self._tables, self._memory, self._db = tables, memory, tables.results
        self._slices: dict[tuple[str, str], tuple[Slice, ...]] = {}
        self._files: dict[Layout, tuple[str, ...]] = {}

    def key(self, screen: Screen) -> str:
        """Return the column by which a screen's rows never bear on each other; "" for none.

        Of kept tables it is the one by which the judged table lies in buckets, if it does.
        """
        columns = screen.apart or screen.alone
        if screen.measures or not columns:
            return ""
        main = screen.tables[0]
        if main not in self._tables.kept.whole:
            return columns[0]
        layout = kept.apart(self._tables.kept.layouts, main, columns)
        return layout.by if layout else columns[0]

    def apart(self, screen: Screen) -> tuple[str, ...]:
        """Return the tables of which only the rows of a key bear on the rows of that key.

        They are those that a run in buckets shows a bucket of: the judged table, and others by the
        same whole number. Of a screen that names ALONE, it is the judged table only.
        """
        main, by = screen.tables[0], self.key(screen)
        if not by:
            return ()
        if not screen.apart:
            return (main,)
        if main in self._tables.kept.whole:
            layout = kept.apart(self._tables.kept.layouts, main, screen.apart)
            beside = self._tables.kept.beside(layout) if layout else {}
            return (main, *(name for name in screen.tables[1:] if name in beside))
        if not SHAPES[main].column(by).number:
            return (main,)
        return (main, *(name for name in screen.tables[1:] if self._by_number(name, by)))

    def _by_number(self, name: str, by: str) -> bool:
        loaded = name not in self._tables.kept.whole
        return loaded and SHAPES[name].has(by) and SHAPES[name].column(by).number

    def slices(self, table: str, by: str) -> tuple[Slice, ...]:
        """Return the slices of a table: buckets, where it is kept by that key, or one."""
        if (table, by) not in self._slices:
            self._slices[table, by] = self._cut(table, by)
        return self._slices[table, by]

    def _cut(self, table: str, by: str) -> tuple[Slice, ...]:
        if table not in self._tables.kept.whole:
            return (Slice(table, self._summed(table), f'"{table}"'),)
        layouts = [one for one in self._tables.kept.layouts if one.table == table]
        layout = next((one for one in layouts if by and one.by == by), None)
        if layout is None:
            layout = self._tables.kept.whole[table]
            states = " ".join(self._of_files(layout))
            state = hashlib.sha256(states.encode()).hexdigest()
            return (Slice(table, f"{table} {state}", self._tables.kept.files(layout, "*")),)
        return tuple(
            Slice(table, f"{table} {by} {state}", self._tables.kept.files(layout, str(number)))
            for number, state in enumerate(self._of_files(layout))
        )

    def _of_files(self, layout: Layout) -> tuple[str, ...]:
        """Return for each bucket the fingerprint of its files."""
        if layout not in self._files:
            folder = self._tables.kept.folder / layout.folder
            found = []
            for number in range(layout.buckets):
                held = hashlib.sha256()
                for file in sorted((folder / f"bucket={number}").glob("*.parquet")):
                    with file.open("rb") as stream:
                        held.update(hashlib.file_digest(stream, "sha256").digest())
                found.append(held.hexdigest())
            self._files[layout] = tuple(found)
        return self._files[layout]

    def _summed(self, table: str) -> str:
        """Return how many rows a loaded table has, and the sum of their fingerprints."""
        sql = f'SELECT count(*), sum({self._print(table)}) FROM "{table}"'  # noqa: S608
        ((count, total),) = self._db.execute(sql).fetchall()
        return f"{table} {count} {total or 0} {self._memory.salt}"

    def _print(self, table: str) -> str:
        """Return the fingerprint of a row as SQL says it.

        The outer hash keeps rows apart that differ in the same way: of the inner ones alone, two
        rows that trade a value could have the sum that they had.
        """
        columns = ", ".join(f'"{name}"' for name in SHAPES[table].names())
        return f"hash(xor(hash({columns}), {self._memory.salt}::UBIGINT))"

    def key_of(self, table: str, by: str, alias: str) -> str:
        """Return a row's key as it is remembered, in SQL: a hash, where it is no whole number."""
        value = f'{alias}."{by}"'
        if SHAPES[table].column(by).number:
            return f"{value}::BIGINT"
        return f"md5('{self._memory.salt}' || {value}::VARCHAR)"

    def index(self, one: Slice, by: str) -> pa.Table:
        """Return the keys of a slice, from memory where it stood so before."""
        state = f"{one.state} by {by}"
        found = self._memory.index(state)
        if found is None:
            sql = f"""
                SELECT {self.key_of(one.table, by, "r")} AS key, count(*) AS n,
                    (sum({self._print(one.table)}) % 18446744073709551616)::UBIGINT AS digest
                FROM {one.rows} r GROUP BY ALL
            """  # noqa: S608
            found = self._db.execute(sql).to_arrow_table()
            self._memory.keep_index(state, found)
        return found

    def remember(self, one: Slice, by: str) -> str:
        """Remember the keys of a slice; return under which state."""
        state = f"{one.state} by {by}"
        if not self._memory.has_index(state):
            self.index(one, by)
        return state

    def before(self, state: str, by: str) -> pa.Table | None:
        """Return the keys of a slice as it once stood, if they are remembered."""
        return self._memory.index(f"{state} by {by}")
