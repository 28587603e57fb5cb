"""The public list of what is long overdue: the clock asks, lists and takes off, once each.

Whoever is named is asked so many days before that nothing waits for the answer longer than the
list itself does. That an item was listed, and that it left, stands in the log.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from sunledger.ledger import clock, lists, reminders, replies
from sunledger.ledger.models import About, Item, Listing, Reply, Step
from sunledger.ledger.reminders import Rung
from sunledger.seal import actions as seal
from sunledger.seal.verify import Restated

LISTED, LEFT = "listed", "unlisted"
_CHUNK = 500


def go_round(on: date) -> None:
    """Ask, take off and list for one day; a second round of the day changes nothing."""
    ask(on)
    take_off(on)
    put(on)


def ask(on: date) -> None:
    """Ask whoever is named with what will soon be on the list, and was not asked yet."""
    days = reminders.days_to_ask()
    found = lists.may_be_listed(reminders.due_over(days, on), on)
    wanted = found.exclude(Exists(_listed())).exclude(Exists(_asked()))
    for pks in _chunks(wanted):
        with transaction.atomic():
            _ask(wanted.filter(pk__in=pks), on)


def put(on: date) -> None:
    """Put on the list what is late enough, and of which everyone was heard or waited for."""
    late = lists.may_be_listed(reminders.due_by(Rung.PUBLIC, on), on)
    waits = _asked().filter(given=None, until__gte=on)
    wanted = late.filter(Exists(_asked())).exclude(Exists(_listed())).exclude(Exists(waits))
    for pks in _chunks(wanted):
        with transaction.atomic():
            _put(wanted.filter(pk__in=pks), on)


def take_off(on: date) -> None:
    """Say of what was listed and no longer belongs there that it has left."""
    still = lists.may_be_listed(reminders.due_by(Rung.PUBLIC, on), on)
    gone = Listing.objects.filter(left_on=None).exclude(item__in=still.order_by().values("pk"))
    for one in gone.select_related("item"):
        with transaction.atomic():
            one.left_on = on
            one.left_leaf = seal.say(LEFT, **facts_left(one))
            one.save()


def facts(one: Listing) -> dict[str, Any]:
    """Return what is said in public when an item is listed."""
    return {
        "item": one.item.code,
        "title": one.item.title,
        "unit": one.item.unit.code,
        "doer": one.doer.code,
        "due": one.due,
        "on": one.listed_on,
        "replies": replies.facts(one.item, About.LATE, one.number + 1),
    }


def facts_left(one: Listing) -> dict[str, Any]:
    """Return what is said in public when an item leaves the list."""
    return {"item": one.item.code, "listed": one.listed_on, "on": one.left_on}


def restated() -> Iterator[Restated]:
    """Give what was said of every listing, as the rows tell it today."""
    rows = Listing.objects.select_related("item__unit", "doer").order_by("leaf")
    told = rows.prefetch_related(
        *("item__steps", "item__replies__unit", "item__replies__post", "item__replies__given")
    )
    for one in told.iterator(2000):
        yield Restated(leaf=one.leaf, what=LISTED, facts=facts(one), label=str(one.item))
        if one.left_leaf is not None:
            label = str(one.item)
            yield Restated(leaf=one.left_leaf, what=LEFT, facts=facts_left(one), label=label)


def _listed() -> QuerySet[Listing]:
    """Return the listings in force of an item."""
    return Listing.objects.filter(item=OuterRef("pk"), left_on=None)


def _asked() -> QuerySet[Reply]:
    """Return what was asked about an item's being late, as far as it counts still."""
    over = Step.objects.filter(
        item=OuterRef("item"), move__in=replies.ANEW, number__gt=OuterRef("number")
    )
    asked = Reply.objects.filter(item=OuterRef("pk"), about=About.LATE)
    return asked.exclude(Exists(over.order_by())).order_by()


def _chunks(items: QuerySet[Item]) -> Iterator[list[int]]:
    """Give the numbers of some items, so many at a time."""
    pks = list(items.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), _CHUNK):
        yield pks[start : start + _CHUNK]


def _held(items: QuerySet[Item]) -> list[Item]:
    """Return items that nobody moves until the transaction ends, with who is named in them."""
    held = items.select_for_update(of=("self",)).select_related("unit", "doer").order_by("pk")
    return list(held.prefetch_related("duties__post__unit"))


def _numbers(items: list[Item]) -> dict[int, int]:
    """Return the number of the last step of each of some items."""
    steps = Step.objects.filter(item__in=[one.pk for one in items]).order_by()
    return dict(steps.values("item").annotate(last=Max("number")).values_list("item", "last"))


def _ask(items: QuerySet[Item], on: date) -> None:
    """Ask of some items whoever is named in them."""
    held, last = _held(items), replies.until(on)
    numbers = _numbers(held)
    Reply.objects.bulk_create(
        Reply(
            item=item,
            about=About.LATE,
            unit=unit,
            post=post,
            number=numbers.get(item.pk, 0),
            asked_on=on,
            until=last,
        )
        for item in held
        for unit, post in replies.named(item, About.LATE, None).items()
    )


def _put(items: QuerySet[Item], on: date) -> None:
    """List some items, and say so."""
    held = _held(items.prefetch_related(*lists.REPLIES))
    numbers = _numbers(held)
    rows = [
        Listing(
            item=item,
            doer=item.doer or item.unit,
            due=clock.deadline(item) or on,
            listed_on=on,
            number=numbers.get(item.pk, 0),
        )
        for item in held
    ]
    if not rows:
        return
    leaves = seal.say_many(LISTED, [facts(one) for one in rows])
    for one, leaf in zip(rows, leaves, strict=True):
        one.leaf = leaf
    Listing.objects.bulk_create(rows)
