"""Which names are one firm's by what people decided, and never over what they refused.

Confirmed links are taken in the order in which they were decided. One that would put two names
together of which somebody said that they are two firms' takes no effect, and is told of: the group
stays apart at that place until a person withdraws one of the two decisions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunledger.screening.engine import Engine
from sunledger.screening.firmrecords import TABLES, record
from sunledger.screening.models import Link, LinkState
from sunledger.screening.shapes import PAYMENTS, SAME_AS
from sunledger.units.models import Unit

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Party:
    """The names of one firm: their records, the name that stands for them, and its number."""

    records: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # record -> as written
    numbers: set[str] = field(default_factory=set)
    links: dict[str, set[str]] = field(default_factory=dict)  # record -> codes of its links

    @property
    def name(self) -> str:
        """Return the name that stands for the firm: the first by its record."""
        return self.names[min(self.names)]

    @property
    def number(self) -> str | None:
        """Return the firm's number, where its names have one and no other between them."""
        return next(iter(self.numbers)) if len(self.numbers) == 1 else None


@dataclass
class Parties:
    """All that people decided in a branch."""

    of: dict[str, Party] = field(default_factory=dict)  # by record
    refused: dict[str, set[str]] = field(default_factory=dict)
    held_apart: dict[int, Link] = field(default_factory=dict)  # link -> the refused one in its way

    def between(self, one: str, two: str) -> set[tuple[str, str]]:
        """Return the refused pairs that joining two records would put together."""
        mine, theirs = self._group(one), self._group(two)
        if one != two and mine is theirs:
            return set()
        return {(a, b) for a in mine for b in self.refused.get(a, set()) & theirs}

    def numbers(self, link: Link) -> set[str]:
        """Return the numbers that the names of both sides bear, with those joined already."""
        found: set[str] = set()
        for side in ("left", "right"):
            party = self.of.get(getattr(link, f"{side}_record"))
            found |= party.numbers if party else set()
            found |= set(getattr(link, f"{side}_seen").get("numbers", []))
        return found

    def are_one(self, one: str, two: str) -> bool:
        """Whether two records are one firm's already."""
        return one != two and two in self._group(one)

    def _group(self, record: str) -> set[str]:
        return self.of[record].records if record in self.of else {record}

    def join(self, link: Link) -> None:
        """Make one party of the two that a link speaks of."""
        one, two = self._party(link, "left"), self._party(link, "right")
        for side in (link.left_record, link.right_record):
            self.of[side].links.setdefault(side, set()).add(link.code)
        if one is two:
            return
        one.records |= two.records
        one.names |= two.names
        one.numbers |= two.numbers
        one.links |= two.links
        for each in two.records:
            self.of[each] = one

    def _party(self, link: Link, side: str) -> Party:
        record = getattr(link, f"{side}_record")
        party = self.of.setdefault(record, Party())
        party.records.add(record)
        party.names.setdefault(record, getattr(link, side))
        # A name that two firms bear could be either's: then no number is the party's.
        party.numbers |= set(getattr(link, f"{side}_seen").get("numbers", []))
        return party


def decided(unit: Unit) -> Parties:
    """Return what was decided at a unit, above it and below it."""
    return gathered(Link.objects.of_branch(unit).decided())


def gathered(links: Iterable[Link]) -> Parties:
    """Return the parties of decided links, in the order in which they were decided."""
    found, links = Parties(), list(links)
    refusals: dict[tuple[str, str], Link] = {}
    for link in links:
        if link.state == LinkState.REFUSED:
            for one, two in _both(link):
                found.refused.setdefault(one, set()).add(two)
                refusals.setdefault((one, two), link)
    for link in links:
        if link.state == LinkState.CONFIRMED:
            in_the_way = found.between(link.left_record, link.right_record)
            if in_the_way:
                found.held_apart[link.pk] = refusals[min(in_the_way)]
            else:
                found.join(link)
    return found


def _both(link: Link) -> list[tuple[str, str]]:
    return [(link.left_record, link.right_record), (link.right_record, link.left_record)]


def same_as(parties: Parties, names: Iterable[str]) -> pa.Table:
    """Return the table by which screens see one firm, for the names that stand in their tables."""
    import pyarrow as pa

    rows = []
    for name in sorted({one for one in names if one}):
        one = record(name)
        party = parties.of.get(one)
        if party and not _is_another(parties, party, one, name):
            row = {"name": name, "same": party.name, "number": party.number}
            rows.append(row | {"link": ", ".join(sorted(party.links[one]))})
    return pa.Table.from_pylist(rows, schema=SAME_AS.schema())


def _is_another(parties: Parties, party: Party, one: str, name: str) -> bool:
    """Whether a spelling was refused to be the same as another of one record."""
    return one in parties.refused.get(one, set()) and name != party.names[one]


def lay(engine: Engine, unit: Unit) -> None:
    """Give an engine what was decided for a branch, for the names in its tables."""
    parties = decided(unit)
    if parties.of:
        table = same_as(parties, _named(engine))
        if table.num_rows:
            engine.table(SAME_AS.name, table)


def _named(engine: Engine) -> set[str]:
    """Return the names of those who are paid, and of firms, in the tables of an engine."""
    columns = {PAYMENTS.name: "payee"} | {table: name for table, (_, name) in TABLES.items()}
    given = [table for table in engine.given() if table in columns]
    return set().union(*(engine.texts(table, columns[table]) for table in given))
