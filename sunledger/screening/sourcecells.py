"""Cells of a source as values; what cannot be read is said without repeating it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any

from sunledger.core.days import read_day
from sunledger.core.money import read_money
from sunledger.core.problem import Refused
from sunledger.screening import door
from sunledger.screening.door import Door
from sunledger.screening.shapes import Column
from sunledger.screening.source import UNITS, Habits, Source

_MONTH = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?|(\d{4})(\d{2})", re.ASCII)
_POWER = re.compile(r"[\d.]+E\+\d+", re.IGNORECASE)
_EXACT = 2**53
_LONGEST = 2000  # signs of a text
_MOST = 2**63
Reader = Callable[[Any], Any]


class Unread(Exception):
    """A cell that is no value of its column; the words say why, and never what stands there."""


class Cells:
    """The readers of a source's columns."""

    def __init__(self, source: Source, door: Door) -> None:
        self.source, self.door = source, door
        self.columns = {one.name: one for one in source.shape.columns}
        self._readers = {name: self._reader(one) for name, one in self.columns.items()}

    def row(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a row; Unread says which column cannot be read, and why."""
        made: dict[str, Any] = {}
        for name, cell in cells.items():
            if cell is None or (isinstance(cell, str) and not cell.strip()):
                made[name] = None
                continue
            try:
                made[name] = self._readers[name](cell)
            except Unread as error:
                raise Unread(f"{self.columns[name].title.zh} ({name}): {error}") from None
            except (Refused, ValueError, ArithmeticError, TypeError):
                kind = self.columns[name].kind
                raise Unread(f"{self.columns[name].title.zh} ({name}): this is no {kind}") from None
        self._from_number(cells, made)
        self._check(made)
        return made

    def _from_number(self, cells: Mapping[str, Any], made: dict[str, Any]) -> None:
        """Fill from the identity number what is empty: why it cannot exist, birth, sex."""
        if "person" not in self.columns or made.get("person") is None:
            return
        about = self.door.person(written(cells["person"]))
        if "malformed" in self.columns:
            made["malformed"] = about.malformed
        for name, value in (("born", about.born), ("sex", about.sex)):
            if name in self.columns and made.get(name) is None:
                made[name] = value

    def _check(self, made: Mapping[str, Any]) -> None:
        """Refuse a row that lacks what may not be empty; its code is made where none is given."""
        for name, one in self.columns.items():
            if one.filled and name != "code" and made.get(name) is None:
                raise Unread(f"{one.title.zh} ({name}): it is empty, and may not be")

    def _reader(self, one: Column) -> Reader:
        """Return what reads the cells of a column."""
        habits = self.source.reading
        if one.kind == "key":
            return self._key(one.name)
        if one.kind in ("text", "name"):
            numbered = one.name not in ("code", "reference")
            return partial(_text, short=numbered)
        if one.kind == "money":
            return partial(_money, habits)
        if one.kind == "quantity":
            return partial(_quantity, UNITS[habits.units.get(one.name, "")])
        if one.kind == "day":
            return partial(_day, habits.day_first)
        if one.kind == "yes":
            return partial(_yes, habits)
        return _month if one.kind == "month" else _whole

    def _key(self, name: str) -> Reader:
        """Return what makes the keys of a column."""
        kind = door.family(name)
        if kind == "person":
            return lambda cell: self.door.person(written(cell)).key
        return lambda cell: self.door.key(written(cell), kind)


def written(cell: Any) -> str:
    """Return a number as it was written; Unread where a spreadsheet has rounded it."""
    if isinstance(cell, bool):
        raise Unread("this is no number")
    if isinstance(cell, float):
        if cell != int(cell) or abs(cell) >= _EXACT:
            raise Unread(
                "a spreadsheet has rounded the number; format the column as text, and fill it anew"
            )
        return str(int(cell))
    text = str(cell).strip()
    if _POWER.fullmatch(text):
        raise Unread(
            "a spreadsheet has rounded the number; format the column as text, and fill it anew"
        )
    if len(text) > 200:
        raise Unread("this is longer than any number")
    return text


def _text(cell: Any, *, short: bool) -> str | None:
    """Return a text; one that holds an identity number is refused."""
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date().isoformat()
    if isinstance(cell, dict | list | bytes):
        raise Unread("this is no text")
    text = " ".join(str(cell).replace("\0", "").split())
    if len(text) > _LONGEST:
        raise Unread("this is longer than a text may be")
    plain = door.plain(text) if short and len(text) >= 15 else ""
    old = len(plain) == 15 and plain.isdigit() and not door.why_impossible(plain)
    if old or door.holds_number(text):
        raise Unread(
            "an identity number stands here. Map the heading to a column of keys, or leave it out"
        )
    return text or None


def _money(habits: Habits, cell: Any) -> int:
    """Return whole minor units."""
    if habits.money == "fen":
        return _whole(cell)
    return _kept(read_money(cell, habits.currency, habits.decimal))


def _quantity(factor: Decimal, cell: Any) -> int:
    """Return whole thousandths of the column's unit; what is finer is rounded to the nearest."""
    number = _decimal(cell) * factor * 1000
    return _kept(int(number.to_integral_value()))


def _whole(cell: Any) -> int:
    """Return a whole number."""
    number = _decimal(cell)
    if number != int(number):
        raise Unread("this is no whole number")
    return _kept(int(number))


def _decimal(cell: Any) -> Decimal:
    """Return a number as it was written."""
    if isinstance(cell, bool):
        raise Unread("this is no number")
    try:
        number = Decimal(str(cell).strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise Unread("this is no number") from None
    if not number.is_finite() or abs(number.adjusted()) > 18:
        raise Unread("this is no number")
    return number


def _kept(number: int) -> int:
    """Return a whole number that a table can hold."""
    if not -_MOST < number < _MOST:
        raise Unread("this number is too large")
    return number


def _day(day_first: bool | None, cell: Any) -> date:
    return read_day(cell, day_first)


def _yes(habits: Habits, cell: Any) -> int:
    """Return 1 for yes, 0 for no."""
    if isinstance(cell, bool):
        return int(cell)
    word = written(cell) if isinstance(cell, float) else str(cell).strip()
    word = word.casefold()
    if word in _folded(habits.yes):
        return 1
    if word in _folded(habits.no):
        return 0
    raise Unread("this is neither a word for yes nor one for no; see reading.yes and reading.no")


@lru_cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _month(cell: Any) -> int:
    """Return months since the year 0, of 2024-03, 2024年3月, 202403 or a day."""
    if isinstance(cell, datetime | date):
        return cell.year * 12 + cell.month - 1
    text = written(cell)
    found = _MONTH.fullmatch(text)
    if not found:
        day = read_day(text)
        return day.year * 12 + day.month - 1
    year, month = int(found[1] or found[3]), int(found[2] or found[4])
    if not (1900 <= year < 2200 and 1 <= month <= 12):
        raise Unread("this is no month")
    return year * 12 + month - 1
