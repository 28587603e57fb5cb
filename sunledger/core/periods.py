"""Periods as words: 2026, 2026-H1, 2026-Q1, 2026-04, 2026-W14, 2026-04-05."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sunledger.core.problem import Refused, gettext_noop, shorten

Kind = Literal["yearly", "half-yearly", "quarterly", "monthly", "weekly", "daily"]

_MONTHS: dict[Kind, int] = {"yearly": 12, "half-yearly": 6, "quarterly": 3, "monthly": 1}
_FORM = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d\d)|(\d\d)(?:-(\d\d))?))?", re.ASCII)
_ONE_DAY = timedelta(days=1)


class NotPeriod(Refused):
    """A text that names no period."""


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days with a word for it; both ends belong to it."""

    start: date
    end: date
    kind: Kind
    word: str

    def __str__(self) -> str:
        return self.word

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def next(self) -> "Period":
        """Return the period of the same kind that begins where this one ends."""
        return period_of(self.end + _ONE_DAY, self.kind)


def read_period(word: str) -> Period:
    """Return the period that a word names, or raise NotPeriod."""
    found = _FORM.fullmatch(word.strip())
    try:
        if found:
            return _period(found)
    except ValueError:
        pass  # a thirteenth month, a 53rd week of a year that has none
    sentence = gettext_noop("“%(text)s” is not a period. Write 2026, 2026-Q1 or 2026-04.")
    raise NotPeriod(sentence, text=shorten(word))


def _period(found: re.Match[str]) -> Period:
    """Return the period of a word that has the form of one."""
    year = int(found[1])
    half, quarter, week, month, day = found.groups()[1:]
    if day:
        return period_of(date(year, int(month), int(day)), "daily")
    if week:
        return period_of(date.fromisocalendar(year, int(week), 1), "weekly")
    if month:
        return period_of(date(year, int(month), 1), "monthly")
    if quarter:
        return period_of(date(year, int(quarter) * 3, 1), "quarterly")
    if half:
        return period_of(date(year, int(half) * 6, 1), "half-yearly")
    return period_of(date(year, 1, 1), "yearly")


def period_of(day: date, kind: Kind) -> Period:
    """Return the period of a kind in which a day lies."""
    if kind == "daily":
        return Period(day, day, kind, day.isoformat())
    if kind == "weekly":
        year, week, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        return Period(start, start + timedelta(days=6), kind, f"{year:04d}-W{week:02d}")
    months = _MONTHS[kind]
    number = (day.month - 1) // months
    start = date(day.year, number * months + 1, 1)
    return Period(start, _after(start, months) - _ONE_DAY, kind, _WORDS[kind](day.year, number + 1))


def periods(kind: Kind, since: date, until: date) -> Iterator[Period]:
    """Give the periods of a kind that lie wholly between two days, both included."""
    period = period_of(since, kind)
    if period.start < since:
        period = period.next()
    while period.end <= until:
        yield period
        period = period.next()


def _after(start: date, months: int) -> date:
    """Return the first of the month that lies so many months later."""
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)


_WORDS: dict[Kind, Callable[[int, int], str]] = {
    "yearly": "{:04d}".format,
    "half-yearly": "{:04d}-H{}".format,
    "quarterly": "{:04d}-Q{}".format,
    "monthly": "{:04d}-{:02d}".format,
}
