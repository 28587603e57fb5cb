"""Kept tables in one DuckDB, of which several sets are opened one after the other.

A change is looked at from several sides: the processes that are new, those that are gone, all. Each
set of tables has a schema of its own in one and the same DuckDB, of which every new one costs as
much as a few questions. What all sides are to see stands in the schema `main`.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
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

_FEW = "few"  # a folder for rows of processes that are asked again
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
        shutil.rmtree(self.folder / _FEW, ignore_errors=True)

    @contextmanager
    def opened(
        self,
        parts: Sequence[str],
        words: Words | None = None,
        *,
        only: Sequence[int] | None = None,
        held: bool = False,
    ) -> Iterator[Asked]:
        """Open the tables of some folders together, without the processes that are gone.

        The tables from the beginning, by themselves, are taken as they were. With `words`, only
        tables are there whose names are among them: each costs a look into its files. With `only`,
        no other processes are there, and of columns those that are among the words. What is `held`
        is read into memory at once: where rows are few, looking into the files again for every
        question costs more than its answer.
        """
        from sunledger.screening.procurement import run

        db = self.db.cursor()
        self.sets += 1
        db.execute(
            f"CREATE SCHEMA set_{self.sets}; SET schema = 'set_{self.sets}';"
            f" SET disabled_optimizers = '{_HELD if held else ''}'"
        )
        try:
            where = self._chosen(db, parts, only)
            folders = [self.folder / part for part in parts]
            for file in sorted(folders[0].glob("*.parquet")):
                if words is None or file.stem in words.tables:
                    some = self._rows(file, folders[1:], only, words)
                    shown = run.standard(file.stem, self.settings.statuses)
                    kind = "TABLE" if held else "VIEW"
                    sql = f"SELECT {shown} FROM {some} {where}"  # noqa: S608 - names of ours
                    db.execute(f"CREATE {kind} {file.stem} AS {sql}")
            asked = run.Asked(db, self.settings)
            asked.filling.published = lambda: self.state.published
            yield asked
        finally:
            db.close()

    def _rows(
        self, first: Path, more: Sequence[Path], only: Sequence[int] | None, words: Words | None
    ) -> str:
        """Return what reads a table; if only few processes are asked for, then their rows alone."""
        others = [one / first.name for one in more]
        if only is None or words is None or not unpacked.exists(first.parent, first.stem):
            return files.rows(first, *others)
        import pyarrow as pa

        few = self.folder / _FEW / first.name
        few.parent.mkdir(exist_ok=True)
        self.look(first.stem, pa.array(sorted(only), pa.int64()), few, words.columns)
        return files.rows(few, *others, by_name=True)  # unpacked ones have not all columns

    def look(self, table: str, processes: pa.Array, to: Path, columns: Collection[str]) -> None:
        """Write rows of some processes that were read from the beginning into a file.

        What has to be looked for in a Parquet file is written with all columns.
        """
        import pyarrow.parquet as pq

        first = self.folder / self.state.parts[0]
        part = to.with_suffix(".part")
        rows = unpacked.taken(first, table, processes, columns)
        if rows is None:
            files.numbers(self.db, "looked_for", processes.to_pylist())
            some = files.rows(first / f"{table}.parquet")
            sql = f"SELECT * FROM {some} SEMI JOIN looked_for USING (process)"  # noqa: S608
            rows = self.db.execute(sql).to_arrow_table()
        pq.write_table(rows, part, use_dictionary=False, compression="none", write_statistics=False)
        part.rename(to)

    def _chosen(self, db: Any, parts: Sequence[str], only: Sequence[int] | None) -> str:
        """Return how rows are chosen: those that are asked for, or all that are not gone."""
        if only is not None:
            files.numbers(db, "chosen", only)
            return "SEMI JOIN chosen USING (process)"
        first, *_ = self.state.parts
        gone = self.state.gone if parts[0] == first else self.state.gone_since
        if not gone or list(parts) == [first]:
            return ""
        files.numbers(db, "chosen", gone)
        return "ANTI JOIN chosen USING (process)"
