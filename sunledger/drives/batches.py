"""A batch on its way: given out, taken by a leader, chased, found true; and which post took what.

Posts are counted only by what the world may see. How often each is asked about a lead that is not
public yet would itself be news about the unit below it.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from sunledger.drives.drive import Batch, Drive
from sunledger.drives.figures import Figure, Scope
from sunledger.drives.watched import BATCH, CHASED, STAGES
from sunledger.ledger import steps
from sunledger.ledger.models import Item, ItemQuerySet, Outcome, Role
from sunledger.ledger.models.questions import overdue_on
from sunledger.units.models import Post


class Stages(NamedTuple):
    """The four stages of a batch, and how far up what is late has gone."""

    stages: list[Figure]
    chased: list[Figure]


def stages(drive: Drive, on: date, batch: Batch) -> Stages:
    """Return the stages of a batch on a day."""
    scope = Scope(drive, on, batch)
    counted = scope.tally(BATCH)
    return Stages(scope.figures(STAGES, counted), scope.figures(CHASED, counted))


def leaders(drive: Drive, on: date, batch: Batch) -> QuerySet[Any]:
    """Return the posts that took items of a batch, by unit, with what became of these."""
    taken = Q(duties__role=Role.LEADER, duties__item__in=_seen(drive, on, batch))
    done = ~Q(duties__item__outcome=Outcome.NOT_DONE)
    late = Item.objects.filter(overdue_on(on)).order_by().values("pk")
    posts = Post.objects.filter(taken).annotate(
        items=Count("duties__item", distinct=True),
        late=Count("duties__item", filter=Q(duties__item__in=late), distinct=True),
        found_right=Count(
            "duties__item",
            filter=Q(duties__item__state__in=[*steps.JUDGED[2:], *steps.CLOSED]) & done,
            distinct=True,
        ),
    )
    return posts.select_related("unit").order_by("unit__code", "name")


def taken_by(items: ItemQuerySet, post: str) -> ItemQuerySet:
    """Return those of some items, as far as they are public, in whose chain a leader's post is."""
    led = Item.objects.filter(duties__role=Role.LEADER, duties__post__code=post).order_by()
    return items.in_public().filter(pk__in=led.values("pk"))


def _seen(drive: Drive, on: date, batch: Batch) -> QuerySet[Any]:
    return drive.items(on, batch).in_public().order_by().values("pk")
