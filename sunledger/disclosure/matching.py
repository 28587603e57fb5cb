"""For whom, what and of when a file is: by its name, its folders, its title, and its days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sunledger.core.numerals import read_numeral
from sunledger.core.periods import Kind, NotPeriod, period_of, read_period
from sunledger.core.rows import Sheet
from sunledger.disclosure.category import CATEGORIES, Category, guessed
from sunledger.disclosure.models import Batch
from sunledger.disclosure.shape import PERIODS
from sunledger.disclosure.sheet import fitting, read
from sunledger.disclosure.table.cells import plain_text
from sunledger.units.models import Unit

_TOP = 6  # lines that may hold a title
_ROWS = 5000  # whose days are looked at
_MOST = 0.8  # of the days that say of which period a sheet is
_SPREAD = 0.02  # of the days that a period needs to be one of several
_YEAR = r"(?P<year>20\d\d)"
_PATTERNS: dict[Kind, tuple[str, ...]] = {
    "monthly": (
        rf"{_YEAR}\s*[年./_-]?\s*(?P<part>1[0-2]|0?[1-9])(?!\d)\s*月?",
        rf"{_YEAR}(?P<part>0[1-9]|1[0-2])(?!\d)",
        rf"{_YEAR}.*?(?P<part>十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])\s*月",
    ),
    "quarterly": (
        rf"{_YEAR}.*?[第]?(?P<part>[一二三四1-4])\s*季",
        rf"{_YEAR}.*?[Qq](?P<part>[1-4])",
    ),
    "half-yearly": (rf"{_YEAR}.*?(?P<part>[上下])半年", rf"{_YEAR}.*?[Hh](?P<part>[12])"),
    "yearly": (_YEAR,),
    "daily": (rf"{_YEAR}\s*[年./_-]?\s*(?P<part>1[0-2]|0?[1-9])\s*[月./_-]?\s*(?P<day>[0-3]?\d)",),
}
_LETTERS = {"quarterly": "Q", "half-yearly": "H"}


@dataclass(frozen=True)
class Guess:
    """What a file is taken for; what nobody can tell is empty."""

    unit: Unit | None = None
    category: str = ""
    period: str = ""
    by_days: bool = False  # its days lie in several periods

    @property
    def is_sure(self) -> bool:
        """Whether nothing is left to say."""
        return bool(self.unit and self.category and (self.period or self.by_days))


class Known:
    """The units in somebody's reach, by their names."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)

    def in_text(self, text: str) -> Unit | None:
        """Return the unit that a text names: by its code, else by the longest name in it."""
        found = [unit for unit in self.units if unit.code in text]
        if not found:
            named = [
                (len(name), unit)
                for unit in self.units
                for name in (unit.name, unit.name_en)
                if name and name in text
            ]
            longest = max((length for length, _ in named), default=0)
            found = list({unit.pk: unit for size, unit in named if size == longest}.values())
        return found[0] if len(found) == 1 else None


def match(path: str, sheets: list[Sheet], known: Known) -> Guess:
    """Return what a file is taken for; `sheets` are those that it holds."""
    filled = [sheet for sheet in sheets if any(True for _ in islice(sheet.rows, 1))]
    title = " ".join([path, *(_title(sheet) for sheet in filled[:1])])
    unit = known.in_text(path) or known.in_text(title)
    if unit is None and len(known.units) == 1:
        unit = known.units[0]
    shape = _category(path, filled, unit)
    if shape is None:
        return Guess(unit)
    period = period_in(path, shape) or period_in(title, shape)
    days = _days(filled, shape)
    if not period or (len(days) > 1 and shape.period == "month"):
        said, by_days = _by_days(days, period)
        return Guess(unit, shape.code, said, by_days)
    return Guess(unit, shape.code, period)


def months_of(sheets: list[Sheet], shape: Category) -> list[str]:
    """Return the periods in which the days of a file lie, the earliest first."""
    return sorted(_days(sheets, shape))


def period_in(text: str, shape: Category) -> str:
    """Return the period that a text names, of the kind that a category asks for."""
    if shape.period == "once":
        return "once"
    kind = PERIODS[shape.period]
    for pattern in _PATTERNS[kind]:
        for found in re.finditer(pattern, text):
            word = _word(kind, found)
            try:
                return read_period(word).word
            except NotPeriod:
                continue
    return ""


def _word(kind: Kind, found: re.Match[str]) -> str:
    """Return a period as it is kept."""
    year = found["year"]
    if kind == "yearly":
        return year
    part = {"上": "1", "下": "2"}.get(found["part"], found["part"])
    number = int(part) if part.isdigit() else int(read_numeral(part) or 0)
    if kind == "daily":
        return f"{year}-{number:02d}-{int(found['day']):02d}"
    return f"{year}-{number:02d}" if kind == "monthly" else f"{year}-{_LETTERS[kind]}{number}"


def _category(path: str, sheets: list[Sheet], unit: Unit | None) -> Category | None:
    """Return the category that the name of a file says, else the one that its headings fit.

    What the unit has published before goes before what units of its kind publish, and that before
    what any body might: many categories have the same headings.
    """
    named = [
        (len(title), one)
        for one in CATEGORIES.values()
        for title in (one.title.zh, one.title.en, one.code)
        if title in path
    ]
    if named:
        return max(named, key=lambda pair: pair[0])[1]
    for likely in _likely(unit):
        for sheet in sheets:
            if shape := fitting(sheet, likely):
                return shape
    return None


def _likely(unit: Unit | None) -> Iterator[list[Category]]:
    """Give categories that a file may be of, the likeliest first."""
    if unit:
        rows = Batch.objects.filter(unit=unit).order_by().values_list("category").distinct()
        yield [CATEGORIES[code] for (code,) in rows if code in CATEGORIES]
        yield [one for one in guessed() if unit.kind in one.kinds]
    yield guessed()


def _title(sheet: Sheet) -> str:
    """Return what stands in the first lines of a sheet, and its name."""
    rows = islice(sheet.rows, _TOP)
    said = [plain_text(cell) for row in rows for cell in row.cells if isinstance(cell, str)]
    return " ".join([sheet.name, *said])[:2000]


def _days(sheets: list[Sheet], shape: Category) -> Counter[str]:
    """Return how many lines of a file lie in each period; a few strays are left out."""
    day = shape.role("day")
    if day is None or shape.period in ("once", "each time"):
        return Counter()
    kind = PERIODS[shape.period]
    found = Counter(
        period_of(value, kind).word
        for sheet in sheets
        for kept in islice(read(sheet, shape).rows, _ROWS)
        if isinstance(value := kept.values.get(day.name), date)
    )
    least = found.total() * _SPREAD
    return Counter({word: count for word, count in found.items() if count > least})


def _by_days(days: Counter[str], said: str) -> tuple[str, bool]:
    """Return the period that most days say; or that they are of several."""
    if not days:
        return said, False
    word, count = days.most_common(1)[0]
    if count >= days.total() * _MOST:
        return said or word, False
    return "", True
