"""The names of firms in the tables of an engine, each as it stood: where, how often, what number.

Private persons are left out: no link of theirs is made from names. So is whatever number could be
one of a person: it tells nothing here that may be kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw
from narwhals import Int64, col, lit
from narwhals import len as count

from sunledger.screening import payee
from sunledger.screening.door import holds_number
from sunledger.screening.engine import Engine
from sunledger.screening.linkage.signs import simplified
from sunledger.screening.linkage.texts import plain
from sunledger.screening.sameas import FIRMS
from sunledger.screening.shapes import PAYMENTS, Frame

TABLES = {"companies": ("company", "title"), **FIRMS}
_WORDS = {"limited": "ltd"}
_UNSAID = {"and", "the"}
_SPELLINGS, _BODIES = 12, 6  # so many are kept to be looked at
_FIRM = (payee.ORGANISATION, payee.PUBLIC)


def record(name: str) -> str:
    """Return the one form of a name, however it was typed: wide or traditional signs, accents."""
    words = [_WORDS.get(word, word) for word in plain(name.replace("'", " ")).split()]
    found = "".join(word for word in words if word not in _UNSAID)
    return "".join(map(simplified, found)) or name.strip().casefold()


def told_as(name: str) -> tuple[str, str]:
    """Return as what screens take a name (a firm, a person, …), and by what they know it."""
    import pyarrow as pa

    names = nw.from_native(pa.table({"name": [name]}))
    row = names.select(kind=payee.kind(col("name")), key=payee.spelled(col("name"))).rows()[0]
    return row[0], row[1]


def is_firm(name: str) -> bool:
    """Whether a name is one of a firm or a body, and none of a private person."""
    return told_as(name)[0] in _FIRM


@dataclass
class Firm:
    """One name, as screens know it, with all that the tables say of it."""

    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tables: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bodies: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """Return the spelling that stands most often."""
        return min(self.names, key=lambda one: (-self.names[one], one))

    @property
    def number(self) -> str:
        """Return its number, where the tables give one and no other."""
        return next(iter(self.numbers)) if len(self.numbers) == 1 else ""

    def seen(self) -> dict[str, Any]:
        """Return how it stood, to be kept with a link."""
        bodies = sorted(self.bodies)
        return {
            "names": sorted(self.names, key=lambda one: (-self.names[one], one))[:_SPELLINGS],
            "tables": dict(sorted(self.tables.items())),
            "bodies": bodies[:_BODIES],
            "more_bodies": max(0, len(bodies) - _BODIES),
            "numbers": sorted(self.numbers)[:3],
            "first": self.first,
            "last": self.last,
        }

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Add some rows of a table that write the firm's name alike."""
        self.names[row["name"]] += row["rows"]
        self.tables[table] += row["rows"]
        if row["body"]:
            self.bodies.add(row["body"])
        if (number := row["number"]) and not holds_number(number):
            self.numbers.add(number)
        days = [day.isoformat() for day in (row["first"], row["last"]) if isinstance(day, date)]
        if days:
            self.first = min(filter(None, (self.first, days[0])))
            self.last = max(self.last, days[-1])


def read(engine: Engine) -> list[Firm]:
    """Return the firms of all tables that were given, in the order of their names."""
    found: dict[str, Firm] = {}
    for table in engine.given():
        if table == PAYMENTS.name or table in TABLES:
            for row in _rows(engine, table):
                found.setdefault(row["key"], Firm()).add(table, row)
    return [found[key] for key in sorted(found)]


def _rows(engine: Engine, table: str) -> Iterable[dict[str, Any]]:
    """Return each name of a table with each number and body, and how many rows say so."""

    def asked(rows: Frame) -> Frame:
        if table == PAYMENTS.name:
            named = rows.filter(col("payee_kind").is_in(_FIRM)).select(
                name="payee", key="payee_key", number=lit(""), body="body_name", day="paid_on"
            )
            days = {"first": col("day").min(), "last": col("day").max()}
        else:
            number, name = TABLES[table]
            kind = payee.kind(col(name))
            named = rows.filter(kind.is_in(_FIRM)).select(
                name=name, key=payee.spelled(col(name)), number=number, body="body_name"
            )
            days = {"first": lit(None).max(), "last": lit(None).max()}
        grouped = named.group_by("name", "key", "number", "body")
        return grouped.agg(rows=count().cast(Int64), **days)

    return sorted(engine.ask(table, asked), key=lambda row: (row["name"], row["body"] or ""))
