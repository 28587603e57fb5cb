"""Where each unit stands with what it received, computed by the database for all at once."""

from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from sunledger.decisions.conveying.words import (
    NOTHING_MADE,
    WENT_NO_FURTHER,
    Kind,
    Signed,
    Standing,
)
from sunledger.decisions.models import Conveyance, Made, Receipt, Reply
from sunledger.ledger.models import Item, ItemQuerySet, Outcome, State

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

DONE = (State.CLOSED, State.CONFIRMED)


class Stood(TypedDict):
    """What `stood` adds to a receipt."""

    has_passed: bool
    standing: str
    signed: str
    late: bool
    stopped: bool


class Counted(TypedDict):
    """What `counted` adds to an item that was made."""

    last: int
    done: bool


def stood(receipts: "QuerySet[Receipt]", on: date) -> "QuerySet[WithAnnotations[Receipt, Stood]]":
    """Return the receipts with where each unit stands on a day.

    late     the day to answer is past, and nothing was made of it
    stopped  it went no further from here: nothing made of it, not passed on, and a day is past
    """
    passed = Conveyance.objects.filter(received=OuterRef("pk"))
    found = receipts.annotate(
        has_passed=Exists(passed), standing=_standing(), signed=_signed(on)
    ).annotate(late=_whether(Q(standing__in=NOTHING_MADE) & _is_past(on)))
    nowhere = Q(has_passed=False, standing__in=WENT_NO_FURTHER)
    found = found.annotate(stopped=_whether(nowhere & (Q(late=True) | Q(signed=Signed.OVERDUE))))
    return cast("QuerySet[WithAnnotations[Receipt, Stood]]", found)


def counted(made: "QuerySet[Made]") -> "QuerySet[WithAnnotations[Made, Counted]]":
    """Return what was made, each with the item it is now, and whether that is done.

    Done is what was closed as put right, and was not found to be a sham. What was opened anew after
    closing is as far as the item that was opened last (two are followed), and what was merged is as
    far as the item it was merged into.
    """
    anew = Item.objects.order_by("-pk")
    found = made.annotate(
        _first=Subquery(anew.filter(reopens=OuterRef("item")).values("pk")[:1])
    ).annotate(_second=Subquery(anew.filter(reopens=OuterRef("_first")).values("pk")[:1]))
    found = found.annotate(
        last=Coalesce("_second", "_first", F("item__merged_into_id"), F("item_id"))
    )
    right = Item.objects.filter(pk=OuterRef("last"), state__in=DONE, outcome=Outcome.PUT_RIGHT)
    return cast("QuerySet[WithAnnotations[Made, Counted]]", found.annotate(done=Exists(right)))


def last_of(items: ItemQuerySet) -> list[int]:
    """Return the items themselves, or those that were opened last anew in their place."""
    found = list(items)
    while anew := list(Item.objects.filter(reopens__in=found).order_by("reopens", "-pk")):
        latest = {one.reopens_id: one for one in reversed(anew)}
        found = [latest.get(one.pk, one) for one in found]
    return [one.pk for one in found]


def _standing() -> Case:
    """Return the standing of a receipt, as an expression: the first that fits."""
    replies = Reply.objects.filter(receipt=OuterRef("pk"))
    refused = replies.filter(kind=Kind.NOT_OURS)
    return Case(
        When(Exists(Made.objects.filter(receipt=OuterRef("pk"))), then=_value(Standing.ITEMS)),
        When(Exists(refused.filter(ruling__accepted=True)), then=_value(Standing.EXCUSED)),
        When(Exists(refused.filter(ruling=None)), then=_value(Standing.ASKED)),
        When(has_passed=True, then=_value(Standing.PASSED)),
        When(Exists(replies.filter(kind=Kind.WORDS)), then=_value(Standing.WORDS)),
        When(acknowledgement__isnull=False, then=_value(Standing.HELD)),
        default=_value(Standing.SILENT),
        output_field=CharField(),
    )


def _signed(on: date) -> Case:
    """Return whether it was acknowledged and in time, as an expression."""
    return Case(
        When(acknowledgement__on__lte=F("acknowledge_by"), then=_value(Signed.IN_TIME)),
        When(acknowledgement__isnull=False, then=_value(Signed.LATE)),
        When(acknowledge_by__gte=on, then=_value(Signed.WAITING)),
        default=_value(Signed.OVERDUE),
        output_field=CharField(),
    )


def _is_past(on: date) -> Q:
    """Return the condition that the day to answer is past.

    A unit that got it after that day still has the days in which it was to acknowledge.
    """
    return Q(answer_by__lt=on, acknowledge_by__lt=on)


def _whether(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _value(one: Any) -> Value:
    return Value(str(one.value))
