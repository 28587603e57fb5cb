"""What came of a screen's leads in public: the closed items, and the money in three columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from sunledger.ledger.models import Item, Recovery
from sunledger.screening.models import Lead, State
from sunledger.screening.precision import RIGHT


@dataclass(frozen=True)
class Money:
    """Three columns of one currency, which are never added together."""

    currency: str
    found: int
    recovered: int
    future: int  # what putting it right is estimated to save or earn later


def closed_items(code: str) -> QuerySet[Item]:
    """Return the closed items that leads of a screen became, or went on in; each once."""
    taken = Lead.objects.filter(screen=code, state=State.TAKEN_UP).values("item")
    own = Item.objects.filter(code__in=taken)
    into = own.filter(merged_into__isnull=False).values("merged_into")
    further = Item.objects.filter(pk__in=into, merged_into__isnull=False).values("merged_into")
    theirs = Q(pk__in=own.values("pk")) | Q(pk__in=into) | Q(pk__in=further)
    return Item.objects.closed().filter(theirs)


def money(code: str) -> list[Money]:
    """Return what the confirmed leads of a screen came to, a line a currency.

    An item that leads of several screens became is counted for each of them.
    """
    right = closed_items(code).filter(outcome__in=RIGHT)
    sums = right.order_by("currency").values("currency")
    sums = sums.annotate(found=Sum("found_amount"), future=Sum("future_amount"))
    back = Recovery.objects.filter(item__in=right.order_by().values("pk")).order_by()
    came = dict(back.values_list("currency").annotate(Sum("amount")))
    return [
        Money(one["currency"], one["found"], came.get(one["currency"], 0), one["future"])
        for one in sums
    ]
