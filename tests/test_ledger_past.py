"""What an item knows of its own past is what happened, and nobody can make it say otherwise."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.numbers import Numbers
from tests.cast import Cast, at, day
from tests.ledger_story import answered, assigned, closed, opened, paper, rerun
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db
PAST = ("returns", "flagged", "milestone_due", "days_taken")


def planned(cast: Cast) -> Item:
    """Return an item with two days on the way, the first of them proven."""
    item = assigned(cast)
    first, _second = ledger.plan(
        item=item,
        milestones=[ledger.Day("一", day(4)), ledger.Day("二", day(9))],
        by=cast.worker,
        at=at(1),
    )
    paper(cast, item, milestone=first)
    return item


def returned(cast: Cast) -> Item:
    """Return an item whose answer was sent back, and which a second run still flags."""
    item = answered(cast)
    ledger.send_back(item=item, reason="不完整。", by=cast.checker, at=at(5))
    rerun(cast, item, "clean", 6)
    rerun(cast, item, "still", 7)
    return item


def past(item: Item) -> tuple[Any, ...]:
    """Return what the database has of an item's past."""
    found: tuple[Any, ...] = Item.objects.filter(pk=item.pk).values_list(*PAST).get()
    return found


def test_an_item_knows_how_often_it_was_sent_back_and_what_the_last_run_found(cast: Cast) -> None:
    assert past(returned(cast)) == (1, True, None, None)


def test_an_item_knows_the_first_day_on_its_way_that_nothing_has_proven(cast: Cast) -> None:
    assert past(planned(cast)) == (None, None, day(9), None)


def test_an_item_that_closes_keeps_how_many_days_it_took(cast: Cast) -> None:
    item = closed(cast)
    assert item.closed_on is not None
    assert item.assigned_on is not None
    assert past(item)[-1] == (item.closed_on - item.assigned_on).days


@pytest.mark.parametrize(
    "lie", [{"returns": 0}, {"returns": 2}, {"flagged": False}, {"milestone_due": date(2030, 1, 1)}]
)
def test_an_item_cannot_say_otherwise_of_its_past(cast: Cast, lie: dict[str, Any]) -> None:
    item = returned(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**lie)


@pytest.mark.parametrize("lie", [{"days_taken": 0}, {"days_taken": None}, {"returns": 1}])
def test_the_past_of_a_closed_item_is_over(cast: Cast, lie: dict[str, Any]) -> None:
    item = closed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**lie)


def test_the_migration_lets_older_items_know_their_past(cast: Cast) -> None:
    items = [planned(cast), returned(cast), closed(cast), opened(cast)]
    before = [past(item) for item in items]
    fill = import_module("sunledger.ledger.migrations.0023_past_filled").fill
    with unguarded():
        Item.objects.update(**dict.fromkeys(PAST))
        fill(apps, None)
    assert [past(item) for item in items] == before


def test_an_item_of_two_kinds_stands_in_a_list_once(cast: Cast) -> None:
    items = [opened(cast), assigned(cast), assigned(cast)]
    kinds = [Item.objects.all(), Item.objects.filter(state="assigned"), Item.objects.none()]
    found = Numbers(kinds, "pk")
    assert (len(found), list(found), found[1:2]) == (3, [one.pk for one in items], [items[1].pk])
