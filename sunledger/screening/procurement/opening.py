"""Kept tables in one DuckDB, of which several sets are opened one after the other.

A change is looked at from several sides: the processes that are new, those that are gone, all. Each
set of tables has a schema of its own in one and the same DuckDB, of which every new one costs as
much as a few questions. What all sides are to see stands in the schema `main`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.procurement import files, unpacked
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.state import State

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

MEMORY = "120MB"  # of DuckDB, beyond which it uses the disk
# Of a few thousand rows, to look for a better way to ask costs more than it saves; and where their
# numbers are far apart, the way that DuckDB takes them for dense makes tables of all in between.
_HELD = (
    "join_order,statistics_propagation,common_subplan,column_lifetime,common_subexpressions,"
    "join_filter_pushdown,join_elimination,duplicate_groups,sum_rewriter"
)


class Words(NamedTuple):
    """The tables that statements ask, and all words of them, among which their columns are."""

    tables: frozenset[str]
    columns: frozenset[str]


class Tables:
    """The tables of a folder, in DuckDB."""

    def __init__(self, folder: Path, state: State, settings: Settings) -> None:
        self.folder = folder
        self.state = state
        self.settings = settings
        if len(state.currencies) == 1 and not settings.currency:
            self.settings = replace(settings, currency=state.currencies[0])  # there is no other
        self.db = files.connected(folder, MEMORY)
        self.sets = 0

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *args: object) -> None:
        self.db.close()

    @contextmanager
    def opened(
        self, parts: Sequence[str], words: Words | None = None, *, held: bool = False
    ) -> Iterator[Asked]:
        """Open the tables of some folders together, without the processes that are gone.

        The tables from the beginning, by themselves, are taken as they were. With `words`, only
        tables are there whose names are among them: each costs a look into its files. What is
        `held` is read into memory at once: where rows are few, looking into the files again for
        every question costs more than its answer.
        """
        kind = "TABLE" if held else "VIEW"
        with self._set(held=held) as db:
            where = self._not_gone(db, parts)
            for file in self._files(parts[0], words):
                some = files.rows(*(self.folder / part / file.name for part in parts))
                db.execute(f"CREATE {kind} {file.stem} AS {self._shown(file.stem, some)} {where}")
            yield self._asked(db)

    @contextmanager
    def only(self, processes: Sequence[int], parts: Sequence[str], words: Words) -> Iterator[Asked]:
        """Open the rows of some processes, with those columns that are among the words."""
        import pyarrow as pa

        some = pa.array(sorted(processes), pa.int64())
        with self._set(held=True) as db:
            files.numbers(db, "chosen", processes)
            for file in self._files(parts[0], words):
                rows = self.look(file.stem, some, words.columns)
                others = [self.folder / part / file.name for part in parts[1:]]
                every = "streamed"
                if others:
                    columns = ", ".join(f'"{one}"' for one in rows.column_names)
                    later = f"{columns} FROM {files.rows(*others)} SEMI JOIN chosen USING (process)"
                    every = f"(SELECT * FROM streamed UNION ALL SELECT {later})"  # noqa: S608 - ours
                files.put(db, f"TABLE {file.stem}", rows, self._shown(file.stem, every))
            yield self._asked(db)

    @contextmanager
    def given(self, tables: Mapping[str, pa.Table]) -> Iterator[Asked]:
        """Open tables that are in memory."""
        with self._set(held=True) as db:
            for name, rows in tables.items():
                files.put(db, f"TABLE {name}", rows, self._shown(name, "streamed"))
            yield self._asked(db)

    @contextmanager
    def _set(self, *, held: bool) -> Iterator[Any]:
        """Open a schema of its own."""
        db = self.db.cursor()
        self.sets += 1
        try:
            db.execute(
                f"CREATE SCHEMA set_{self.sets}; SET schema = 'set_{self.sets}';"
                f" SET disabled_optimizers = '{_HELD if held else ''}'"
            )
            yield db
        finally:
            db.close()

    def _files(self, part: str, words: Words | None) -> list[Path]:
        """Return the files of a folder whose tables are named among words."""
        found = sorted((self.folder / part).glob("*.parquet"))
        return [one for one in found if words is None or one.stem in words.tables]

    def _shown(self, table: str, rows: str) -> str:
        """Return what selects the rows of a table, with the codes of the standard."""
        from sunledger.screening.procurement import run

        return f"SELECT {run.standard(table, self.settings.statuses)} FROM {rows}"  # noqa: S608

    def _asked(self, db: Any) -> Asked:
        from sunledger.screening.procurement import run

        asked = run.Asked(db, self.settings)
        asked.filling.published = lambda: self.state.published
        return asked

    def look(self, table: str, processes: pa.Array, columns: Collection[str]) -> pa.Table:
        """Return rows of some processes that were read from the beginning.

        What has to be looked for in a Parquet file has all columns.
        """
        first = self.folder / self.state.parts[0]
        rows = unpacked.taken(first, table, processes, columns)
        if rows is None:
            files.numbers(self.db, "looked_for", processes)
            some = files.rows(first / f"{table}.parquet")
            sql = f"SELECT * FROM {some} SEMI JOIN looked_for USING (process)"  # noqa: S608
            rows = self.db.execute(sql).to_arrow_table()
        return rows

    def _not_gone(self, db: Any, parts: Sequence[str]) -> str:
        """Return how rows are chosen: all that are not gone."""
        first, *_ = self.state.parts
        gone = self.state.gone if parts[0] == first else self.state.gone_since
        if not gone or list(parts) == [first]:
            return ""
        files.numbers(db, "chosen", gone)
        return "ANTI JOIN chosen USING (process)"
