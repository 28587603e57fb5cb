"""Screens over tables: load them once, then put each question.

Everything a screen says is said once, in Narwhals; which engine runs it is one setting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from narwhals import col

from sunledger.screening import judging, keeper, lands, leads, sameas, samesigns, together
from sunledger.screening.backend import Backend, Source, TableError
from sunledger.screening.duck import Duck
from sunledger.screening.evidence import links
from sunledger.screening.kept import KeptError
from sunledger.screening.outcome import Lead, Outcome
from sunledger.screening.recall.recalling import Again, Recall
from sunledger.screening.screen import Screen
from sunledger.screening.settings import resolved
from sunledger.screening.shapes import DAYS_OFF, LIMITS, SAME_AS, SHAPES, SIGNS, Frame

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Engine", "EngineError", "Lead", "Outcome", "answerable"]

Kind = Literal["duckdb", "spark"]


class EngineError(RuntimeError):
    """Tables that cannot be loaded or a screen that cannot be run; the sentence says why."""


class Engine:
    """Tables, and the screens that are run over them."""

    def __init__(
        self,
        *,
        memory: str = "2GB",
        spill: Path | None = None,
        threads: int = 0,
        kind: Kind = "duckdb",
        kept: Path | None = None,
        recall: Path | None = None,
        full: bool = False,
    ) -> None:
        """Make an engine; `kept` is a folder of tables that lie on the disk in buckets.

        `recall` is a folder in which answers are remembered: only what changed since is judged
        again, or everything where `full` is asked for.
        """
        try:
            self._tables = _backend(kind, memory, spill, threads, kept)
        except KeptError as error:
            raise EngineError(str(error)) from error
        self._trouble: tuple[type[Exception], ...] = (*self._tables.trouble, TableError, KeptError)
        self._ready: set[str] = set()
        # How much was judged again, where answers are remembered.
        self._recall, self.again = _recall(self._tables, recall, full=full)
        self.spent: dict[str, float] = {}  # CPU seconds of judging by screen, in the last run

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """Shut the engine and remove what it spilled."""
        if self._recall:
            self._recall.close()
        self._tables.close()

    def table(self, name: str, source: Source) -> int:
        """Add rows to a table of that shape and return how many; columns not given stay empty."""
        if name not in SHAPES:
            raise EngineError(f"There is no table “{name}”. There are: {', '.join(SHAPES)}.")
        if self._ready:
            raise EngineError(f"{name}: rows must be added before the first screen runs.")
        try:
            return self._tables.add(SHAPES[name], source)
        except self._trouble as error:
            raise EngineError(f"{name}: {_first_line(error)}") from error

    def keep(
        self, folder: Path, *, by: Mapping[str, Sequence[str]], buckets: int = keeper.BUCKETS
    ) -> None:
        """Write every table that was loaded, as screens see it, into buckets in a folder."""
        try:
            names = [name for name, shape in SHAPES.items() if self._tables.count(shape)]
            for name in names:
                self._prepare(name)
            tables = [(name, _Again(self._tables, name)) for name in names]
            keeper.keep(tables, folder, by=by, buckets=buckets)
        except self._trouble as error:
            raise EngineError(_first_line(error)) from error

    def run(self, screen: Screen, settings: Mapping[str, Any] | None = None) -> Outcome:
        """Run one screen over what was loaded."""
        return self.run_all([screen], {screen.code: settings or {}})[0]

    def run_all(
        self, screens: Sequence[Screen], settings: Mapping[str, Mapping[str, Any]] | None = None
    ) -> list[Outcome]:
        """Run screens over what was loaded; kept tables are read once for several of them.

        What each finds is what it finds when it runs by itself.
        """
        cases = [self._case(one, (settings or {}).get(one.code)) for one in screens]
        with self._told(cases):
            judge = self._recall.judge if self._recall else partial(together.judge, self._tables)
            self.spent = judge(cases)
        outcomes = []
        for case in cases:
            with self._told([case]):
                outcomes.append(self._outcome(case))
        return outcomes

    def _case(self, screen: Screen, settings: Mapping[str, Any] | None) -> judging.Judging:
        """Return a screen before the tables that it asks for, made ready."""
        values = resolved(screen, settings)
        with self._told([], screen.code):
            for name in screen.tables:
                self._prepare(name)
            return judging.Judging(self._tables, screen, values, self._absent(screen))

    @contextmanager
    def _told(self, cases: Sequence[judging.Judging], code: str = "") -> Iterator[None]:
        """Say which screen it was where the engine is in trouble."""
        try:
            yield
        except self._trouble as error:
            codes = code or ", ".join(case.screen.code for case in cases)
            raise EngineError(f"{codes}: {_first_line(error)}") from error

    def given(self) -> list[str]:
        """Return the names of the tables to which somebody gave rows."""
        return [name for name, shape in SHAPES.items() if self._tables.count(shape)]

    def texts(self, name: str, column: str) -> set[str]:
        """Return the different texts of a column as they were given, before any screen runs."""
        return self._tables.added(SHAPES[name], column)

    def ask(self, name: str, question: Callable[[Frame], Frame]) -> list[dict[str, Any]]:
        """Return the few rows that a question about one table gives, as screens see the table."""
        try:
            self._prepare(name)
            return self._tables.rows(question(self._tables.frame(name)))
        except self._trouble as error:
            raise EngineError(f"{name}: {_first_line(error)}") from error

    def _prepare(self, name: str) -> None:
        """Make a table ready, with the standard rows where no source gave any."""
        if name in self._ready:
            return
        shape = SHAPES[name]
        if shape != SAME_AS and self._tables.count(SAME_AS):
            self._prepare(SAME_AS.name)
        if name in _STANDARD and not self._tables.count(shape):
            self._tables.add(shape, _STANDARD[name](self))
        self._tables.ready(shape)
        self._ready.add(name)
        if shape == SAME_AS:
            self._see_it_says_one_thing()

    def _see_it_says_one_thing(self) -> None:
        """Refuse a name that is said to be two firms'."""
        asked = sameas.contradictions(self._tables.frame(SAME_AS.name)).head(1)
        for row in self._tables.rows(asked):
            raise TableError(f"“{row['name']}” is said to be the name of two firms.")

    def _absent(self, screen: Screen) -> str:
        """Return the first table besides the judged one that nobody gave, but the screen needs."""
        for name in screen.tables[1:]:
            if name not in {*screen.optional, *_STANDARD} and not self._tables.count(SHAPES[name]):
                return name
        return ""

    def compute(self, name: str, frame: Frame) -> Frame:
        """Compute a table on the way to several answers once, and return what was computed."""
        try:
            return self._tables.keep(frame, name)
        except self._trouble as error:
            raise EngineError(f"{name}: {_first_line(error)}") from error

    def span(self) -> list[Any]:
        """Return the first and the last day by which rows of the loaded tables are ordered."""
        found: list[Any] = []
        for shape in SHAPES.values():
            day = next((one for one in shape.order if shape.column(one).kind == "day"), "")
            if day and self._tables.count(shape):
                self._prepare(shape.name)
                days = self._tables.frame(shape.name).select(a=col(day).min(), b=col(day).max())
                found += [one for one in self._tables.rows(days)[0].values() if one]
        return [min(found), max(found)] if found else []

    def _outcome(self, case: judging.Judging) -> Outcome:
        """Count and order what was found."""
        judged = case.judged()
        found = leads.strongest_first(case.leads())
        case.keep_order(found)
        reasons = case.screen.reasons
        both = judged.set_aside.items()
        return Outcome(
            screen=case.screen,
            settings=case.settings,
            seen=judged.seen,
            judged=judged.judged,
            not_applicable={why: n for why, n in both if not reasons[why].applicable},
            cannot={why: n for why, n in both if reasons[why].applicable},
            flagged=judged.flagged,
            leads=tuple(found),
            measures=judged.measures,
            evidence=case.evidence(),
            beside=case.beside(),
            links=partial(links, case.db, case.screen),
            states=case.states,
        )


class _Again:
    """The rows of a table, read anew each time somebody begins."""

    def __init__(self, tables: Backend, name: str) -> None:
        self._tables, self._name = tables, name

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        relation = self._tables.relation(self._tables.frame(self._name))
        yield from relation.to_arrow_reader(65_536)


def _days_off(engine: Engine) -> pa.Table:
    """Return the days off of the time in which something happened."""
    span = engine.span()
    return lands.days_off(*span) if span else DAYS_OFF.schema().empty_table()


_STANDARD: dict[str, Callable[[Engine], pa.Table]] = {
    LIMITS.name: lambda _: lands.limits(),
    DAYS_OFF.name: _days_off,
    SIGNS.name: lambda _: samesigns.signs(),
}


def answerable(screen: Screen, given: Collection[str]) -> bool:
    """Whether a screen can judge anything at all where these tables are given."""
    known = {*given, *screen.optional, *_STANDARD}
    return screen.tables[0] in given and known.issuperset(screen.tables)


def _backend(
    kind: Kind, memory: str, spill: Path | None, threads: int, kept: Path | None
) -> Backend:
    """Return the backend of that name."""
    if kind == "duckdb":
        return Duck(_share(memory), spill, threads, kept)
    from sunledger.screening.spark import Spark

    return Spark(memory, spill, threads, kept)


def _recall(tables: Backend, folder: Path | None, *, full: bool) -> tuple[Recall | None, Again]:
    """Return the memory of an engine, if it can have one, and what a run tells of it."""
    if folder is None or not isinstance(tables, Duck):
        return None, Again()
    try:
        memory = Recall(tables, folder, full=full)
    except BlockingIOError:
        return None, Again(trouble=["Another run uses the memory; everything is judged."])
    except OSError as error:
        return None, Again(trouble=[f"{folder} cannot be used: {error.strerror}."])
    return memory, memory.again


def _share(memory: str) -> str:
    """Return the part of the memory that DuckDB may use; rows in Arrow and Python need the rest."""
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]i?)B", memory.strip(), re.IGNORECASE)
    if not size:
        raise EngineError(f"“{memory}” is not an amount of memory. Write it like 2GB or 800MB.")
    return f"{float(size[1]) * 0.7:.3f}{size[2]}B"


def _first_line(error: Exception) -> str:
    """Return what went wrong without the engine's long tail."""
    if type(error).__name__ == "OutOfMemoryException":
        return "The memory is too small for these tables. Allow more, or a folder to spill to."
    return str(error).strip().splitlines()[0]
