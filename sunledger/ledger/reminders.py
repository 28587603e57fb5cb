"""When people are reminded of an item, and who is told when it stays undone: rules over days.

Days are counted as working days. `left` is how many are left until the day due; below zero, how
many it is over. A reminder or an escalation comes on the first night on which its point is reached,
so that a night on which the clock did not go round loses nothing, and a day off repeats nothing.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

from sunledger.core.days import add_working_days, working_days_between


class Rung(IntegerChoices):
    """How far up an item has gone that stays undone."""

    NONE = 0, _("with the doer")
    LEADER = 1, _("told to the responsible leader")
    ABOVE = 2, _("told to the level above")
    PUBLIC = 3, _("on the public list, where the world may follow it")


def clock() -> dict[str, Any]:
    """Return the settings of the clock."""
    return settings.SUNLEDGER_CLOCK


def left(due: date, on: date) -> int:
    """Return the working days that are left; below zero, how many it is over."""
    return working_days_between(on, due, clock()["calendar"])


def reminder(due: date, since: date, on: date) -> int | None:
    """Return the point that was reached after one night and by another, or None.

    7, 3, 1, 0 working days are left; then -2, -4, -6: every second day over.
    """
    before, now = left(due, since), left(due, on)
    every: int = clock()["remind_every"]
    over, over_before = max(-now, 0) // every, max(-before, 0) // every
    if over > over_before:
        return -over * every
    reached = [point for point in clock()["remind_before"] if before > point >= now]
    return min(reached, default=None)


def rung(due: date, on: date) -> Rung:
    """Return how far up an item that is still undone has gone by a day."""
    over = -left(due, on)
    return max(one for one, days in thresholds().items() if over >= days)


def climbed(due: date, since: date, on: date) -> list[Rung]:
    """Return the rungs that were reached after one night and by another."""
    return [one for one in Rung if rung(due, since) < one <= rung(due, on)]


def thresholds() -> dict[Rung, int]:
    """Return after how many working days over each rung is reached."""
    days = clock()
    return {
        Rung.NONE: -(10**6),
        Rung.LEADER: days["to_leader"],
        Rung.ABOVE: days["to_above"],
        Rung.PUBLIC: days["to_public"],
    }


def due_by(rung: Rung, on: date) -> date:
    """Return the last due day with which an item has reached a rung: for a query."""
    return due_over(thresholds()[rung], on)


def due_over(days: int, on: date) -> date:
    """Return the last due day with which an item is so many working days over: for a query."""
    tomorrow = on + timedelta(days=1)
    return add_working_days(tomorrow, -days, clock()["calendar"]) - timedelta(days=1)


def days_to_ask() -> int:
    """Return after how many working days over whoever is named is asked for a reply.

    So that they have had their time when the item is to be put on the public list.
    """
    days: int = settings.SUNLEDGER_STATES["reply_working_days"]
    return max(thresholds()[Rung.PUBLIC] - days - 1, 0)


def sign_by(assigned_on: date) -> date:
    """Return the day by which an item is to be signed for."""
    return add_working_days(assigned_on, clock()["sign_within"], clock()["calendar"])


def is_unsigned_too_long(assigned_on: date, on: date) -> bool:
    """Whether nobody has signed for an item in time, if nobody has."""
    return sign_by(assigned_on) < on


def told_unsigned(assigned_on: date, since: date, on: date) -> bool:
    """Whether that came about after one night and by another."""
    by = sign_by(assigned_on)
    return since <= by < on


def assigned_by(on: date) -> date:
    """Return the last day of assignment that is unsigned too long, for a query."""
    day = on - timedelta(days=1)
    while not is_unsigned_too_long(day, on):
        day -= timedelta(days=1)
    return day
