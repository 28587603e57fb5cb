"""Working days: the calendars of countries, local ones as files, and counting by them.

A local calendar is one TOML file in `calendars/`, named by its file: the calendar it begins from,
the days on which nobody works there though the base does (`off`), and those on which people do
though it does not (`on`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sunledger.core.catalogue import CatalogueError, load

SHELF = Path(__file__).parent / "calendars"
_ONE = timedelta(days=1)
_SATURDAY = 5
_COUNTRY = re.compile(r"[A-Z]{2}(-|$)")


@dataclass(frozen=True)
class LocalDay:
    """A day that is another one here than in the base, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class LocalCalendar:
    """A calendar that differs from another one by some days; without a base, Monday to Friday."""

    code: str
    title: str
    base: str = ""
    off: tuple[LocalDay, ...] = field(default=())
    on: tuple[LocalDay, ...] = field(default=())

    def __post_init__(self) -> None:
        days = [one.day for one in (*self.off, *self.on)]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise ValueError(f"{twice[0]} stands in the file twice")
        _of_country(self.base)
        for one in self.off:
            if not _base_works(self.base, one.day):
                raise ValueError(f"off {one.day}: nobody works on that day anyway")
        for one in self.on:
            if _base_works(self.base, one.day):
                raise ValueError(f"on {one.day}: people work on that day anyway")

    def works(self, day: date) -> bool:
        """Whether people work here on that day."""
        turned = any(one.day == day for one in (*self.off, *self.on))
        return _base_works(self.base, day) != turned


def shelf(folder: Path = SHELF) -> dict[str, LocalCalendar]:
    """Return the local calendars of a folder, or refuse the first bad file."""
    found = load(folder, LocalCalendar)
    for name in found:
        if _COUNTRY.match(name):
            raise CatalogueError(f"{folder.name}/{name}.toml: “{name}” is named as a country's is")
    return found


def is_working_day(day: date, calendar: str = "CN") -> bool:
    """Whether people work on that day: weekends, public holidays and make-up days considered."""
    days = _year(day.year, calendar)
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def add_working_days(day: date, count: int, calendar: str = "CN") -> date:
    """Return the working day that lies so many working days after the day (before, if negative)."""
    step = _ONE if count >= 0 else -_ONE
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_day_from(day: date, calendar: str = "CN") -> date:
    """Return the day itself if people work on it, else the next day on which they do."""
    while not is_working_day(day, calendar):
        day += _ONE
    return day


def working_days_between(start: date, end: date, calendar: str = "CN") -> int:
    """Return how many working days lie after the one and up to the other; below zero if past."""
    if end < start:
        return -working_days_between(end, start, calendar)
    whole = sum(len(_year(year, calendar)) for year in range(start.year, end.year))
    before = bisect_left(_year(start.year, calendar), start + _ONE)
    return whole + bisect_left(_year(end.year, calendar), end + _ONE) - before


@cache
def _year(year: int, calendar: str) -> tuple[date, ...]:
    """Return the working days of a year."""
    works = _calendar(calendar)
    return tuple(day for day in _days_of(year) if works(day))


def _days_of(year: int) -> Iterator[date]:
    """Give every day of a year."""
    first = date(year, 1, 1)
    count = date(year, 12, 31).toordinal() - first.toordinal() + 1
    return (first + timedelta(days=number) for number in range(count))


@cache
def _calendar(name: str) -> Any:
    """Return the question of a calendar by its name: a local one, or that of a country."""
    if local := LOCAL.get(name):
        return local.works
    return _of_country(name).is_working_day


def _base_works(base: str, day: date) -> bool:
    """Whether people work on that day in a country, or in a week of five days."""
    if not base:
        return day.weekday() < _SATURDAY
    return bool(_of_country(base).is_working_day(day))


@cache
def _of_country(name: str) -> Any:
    """Return the calendar of a country ("CN") or a part of one ("GB-ENG")."""
    if not name:
        return None
    import holidays

    country, _, part = name.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise ValueError(f"There is no calendar “{name}”. Write one like CN or GB-ENG.") from error


LOCAL = shelf()
