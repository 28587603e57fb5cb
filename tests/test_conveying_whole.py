"""The whole way down as its page shows it, and what is said of it in public."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunledger.decisions import actions as decisions
from sunledger.decisions import restate
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import chain, figures
from sunledger.decisions.conveying.waiting import waiting_for
from sunledger.decisions.conveying.words import Signed, Standing
from sunledger.decisions.models import (
    Acknowledgement,
    Conveyance,
    Receipt,
    Reply,
    Sending,
)
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Unit
from tests.cast import at, day
from tests.conveying_story import Way, make_way, way, whole_story
from tests.unguarded import unguarded

__all__ = ["way"]


# --- the whole story ------------------------------------------------------------------------------


def test_the_whole_story_is_on_the_page_as_it_was(db: None) -> None:
    way = whole_story()
    cast = way.cast
    first, second = figures.levels(way.matter.receipts.all(), day(8))
    assert (first.reached, first.acknowledged, first.asked, first.nothing) == (2, 2, 1, 1)
    assert (first.passed, first.stopped, first.items) == (1, 0, 0)
    assert (second.reached, second.acknowledged, second.overdue) == (2, 1, 1)
    assert (second.items, second.done, second.stopped) == (1, 1, 1)
    assert first.signing == (0, 1, 2)
    assert second.signing == (1, 1, 1)
    assert first.passing == (1, 1, 1)
    found = chain.rows(
        chain.shown(chain.on_the_way(way.matter), day(8)), Item.objects.in_public(), day(8)
    )
    assert [(row.receipt.unit, row.standing) for row in found] == [
        (cast.bureau, Standing.ASKED),
        (cast.town, Standing.PASSED),
        (cast.village, Standing.ITEMS),
        (cast.hamlet, Standing.SILENT),
    ]
    (stopped,) = [row for row in found if row.receipt.stopped]
    assert stopped.signed == Signed.OVERDUE
    assert [str(post) for post in stopped.posts] == ["neighbour 岗"]
    assert [row.done for row in found] == [0, 0, 1, 0]
    assert found[1].onward[0].units == 2


def test_what_waits_is_on_the_desk_of_the_unit_and_what_is_overdue_on_the_senders(
    db: None,
) -> None:
    way = whole_story()
    cast = way.cast

    def units(rows: Any) -> list[Unit]:
        return [one.unit for one in rows]

    neighbour = waiting_for(way.neighbour, day(8))
    assert units(neighbour.to_acknowledge) == [cast.hamlet]
    town = waiting_for(way.secretary, day(8))
    assert units(town.to_answer) == [cast.town]
    assert units(town.overdue_below) == [cast.hamlet]
    county = waiting_for(cast.lead, day(8))
    assert [one.receipt.unit for one in county.to_rule] == [cast.bureau]
    assert units(county.overdue_below) == [cast.town]
    assert waiting_for(way.head, day(8)).count() == 0
    assert waiting_for(cast.clerk, day(8)).count() == 0


# --- what stands, and what is said in public ------------------------------------------------------


def test_everything_on_the_way_of_a_public_meeting_is_said_and_said_again(db: None) -> None:
    way = whole_story()
    reply = Reply.objects.get(kind="not_ours")
    conveying.rule(reply=reply, accepted=True, by=way.cast.lead, at=at(9))
    whats = ["conveyed", "acknowledged", "made of it", "ruled"]
    assert [Fact.objects.filter(what=what).count() for what in whats] == [2, 3, 2, 1]
    assert not check_facts(restate.restated())
    for model in (Conveyance, Acknowledgement, Reply):
        assert not model.objects.filter(leaf=None).exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Acknowledgement, {"at": at(-9)}),
        (Reply, {"note": "从未说过。"}),
        (Conveyance, {"note": "从未说过。"}),
        (Sending, {"receipt": "other"}),
    ],
)
def test_what_is_rewritten_is_refused_and_past_the_guards_it_is_found(
    db: None, model: Any, change: dict[str, Any]
) -> None:
    way = whole_story()
    one = model.objects.earliest("pk")
    if "receipt" in change:
        change = {"receipt": way.receipt(way.cast.hamlet)}
    for attack in (lambda: model.objects.filter(pk=one.pk).update(**change), one.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    with unguarded():
        model.objects.filter(pk=one.pk).update(**change)
    assert check_facts(restate.restated())


def test_what_came_before_the_meeting_was_public_is_said_when_it_opens(db: None) -> None:
    way = whole_story(public=False)
    assert not Fact.objects.filter(what="conveyed").exists()
    decisions.make_public(meeting=way.meeting, by=way.cast.lead, at=at(9))
    assert Fact.objects.filter(what="conveyed").count() == 2
    assert not check_facts(restate.restated())
    conveying.acknowledge(receipt=way.receipt(way.cast.hamlet), by=way.neighbour, at=at(9))
    assert Fact.objects.filter(what="acknowledged").count() == 4
    assert not check_facts(restate.restated())


def test_a_meeting_that_conveys_one_from_above_says_which(way: Way) -> None:
    cast = way.cast
    meeting = decisions.record_meeting(
        unit=cast.town, title="镇传达会", held_on=day(1), text="传达县常务会精神。",
        by=way.secretary, at=at(1),
    )  # fmt: skip
    common: dict[str, Any] = {"meeting": meeting, "by": way.secretary, "at": at(1)}
    with pytest.raises(Incomplete):
        conveying.name_above(above=meeting, **common)
    with pytest.raises(Incomplete):
        conveying.name_above(**common)
    named = conveying.name_above(above=way.meeting, **common)
    assert (named.above, named.name) == (way.meeting, "常务会")
    with pytest.raises(NotNow):
        conveying.name_above(name="别的会", **common)
    decisions.make_public(meeting=meeting, by=way.secretary, at=at(1))
    assert Fact.objects.filter(what="conveys").count() == 1
    assert not check_facts(restate.restated())


def test_the_questions_to_the_database_do_not_grow_with_the_tree(db: None) -> None:
    way = make_way(public=True)
    few = questions(way, 3)
    many = questions(way, 400)
    assert Receipt.objects.count() == 403
    assert many <= few + 2  # parts of a statement with many values


def questions(way: Way, count: int) -> int:
    """Send it to so many new villages; return how many questions the page asks."""
    names = [f"q-l-{count}-{number}" for number in range(count)]
    town = way.cast.town
    Unit.objects.bulk_create(
        Unit(code=name, name=name, parent=town, path=f"{town.path}{name}/", depth=2)
        for name in names
    )
    way.sent(*Unit.objects.filter(code__in=names))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures.levels(way.matter.receipts.all(), day())
        chain.rows(
            chain.shown(chain.on_the_way(way.matter), day())[:50], Item.objects.in_public(), day()
        )
    return len(asked)
