"""The screens of procurement over a folder of flat tables, in DuckDB or, by `kind`, in Spark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.procurement import files, judging
from sunledger.screening.procurement.flags import Flag, Names, in_order, listed
from sunledger.screening.procurement.judging import Found
from sunledger.screening.procurement.lists import known_thresholds, matched
from sunledger.screening.procurement.screen import Question, Screen, texts
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import SHARED, VIEWS, Filling, names_in
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from sunledger.screening.procurement.statuses import CODES, COLUMNS, Statuses

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.engine import Kind


_THRESHOLDS = "currency#string category#string since#int64 until#int64 amount#float64"
_DEBARRED = "written#string since#int64 until#int64"
AS_NUMBERS = "SELECT * REPLACE (CAST(figure AS DOUBLE) AS figure) FROM (%s) AS facts"


class Asked:
    """Flat tables in DuckDB, and what screens ask of them; what several ask is asked once."""

    def __init__(self, db: Any, settings: Settings) -> None:
        self.db = db
        self.settings = settings
        self.currency = settings.currency or self._first_currency()
        self.filling = Filling(settings, self.currency, self._has_contracts)
        self.ready: set[str] = set()
        self.left: set[str] = set()  # what was ready, and is not there any more
        self.known: dict[str, pa.Table] = {}
        self.awaited: Counter[str] = Counter()

    def expect(self, questions: Iterable[Question]) -> None:
        """Hear what will be asked; an answer is held until it was given for the last time."""
        self.awaited.update(map(self._statement, questions))

    def facts(self, screen: Screen, question: Question) -> pa.Table:
        """Return the facts of a question: a row a subject."""
        self.prepare(screen)
        asked = self._statement(question)
        found = self.known.pop(asked, None)
        if found is None:
            found = self.figures(asked)
        self.awaited[asked] -= 1
        if self.awaited[asked] > 0:
            self.known[asked] = found
        return found

    def prepare(self, screen: Screen) -> None:
        """Have what a screen needs, which others may need as well."""
        self.have(screen.needs)

    def have(self, names: Iterable[str]) -> None:
        """Have shared tables; each stands behind those that it is made of."""
        self._lists()
        for name in names:
            if name not in self.ready:
                self.make(name, self.filled(SHARED[name]))
                self.ready.add(name)

    def make(self, name: str, sql: str) -> None:
        """Make what several screens ask of a statement's rows."""
        self.db.execute(f"CREATE TEMP {_kind(name)} {name} AS {sql}")

    def leave(self, later: Sequence[Screen]) -> None:
        """Forget what the screens that are still to come ask of nothing, to have its room."""
        asked = [self._statement(question) for one in later for question in one.questions]
        asked += [SHARED[name] for one in later for name in one.needs if name not in self.ready]
        needed: set[str] = set()
        while asked:
            new = names_in(asked.pop()) - needed
            needed |= new
            asked += [SHARED[name] for name in new if name in VIEWS or name not in self.ready]
        for name in sorted((self.ready & SHARED.keys()) - needed - self.left):
            self.db.execute(f"DROP {_kind(name)} {name}")
            self.left.add(name)
        if not later:
            self.ready -= self.left
            self.left.clear()

    def answer(self, sql: str) -> pa.Table:
        """Return the rows of a statement."""
        return self.db.execute(sql).to_arrow_table()

    def figures(self, sql: str) -> pa.Table:
        """Return the rows of a question, its figures as the numbers that limits are."""
        return self.answer(AS_NUMBERS % sql)

    def give(self, name: str, held: pa.Table) -> None:
        """Put a table of ours beside those of the folder."""
        files.put(self.db, f"TEMP TABLE {name}", held)

    def _statement(self, question: Question) -> str:
        return self.filled(question.statement(compatible=self.settings.compatible))

    def _lists(self) -> None:
        """Give the lists of the settings as tables, once."""
        if "thresholds" in self.ready:
            return
        self.ready |= {"thresholds", "debarred"}
        law = self.settings.thresholds or known_thresholds()
        self._table("thresholds", [one[:5] for one in law], _THRESHOLDS)
        found: list[tuple[object, ...]] = []
        if self.settings.debarred:
            rows = self.answer("SELECT DISTINCT name FROM suppliers WHERE name IS NOT NULL")
            names = rows["name"].to_pylist()
            found = [
                (name, one.since, one.until) for name, one in matched(names, self.settings.debarred)
            ]
            # A list that names nobody here is a list all the same.
            found.append((None, None, None))
        self._table("debarred", found, _DEBARRED)

    def _table(self, name: str, rows: Sequence[tuple[object, ...]], shape: str) -> None:
        """Make a table of rows by way of Arrow; placeholders of DuckDB would load pandas."""
        import pyarrow as pa

        columns = [one.split("#") for one in shape.split()]
        arrays = [
            pa.array([row[place] for row in rows], getattr(pa, kind)())
            for place, (_, kind) in enumerate(columns)
        ]
        self.give(name, pa.table(arrays, [column for column, _ in columns]))

    @cached_property
    def names(self) -> pa.Table:
        """The ocid of each process."""
        return self.answer("SELECT process, ocid FROM processes")

    def filled(self, sql: str) -> str:
        """Return a statement with what the settings say."""
        return self.filling.filled(sql)

    def _first_currency(self) -> str:
        first = self.answer(
            "SELECT min_by(currency, bid) AS currency FROM bids"
            " WHERE amount IS NOT NULL AND currency IS NOT NULL"
        )
        return first["currency"][0].as_py() or ""

    def _has_contracts(self) -> bool:
        found = self.answer("SELECT count(*) AS many FROM contracts")
        return bool(found["many"][0].as_py())


@contextmanager
def opened(
    folder: Path, settings: Settings, memory: str = "120MB", threads: int = 1
) -> Iterator[Asked]:
    """Open the tables of a folder; `memory` is DuckDB's bound, beyond which it uses the disk."""
    db = files.connected(folder, memory, threads)
    try:
        for file in sorted(folder.glob("*.parquet")):
            shown = standard(file.stem, settings.statuses)
            rows = f"SELECT {shown} FROM {files.rows(file)}"  # noqa: S608 - names of ours
            db.execute(f"CREATE VIEW {file.stem} AS {rows}")
        yield Asked(db, settings)
    finally:
        db.close()


def _kind(name: str) -> str:
    return "VIEW" if name in VIEWS else "TABLE"


def standard_codes(table: str, statuses: Statuses) -> dict[str, str]:
    """Return the columns of a table whose codes mean others, with what gives those."""
    changes = {}
    for kind, codes in sorted(statuses.items()):
        column = COLUMNS[kind]
        if codes and table == ("processes" if kind == "methods" else kind):
            cases = " ".join(
                f"WHEN {texts([own])} THEN {texts([code])}" for own, code in sorted(codes.items())
            )
            changes[column] = f"CASE {column} {cases} ELSE {column} END"
    return changes


def standard(table: str, statuses: Statuses) -> str:
    """Return the columns of a table as SQL selects them, with the codes of the standard."""
    new = ", ".join(f"{sql} AS {one}" for one, sql in standard_codes(table, statuses).items())
    return f"* REPLACE ({new})" if new else "*"


def unknown_codes(asked: Asked) -> dict[str, dict[str, int]]:
    """Return the codes that are not of the standard, by kind, with how often each occurs."""
    found: dict[str, dict[str, int]] = {}
    for kind, column in COLUMNS.items():
        table = "processes" if kind == "methods" else kind
        rows = asked.answer(
            f"SELECT {column}, count(*) AS many FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            f" AND {column} NOT IN ({texts(CODES[kind])}) GROUP BY {column} ORDER BY {column}"
        )
        if rows.num_rows:
            found[kind] = dict(zip(*(one.to_pylist() for one in rows.columns), strict=True))
    return found


def screened(
    folder: Path,
    settings: Settings,
    screens: Sequence[Screen] = ELEVEN,
    memory: str = "120MB",
    threads: int = 1,
    kind: Kind = "duckdb",
) -> Found:
    """Return what screens find in the Parquet files of a folder, the same with both engines."""
    with engine(folder, settings, memory, threads, kind) as asked:
        return found(asked, screens)


def engine(
    folder: Path, settings: Settings, memory: str, threads: int, kind: Kind
) -> AbstractContextManager[Asked]:
    """Open the tables of a folder in the engine of that name."""
    if kind == "duckdb":
        return opened(folder, settings, memory, threads)
    from sunledger.screening.procurement import onspark

    return onspark.opened(folder, settings, memory, threads)


def found(asked: Asked, screens: Sequence[Screen]) -> Found:
    """Return what screens find in opened tables."""
    names = Names(asked.names)
    asked.expect(question for screen in screens for question in screen.questions)
    order = sorted(screens, key=_order)
    judged = {}
    for place, screen in enumerate(order, 1):
        judged[screen.code] = [
            judging.judged(screen, one, asked.facts(screen, one), names, asked.settings)
            for one in screen.questions
        ]
        asked.leave(order[place:])
    parts = [one for screen in screens for one in judged[screen.code]]
    return Found(in_order(one.flags for one in parts), [one.rate for one in parts])


def _order(screen: Screen) -> tuple[bool, ...]:
    """Return when a screen is asked: what needs the same large tables is asked together.

    Pairs of bidders need the most room, and come when only the bids themselves are there.
    """
    needs = screen.needs
    large = ("bought" in needs, "signed" in needs, "submitted" in needs)
    return (*large, "paired" not in needs, "outcomes" in needs)


def flags(
    folder: Path, settings: Settings, screens: Sequence[Screen] = ELEVEN, threads: int = 1
) -> list[Flag]:
    """Return what screens flag in the Parquet files of a folder."""
    return list(listed(screened(folder, settings, screens, threads=threads).flags))
