"""What the world sees of an item, and what it does not."""

from dataclasses import asdict

import pytest

from sunledger.ledger import actions as ledger
from sunledger.ledger.clock import Light
from sunledger.ledger.face import face
from sunledger.ledger.models import Item, State
from sunledger.ledger.refusals import NotNow
from tests.cast import Cast, at, day
from tests.ledger_story import answered, assigned, closed, heard, paper


def test_nothing_of_a_lead_about_a_named_unit_is_public_before_it_is_closed(cast: Cast) -> None:
    item = answered(cast)
    assert face(item, day(3)) is None
    assert not Item.objects.in_public().exists()


def test_a_result_comes_with_the_answer_of_the_unit_and_the_money_in_three_columns(
    cast: Cast,
) -> None:
    item = assigned(cast, found_amount=500, future_amount=70)
    receipt = paper(cast, item, kind="receipt")
    ledger.record_recovery(
        item=item,
        amount=300,
        receipt=receipt,
        payer="某公司",
        paid_to="王某",
        on=day(1),
        by=cast.worker,
        at=at(1),
    )
    ledger.answer(item=item, note="我们已追回。", by=cast.worker, at=at(2))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    ledger.close(item=item, result="已退回。", unrecovered="已注销。", by=cast.lead, at=at(4))
    seen = face(item, day(5))
    assert seen is not None
    assert seen.ending is not None
    assert (seen.ending.answer, seen.ending.finding) == ("我们已追回。", "属实。")
    money = seen.ending.money
    assert (money.found, money.recovered, money.future) == (500, 300, 70)
    assert "王某" not in repr(asdict(seen))  # whoever was paid
    assert (seen.light, seen.ending.leaf) == (Light.GREY, item.leaf)
    assert [str(step.unit) for step in seen.passed][2] == "柳河镇"


def test_no_person_is_ever_in_the_face(cast: Cast) -> None:
    seen = face(closed(cast), day(5))
    assert seen is not None
    told = repr(asdict(seen))
    for person in (cast.lead, cast.worker, cast.checker):
        assert person.name not in told
        assert repr(person) not in told


def test_an_item_that_the_world_may_follow_shows_how_far_it_is_and_nothing_said_inside(
    cast: Cast,
) -> None:
    item = answered(cast)
    ledger.show(item=item, by=cast.lead, at=at(3))
    seen = face(item, day(3))
    assert seen is not None
    assert (seen.state, seen.ending, len(seen.passed)) == (State.ANSWERED, None, 4)
    assert "追回" not in repr(seen)
    assert list(Item.objects.in_public()) == [item]


def test_a_lead_is_never_shown_before_it_is_closed(cast: Cast) -> None:
    item = answered(cast, kind="lead")
    with pytest.raises(NotNow):
        ledger.show(item=item, by=cast.lead, at=at(3))
    with pytest.raises(NotNow):
        answered(cast, kind="report", public=True)


def test_a_result_that_had_to_be_opened_anew_says_so_once_that_is_public(cast: Cast) -> None:
    item = closed(cast)
    again = ledger.reopen(item=item, reason="未退到户。", by=cast.lead, at=at(9))
    assert _followed(item) == ()
    ledger.show(item=again, by=cast.lead, at=at(10))
    assert _followed(item) == (again.code,)


def _followed(item: Item) -> tuple[str, ...]:
    seen = face(item, day(20))
    assert seen is not None
    return seen.followed_by
