"""What an item knows of its own past, worked out from its days, its papers and its moments.

A light is asked for of thousands of items at once, so each keeps with it what its light asks for.
Every action that changes one of these works it out here, and a guard of the database (migration
0023) refuses an item that says otherwise than its steps, papers and days.
"""

from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from sunledger.ledger.models import Evidence, Finding, Item, Kind, Milestone


def flagged(item: Item) -> bool | None:
    """Return whether the latest second run still flags an item; None where there was no run."""
    runs = Evidence.objects.filter(item=item.pk, kind=Kind.RERUN).order_by("-pk")
    found = runs.values_list("outcome", flat=True).first()
    return None if found is None else found == Finding.STILL


def milestone_due(item: Item) -> date | None:
    """Return the first day on the way that nothing has proven yet."""
    left = Milestone.objects.filter(item=item.pk, evidence=None)
    first: date | None = left.aggregate(first=Min("due"))["first"]
    return first


def days_taken(item: Item, closed_at: datetime) -> int | None:
    """Return how many days pass from giving out to closing; None where it was given to nobody."""
    if item.assigned_on is None:
        return None
    return (timezone.localdate(closed_at) - item.assigned_on).days
