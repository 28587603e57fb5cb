"""What must hold of an item in each state, kept by the database; each with its sentence."""

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.steps import CLOSED, JUDGED, State
from sunledger.ledger.words import Outcome

_VERIFIED = (State.VERIFIED, State.NOTICE, *CLOSED)
_NOT_DONE = Q(state__in=CLOSED, outcome=Outcome.NOT_DONE)
# What may have ended before any unit was given it.
_UNASSIGNED = Q(state__in=[State.OPENED, State.MERGED, State.REFERRED]) | _NOT_DONE

APART = [
    CheckConstraint(
        name="item_doer_is_not_checker",
        condition=~Q(doer=F("checker")),
        violation_error_message=_("The unit that does the work cannot verify it."),
    ),
    CheckConstraint(
        name="item_receiver_is_neither_doer_nor_checker",
        condition=~Q(receiver=F("checker")) & ~Q(receiver=F("doer")),
        violation_error_message=_("A transfer goes to a unit that neither does nor checks it."),
    ),
    CheckConstraint(
        name="item_checker_is_not_concerned",
        condition=~Q(unit=F("checker")),
        violation_error_message=_("The unit concerned cannot verify the work."),
    ),
    CheckConstraint(
        name="item_answered_by_is_not_verified_by",
        condition=~Q(answered_by=F("verified_by")),
        violation_error_message=_("The person who answered cannot verify the answer."),
    ),
    CheckConstraint(
        name="item_answered_by_is_not_closed_by",
        condition=~Q(answered_by=F("closed_by")),
        violation_error_message=_("The person who answered cannot close the item."),
    ),
]

WHOLE = [
    CheckConstraint(
        name="item_is_assigned_whole",
        condition=_UNASSIGNED
        | Q(doer__isnull=False, checker__isnull=False, due__isnull=False)
        & Q(assigned_on__isnull=False),
        violation_error_message=_("An item is assigned to a doer, a checker and a day."),
    ),
    CheckConstraint(
        name="item_is_answered_and_verified_by_someone",
        condition=(~Q(state__in=[*JUDGED, *CLOSED]) | ~Q(answered_by=None) | _NOT_DONE)
        & (~Q(state__in=_VERIFIED) | ~Q(verified_by=None) | _NOT_DONE),
    ),
    CheckConstraint(
        name="item_is_closed_whole",
        condition=Q(state__in=CLOSED, closed_at__isnull=False, closed_by__isnull=False)
        & ~Q(result="")
        & ~Q(outcome="")
        | ~Q(state__in=CLOSED) & Q(closed_at=None, result="", outcome="", leaf=None),
    ),
    CheckConstraint(
        name="item_rests_whole",
        condition=(~Q(state=State.PAUSED) | Q(paused_until__isnull=False))
        & (~Q(state=State.LONG_TERM) | Q(review_on__isnull=False))
        & (~Q(state=State.TRANSFER) | Q(receiver__isnull=False))
        & (~Q(state=State.NOTICE) | Q(notice_until__isnull=False)),
        violation_error_message=_("A pause, a review, a transfer or a notice lacks its day."),
    ),
    CheckConstraint(
        name="item_is_merged_into_another",
        condition=(Q(state=State.MERGED, merged_into__isnull=False) & ~Q(merged_into=F("pk")))
        | ~Q(state=State.MERGED) & Q(merged_into=None),
        violation_error_message=_("An item is merged into another one."),
    ),
    CheckConstraint(
        name="item_money_is_not_negative",
        condition=Q(found_amount__gte=0, future_amount__gte=0),
        violation_error_message=_("An amount cannot be less than nothing."),
    ),
]
