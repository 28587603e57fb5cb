"""What waits for a person on the way of decisions: for the desk's list, and for the digest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sunledger.decisions.conveying import rights
from sunledger.decisions.conveying.standing import stood
from sunledger.decisions.conveying.words import NOTHING_MADE, Kind, Signed
from sunledger.decisions.models import Receipt, Reply
from sunledger.units.models import User


@dataclass(frozen=True)
class Waiting:
    """Four lists, of which the last is the sender's: those below who are overdue."""

    to_acknowledge: "QuerySet[Any]"
    to_answer: "QuerySet[Any]"
    to_rule: "QuerySet[Reply]"
    overdue_below: "QuerySet[Any]"

    def count(self) -> int:
        """Return how much waits for the person; what is overdue below waits for others."""
        lists = (self.to_acknowledge, self.to_answer, self.to_rule)
        return sum(rows.count() for rows in lists)


def waiting_for(user: User, on: date) -> Waiting:
    """Return what waits for a person on a day, the most pressing first."""
    mine = rights.own_units(user, rights.ANSWERS, on)
    sends = rights.own_units(user, rights.CONVEYS, on)
    own = _stood(Receipt.objects.filter(unit__in=mine), on)
    sent = Receipt.objects.filter(sendings__sender__in=sends).distinct()
    late = Q(signed=Signed.OVERDUE) | Q(late=True)
    asked = Reply.objects.filter(kind=Kind.NOT_OURS, ruling=None)
    return Waiting(
        to_acknowledge=own.filter(acknowledgement=None).order_by("acknowledge_by", "pk"),
        to_answer=own.filter(acknowledgement__isnull=False, standing__in=NOTHING_MADE).order_by(
            "answer_by", "pk"
        ),
        to_rule=asked.filter(receipt__in=sent)
        .select_related("receipt__unit", "receipt__matter__meeting", "receipt__matter__decision")
        .order_by("at"),
        overdue_below=_stood(sent, on).filter(late).order_by("acknowledge_by", "unit__path"),
    )


def _stood(receipts: "QuerySet[Receipt]", on: date) -> "QuerySet[Any]":
    """Return receipts with where they stand, and what a list shows of each."""
    return stood(receipts, on).select_related("unit", "matter__meeting", "matter__decision")
