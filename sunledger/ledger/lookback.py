"""When closed items are looked at again: a sample that follows from their codes, at set days.

The days are kept when an item closes, so that what is due is one question to the database, and so
that a setting that is changed later does not change what was drawn.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sunledger.ledger.models import Item, LookBack, Move, Outcome, Step
from sunledger.ledger.steps import CLOSED
from sunledger.units import access, paths
from sunledger.units.models import Power, Unit, User

LARGE = 1 << 32


class Counts(NamedTuple):
    """How many look-backs were due by a day, and what came of them."""

    due: int
    made: int
    confirmed: int
    sham: int


def days(item: Item) -> list[date]:
    """Return the days on which an item that closes is to be looked at again; most have none.

    Each day is drawn by itself from the item's code, so that nobody can choose what is looked at,
    and everyone can work out afterwards that it was drawn. What was not done is not looked at.
    """
    if item.closed_on is None or item.outcome == Outcome.NOT_DONE:
        return []
    rules = settings.SUNLEDGER_STATES
    drawn = [after for after in rules["look_back_days"] if _draw(item.code, after) < _share()]
    return [item.closed_on + timedelta(after) for after in drawn]


def draw(item: Item) -> None:
    """Keep the days of an item that is just being closed."""
    LookBack.objects.bulk_create(LookBack(item=item, day=day) for day in days(item))


def made(step: Step, on: date) -> None:
    """Note that by a step all was looked at that was due by a day."""
    LookBack.objects.filter(item=step.item_id, step=None, day__lte=on).update(step=step)


def due(item: Item, on: date) -> date | None:
    """Return since when a look back at an item is due; none where it was made, or is not drawn."""
    waiting = all_due(on).filter(item=item.pk).order_by("day")
    return waiting.values_list("day", flat=True).first()


def all_due(on: date) -> QuerySet[LookBack]:
    """Return the look-backs that are due and that nobody has made."""
    return LookBack.objects.filter(step=None, day__lte=on, item__state__in=CLOSED[:2])


def waiting_for(user: User, on: date) -> QuerySet[LookBack]:
    """Return those that a person may make, the longest due first: as `gate` says, in one query.

    One look is made of all that is due for an item, so an item stands here once, since the first
    of its days. Whoever holds a post in the unit that did the work or is concerned, or below it,
    stands too near.
    """
    checks = [post.unit_id for post in access.posts_with(user, Power.VERIFY, on)]
    mine = Q(item__checker__in=checks) | access.within(user, Power.VERIFY, on, "item__unit")
    own = [path for post in access.posts_of(user, on) for path in _up(post.unit.path)]
    earlier = all_due(on).filter(item=OuterRef("item"), day__lt=OuterRef("day"))
    found = all_due(on).filter(mine).exclude(Exists(earlier)).exclude(item__doer__path__in=own)
    found = found.exclude(item__unit__path__in=own)
    return found.select_related("item__unit", "item__doer").order_by("day", "pk")


def counts(on: date, unit: Unit | None = None) -> Counts:
    """Return how many look-backs were due by a day, of a branch or of all, and what was found."""
    all_days = LookBack.objects.filter(day__lte=on)
    if unit:
        all_days = all_days.filter(paths.branch(unit.path, "item__unit__path"))
    done = Q(step__isnull=False)
    found = all_days.filter(done | Q(item__state__in=CLOSED[:2])).aggregate(
        due=Count("pk"),
        made=Count("pk", filter=done),
        confirmed=Count("pk", filter=Q(step__move=Move.CONFIRM)),
        sham=Count("pk", filter=Q(step__move=Move.EXPOSE)),
    )
    return Counts(**found)


def _up(path: str) -> list[str]:
    """Return the path of a unit, and those of all above it."""
    codes = path.strip("/").split("/")
    return ["/".join(codes[:length]) + "/" for length in range(1, len(codes) + 1)]


def _draw(code: str, after: int) -> int:
    """Return a number that follows from an item and a day, as evenly spread as dice."""
    return int(sha256(f"{code} {after}".encode()).hexdigest()[:8], 16)


def _share() -> int:
    """Return the number below which a draw wins."""
    return int(settings.SUNLEDGER_STATES["look_back_share"] * LARGE)
