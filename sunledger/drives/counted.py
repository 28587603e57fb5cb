"""What a drive counts: each number with its words, the items it counts, and what it is a share of.

A number names states, outcomes and at most one condition. From these both are made: the question
that lists its items, and the sum over the groups in which the ledger was counted. So no number can
differ from its items.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import steps
from sunledger.ledger.lists import late_by
from sunledger.ledger.models import Duty, Item, Outcome, Role, State
from sunledger.ledger.models.questions import overdue_on
from sunledger.ledger.reminders import Rung

Words = str | Promise


def _again(_on: date) -> Q:
    followed = Item.objects.filter(reopens__isnull=False).order_by().values("reopens")
    return Q(state=State.SHAM) | Q(pk__in=followed)


def _led(_on: date) -> Q:
    return Q(pk__in=Duty.objects.filter(role=Role.LEADER).order_by().values("item"))


# The conditions beside state and outcome, on a day.
CONDITIONS: dict[str, Callable[[date], Q]] = {
    "issued": lambda _on: Q(assigned_on__isnull=False),
    "overdue": overdue_on,
    "moved": lambda _on: Q(due__gt=F("due_first")),
    "again": _again,
    "returned": lambda _on: Q(returns__gt=0),
    "led": _led,
    "at_leader": lambda on: late_by(Rung.LEADER, on),
    "at_above": lambda on: late_by(Rung.ABOVE, on),
    "at_public": lambda on: late_by(Rung.PUBLIC, on),
}


class Counted(NamedTuple):
    """Which items a number counts, and of which other number it is a share."""

    key: str
    title: Words
    definition: Words
    states: Collection[str] = tuple(State)
    of: str = "items"
    outcomes: Collection[str] = ()  # of any, where none is named
    when: str = ""  # a condition that holds
    unless: str = ""  # one that does not

    def which(self, on: date) -> Q:
        """Return the condition of its items on a day."""
        found = Q(state__in=list(self.states))
        if self.outcomes:
            found &= Q(outcome__in=list(self.outcomes))
        if self.when:
            found &= CONDITIONS[self.when](on)
        return found & ~CONDITIONS[self.unless](on) if self.unless else found


# An item that was merged goes on in another one, and is counted there: once.
HERE = tuple(state for state in State if state != State.MERGED)
ITEMS = Counted(
    "items",
    _("items"),
    _("All items opened for the drive in its time; one merged into another is counted there."),
    HERE,
    of="",
)

# These eight add up to all items.
BY_STATE = (
    Counted(
        "opened",
        _("not yet assigned"),
        _("Registered; no unit has been given them yet."),
        (State.OPENED,),
    ),
    Counted(
        "assigned",
        _("being worked on"),
        _("In the hands of the unit that does the work, also those sent back to it."),
        (*steps.DOING, State.TRANSFER),
    ),
    Counted(
        "answered",
        _("answered, not yet checked"),
        _("Items that the doer calls done and nobody has verified."),
        steps.JUDGED[:2],
    ),
    Counted(
        "verified",
        _("verified, not yet closed"),
        _("Items whose answer another unit found true, and whose proofs are being gathered."),
        steps.JUDGED[2:],
    ),
    Counted(
        "paused",
        _("paused"),
        _("Items whose work rests until a day, with the reason and who approved it."),
        (State.PAUSED,),
    ),
    Counted(
        "long_term",
        _("long-term"),
        _("Items that take long, with a dated plan and a review at least every quarter."),
        (State.LONG_TERM,),
    ),
    Counted(
        "closed",
        _("closed"),
        _("Items that have ended with a public result, whatever it is: done, or not done."),
        steps.CLOSED,
    ),
    Counted(
        "referred",
        _("referred"),
        _("Items handed to the competent authority, their details sealed."),
        (State.REFERRED,),
    ),
)

# These five add up to what is being worked on.
IN_HAND = (
    Counted(
        "unsigned",
        _("issued, not signed for"),
        _("Given to a unit that has not signed for them yet."),
        (State.ASSIGNED,),
        of="assigned",
    ),
    Counted(
        "signed",
        _("signed for"),
        _("The unit has signed for them; there is no plan yet."),
        (State.SIGNED,),
        of="assigned",
    ),
    Counted(
        "planned",
        _("planned"),
        _("With their milestones set, and the work not begun."),
        (State.PLANNED,),
        of="assigned",
    ),
    Counted(
        "working",
        _("in progress"),
        _("The work goes on, also where an answer was sent back."),
        (State.WORKING,),
        of="assigned",
    ),
    Counted(
        "transfer",
        _("being transferred"),
        _("Handed by one unit to another that has not accepted them; the clock runs on."),
        (State.TRANSFER,),
        of="assigned",
    ),
)

# These two add up to what was answered and not yet checked.
REPORTED = (
    Counted(
        "reported",
        _("reported done"),
        _("The doer says that they are done; nobody has begun to look."),
        (State.ANSWERED,),
        of="answered",
    ),
    Counted(
        "checking",
        _("being verified"),
        _("Another unit is looking whether the answer is true."),
        (State.CHECKING,),
        of="answered",
    ),
)

# These two add up to what was verified and not yet closed.
FOUND_TRUE = (
    Counted(
        "found_true",
        _("found true"),
        _("Another unit found the answer true; the notice or the closing is next."),
        (State.VERIFIED,),
        of="verified",
    ),
    Counted(
        "notice",
        _("in public notice"),
        _("Anyone may object for some working days before they are closed."),
        (State.NOTICE,),
        of="verified",
    ),
)

# These four add up to the closed.
BY_OUTCOME = (
    Counted(
        "put_right",
        _("put right"),
        _("Closed items in which what was wrong has been put right."),
        steps.CLOSED,
        "closed",
        (Outcome.PUT_RIGHT,),
    ),
    Counted(
        "not_done",
        _("closed, not done"),
        _("What was to be done was not done, with the reason in the result; never counted done."),
        steps.CLOSED,
        "closed",
        (Outcome.NOT_DONE,),
    ),
    Counted(
        "unfounded",
        _("nothing was wrong"),
        _("Closed items in which the answer was found true that nothing was wrong."),
        steps.CLOSED,
        "closed",
        (Outcome.UNFOUNDED,),
    ),
    Counted(
        "data_error",
        _("the data were wrong"),
        _("Closed items in which not the matter was wrong but what was recorded of it."),
        steps.CLOSED,
        "closed",
        (Outcome.DATA_ERROR,),
    ),
)

# These three add up to the closed, too.
BY_LOOKING = (
    Counted(
        "unseen",
        _("not looked at again"),
        _("Closed items at which nobody has looked again since."),
        (State.CLOSED,),
        of="closed",
    ),
    Counted(
        "confirmed",
        _("confirmed on looking back"),
        _("Closed items that another unit looked at again later and found right."),
        (State.CONFIRMED,),
        of="closed",
    ),
    Counted(
        "sham",
        _("sham corrections"),
        _("Closed items of which looking back showed that they were put right on paper only."),
        (State.SHAM,),
        of="closed",
    ),
)

# Of which number the parts add up, so that a test and a reader can add them.
PARTS: dict[str, tuple[tuple[Counted, ...], ...]] = {
    "items": (BY_STATE,),
    "assigned": (IN_HAND,),
    "answered": (REPORTED,),
    "verified": (FOUND_TRUE,),
    "closed": (BY_OUTCOME, BY_LOOKING),
}
