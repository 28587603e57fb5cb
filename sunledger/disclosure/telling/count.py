"""What the lines of one sheet come to: added up in one pass, in bounded room, without any database.

Everything is counted by its currency. Of the groups only the largest are kept by name; the rest,
those who are persons, and the lines that say nothing there are kept as sums, so that all of them
together are always the whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest
from typing import Any, NamedTuple

from sunledger.core.privacy import names
from sunledger.disclosure.shape import Field
from sunledger.disclosure.telling.outline import MONTHS, Outline

SHOWN = 6  # groups that are kept by name
LARGEST = 3
CORRECTED = 10  # corrected lines that are kept one by one
MOST = 100_000  # different names in one grouping; with more of them it is not told
_MONTHS_SHOWN = 12
_STARS = "*＊×○●"
_KEY = 300  # signs of a name that are compared


class Row(NamedTuple):
    """A line as it stands today."""

    code: str
    line: int
    values: Mapping[str, Any]
    currency: str
    corrected: bool = False


@dataclass(frozen=True)
class Part:
    """Some lines, and what they come to."""

    key: str = ""
    lines: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Grouped:
    """All lines in one currency, grouped by what one field says."""

    by: str  # the field's name, or MONTHS
    parts: tuple[Part, ...]  # the largest first; months and years in their order
    different: int  # how many groups there are, those of the rest among them
    rest: Part = Part()
    persons: Part = Part()
    blank: Part = Part()


@dataclass(frozen=True)
class Large:
    """One of the largest lines; `party` and `purpose` only where they name no person."""

    code: str
    line: int
    amount: int
    party: str = ""
    purpose: str = ""
    person: bool = False


@dataclass(frozen=True)
class Came:
    """What the lines in one currency come to."""

    currency: str
    lines: int
    known: int  # lines that have an amount
    amount: int
    least: int
    most: int
    largest: tuple[Large, ...] = ()
    balance: dict[str, int] = field(default_factory=dict)  # role: sum
    groups: tuple[Grouped, ...] = ()

    @property
    def shares(self) -> bool:
        """Whether a part of the whole has a share: not where amounts were taken back."""
        return self.amount > 0 and self.least >= 0

    def grouped(self, by: str) -> Grouped | None:
        """Return the lines as grouped by one field."""
        return next((one for one in self.groups if one.by == by), None)


@dataclass(frozen=True)
class Told:
    """What a sheet comes to; the currency with most lines first."""

    lines: int
    came: tuple[Came, ...] = ()
    corrected: int = 0  # lines
    first_corrected: tuple[tuple[str, int], ...] = ()  # their codes and lines


@lru_cache(maxsize=4096)
def is_body(text: str) -> bool:
    """Whether a party may be named: it is no person, masked or not."""
    text = text.strip()
    if len(text) < 2 or any(sign in text for sign in _STARS):
        return False
    return "某" not in text[:3] and names.mask(text, "party") == text


def told(rows: Iterable[Row], what: Outline) -> Told:
    """Return what rows come to."""
    sums: dict[str, _Sum] = {}
    lines, corrected = 0, 0
    first: list[tuple[str, int]] = []
    for row in rows:
        lines += 1
        corrected += row.corrected
        if row.corrected and len(first) < CORRECTED:
            first.append((row.code, row.line))
        if row.currency not in sums:
            sums[row.currency] = _Sum(what)
        sums[row.currency].add(row)
    order = sorted(sums, key=lambda one: (-sums[one].lines, one))
    came = tuple(sums[one].came(one) for one in order)
    return Told(lines, came, corrected, tuple(first))


class _Group:
    """The lines of one grouping, while they are counted."""

    def __init__(self, by: str, of: Field, what: Outline) -> None:
        self.by, self._name = by, of.name
        self._is_party = of is what.party and by != MONTHS
        self._hides = of in (what.party, what.purpose) and by != MONTHS
        self._found: dict[str, list[int]] = {}
        self._open: set[str] = set()  # groups of which some line is not with a person
        self._persons, self._blank = [0, 0], [0, 0]
        self.too_many = False

    def add(self, values: Mapping[str, Any], amount: int, *, person: bool) -> None:
        """Count a line; who is a person is not told, nor what was paid to persons alone for."""
        text = str(values.get(self._name) or "").strip()[:_KEY]
        key = text[:7] if self.by == MONTHS else text
        if not key:
            place = self._blank
        elif self._is_party and person:
            place = self._persons
        elif key in self._found or len(self._found) < MOST:
            place = self._found.setdefault(key, [0, 0])
            if self._hides and not person:
                self._open.add(key)
        else:
            self.too_many = True
            return
        place[0] += 1
        place[1] += amount

    def grouped(self, *, by_amount: bool) -> Grouped:
        """Return the largest groups, and the rest as one."""
        persons = [*self._hidden(), Part("", *self._persons)]
        if self.by == MONTHS:
            parts = self._times()
            shown, rest = parts[-_MONTHS_SHOWN:], parts[:-_MONTHS_SHOWN]
        else:
            parts = self._by_size(by_amount=by_amount)
            shown, rest = parts[:SHOWN], parts[SHOWN:]
        return Grouped(
            self.by,
            tuple(shown),
            len(parts),
            _one(rest),
            _one(persons),
            Part("", *self._blank),
        )

    def _hidden(self) -> list[Part]:
        """Return the groups that hold nothing but lines with persons."""
        if not self._hides:
            return []
        return [Part(key, *both) for key, both in self._found.items() if key not in self._open]

    def _by_size(self, *, by_amount: bool) -> list[Part]:
        """Return the groups that may be told, the largest first."""
        found = [
            Part(key, *both)
            for key, both in self._found.items()
            if not self._hides or key in self._open
        ]
        return sorted(found, key=lambda one: (-(one.amount if by_amount else one.lines), one.key))

    def _times(self) -> list[Part]:
        """Return the months in their order, or the years where there are many months."""
        long = len(self._found) > _MONTHS_SHOWN
        times: dict[str, list[int]] = {}
        for month, (lines, amount) in sorted(self._found.items()):
            place = times.setdefault(month[:4] if long else month, [0, 0])
            place[0] += lines
            place[1] += amount
        return [Part(key, *both) for key, both in times.items()]


def _one(parts: Iterable[Part]) -> Part:
    """Return parts as one without a name."""
    parts = list(parts)
    return Part("", sum(one.lines for one in parts), sum(one.amount for one in parts))


class _Sum:
    """The lines in one currency, while they are counted."""

    def __init__(self, what: Outline) -> None:
        self._what = what
        self.lines = self._known = self._amount = 0
        self._least = self._most = 0
        self._large: list[tuple[int, int, Row]] = []
        self._balance: dict[str, int] = {one.role: 0 for one in what.balance}
        self._groups = [_Group(one.name, one, what) for one in what.groups]
        if what.day:
            self._groups.append(_Group(MONTHS, what.day, what))

    def add(self, row: Row) -> None:
        """Count a line."""
        self.lines += 1
        amount, party = self._counted(row), self._party(row)
        person = bool(party) and not is_body(party)
        for one in self._what.balance:
            value = row.values.get(one.name)
            self._balance[one.role] += value if isinstance(value, int) else 0
        for group in self._groups:
            group.add(row.values, amount, person=person)

    def _counted(self, row: Row) -> int:
        """Return a line's amount for the groups, and take it into the sum."""
        field = self._what.amount
        amount = row.values.get(field.name) if field else None
        if not isinstance(amount, int):
            return 0
        self._least = min(self._least, amount) if self._known else amount
        self._most = max(self._most, amount) if self._known else amount
        self._known += 1
        if not self._what.adds_up:
            return 0
        self._amount += amount
        if self._what.names and (len(self._large) < LARGEST or amount > self._large[-1][0]):
            self._large = nlargest(LARGEST, [*self._large, (amount, -self.lines, row)])
        return amount

    def came(self, currency: str) -> Came:
        """Return what they come to."""
        by_amount = self._what.adds_up
        return Came(
            currency,
            self.lines,
            self._known,
            self._amount,
            self._least,
            self._most,
            tuple(self._named(amount, row) for amount, _place, row in self._large),
            dict(self._balance),
            tuple(one.grouped(by_amount=by_amount) for one in self._groups if not one.too_many),
        )

    def _named(self, amount: int, row: Row) -> Large:
        """Return a large line with what may be said of it."""
        party = self._party(row)
        person = bool(party) and not is_body(party)
        purpose = str(row.values.get(self._what.purpose.name) or "") if self._what.purpose else ""
        told = ("", "") if person else (party, purpose.strip())
        return Large(row.code, row.line, amount, *told, person)

    def _party(self, row: Row) -> str:
        """Return whom a line names, if that is ever told."""
        field = self._what.party
        return str(row.values.get(field.name) or "").strip()[:_KEY] if field else ""
