"""Due dates: “monthly, by day 10” and a period give a day on which people work.

    monthly, by day 10                 the tenth of the month after the period
    yearly, by 03-31                   that day of the year after the period
    quarterly, within 15 days          so many days after the period's last
    weekly, within 3 working days      the same, of days on which people work

A month that has no such day gives its last one. A due date on which nobody works moves to the next
day on which people do.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import get_args

from sunledger.core.days import add_working_days, working_day_from
from sunledger.core.periods import Kind, Period, read_period

_RULE = re.compile(
    r"(?P<kind>[a-z-]+), (?:by day (?P<day>\d{1,2})|by (?P<month>\d\d)-(?P<of>\d\d)"
    r"|within (?P<count>\d{1,3}) (?P<working>working )?days?)",
    re.ASCII,
)


class NotDueRule(ValueError):
    """A text that is no rule for a due date."""


def due(rule: str, period: Period | str, calendar: str = "CN") -> date:
    """Return the day by which what concerns a period has to be done."""
    found = _parts(rule)
    period = read_period(period) if isinstance(period, str) else period
    if found["kind"] != period.kind:
        raise NotDueRule(f"“{rule}” says nothing of {period}, which is {period.kind}.")
    if found["working"]:
        return add_working_days(period.end, int(found["count"]), calendar)
    return working_day_from(_calendar_day(found, period), calendar)


def kind_of(rule: str) -> Kind:
    """Return how often something is due: monthly, quarterly and so on."""
    kind = _parts(rule)["kind"]
    return next(known for known in get_args(Kind) if known == kind)


def _calendar_day(found: re.Match[str], period: Period) -> date:
    """Return the day as the calendar has it, whether people work on it or not."""
    after = period.end + timedelta(days=1)
    if found["count"]:
        return period.end + timedelta(days=int(found["count"]))
    if found["day"]:
        return _in_month(after.year, after.month, int(found["day"]))
    return _in_month(period.end.year + 1, int(found["month"]), int(found["of"]))


def _in_month(year: int, month: int, day: int) -> date:
    """Return a day of a month, at the latest the last that it has."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _parts(rule: str) -> re.Match[str]:
    """Return the parts of a rule, or refuse it."""
    found = _RULE.fullmatch(rule)
    known = found is not None and found["kind"] in get_args(Kind)
    if not known or found is None or not _has_day(found):
        raise NotDueRule(
            f"“{rule}” is not a rule for a due date. Write one like: monthly, by day 10"
        )
    return found


def _has_day(found: re.Match[str]) -> bool:
    """Whether the days and months of a rule exist."""
    if found["day"]:
        return 1 <= int(found["day"]) <= 31
    if found["month"]:
        return 1 <= int(found["month"]) <= 12 and 1 <= int(found["of"]) <= 31
    return True
