"""The examples of a screen file, run: each must find what it says, and nothing else.

A row whose code is `p1..p40` stands for forty rows alike, p1 to p40. Amounts are read as money of
the row's currency (yuan where there is none), days as days; a blank is an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sunledger.core import texttable
from sunledger.core.days import read_day
from sunledger.core.money import read_money
from sunledger.core.problem import shorten
from sunledger.screening.engine import Engine, EngineError
from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Example, Screen
from sunledger.screening.shapes import SHAPES, Shape

if TYPE_CHECKING:
    import pyarrow as pa

_MANY = re.compile(r"(.*?)(\d+)\.\.\1(\d+)")


def check(screen: Screen) -> list[str]:
    """Return a sentence for each example that does not come out as it says."""
    return [trouble for example in screen.examples if (trouble := _trouble(screen, example))]


def _trouble(screen: Screen, example: Example) -> str:
    """Return what is wrong with one example; nothing where it comes out."""
    where = f"screens/{screen.file.name}, “{example.name}”"
    try:
        outcome = run(screen, example)
    except (ValueError, EngineError) as error:
        return f"{where}: {shorten(error, 300)}"
    found = sorted(lead.subject for lead in outcome.leads)
    if found != sorted(example.flagged):
        return f"{where}: it flags {_list(found)}, and should flag {_list(sorted(example.flagged))}"
    lost = outcome.seen - outcome.judged
    lost -= sum(outcome.not_applicable.values()) + sum(outcome.cannot.values())
    return f"{where}: {lost} rows are neither judged nor set aside" if lost else ""


def run(screen: Screen, example: Example) -> Outcome:
    """Return what the screen makes of an example, its rows already read."""
    with Engine(memory="256MB", threads=1) as engine:
        engine.table("payments", table(example.payments, SHAPES["payments"]))
        for name, text in example.tables.items():
            engine.table(name, table(text, SHAPES[name]))
        return engine.run(screen, example.settings)


def table(text: str, shape: Shape) -> pa.Table:
    """Return a table written as text."""
    import pyarrow as pa

    rows = [row for written in texttable.read(text) for row in _rows(written, shape)]
    return pa.Table.from_pylist(rows, schema=shape.schema())


def _rows(written: dict[str, str], shape: Shape) -> Iterator[dict[str, Any]]:
    """Give one written row, or the many it stands for."""
    kinds = {one.name: one.kind for one in shape.columns}
    for name in written:
        if name not in kinds:
            raise ValueError(f"{shape.name} has no column “{name}”")
    currency = written.get("currency") or "CNY"
    readers: dict[str, Callable[[str], Any]] = {
        "text": str,
        "money": lambda text: read_money(text, currency),
        "whole": int,
        "day": read_day,
    }
    row = {name: readers[kinds[name]](text) if text else None for name, text in written.items()}
    row.setdefault("currency", "CNY")
    for code in _codes(written.get("code", "")):
        yield {**row, "code": code} if "code" in written else row


def _codes(code: str) -> Iterator[str]:
    """Give the codes that `p1..p40` stands for, or the one."""
    many = _MANY.fullmatch(code)
    if not many:
        yield code
        return
    stem, first, last = many.groups()
    for number in range(int(first), int(last) + 1):
        yield f"{stem}{number}"


def _list(subjects: list[str]) -> str:
    """Return subjects as people list them."""
    return ", ".join(subjects) or "nothing"
