"""Which columns a screen's leads rest on, as its own file says it.

Of the table whose rows are judged: the columns that NEEDS names. Of every other table without which
it cannot judge (OPTIONAL names the rest): the columns by which rows are kept APART, and those keys,
days and amounts that its functions name. Names and titles that are only shown are not among them,
nor `since` and `until`, where nothing means that something is still so.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from sunledger.screening.quality import rules
from sunledger.screening.quality.marks import looked_at
from sunledger.screening.screen import Screen
from sunledger.screening.shapes import DAYS_OFF, LIMITS, SHAPES, SIGNS, Shape

_KINDS = ("key", "day", "month", "money", "quantity", "whole")
_OURS = (DAYS_OFF.name, LIMITS.name, SIGNS.name)  # tables that come with us


def rests_on(screen: Screen) -> dict[str, tuple[str, ...]]:
    """Return by table the columns that the leads of a screen rest on."""
    judged, *others = screen.tables
    named = _named(screen.file)
    found = {judged: _of(SHAPES[judged], screen.needs.get(judged, ()))}
    for name in others:
        if name not in screen.optional and name not in _OURS:
            shape = SHAPES[name]
            used = [one.name for one in shape.columns if one.kind in _KINDS and one.name in named]
            wanted = {*screen.apart, *used}.difference(rules.OPEN)
            found[name] = _of(shape, wanted)
    return found


def may_not_lack(screen: Screen, table: str) -> set[str]:
    """Return the columns of a table where nothing may be missing; elsewhere it may mean a lot."""
    return {*screen.needs.get(table, ()), *screen.apart, *rules.essential(SHAPES[table])}


def questions(screens: Mapping[str, Screen]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return by judged table the columns that each screen's judging of a row rests on."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, screen in screens.items():
        judged = screen.tables[0]
        if columns := rests_on(screen)[judged]:
            found.setdefault(judged, {})[code] = columns
    return found


def _of(shape: Shape, wanted: object) -> tuple[str, ...]:
    """Return those of the columns whose cells are looked at, in the order of the table."""
    names = set(wanted) if isinstance(wanted, tuple | set) else set()
    return tuple(one.name for one in looked_at(shape) if one.name in names)


@lru_cache(maxsize=512)
def _named(file: Path) -> frozenset[str]:
    """Return every text that stands in a function of a screen's file."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    functions = [one for one in module.body if isinstance(one, ast.FunctionDef)]
    return frozenset(
        each.value
        for function in functions
        for each in ast.walk(function)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )
