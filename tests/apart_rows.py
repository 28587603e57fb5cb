"""Rows over which a screen's APART is put to the test, and the test: keys judged by themselves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sunledger.screening import examples
from sunledger.screening.backend import Backend
from sunledger.screening.engine import Engine
from sunledger.screening.judging import Judging
from sunledger.screening.screen import Screen
from sunledger.screening.shapes import SHAPES

Row = dict[str, Any]


@dataclass(frozen=True)
class Shuffle:
    """How the examples of a screen are mixed. Rows that many copies share hide what one shows."""

    parts: int  # into which the keys are split
    copies: int = 1  # of each example
    own: bool = True  # each copy under keys of its own; all else is shared
    mixed: float = 0.0  # of the cells: each takes the value of another row
    moved: float = 0.0  # of the rows: each takes the key of another


SHUFFLES = (Shuffle(parts=2, copies=2, mixed=0.02, moved=0.1),)
MORE = (
    Shuffle(parts=2, copies=3, mixed=0.03, moved=0.1),
    Shuffle(parts=4, moved=0.3),
    Shuffle(parts=3, copies=2, mixed=0.02),
    Shuffle(parts=4, own=False, moved=0.05),
)


def rows_of(screen: Screen, key: str, how: Shuffle, seed: int = 0) -> dict[str, pa.Table]:
    """Return the rows of all examples of a screen, mixed."""
    draw, found = random.Random(f"{screen.code} {key} {seed}"), dict[str, list[Row]]()
    for number, example in enumerate(screen.examples):
        given = {"payments": example.payments, **example.tables}
        for name, text in given.items():
            rows = examples.table(text, SHAPES[name]).to_pylist() if text else []
            for copy in range(how.copies):
                nth = number * how.copies + copy
                found.setdefault(name, []).extend(_moved(row, key, nth, how) for row in rows)
    found[screen.tables[0]] = _mixed(draw, found[screen.tables[0]], key, how)
    return {
        name: pa.Table.from_pylist(rows, _schema(name, rows))
        for name, rows in found.items()
        if rows
    }


def _schema(name: str, rows: list[Row]) -> pa.Schema:
    known = {column for row in rows for column in row}
    return pa.schema([one for one in SHAPES[name].schema() if one.name in known])


def _moved(row: Row, key: str, nth: int, how: Shuffle) -> Row:
    """Return a row under another code, and under another key where copies have their own."""
    moved = {**row, "code": f"{nth}-{row['code']}"} if "code" in row else dict(row)
    value = row.get(key) if how.own and key != "code" else None
    if isinstance(value, str):
        moved[key] = f"{value}{nth}"
    elif isinstance(value, int):
        moved[key] = value + nth
    return moved


def _mixed(draw: random.Random, rows: list[Row], key: str, how: Shuffle) -> list[Row]:
    """Return rows of which some cells, and some keys, are those of other rows."""
    columns = sorted({name for row in rows for name in row} - {"code"})
    for row in rows:
        for name in columns:
            if draw.random() < (how.moved if name == key else how.mixed):
                row[name] = draw.choice(rows).get(name)
    draw.shuffle(rows)
    return rows


class Split:
    """A screen over tables, judged at once and in parts of its keys."""

    def __init__(self, engine: Engine, screen: Screen) -> None:
        self._case: Judging = engine._case(screen, None)
        self._tables: Backend = engine._tables
        self._main = screen.tables[0]

    def at_once(self) -> tuple[Counter[str], Counter[Any]]:
        """Return the flagged rows and the counts of all rows together."""
        return self._judged({})

    def in_parts(self, key: str, parts: int) -> tuple[Counter[str], Counter[Any]]:
        """Return the same of parts of the keys, each by itself, added up."""
        flagged, counts = Counter[str](), Counter[Any]()
        for part in range(parts):
            some = {name: self._some(name, key, part, parts) for name in self._apart(key)}
            more, others = self._judged(some)
            flagged, counts = flagged + more, counts + others
        return flagged, counts

    def _apart(self, key: str) -> Iterator[str]:
        """Give the tables of which a run over some keys sees the rows of those keys alone."""
        yield self._main
        if self._case.screen.apart and SHAPES[self._main].column(key).number:
            for name in self._case.screen.tables[1:]:
                if SHAPES[name].has(key) and SHAPES[name].column(key).number:
                    yield name

    def _some(self, name: str, key: str, part: int, parts: int) -> Any:
        """Return the rows of one part of the keys."""
        self._case.db.execute(
            f'CREATE OR REPLACE TEMP TABLE "some {name}" AS FROM "{name}"'
            f" WHERE coalesce(hash(\"{key}\"::VARCHAR || 'x') % {parts}, 0) = {part}"
        )
        return self._tables.frame(f"some {name}")

    def _judged(self, some: Mapping[str, Any]) -> tuple[Counter[str], Counter[Any]]:
        case = self._case
        case.counts = Counter()
        case.clear()
        case.refresh()
        case.frames |= some
        case.judge()
        found = case.db.execute(f'FROM "{case.flagged}"')
        names = sorted((one[0], at) for at, one in enumerate(found.description))
        rows = Counter(str([row[at] for _name, at in names]) for row in found.fetchall())
        return rows, Counter(case.counts)


def loaded(tables: Mapping[str, pa.Table]) -> Engine:
    """Return an engine that holds tables."""
    engine = Engine(memory="256MB", threads=1)
    for name, rows in tables.items():
        engine.table(name, rows)
    return engine


def differs(engine: Engine, screen: Screen, key: str, parts: int) -> bool:
    """Whether keys judged by themselves give anything else than all of them at once."""
    split = Split(engine, screen)
    return split.at_once() != split.in_parts(key, parts)
