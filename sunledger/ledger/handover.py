"""What the new holder of a post takes over: a new official honours old accounts."""

from datetime import date
from typing import NamedTuple

from sunledger.ledger.models import Duty, Item, TakeOver
from sunledger.ledger.steps import OPEN
from sunledger.units.models import Holding, User


class HandOver(NamedTuple):
    """A post that a person has come to hold, and the open items that it answered for before."""

    holding: Holding
    items: list[Item]


def waiting(user: User, on: date) -> list[HandOver]:
    """Return the posts of which a person has not signed yet for what they took over."""
    held = Holding.objects.on(on).filter(user=user, taken_over=None).select_related("post__unit")
    found = (HandOver(holding, left_by_others(holding)) for holding in held)
    return [one for one in found if one.items]


def left_by_others(holding: Holding) -> list[Item]:
    """Return the open items in which the post had its part before this holder came."""
    before = Duty.objects.filter(post=holding.post, step__at__date__lt=holding.since)
    items = Item.objects.filter(pk__in=before.values("item"), state__in=OPEN)
    return list(items.select_related("unit", "doer").order_by("due", "pk"))


def signed_for(item: Item) -> list[TakeOver]:
    """Return when new holders of posts in the chain have signed for an item."""
    posts = item.duties.values("post")
    told = TakeOver.objects.filter(holding__post__in=posts).select_related("holding__post__unit")
    return [one for one in told if item.code in one.items]
