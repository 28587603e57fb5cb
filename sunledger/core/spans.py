"""Stretches of time as words: “3 working days”, “10 days”, “1 month”, and the day they lead to."""

import re
from calendar import monthrange
from datetime import date, timedelta

from sunledger.core.workdays import add_working_days, working_day_from

_SPAN = re.compile(r"(?P<count>\d{1,3}) (?P<unit>working day|day|week|month)s?", re.ASCII)


class NotSpan(ValueError):
    """A text that names no stretch of time."""


def after(day: date, span: str, calendar: str = "CN") -> date:
    """Return the day that lies so long after another, moved to one on which people work."""
    count, unit = read_span(span)
    if unit == "working day":
        return add_working_days(day, count, calendar)
    if unit == "month":
        return working_day_from(months_after(day, count), calendar)
    days = count * 7 if unit == "week" else count
    return working_day_from(day + timedelta(days=days), calendar)


def read_span(span: str) -> tuple[int, str]:
    """Return how many of which unit, or refuse."""
    found = _SPAN.fullmatch(span)
    if found is None:
        raise NotSpan(f"“{span}” is no stretch of time. Write one like: 3 working days, 1 month")
    return int(found["count"]), found["unit"]


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier; the last where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
