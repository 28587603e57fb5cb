"""One screen over the tables: which rows it can judge, which it flags, and the leads they make."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.core.problem import shorten
from sunledger.screening import leads, tally
from sunledger.screening.backend import Backend
from sunledger.screening.evidence import rows_behind
from sunledger.screening.keeping import kept_by
from sunledger.screening.outcome import Evidence, Lead
from sunledger.screening.screen import Screen, ScreenError
from sunledger.screening.shapes import Frame

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyRelation

_GIVEN = ("code", "lead", "subject", "figure")
_BESIDE = "beside_"  # and a table: the code of its row that speaks beside the flagged one


@dataclass(frozen=True)
class Judged:
    """The rows of the first table by what a screen could do with them."""

    seen: int
    judged: int
    set_aside: Mapping[str, int]
    flagged: int
    measures: tuple[dict[str, Any], ...]


class Judging:
    """A screen with its settings, before the tables."""

    def __init__(
        self, tables: Backend, screen: Screen, settings: Mapping[str, Any], absent: str = ""
    ) -> None:
        self.tables, self.screen, self.settings = tables, screen, settings
        self.absent = absent  # a table without which no row can be judged
        self.db = tables.results
        self.frames: dict[str, Frame] = {}
        self.flagged = f"flagged {screen.code}"
        # Rows by why they were set aside, if they were.
        self.counts: Counter[str | None] = Counter()
        self.measures: tuple[dict[str, Any], ...] = ()
        self.kept = 0
        self.complete: frozenset[str] = frozenset()  # columns of the judged table without a gap
        self.by = ""  # the key by which rows set aside are counted, for the next run: see recall

    def ask(self, question: Callable[..., Any], rows: Frame) -> Frame:
        """Call a function of the screen file with its tables and those settings that it names."""
        first, *names = inspect.signature(question).parameters
        others = [name for name in self.screen.tables[1:] if name != first]
        settings = {name: value for name, value in self.settings.items() if name in names}
        tables = {name: self.frames[name] for name in others if name in names}
        with kept_by(self._keep):
            try:
                return question(rows, **tables, **settings)  # type: ignore[no-any-return]
            except Exception as error:
                where = f"{self.screen.code}, {question.__name__}()"
                raise ScreenError(f"{where}: {shorten(error, 200)}") from error

    def _keep(self, frame: Frame) -> Frame:
        """Compute a table that a screen uses more than once, and return what was computed."""
        self.kept += 1
        return self.tables.keep(frame, f"kept {self.kept} {self.screen.code}")

    def clear(self) -> None:
        """Forget an earlier run of the same screen."""
        for table in (self.flagged, f"order {self.screen.code}"):
            self.db.execute(f'DROP TABLE IF EXISTS "{table}"')
        if self.by:
            tally.start(self.db, self.asides, self.screen.tables[0], self.by)

    @property
    def asides(self) -> str:
        """The table of the rows set aside, counted by key."""
        return f"asides {self.screen.code}"

    def tidy(self) -> None:
        """Forget the tables that were kept on the way."""
        self.tables.drop(
            *(f"kept {number} {self.screen.code}" for number in range(1, self.kept + 1))
        )

    def judge_all(self) -> None:
        """Judge every row at once, and keep the flagged ones."""
        self.clear()
        self.refresh()
        self.judge()

    def judge(self) -> None:
        """Judge every row of the frames as they stand."""
        lacking, whole = self.told_apart()
        self.count(lacking, whole)
        left = self._left(whole)
        self.flag(left)
        self.measures = self.measure(left)
        self.tidy()

    def refresh(self) -> None:
        """Take the tables as they stand now."""
        self.frames = {name: self.tables.frame(name) for name in self.screen.tables}

    def _left(self, whole: Frame) -> Frame:
        """Return the rows that no reason sets aside: all as they are, where none does."""
        main = self.frames[self.screen.tables[0]]
        if not self.counts.keys() - {None} and set(whole.columns) == {*main.columns, "aside"}:
            return main
        return whole.filter(nw.col("aside").is_null()).drop("aside")

    def judged(self) -> Judged:
        """Return what was counted."""
        counts = self.counts.copy()
        judged = counts.pop(None, 0)
        for reason in counts:
            if reason not in self.screen.reasons:
                raise ScreenError(f"{self.screen.code}: “{reason}” is not among its REASONS")
        set_aside = {str(reason): counts[reason] for reason in sorted(map(str, counts))}
        sql = f'SELECT count(DISTINCT code) FROM "{self.flagged}"'  # noqa: S608
        flagged = int(self.db.execute(sql).fetchall()[0][0])
        seen = judged + sum(counts.values())
        return Judged(seen, judged, set_aside, flagged, self.measures)

    def told_apart(self) -> tuple[Frame, Frame]:
        """Return the rows that lack something, and the others; `aside` says why one is passed."""
        main = self.screen.tables[0]
        rows = self.frames[main].with_columns(
            aside=nw.lit(f"no {self.absent}", nw.String)
            if self.absent
            else tally.missing(self.screen.needs.get(main, ()), self.complete)
        )
        lacking = rows.filter(~nw.col("aside").is_null())
        whole = rows.filter(nw.col("aside").is_null())
        if self.screen.asides and not self.absent:
            whole = self.ask(self.screen.asides, whole)
        return lacking, whole

    def count(self, *parts: Frame) -> None:
        """Count what became of rows."""
        for one in parts:
            self.counts.update(self._counts(one))

    def _counts(self, rows: Frame) -> dict[str | None, int]:
        """Return how many rows were set aside for each reason, and for None those that were not."""
        if self.by:
            counts = self.tables.relation(tally.counted(rows, self.by))
            return tally.add(self.db, self.asides, self.by, counts)
        found = self.tables.rows(tally.counted(rows))
        return {row["aside"]: int(row["n"]) for row in found}

    def states(self) -> pa.RecordBatchReader:
        """Return for every row its code, its state, and why it was not judged, if it was not.

        The states are flagged, not flagged, not applicable, cannot be judged.
        """
        import pyarrow as pa

        lacking, whole = self.told_apart()
        every = nw.concat([one.select("code", "aside") for one in (lacking, whole)])
        cannot = [why for why, reason in self.screen.reasons.items() if reason.applicable]
        self.db.register("cannot", pa.table({"why": pa.array(cannot, pa.string())}))
        sql = f"""
            SELECT code, aside AS why, CASE
                WHEN aside IN (SELECT why FROM cannot) THEN 'cannot be judged'
                WHEN aside IS NOT NULL THEN 'not applicable'
                WHEN code IN (SELECT code FROM "{self.flagged}") THEN 'flagged'
                ELSE 'not flagged' END AS state
            FROM every ORDER BY code
        """  # noqa: S608
        self.tables.relation(every).create("every")
        found = self.db.execute(sql).to_arrow_table()
        self.db.execute("DROP TABLE every")
        self.db.unregister("cannot")
        self.tidy()
        return found.to_reader()

    def flag(self, rows: Frame) -> None:
        """Keep the rows that the screen flags."""
        if self.absent:
            self._flag_nothing()
        else:
            self.to_keep(self.ask(self.screen.flags, rows)).create(f'"{self.flagged}"')

    def to_keep(self, frame: Frame) -> DuckDBPyRelation:
        """Return what was flagged, with keys for the leads that are the same in every run."""
        flags = self.tables.relation(frame)
        columns = set(flags.columns)
        self._check(columns)
        key = f"substr(sha256('{self.screen.code}' || chr(10) || \"lead\"), 1, 32)"
        others = [f'"{name}"' for name in sorted(columns - {"lead"})]
        return flags.project(", ".join([f'{key} AS "lead"', *others]))

    def _check(self, columns: set[str]) -> None:
        """Refuse flags without what every lead needs, or with rows of a table nobody reads."""
        for name in (*_GIVEN, *sorted(self.screen.gaps())):
            if name not in columns:
                raise ScreenError(f"{self.screen.code}: flags() must return a column “{name}”")
        for name in columns:
            if name.startswith(_BESIDE) and name.removeprefix(_BESIDE) not in self.screen.tables:
                raise ScreenError(f"{self.screen.code}: flags() gives “{name}” and reads no such")

    def _flag_nothing(self) -> None:
        """Keep that nothing was flagged, for nothing could be judged."""
        texts = ("code", "lead", "subject", *sorted(self.screen.gaps() - set(_GIVEN)))
        columns = ", ".join(f'NULL::VARCHAR AS "{name}"' for name in texts)
        self.db.execute(
            f'CREATE TABLE IF NOT EXISTS "{self.flagged}" AS'
            f" SELECT {columns}, 0::BIGINT AS figure WHERE false"
        )

    def leads(self) -> list[Lead]:
        """Return the leads that the flagged rows make, in the order of their keys."""
        rows = self.tables.at_hand(self.screen.tables[0], self.flagged, "code")
        return leads.made(self.db, self.screen, self.flagged, rows)

    def keep_order(self, found: list[Lead]) -> None:
        """Remember the place of each lead, for the order of the rows behind them."""
        import pyarrow as pa

        keys = pa.array([lead.key for lead in found], pa.string())
        places = pa.array(range(len(found)), pa.int64())
        self.db.register("arriving", pa.table({"lead": keys, "place": places}))
        self.db.execute(f'CREATE TABLE "order {self.screen.code}" AS FROM arriving')
        self.db.unregister("arriving")

    def measure(self, rows: Frame) -> tuple[dict[str, Any], ...]:
        """Return what the screen measured over the rows, whether it flagged something or not."""
        if self.absent or not self.screen.measures:
            return ()
        found = self.tables.rows(self.ask(self.screen.measures, rows))
        names = list(found[0]) if found else []
        return tuple(sorted(found, key=lambda row: [str(row[name]) for name in names]))

    def evidence(self) -> Evidence:
        """Return what gives the rows behind one lead or all, each with its figure."""
        main = self.screen.tables[0]
        rows = self.tables.at_hand(main, self.flagged, "code")
        return partial(rows_behind, self.db, self.screen, (main, rows, "code"))

    def beside(self) -> Mapping[str, Evidence]:
        """Return what gives the rows of other tables that speak beside those behind a lead."""
        columns = self.db.table(f'"{self.flagged}"').columns
        names = {one.removeprefix(_BESIDE): one for one in columns if one.startswith(_BESIDE)}
        return {
            name: partial(
                rows_behind,
                self.db,
                self.screen,
                (name, self.tables.at_hand(name, self.flagged, column), column),
            )
            for name, column in sorted(names.items())
        }
