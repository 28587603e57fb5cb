"""Screens that say whom they may flag: every row is counted, few are looked at closely.

A screen's `narrow` names, from few columns, the keys (persons, accounts) whose rows may be flagged.
Over tables kept in buckets all rows are still told apart and counted; but only the rows of those
keys are read with all their columns, once for all screens, and put to `flags`.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from narwhals import col

from sunledger.screening import tally
from sunledger.screening.duck import Duck
from sunledger.screening.judging import Judging
from sunledger.screening.kept import Layout
from sunledger.screening.screen import Screen
from sunledger.screening.script import keep
from sunledger.screening.shapes import SHAPES
from sunledger.screening.tally import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

# Adds the CPU seconds of a block to those of a screen.
Clock: TypeAlias = "Callable[[Judging], AbstractContextManager[None]]"


@dataclass
class Question:
    """One step over the tables of a bucket: what is kept on the way, and what is asked then."""

    before: list[tuple[str, str]] = field(default_factory=list)
    asked: tuple[str, ...] = ()
    done: tuple[str, ...] = ()  # sentences that give no rows

    def put(self, db: DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
        """Ask it of the bucket that is there, and forget what was kept."""
        for name, sql in self.before:
            keep(db, name, sql)
        found = [db.execute(sql).fetchall() for sql in self.asked]
        for sql in self.done:
            db.execute(sql)
        for name, _sql in self.before:
            db.execute(f'DROP TABLE IF EXISTS temp."{name}"')
        return found


@dataclass
class Narrowed:
    """A screen that is asked in this way."""

    case: Judging
    layout: Layout
    once: bool  # whether the keys are asked of all rows at once
    counts: Question | None = None  # none where they are counted over all rows at once
    keys: Question | None = None

    @property
    def near(self) -> str:
        """The table of the keys to look at closely, of all buckets."""
        return f"near {self.case.screen.code}"

    @property
    def here(self) -> str:
        """The table of those keys that lie in the bucket."""
        return self.near if self.once else f"near here {self.case.screen.code}"


def judge(tables: Duck, cases: Sequence[Judging], clocked: Clock) -> list[Judging]:
    """Judge every row by those of the screens that can be asked in this way, and return those."""
    found = []
    for case in cases:
        if _may(tables, case):
            with clocked(case):
                found += [one] if (one := _written(tables, case)) else []
    groups: dict[Layout, list[Narrowed]] = defaultdict(list)
    for one in found:
        groups[one.layout].append(one)
    for layout, group in groups.items():
        _by_buckets(tables, layout, group, clocked)
    tables.kept.show_all({name for one in found for name in one.case.screen.tables})
    for one in found:
        with clocked(one.case):
            _look_closely(tables, one)
    for layout, group in groups.items():
        tables.kept.gather(
            layout.table, {one.case.flagged: "code" for one in group}, _close(layout)
        )
        tables.drop(_close(layout), *(one.near for one in group))
    return [one.case for one in found]


def _may(tables: Duck, case: Judging) -> bool:
    """Whether a screen says whom it may flag, and its table is kept."""
    screen = case.screen
    known = screen.narrow and screen.tables[0] in tables.kept.whole
    return bool(known and not (case.absent or screen.measures))


def _written(tables: Duck, case: Judging) -> Narrowed | None:
    """Write down what would be done, with tables that hold no rows; nothing if it cannot be."""
    screen = case.screen
    main, narrow = screen.tables[0], _narrow(screen)
    first = next(iter(inspect.signature(narrow).parameters))
    tables.kept.show_none(main, screen.tables)
    case.clear()
    case.refresh()
    with tables.logged() as before:
        asked = case.ask(narrow, case.frames[first])
    key = asked.columns[0]
    reads = (main, *_named(screen, narrow)) if first == main else (main,)
    layout = tables.kept.layout(reads, [key])
    if layout is None or asked.columns != [key]:
        return None
    one = Narrowed(case, layout, once=first != main)
    if not one.once:
        sql = f'SELECT DISTINCT "{key}" FROM ({tables.sql(asked)}) WHERE "{key}" IS NOT NULL'  # noqa: S608
        one.keys = Question(before, (f'CREATE OR REPLACE TEMP TABLE "{one.here}" AS {sql}',))
    if layout == tables.kept.layout((main, *_named(screen, screen.asides)), screen.apart):
        one.counts = _counting(tables, case)
    case.tidy()
    return one


def _counting(tables: Duck, case: Judging) -> Question:
    """Write down how rows are counted; by key too, where the next run will want to know."""
    with tables.logged() as before:
        parts = case.told_apart()
    if not case.by:
        return Question(before, tuple(tables.sql(counted(rows)) for rows in parts))
    keyed = {
        f"keyed {n} {case.screen.code}": counted(rows, case.by) for n, rows in enumerate(parts)
    }
    return Question(
        [*before, *((name, tables.sql(rows)) for name, rows in keyed.items())],
        tuple(f'SELECT aside, sum(n)::BIGINT FROM "{name}" GROUP BY aside' for name in keyed),  # noqa: S608
        tuple(tally.keep_aside(case.asides, case.by, name) for name in keyed),
    )


def _narrow(screen: Screen) -> Callable[..., Any]:
    """Return the question of a screen for the keys that may be flagged."""
    if screen.narrow is None:
        raise ValueError(f"{screen.code} does not say whom it may flag")
    return screen.narrow


def _named(screen: Screen, question: Callable[..., Any] | None) -> list[str]:
    """Return the tables besides the judged one that a question of the screen names."""
    names = inspect.signature(question).parameters if question else ()
    return [name for name in screen.tables[1:] if name in names]


def _by_buckets(tables: Duck, layout: Layout, group: Sequence[Narrowed], clocked: Clock) -> None:
    """Count the rows, ask for the keys, and read the rows of those, one bucket after another."""
    for one in group:
        if one.once:
            with clocked(one.case):
                _ask_once(tables, one)
    columns = _columns(layout.table)
    rows = f'SELECT {columns} FROM "{layout.table}"'  # noqa: S608
    read = {name for one in group for name in one.case.screen.tables}
    tables.kept.show_none(layout.table, read)
    tables.results.execute(f'CREATE TABLE "{_close(layout)}" AS {rows}')
    for number in range(layout.buckets):
        tables.kept.show(layout, number, read, ())
        for one in group:
            with clocked(one.case):
                _ask_here(tables, one)
        near = " UNION ".join(f'SELECT * FROM "{one.here}"' for one in group)  # noqa: S608
        sql = f'{rows} WHERE "{layout.by}" IN ({near})'
        tables.results.execute(f'INSERT INTO "{_close(layout)}" {sql}')


def _ask_once(tables: Duck, one: Narrowed) -> None:
    """Ask of all rows at once which keys may be flagged."""
    case, narrow = one.case, _narrow(one.case.screen)
    tables.kept.show_all(case.screen.tables)
    case.refresh()
    first = next(iter(inspect.signature(narrow).parameters))
    tables.relation(case.ask(narrow, case.frames[first]).unique()).create(f'"{one.near}"')
    case.tidy()


def _ask_here(tables: Duck, one: Narrowed) -> None:
    """Count the rows of the bucket that is there, and keep the keys that may be flagged."""
    if one.counts:
        for found in one.counts.put(tables.results):
            one.case.counts.update(dict(found))
    if one.keys:
        one.keys.put(tables.results)
        near, here = f'"{one.near}"', f'FROM "{one.here}"'
        tables.results.execute(f"CREATE TABLE IF NOT EXISTS {near} AS {here} LIMIT 0")
        tables.results.execute(f"INSERT INTO {near} {here}")


def _look_closely(tables: Duck, one: Narrowed) -> None:
    """Flag among the rows of the keys that may be flagged."""
    case, layout = one.case, one.layout
    case.refresh()
    if not one.counts:
        case.count(*case.told_apart())
    near = f'SELECT "{layout.by}" FROM "{one.near}"'  # noqa: S608
    sql = f'SELECT {_columns(layout.table)} FROM "{_close(layout)}" WHERE "{layout.by}" IN ({near})'  # noqa: S608
    case.frames[layout.table] = tables.stand(f"close {case.screen.code}", sql)
    _lacking, whole = case.told_apart()
    case.flag(whole.filter(col("aside").is_null()).drop("aside"))
    case.tidy()


def _columns(name: str) -> str:
    """Return the columns of a table, as SQL names them."""
    return ", ".join(f'"{one}"' for one in SHAPES[name].names())


def _close(layout: Layout) -> str:
    """Return the name of the table with the rows that are looked at closely."""
    return f"close {layout.folder}"
