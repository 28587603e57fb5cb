"""Days: read from what people write, and counted as working days with their make-up days.

A plain ISO day, and any text seen before, takes about a microsecond or less. What could be two days
(04/03/2024) is refused unless `day_first` says which of the two the sheet means.
"""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sunledger.core.daytext import FIRST_YEAR, LAST_YEAR, NotDay, not_day, read_written

__all__ = ["NotDay", "add_working_days", "is_working_day", "read_day", "working_day_from"]

# Spreadsheets count days from here; the numbers below stand for 1954-10-03 to 2099-12-31. Smaller
# ones are as likely a year, a count or a mistake, so they are refused.
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _END_OF_SERIALS = 20_000, 73_051


def read_day(value: object, day_first: bool | None = None) -> date:
    """Return the day of a cell, or raise NotDay."""
    if type(value) is str:
        return _from_text(value, day_first)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    raise not_day(value)


@lru_cache(maxsize=65536)
def _from_text(text: str, day_first: bool | None) -> date:
    """Return the day of a text; sheets repeat their days, so each is read once."""
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    return read_written(text, day_first)


def _from_number(value: float) -> date:
    """Return the day of a number cell: a spreadsheet's own count, or 20240304."""
    if _FIRST_SERIAL <= value < _END_OF_SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(value))
    if 19_000_000 < value < 22_000_000 and int(value) == value:
        return _from_text(str(int(value)), None)
    raise not_day(value)


def is_working_day(day: date, calendar: str = "CN") -> bool:
    """Whether people work on that day: weekends, public holidays and make-up days considered."""
    return bool(_calendar(calendar).is_working_day(day))


def add_working_days(day: date, count: int, calendar: str = "CN") -> date:
    """Return the working day that lies so many working days after the day (before, if negative)."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_day_from(day: date, calendar: str = "CN") -> date:
    """Return the day itself if people work on it, else the next day on which they do."""
    while not is_working_day(day, calendar):
        day += timedelta(days=1)
    return day


@cache
def _calendar(name: str) -> Any:
    """Return the calendar of a country ("CN") or a part of one ("GB-ENG")."""
    import holidays

    country, _, part = name.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise ValueError(f"There is no calendar “{name}”. Write one like CN or GB-ENG.") from error
