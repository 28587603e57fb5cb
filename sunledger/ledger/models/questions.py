"""Questions about items, as conditions that every list of items can use."""

from datetime import date

from django.db.models import Q

from sunledger.ledger import steps
from sunledger.ledger.steps import State


def overdue_on(on: date) -> Q:
    """Return the condition that the doer should have answered, or a review was to be, by now.

    A pause moves the day due by its working days when it begins, so a paused item can be overdue
    only where it was before, or where the pause is over and nobody has taken the work up again.
    """
    late = Q(state__in=steps.RUNNING, due__lt=on)
    return late | Q(state=State.LONG_TERM, review_on__lt=on)


# What was referred to another authority is sealed, whatever was public before.
IN_PUBLIC = Q(state__in=[*steps.CLOSED, State.NOTICE]) | Q(public=True) & ~Q(state=State.REFERRED)
