"""The names of firms in the tables of an engine, each as it stood: where, how often, what number.

Of every value one row is kept that says so, that whoever decides can open it.

Private persons are left out: no link of theirs is made from names. So is whatever number could be
one of a person: it tells nothing here that may be kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
from narwhals import Expr, Int64, col, concat_str, lit
from narwhals import len as count

from sunledger.screening import payee
from sunledger.screening.door import holds_number
from sunledger.screening.engine import Engine
from sunledger.screening.linkage.firmcodes import kind as code_kind
from sunledger.screening.linkage.firmcodes import one_form
from sunledger.screening.linkage.signs import simplified
from sunledger.screening.linkage.texts import plain
from sunledger.screening.sameas import FIRMS
from sunledger.screening.shapes import PAYMENTS, Frame

TABLES = {"companies": ("company", "title"), **FIRMS}
_WORDS = {"limited": "ltd"}
_UNSAID = {"and", "the"}
_SPELLINGS, _BODIES, _NUMBERS, _OTHERS = 12, 6, 3, 3  # so many are kept to be looked at
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


def keys(names: Iterable[str]) -> dict[str, str]:
    """Return by what screens know each of these names, if they were all firms'."""
    import pyarrow as pa

    given = nw.from_native(pa.table({"name": pa.array(sorted({*names}), pa.string())}))
    return dict(given.select("name", key=payee.spelled(col("name"))).rows())


@dataclass
class Firm:
    """One name, as screens know it, with all that the tables say of it."""

    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tables: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bodies: set[str] = field(default_factory=set)
    # number -> the tables in which it stands beside the name, with how many rows
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    rows: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    others: dict[str, tuple[int, list[str]]] = field(default_factory=dict)  # who bears it too

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
        names = sorted(self.names, key=lambda one: (-self.names[one], one))[:_SPELLINGS]
        bodies, numbers = sorted(self.bodies), sorted(self.numbers, key=_valid_first)[:_NUMBERS]
        shown = {"names": names, "bodies": bodies[:_BODIES], "numbers": numbers}
        shown |= {"tables": sorted(self.tables), "days": ["first", "last"]}
        return {
            "names": names,
            "tables": dict(sorted(self.tables.items())),
            "bodies": bodies[:_BODIES],
            "more_bodies": max(0, len(bodies) - _BODIES),
            "numbers": numbers,
            "codes": {one: self._code(one) for one in numbers},
            "first": self.first,
            "last": self.last,
            "rows": {
                what: {one: list(self.rows[what][one]) for one in values if one in self.rows[what]}
                for what, values in shown.items()
            },
        }

    def _code(self, number: str) -> dict[str, Any]:
        """Return where a number stands beside the name, and who else bears it."""
        others, such_as = self.others.get(number, (0, []))
        tables = dict(sorted(self.numbers[number].items()))
        return {"tables": tables, "others": others, "such_as": such_as}

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Add some rows of a table that write the firm's name alike."""
        self.names[row["name"]] += row["rows"]
        self.tables[table] += row["rows"]
        known = [("names", row["name"]), ("tables", table)]
        if row["body"]:
            self.bodies.add(row["body"])
            known.append(("bodies", row["body"]))
        if (number := row["number"]) and not holds_number(number):
            stands = self.numbers.setdefault(number, {})
            stands[table] = stands.get(table, 0) + row["rows"]
            known.append(("numbers", number))
        for what, value in known:
            self.rows[what].setdefault(value, (table, row["code"]))
        self._met(table, row.get("first"), row.get("last"))

    def _met(self, table: str, first: str | None, last: str | None) -> None:
        """Keep the first and the last day with the row of each; both come as “day code”."""
        if first and last:
            (begins, its), (ends, theirs) = first.split(" ", 1), last.split(" ", 1)
            if not self.first or begins < self.first:
                self.first, self.rows["days"]["first"] = begins, (table, its)
            if ends > self.last:
                self.last, self.rows["days"]["last"] = ends, (table, theirs)


def _valid_first(number: str) -> tuple[bool, str]:
    """Order numbers so that those come first that a check digit confirms."""
    return not code_kind(one_form(number)), number


def read(engine: Engine) -> list[Firm]:
    """Return the firms of all tables that were given, in the order of their names."""
    found: dict[str, Firm] = {}
    for table in engine.given():
        if table == PAYMENTS.name or table in TABLES:
            for row in _rows(engine, table):
                found.setdefault(row["key"], Firm()).add(table, row)
    firms = [found[key] for key in sorted(found)]
    _shared(firms)
    return firms


def _shared(firms: Iterable[Firm]) -> None:
    """Tell each name what others bear its numbers, however these are typed."""
    bearers: defaultdict[str, list[Firm]] = defaultdict(list)
    for firm in firms:
        for form in {one_form(number) or number for number in firm.numbers}:
            bearers[form].append(firm)
    for firm in firms:
        for number in firm.numbers:
            all_of_them = bearers[one_form(number) or number]
            first = [one.name for one in all_of_them[: _OTHERS + 1] if one is not firm]
            firm.others[number] = len(all_of_them) - 1, first[:_OTHERS]


def _rows(engine: Engine, table: str) -> Iterable[dict[str, Any]]:
    """Return each name of a table with each number and body, and how many rows say so."""

    def asked(rows: Frame) -> Frame:
        if table == PAYMENTS.name:
            named = rows.filter(col("payee_kind").is_in(_FIRM)).select(
                name="payee",
                key="payee_key",
                number=lit(""),
                body="body_name",
                code="code",
                day=concat_str([col("paid_on").cast(nw.String), lit(" "), col("code")]),
            )
            days: dict[str, Expr] = {"first": col("day").min(), "last": col("day").max()}
        else:
            number, name = TABLES[table]
            kind = payee.kind(col(name))
            named = rows.filter(kind.is_in(_FIRM)).select(
                name=name,
                key=payee.spelled(col(name)),
                number=number,
                body="body_name",
                code="code",
            )
            days = {}
        grouped = named.group_by("name", "key", "number", "body")
        return grouped.agg(rows=count().cast(Int64), code=col("code").min(), **days)

    return sorted(engine.ask(table, asked), key=lambda row: (row["name"], row["body"] or ""))
