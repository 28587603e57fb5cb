"""The screens of procurement over a folder of flat tables, in DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.procurement import judging
from sunledger.screening.procurement.judging import Flag, Rate
from sunledger.screening.procurement.lists import known_thresholds, matched
from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, filled
from sunledger.screening.procurement.shelf.cardinal import ELEVEN

if TYPE_CHECKING:
    import pyarrow as pa


_AS_NUMBERS = "SELECT * REPLACE (CAST(figure AS DOUBLE) AS figure) FROM (%s) AS facts"


class Found(NamedTuple):
    """All flags of a run in order (as a table and not yet as objects), and how often each fires."""

    flags: pa.Table
    rates: list[Rate]


class Asked:
    """Flat tables in DuckDB, and what screens ask of them; what several ask is asked once."""

    def __init__(self, db: Any, settings: Settings) -> None:
        self.db = db
        self.settings = settings
        self.currency = settings.currency or self._first_currency()
        self.ready: set[str] = set()
        self.known: dict[str, pa.Table] = {}

    def facts(self, screen: Screen, question: Question) -> pa.Table:
        """Return the facts of a question: a row a subject."""
        self._lists()
        for name in screen.needs:
            if name not in self.ready:
                self.db.execute(f"CREATE TEMP TABLE {name} AS {self._filled(SHARED[name])}")
                self.ready.add(name)
        sql = question.sql_compatible if self.settings.compatible else ""
        asked = self._filled(sql or question.sql)
        if asked not in self.known:
            self.known[asked] = self.db.execute(_AS_NUMBERS % asked).to_arrow_table()
        return self.known[asked]

    def _lists(self) -> None:
        """Give the lists of the settings as tables, once."""
        if "thresholds" in self.ready:
            return
        self.ready |= {"thresholds", "debarred"}
        self.db.execute(
            "CREATE TEMP TABLE thresholds (currency VARCHAR, category VARCHAR, since BIGINT,"
            " until BIGINT, amount DOUBLE)"
        )
        for one in self.settings.thresholds or known_thresholds():
            self.db.execute("INSERT INTO thresholds VALUES (?, ?, ?, ?, ?)", one[:5])
        self.db.execute("CREATE TEMP TABLE debarred (written VARCHAR, since BIGINT, until BIGINT)")
        if self.settings.debarred:
            rows = self.db.execute("SELECT DISTINCT name FROM suppliers WHERE name IS NOT NULL")
            names = [name for (name,) in rows.fetchall()]
            for name, one in matched(names, self.settings.debarred):
                row = (name, one.since, one.until)
                self.db.execute("INSERT INTO debarred VALUES (?, ?, ?)", row)
            # A list that names nobody here is a list all the same.
            self.db.execute("INSERT INTO debarred VALUES (NULL, NULL, NULL)")

    @cached_property
    def names(self) -> pa.Table:
        """The ocid of each process."""
        return self.db.execute("SELECT process, ocid FROM processes").to_arrow_table()

    def _filled(self, sql: str) -> str:
        return filled(sql, self.settings, self.currency)

    def _first_currency(self) -> str:
        first = self.db.execute(
            "SELECT min_by(currency, bid) FROM bids"
            " WHERE amount IS NOT NULL AND currency IS NOT NULL"
        ).fetchone()
        return str(first[0] or "")


@contextmanager
def opened(
    folder: Path, settings: Settings, memory: str = "200MB", threads: int = 1
) -> Iterator[Asked]:
    """Open the tables of a folder; `memory` is DuckDB's bound, beyond which it uses the disk."""
    import duckdb

    spill = str(folder / "spill")
    bounds = {"memory_limit": memory, "threads": threads, "temp_directory": spill}
    db = duckdb.connect(config=bounds)
    try:
        for file in sorted(folder.glob("*.parquet")):
            db.read_parquet(str(file)).create_view(file.stem)
        yield Asked(db, settings)
    finally:
        db.close()


def screened(
    folder: Path,
    settings: Settings,
    screens: Sequence[Screen] = ELEVEN,
    memory: str = "200MB",
    threads: int = 1,
) -> Found:
    """Return what screens find in the Parquet files of a folder."""
    with opened(folder, settings, memory, threads) as asked:
        parts = [
            judging.judged(screen, question, asked.facts(screen, question), asked.names, settings)
            for screen in screens
            for question in screen.questions
        ]
    return Found(judging.in_order(one.flags for one in parts), [one.rate for one in parts])


def flags(
    folder: Path, settings: Settings, screens: Sequence[Screen] = ELEVEN, threads: int = 1
) -> list[Flag]:
    """Return what screens flag in the Parquet files of a folder."""
    return list(judging.listed(screened(folder, settings, screens, threads=threads).flags))


def rates(found: Iterable[Rate]) -> dict[tuple[str, str], Rate]:
    """Return how often each question fires, by screen and group."""
    return {(one.screen, one.group): one for one in found}
