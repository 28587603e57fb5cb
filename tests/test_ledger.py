"""What the ledger promises about moves: the table, who may make them, and two at once."""

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger import actions as ledger
from sunledger.ledger import chain, gate
from sunledger.ledger.models import Item, Move, State
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.units.models import Holding, Power, Reach, Unit
from tests.cast import Cast, at, day, person
from tests.ledger_story import answered, assigned, closed, opened, paper, raw_step, verified


def test_an_item_goes_from_opened_to_closed_and_every_step_has_a_person_and_a_post(
    cast: Cast,
) -> None:
    item = closed(cast)
    assert item.state == State.CLOSED
    told = [(step.move, step.by, step.post.unit) for step in item.steps.all()]
    assert told == [
        ("open", cast.lead, cast.county),
        ("assign", cast.lead, cast.county),
        ("answer", cast.worker, cast.town),
        ("ask_reply", cast.lead, cast.county),
        ("reply", cast.clerk, cast.village),
        ("verify", cast.checker, cast.county),
        ("close", cast.lead, cast.county),
    ]


def test_an_answer_that_is_sent_back_is_answered_again(cast: Cast) -> None:
    item = answered(cast)
    ledger.send_back(item=item, reason="没有附回单。", by=cast.checker, at=at(3))
    assert item.state == State.WORKING
    ledger.answer(item=item, note="附上回单。", by=cast.second_worker, at=at(4))
    ledger.verify(item=item, note="已核。", by=cast.checker, at=at(5))
    assert item.state == State.VERIFIED
    assert item.steps.filter(move=Move.SEND_BACK).count() == 1


def test_whoever_is_to_close_may_still_send_a_verified_item_back(cast: Cast) -> None:
    item = verified(cast)
    ledger.send_back(item=item, reason="金额不符。", by=cast.lead, at=at(4))
    assert (item.state, item.verified_by) == (State.WORKING, None)


def test_a_move_that_the_table_does_not_have_is_refused_with_what_it_has(cast: Cast) -> None:
    item = assigned(cast)
    with pytest.raises(NotNow, match=r"已交办|assigned"):
        ledger.close(item=item, result="完成", by=cast.lead, at=at(1))
    assert Item.objects.get().state == State.ASSIGNED


def test_the_unit_that_does_the_work_cannot_verify_it(cast: Cast) -> None:
    item = opened(cast)
    with pytest.raises(NotAllowed):
        ledger.assign(item=item, doer=cast.town, checker=cast.town, due=day(9), by=cast.lead)
    assigned_item = assigned(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=assigned_item.pk).update(checker=cast.town)


def test_nobody_checks_their_superior_or_the_unit_concerned(cast: Cast) -> None:
    for doer, checker in [
        (cast.town, cast.hamlet),  # a village would check its own town
        (cast.county, cast.town),
        (cast.bureau, cast.village),  # the unit concerned would check
    ]:
        assert chain.why_not_checker(cast.village, doer, checker)
    assert chain.why_not_checker(cast.town, cast.bureau, cast.hamlet)
    assert not chain.why_not_checker(cast.village, cast.town, cast.county)
    assert not chain.why_not_checker(cast.village, cast.town, cast.bureau)


def test_who_answered_never_verifies_nor_closes_not_even_from_a_new_post(cast: Cast) -> None:
    item = answered(cast)
    for power in (Power.VERIFY, Power.ASSIGN):
        post = person(f"new {power}", f"新岗{power}", cast.county, power).holdings.get().post
        Holding.objects.create(post=post, user=cast.worker, since=day(1))
    assert gate.post_for(item, Move.VERIFY, cast.worker, day(3))
    with pytest.raises(NotAllowed):
        ledger.verify(item=item, note="自己核自己。", by=cast.worker, at=at(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(verified_by=cast.worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_step(item, "verify", cast.worker, post.pk)


def test_who_held_a_post_with_the_doer_since_the_item_was_assigned_does_not_judge(
    cast: Cast,
) -> None:
    item = answered(cast)
    moved = person("moved", "调动", cast.county, Power.VERIFY)
    post = person("before", "前任", cast.town, Power.ANSWER).holdings.get().post
    Holding.objects.create(post=post, user=moved, since=day(-30), until=day(1))
    with pytest.raises(NotAllowed):
        ledger.verify(item=item, note="看过。", by=moved, at=at(3))


def test_the_county_cannot_answer_for_its_town(cast: Cast) -> None:
    item = assigned(cast)
    above = person("above", "县领导", cast.county, Power.ANSWER, reach=Reach.BELOW)
    with pytest.raises(NotAllowed):
        ledger.answer(item=item, note="代答。", by=above, at=at(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_step(item, "answer", above, above.holdings.get().post_id)


def test_a_superuser_has_no_power_here(cast: Cast) -> None:
    cast.clerk.is_superuser = cast.clerk.is_staff = True
    cast.clerk.save()
    with pytest.raises(NotAllowed):
        ledger.open_item(source="x", title="x", problem="x", unit=cast.village, by=cast.clerk)


def test_work_is_given_only_to_units_in_reach_and_for_a_day_to_come(cast: Cast) -> None:
    item = ledger.open_item(
        source="x", title="x", problem="x", unit=cast.village, by=cast.lead, at=at()
    )
    other = Unit.objects.create(code="z", name="别的县")
    with pytest.raises(NotAllowed):
        ledger.assign(item=item, doer=other, checker=cast.county, due=day(5), by=cast.lead, at=at())
    with pytest.raises(Incomplete):
        ledger.assign(
            item=item, doer=cast.town, checker=cast.county, due=day(-1), by=cast.lead, at=at()
        )


def test_the_gate_explains_to_each_person_what_they_cannot_do(cast: Cast) -> None:
    item = answered(cast, needs=["receipt"])
    for_checker = {offer.move: offer.why_not for offer in gate.offers(item, cast.checker, day(3))}
    assert for_checker[Move.VERIFY] == ""
    assert gate.why_not(item, Move.VERIFY, cast.worker, day(3))
    assert gate.why_not(item, Move.CLOSE, cast.lead, day(3))
    ledger.verify(item=item, note="已核。", by=cast.checker, at=at(3))
    assert gate.why_not(item, Move.CLOSE, cast.lead, day(3))  # the receipt is missing
    assert set(for_checker) == {
        Move.CHECK,
        Move.SEND_BACK,
        Move.VERIFY,
        Move.REFER,
        Move.VIEW,
        Move.CALL_BACK,
        Move.CHARGE,
        Move.ATTACH,
        Move.RECOVER,
        Move.APPRAISE,
        Move.SHOW,
        Move.ASK_REPLY,
        Move.REPLY,
    }


def test_work_waits_for_whoever_has_the_next_move_and_others_do_not_see_it(cast: Cast) -> None:
    item = assigned(cast)
    assert list(gate.waiting_for(cast.worker, day())) == [item]
    assert not gate.waiting_for(cast.checker, day()).exists()
    assert list(gate.visible_to(cast.checker, day())) == [item]
    for stranger in (cast.clerk, cast.inspector):
        assert not gate.visible_to(stranger, day()).exists()
    ledger.answer(item=item, note="完成。", by=cast.worker, at=at(1))
    assert list(gate.waiting_for(cast.checker, day(1))) == [item]
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(1))
    assert list(gate.waiting_for(cast.lead, day(1))) == [item]


def test_whoever_acts_on_an_older_turn_is_told_who_came_first(cast: Cast) -> None:
    item = answered(cast)
    mine, theirs = Item.objects.get(pk=item.pk), Item.objects.get(pk=item.pk)
    ledger.send_back(item=mine, reason="缺回单。", by=cast.checker, at=at(3))
    with pytest.raises(Conflict, match="清河县"):
        ledger.verify(item=theirs, note="属实。", by=cast.checker, at=at(3))
    # The item is fresh now, so that the person can look and act again.
    assert theirs.state == State.WORKING


def test_papers_may_be_attached_by_several_at_once(cast: Cast) -> None:
    item = assigned(cast)
    same = Item.objects.get(pk=item.pk)
    paper(cast, item)
    paper(cast, same, by=cast.second_worker)
    assert item.evidence.count() == 2
