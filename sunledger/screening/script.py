"""What a screen does to kept tables, written down as SQL once and carried out bucket after bucket.

To turn a screen's question into SQL costs as much as to answer it over a million rows. So it is
asked once, of tables without rows; what it says is carried out over every bucket.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

ROW = "row"  # of a judged row: its place in the bucket


@dataclass
class Script:
    """The steps of one screen over the rows of one bucket, each a sentence of SQL.

    Every sentence reads the tables of the bucket by their names, the rows that are left to judge as
    `left`, and the tables that sentences before it kept.
    """

    main: str  # the table whose rows are judged
    left: str  # the name for the rows that no reason sets aside
    columns: tuple[str, ...]  # of the judged table
    reasons: bool  # whether the screen sets rows aside
    before: list[tuple[str, str]] = field(default_factory=list)  # kept for the reasons
    lacking: str = ""  # how many rows lack a column, by column
    told: str = ""  # every other row by its place, with why it is set aside
    after: list[tuple[str, str]] = field(default_factory=list)  # kept for the question
    flags: str = ""  # the rows that are flagged
    # Where rows set aside are counted by a key: the table, the key, and those that lack a column.
    tally: tuple[str, str, str] | None = None

    def carry_out(self, db: DuckDBPyConnection, flagged: str) -> Counter[str | None]:
        """Carry everything out over the bucket that is there; return what became of its rows."""
        self._keep(db, self.before)
        counts: Counter[str | None] = Counter(dict(db.execute(self.lacking).fetchall()))
        whole = not counts
        if self.reasons or not whole:
            keep(db, self._marks, self.told)
            self._count_by_key(db)
            sql = f'SELECT aside, count(*) FROM "{self._marks}" GROUP BY aside'  # noqa: S608
        else:
            sql = f'SELECT NULL, count(*) FROM "{self.main}"'  # noqa: S608
        counts.update(dict(db.execute(sql).fetchall()))
        self.stand(db, counts, whole=whole)
        self._keep(db, self.after)
        db.execute(f'INSERT INTO "{flagged}" BY NAME {self.flags}')
        for name in (self._marks, *(name for name, _ in (*self.before, *self.after))):
            db.execute(f'DROP TABLE IF EXISTS temp."{name}"')
        return counts

    def _count_by_key(self, db: DuckDBPyConnection) -> None:
        """Count the rows set aside by key, where the next run will want to know."""
        if self.tally is None:
            return
        table, by, lacking = self.tally
        marked = f'FROM "{self.main}" JOIN "{self._marks}" USING ("{ROW}") WHERE aside IS NOT NULL'
        db.execute(f'INSERT INTO "{table}" SELECT "{by}", aside, count(*) {marked} GROUP BY ALL')
        db.execute(f'INSERT INTO "{table}" BY NAME {lacking}')

    @property
    def _marks(self) -> str:
        return f"marks {self.left}"

    def _keep(self, db: DuckDBPyConnection, steps: Iterable[tuple[str, str]]) -> None:
        for name, sql in steps:
            keep(db, name, sql)

    def stand(self, db: DuckDBPyConnection, counts: Counter[str | None], *, whole: bool) -> None:
        """Let the rows left over stand under their name.

        Each use of them reads only the columns that it needs, and asks of a short list of places
        whether a row is in it: that of the rows left over, or that of those set aside.
        """
        columns = ", ".join(f'"{name}"' for name in self.columns)
        aside = counts.total() - counts[None]
        join, which = ("ANTI", "NOT NULL") if whole and aside < counts[None] else ("SEMI", "NULL")
        chosen = f'(SELECT "{ROW}" FROM "{self._marks}" WHERE aside IS {which})'  # noqa: S608
        joined = f'{join} JOIN {chosen} USING ("{ROW}")' if aside else ""
        sql = f'SELECT {columns} FROM "{self.main}" {joined}'  # noqa: S608
        db.execute(f'CREATE OR REPLACE TEMP VIEW "{self.left}" AS {sql}')


def keep(db: DuckDBPyConnection, name: str, sql: str) -> None:
    """Compute a table in memory; it spills where memory is short."""
    db.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}')
