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

from sunledger.screening.procurement import files, later, unpacked, vectors
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.state import State

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

MEMORY = "120MB"  # of DuckDB, beyond which it uses the disk
# Of a few thousand rows, to look for a better way to ask costs more than it saves; and where their
# numbers are far apart, the way that DuckDB takes them for dense makes tables of all in between.
_WAYS = (
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
    def opened(self, words: Words | None = None, *, begun: bool = False) -> Iterator[Asked]:
        """Open all tables, without the processes that are gone; or as they were at the beginning.

        With `words`, only tables are there whose names are among them: each costs a look into its
        file.
        """
        others = [] if begun else self.state.parts[1:]
        with self._set(are_few=False) as db:
            where = self._not_gone(db) if others else ""
            for file in self._files(words):
                name, rows = file.stem, files.rows(file)
                if others:
                    files.put(db, f"TABLE later_{name}", later.rows(self.folder, others, name))
                    rows = f"(SELECT * FROM {rows} UNION ALL SELECT * FROM later_{name})"  # noqa: S608
                db.execute(f"CREATE VIEW {name} AS {self._shown(name, f'{rows} {where}')}")
            yield self._asked(db)

    @contextmanager
    def since(self, words: Words) -> Iterator[Asked]:
        """Open the rows of processes that came with changes, without those that are gone again.

        They have those columns that are among the words.
        """
        import pyarrow as pa

        gone = pa.array(self.state.gone_since, pa.int64())
        tables = {}
        for file in self._files(words):
            rows = later.rows(self.folder, self.state.parts[1:], file.stem)
            rows = rows.select([name for name in rows.column_names if name in words.columns])
            tables[file.stem] = vectors.without(rows, "process", gone) if len(gone) else rows
        with self.given(tables) as asked:
            yield asked

    @contextmanager
    def only(self, processes: Sequence[int], words: Words) -> Iterator[Asked]:
        """Open the rows of some processes, with those columns that are among the words."""
        import pyarrow as pa

        some = pa.array(sorted(processes), pa.int64())
        tables = {}
        for file in self._files(words):
            rows = self.look(file.stem, some, words.columns)
            new = later.rows(self.folder, self.state.parts[1:], file.stem).select(rows.column_names)
            new = vectors.among(new, "process", some)
            tables[file.stem] = pa.concat_tables([rows, new])
        with self.given(tables) as asked:
            yield asked

    @contextmanager
    def given(self, tables: Mapping[str, pa.Table]) -> Iterator[Asked]:
        """Open tables that are in memory."""
        with self._set(are_few=True) as db:
            for name, rows in tables.items():
                files.put(db, f"TABLE {name}", rows, self._shown(name, "streamed"))
            yield self._asked(db)

    @contextmanager
    def _set(self, *, are_few: bool) -> Iterator[Any]:
        """Open a schema of its own, for many rows or a few thousand."""
        db = self.db.cursor()
        self.sets += 1
        try:
            db.execute(
                f"CREATE SCHEMA set_{self.sets}; SET schema = 'set_{self.sets}';"
                f" SET disabled_optimizers = '{_WAYS if are_few else ''}'"
            )
            yield db
        finally:
            db.close()

    def _files(self, words: Words | None) -> list[Path]:
        """Return the files of the beginning, of those tables that are named among words."""
        found = sorted((self.folder / self.state.parts[0]).glob("*.parquet"))
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
            rows = vectors.anew(self.db.execute(sql).to_arrow_table())
        return rows

    def _not_gone(self, db: Any) -> str:
        """Return how rows are chosen: all that are not gone."""
        if not self.state.gone:
            return ""
        files.numbers(db, "gone", self.state.gone)
        return "ANTI JOIN gone USING (process)"
