"""Lists over time: what is overdue by how much and where, and what has gone up to whom."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Left, StrIndex, Substr
from django.db.models.lookups import Exact

from sunledger.ledger import gate, reminders, steps
from sunledger.ledger.digest import Told
from sunledger.ledger.models import Chase, Digest, Duty, Item, ItemQuerySet, Listing, Role
from sunledger.ledger.models.questions import overdue_on
from sunledger.ledger.reminders import Rung
from sunledger.ledger.steps import State
from sunledger.units import paths
from sunledger.units.models import Unit, User

_UP = (Told.PUBLIC, Told.ABOVE, Told.LEADER, Told.RECEIPT)
REPLIES = ("steps", "replies__unit", "replies__post", "replies__given")
_DIGESTS = 90  # of a person, in which to look for what has gone up and is not yet done


def late_by(rung: Rung, on: date) -> Q:
    """Return the condition that an item, still undone, has gone up a rung: as `reminders.rung`."""
    return _late_since(reminders.due_by(rung, on), on)


def _late_since(last: date, on: date) -> Q:
    """Return the condition that an item was due by a day, is still undone, and does not rest."""
    late = Q(state__in=steps.RUNNING, due__lte=last)
    late |= Q(state=State.LONG_TERM, review_on__lte=last)
    return late & ~Q(state=State.PAUSED, paused_until__gte=on)


def late(items: ItemQuerySet, last: date) -> ItemQuerySet:
    """Return those of the items that were to be answered, or reviewed, by a day that is past.

    As `overdue_on` for the day after it, but each kind is found by its own index.
    """
    first, second = (kind.order_by().values("pk") for kind in late_kinds(Item.objects.all(), last))
    return items.filter(pk__in=first.union(second, all=True))


def late_kinds(items: ItemQuerySet, last: date) -> list[ItemQuerySet]:
    """Return the same kind by kind, each item in one of them.

    Of the two joined by an "or", a database with many items reads all of them.
    """
    review = items.filter(state=State.LONG_TERM, review_on__lte=last, due__gt=last)
    return [items.filter(state__in=steps.RUNNING, due__lte=last), review]


def overdue(items: ItemQuerySet, on: date) -> ItemQuerySet:
    """Return those of the items that are overdue on a day."""
    return late(items, on - timedelta(days=1))


def public_late(on: date) -> ItemQuerySet:
    """Return the items on the public list, the longest overdue first, with the posts bound.

    The clock puts them there at night, see `ledger.listing`; what was answered leaves at once.
    """
    listed = Listing.objects.filter(item=OuterRef("pk"), left_on=None)
    items = may_be_listed(reminders.due_by(Rung.PUBLIC, on), on).filter(Exists(listed))
    bound = Duty.objects.filter(role__in=[Role.HANDLER, Role.LEADER]).select_related("post__unit")
    items = items.select_related("unit", "doer").prefetch_related(
        Prefetch("duties", bound), *REPLIES
    )
    return items.order_by("due", "pk")


def may_be_listed(last: date, on: date) -> ItemQuerySet:
    """Return what the world may follow, was due by a day, and is still undone."""
    followed = Item.objects.in_public().filter(_late_since(last, on), public=True)
    return late(followed, last).exclude(kind__in=settings.SUNLEDGER_KINDS_NOT_FOLLOWED)


def gone_up(user: User, on: date) -> ItemQuerySet:
    """Return the items that went up to a person, still undone: from their own digests."""
    digests = Digest.objects.filter(user=user, day__lte=on).order_by("-day")
    told = digests.values_list("content", flat=True)[:_DIGESTS]
    pks = {pk for content in told for why in _UP for pk in _told(content, why)}
    if not pks:
        return Item.objects.none()
    late = overdue_on(on) | Q(state__in=steps.DOING, signed_on=None)
    return gate.visible_to(user, on).filter(late, pk__in=sorted(pks)[-900:])


def _told(content: dict[str, Any], why: Told) -> Iterable[int]:
    """Return the items of one kind that a digest holds."""
    return (pk for pk, _left in content.get(why.value, {}).get("items", ()))


def inside(unit: Unit) -> Q:
    """Return the condition that an item concerns a unit or one below it.

    Under a topmost unit lies nearly all, and a database that begins with all units, as SQLite does
    by the index over paths, comes late to the few items that are asked for.
    """
    if unit.depth:
        return paths.branch(unit.path, "unit__path")
    return Q(Exact(Left(F("unit__path"), len(unit.path)), unit.path))


def overdue_by_branch(items: ItemQuerySet, unit: Unit, on: date) -> dict[str, dict[str, int]]:
    """Return, by the path of each unit right below one, how many items are overdue, and how long.

    What concerns the unit itself stands under its own path.
    """
    rest = Substr("unit__path", len(unit.path) + 1)
    below_it = Substr(rest, 1, StrIndex(rest, Value("/")))
    counts = {rung.name.lower(): Count("pk", filter=late_by(rung, on)) for rung in Rung if rung > 0}
    keys = ("overdue", *counts)
    found: dict[str, dict[str, int]] = {}
    for kind in late_kinds(items.filter(inside(unit)), on - timedelta(days=1)):
        rows = kind.order_by().annotate(branch=below_it).values("branch")
        rows = rows.annotate(overdue=Count("pk"), **counts)
        for branch, *row in rows.values_list("branch", *keys):
            line = found.setdefault(unit.path + branch, dict.fromkeys(keys, 0))
            for key, count in zip(keys, row, strict=True):
                line[key] += count
    return found


def chased(items: ItemQuerySet) -> ItemQuerySet:
    """Return those of the items that run and were chased, the most often chased first."""
    running = items.running().filter(Exists(Chase.objects.filter(item=OuterRef("pk"))))
    return running.annotate(times=Count("chases")).order_by("-times", "due", "pk")


def chased_by_doer(items: ItemQuerySet) -> list[tuple[int, int, int]]:
    """Return, by the unit that does the work, how many items were chased, and how often."""
    rows = Chase.objects.filter(item__in=items.running().order_by().values("pk")).order_by()
    counts = rows.values("item__doer").annotate(
        items=Count("item", distinct=True), times=Count("pk")
    )
    found = counts.filter(item__doer__isnull=False).values_list("item__doer", "items", "times")
    return sorted(found, key=lambda one: (-one[2], one[0]))
