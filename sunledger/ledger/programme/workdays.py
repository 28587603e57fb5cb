"""The working days of a calendar as numbers, so that durations can be added."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from sunledger.core.days import is_working_day

_ONE = timedelta(days=1)
_FARTHEST = 100 * 366  # days after the first; whoever plans beyond has mistyped a year


class WorkDays:
    """Numbers the working days from a first day on; the list grows as far as it is asked for."""

    def __init__(self, first: date, calendar: str = "CN") -> None:
        self._calendar = calendar
        self._next = first
        self._end = first + timedelta(days=_FARTHEST)
        self._days: list[date] = []
        self._reach(first + 30 * _ONE)

    def at_or_after(self, day: date) -> int:
        """Return the number of a day, or of the next on which people work."""
        self._reach(day + 30 * _ONE)
        return bisect_left(self._days, day)

    def at_or_before(self, day: date) -> int:
        """Return the number of a day, or of the last before it on which people work."""
        self._reach(day)
        return bisect_right(self._days, day) - 1

    def day(self, number: int) -> date:
        """Return the day with a number; those before the first are the first."""
        while number >= len(self._days) and self._next < self._end:
            self._reach(self._next + 30 * _ONE)
        return self._days[max(0, min(number, len(self._days) - 1))]

    def _reach(self, until: date) -> None:
        """Have all working days up to a day."""
        while self._next <= min(until, self._end):
            if is_working_day(self._next, self._calendar):
                self._days.append(self._next)
            self._next += _ONE
