"""Days: read from what people write, and counted as working days with their make-up days.

A plain ISO day, and any text seen before, takes about a microsecond or less. What could be two days
(04/03/2024) is refused unless `day_first` says which of the two the sheet means.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from sunledger.core.daytext import FIRST_YEAR, LAST_YEAR, NotDay, not_day, read_written
from sunledger.core.workdays import (
    add_working_days,
    is_working_day,
    working_day_from,
    working_days_between,
)

__all__ = [
    "NotDay",
    "add_working_days",
    "is_working_day",
    "read_day",
    "working_day_from",
    "working_days_between",
]

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
