"""The examples of a screen file, run: each must find what it says, and nothing else.

A row whose code is `p1..p40` stands for forty rows alike, p1 to p40; where no codes are given, the
rows of a table are numbered. Amounts are read as money of the row's currency (yuan where there is
none), days as days, months as 2024-03, quantities as 1.25; whatever stands in a column of keys
stands for the key made of it; a blank is an empty cell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sunledger.core import texttable
from sunledger.core.days import read_day
from sunledger.core.money import read_money
from sunledger.core.problem import shorten
from sunledger.screening.engine import Engine, EngineError, Kind
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
    trouble = wrong(example, outcome)
    return f"{where}: {trouble}" if trouble else ""


def wrong(example: Example, outcome: Outcome) -> str:
    """Return in what an outcome differs from what the example says; nothing where it does not."""
    found = sorted(lead.subject for lead in outcome.leads)
    if found != sorted(example.flagged):
        return f"it flags {_list(found)}, and should flag {_list(sorted(example.flagged))}"
    if absent := [why for why in example.cannot if why not in outcome.cannot]:
        return f"every row is judged, and some should not: {_list(absent)}"
    lost = outcome.seen - outcome.judged
    lost -= sum(outcome.not_applicable.values()) + sum(outcome.cannot.values())
    return f"{lost} rows are neither judged nor set aside" if lost else ""


def run(screen: Screen, example: Example) -> Outcome:
    """Return what the screen makes of an example, its rows already read."""
    with engine(example) as tables:
        return tables.run(screen, example.settings)


def engine(example: Example, kind: Kind = "duckdb") -> Engine:
    """Return an engine with the tables of an example."""
    tables = Engine(memory="256MB", threads=1, kind=kind)
    if example.payments:
        tables.table("payments", table(example.payments, SHAPES["payments"]))
    for name, text in example.tables.items():
        tables.table(name, table(text, SHAPES[name]))
    return tables


def table(text: str, shape: Shape) -> pa.Table:
    """Return a table written as text."""
    import pyarrow as pa

    written = texttable.read(text)
    if shape.has("code"):
        written = [{"code": f"{shape.name}-{n}", **row} for n, row in enumerate(written, 1)]
    rows = [row for one in written for row in _rows(one, shape)]
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
        "name": str,
        "key": key_of,
        "money": lambda text: read_money(text, currency),
        "quantity": _quantity,
        "whole": int,
        "yes": {"yes": 1, "no": 0}.__getitem__,
        "day": read_day,
        "month": _month,
    }
    row = {name: readers[kinds[name]](text) if text else None for name, text in written.items()}
    if "currency" in kinds:
        row.setdefault("currency", "CNY")
    for code in _codes(written.get("code", "")):
        yield {**row, "code": code} if "code" in written else row


def key_of(text: str) -> int:
    """Return the key that an example's word stands for."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _quantity(text: str) -> int:
    """Return whole thousandths."""
    thousandths = Decimal(text.replace(",", "")) * 1000
    if thousandths != int(thousandths):
        raise ValueError(f"“{text}” has more than three decimals")
    return int(thousandths)


def _month(text: str) -> int:
    """Return months since the year 0."""
    year, month = map(int, text.split("-"))
    if not 1 <= month <= 12:
        raise ValueError(f"“{text}” is not a month; write it like 2024-03")
    return year * 12 + month - 1


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
