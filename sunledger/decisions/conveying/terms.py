"""By when a unit acknowledges and answers: counted in working days, and never later further down.

The days to acknowledge are counted anew at each level, from the day on which it arrives there: a
town cannot sign on the day on which the county is still reading. The day by which everybody says
what they made of it is one day for all, as it came from the top; whoever sits on a paper takes the
time from those below.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.core.days import add_working_days, working_days_between
from sunledger.decisions.models import Receipt
from sunledger.ledger.refusals import Incomplete


class Wish(NamedTuple):
    """What the sender asks for; what is left open is as it came down, or as the settings say."""

    acknowledge_days: int | None = None
    answer_by: date | None = None


class Terms(NamedTuple):
    """The two days of a conveyance."""

    acknowledge_by: date
    answer_by: date


def limits(received: Receipt | None, on: date) -> tuple[int, date]:
    """Return the most working days to acknowledge in, and the last day to answer by."""
    usual = settings.SUNLEDGER_CONVEYING
    answer_by = add_working_days(on, usual["answer_days"], calendar())
    if received is None:
        return usual["acknowledge_days"], answer_by
    return took(received.on, received.acknowledge_by), min(answer_by, received.answer_by)


def agreed(wish: Wish, received: Receipt | None, on: date) -> Terms:
    """Return the days that hold, or refuse those that are later than what came down."""
    most, last = limits(received, on)
    days = most if wish.acknowledge_days is None else wish.acknowledge_days
    answer_by = wish.answer_by or last
    if not 0 <= days <= most:
        raise Incomplete(
            ngettext(
                "To acknowledge there is at most %(count)s working day here. Choose no more.",
                "To acknowledge there are at most %(count)s working days here. Choose no more.",
                most,
            )
            % {"count": most}
        )
    if answer_by > last:
        raise Incomplete(
            _("The day to answer by is %(day)s at the latest here. Choose no later one.")
            % {"day": last}
        )
    if answer_by < min(on, last):
        raise Incomplete(_("The day to answer by is past. Choose a later one."))
    return Terms(add_working_days(on, days, calendar()), answer_by)


def took(start: date, end: date) -> int:
    """Return how many working days something took."""
    return max(0, working_days_between(start, end, calendar()))


def calendar() -> str:
    """Return the calendar whose days off count."""
    return str(settings.SUNLEDGER_CLOCK["calendar"])
