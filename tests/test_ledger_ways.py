"""What the ledger promises about receipts, time, transfers and the other ends of an item."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger import actions as ledger
from sunledger.ledger import clock, face, gate, restate
from sunledger.ledger.models import About, Item, Move, Outcome, State
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Power
from tests.cast import Cast, at, day, person
from tests.ledger_story import (
    answered,
    asked,
    assigned,
    closed,
    heard,
    long_term,
    opened,
    paper,
    passed_on,
    paused,
    recovered,
    started,
)

# --- receipts -------------------------------------------------------------------------------------


def test_the_doer_signs_for_the_item_and_the_day_and_the_person_stay(cast: Cast) -> None:
    item = ledger.sign(item=assigned(cast), by=cast.worker, at=at(1))
    assert (item.state, item.signed_on, item.signed_by) == (State.SIGNED, day(1), cast.worker)
    with pytest.raises(NotNow):
        ledger.sign(item=item, by=cast.second_worker, at=at(2))


@pytest.mark.parametrize("move", ["start", "plan", "answer"])
def test_whoever_does_something_with_an_item_has_signed_for_it(cast: Cast, move: str) -> None:
    item = assigned(cast)
    if move == "start":
        ledger.start(item=item, by=cast.worker, at=at(1))
    elif move == "plan":
        ledger.plan(item=item, milestones=[ledger.Day("对账", day(5))], by=cast.worker, at=at(1))
    else:
        ledger.answer(item=item, note="已追回。", by=cast.worker, at=at(1))
    assert (item.signed_on, item.signed_by) == (day(1), cast.worker)


def test_a_plan_that_the_county_makes_is_not_the_towns_receipt(cast: Cast) -> None:
    item = assigned(cast)
    ledger.plan(item=item, milestones=[ledger.Day("对账", day(5))], by=cast.lead, at=at(1))
    assert (item.state, item.signed_on) == (State.PLANNED, None)
    ledger.sign(item=item, by=cast.worker, at=at(2))
    assert (item.state, item.signed_on) == (State.PLANNED, day(2))


def test_what_lies_long_without_a_plan_is_named_unless_it_is_a_single_act(cast: Cast) -> None:
    bare, single = assigned(cast), assigned(cast)
    ledger.start(item=single, by=cast.worker, single_act="一次性退款即可。", at=at(1))
    ledger.start(item=bare, by=cast.worker, at=at(1))
    assert not clock.untracked(Item.objects.all(), day(7)).exists()
    assert list(clock.untracked(Item.objects.all(), day(20))) == [bare]
    ledger.call_single(item=bare, note="一次退款。", by=cast.worker, at=at(20))
    assert not clock.untracked(Item.objects.all(), day(20)).exists()


# --- time -----------------------------------------------------------------------------------------


def test_a_pause_moves_the_day_by_its_working_days_and_the_first_day_stays(cast: Cast) -> None:
    item = paused(cast)  # 2024-03-05 to 2024-03-19: ten working days
    assert (item.state, item.paused_until) == (State.PAUSED, day(15))
    assert (item.due, item.due_first) == (date(2024, 3, 28), day(10))
    assert not clock.is_overdue(item, day(15))
    assert clock.light(item, day(3)) == clock.Light.PURPLE


def test_a_pause_that_ends_early_gives_back_what_it_did_not_need(cast: Cast) -> None:
    item = ledger.resume(item=paused(cast), note="水退了。", by=cast.lead, at=at(4))
    assert item.state == State.WORKING
    assert item.due == date(2024, 3, 19)  # three working days after the first day


def test_a_pause_that_nobody_ends_gives_no_more_than_was_approved(cast: Cast) -> None:
    item = paused(cast)
    due = item.due
    ledger.resume(item=item, note="忘了。", by=cast.lead, at=at(29))
    assert item.due == due


@pytest.mark.parametrize("until", [0, 1, 32])
def test_a_pause_lasts_a_month_at_most(cast: Cast, until: int) -> None:
    item = assigned(cast)
    with pytest.raises(Incomplete):
        ledger.pause(item=item, reason="雨", until=day(until), by=cast.lead, at=at(1))
    assert Item.objects.get().state == State.ASSIGNED


def test_nobody_pauses_their_own_work(cast: Cast) -> None:
    item = assigned(cast)
    both = person("both", "镇办", cast.town, Power.ASSIGN, Power.ANSWER)
    with pytest.raises(NotAllowed):
        ledger.pause(item=item, reason="忙", until=day(9), by=cast.worker, at=at(1))
    own = ledger.open_item(source="x", title="镇", problem="镇", unit=cast.town, by=both, at=at())
    ledger.assign(item=own, doer=cast.town, checker=cast.county, due=day(9), by=both, at=at())
    with pytest.raises(NotAllowed):
        ledger.pause(item=own, reason="忙", until=day(9), by=both, at=at(1))


def test_more_time_is_asked_by_the_doer_and_decided_by_the_leading_unit(cast: Cast) -> None:
    item = asked(cast)
    assert item.due == day(10)  # asking moves nothing
    assert item in gate.waiting_for(cast.lead, day(2))
    with pytest.raises(NotNow):
        ledger.ask_time(item=item, reason="再", until=day(30), by=cast.worker, at=at(2))
    with pytest.raises(NotAllowed):
        ledger.grant_time(item=item, note="可", by=cast.worker, at=at(2))
    ledger.grant_time(item=item, note="同意。", by=cast.lead, at=at(2))
    assert (item.due, item.due_first, item.asked_until) == (day(20), day(10), None)
    assert item.steps.filter(move=Move.GRANT).count() == 1
    with pytest.raises(NotNow):
        ledger.grant_time(item=item, note="同意。", by=cast.lead, at=at(3))


def test_time_that_is_denied_moves_nothing_and_may_be_asked_again(cast: Cast) -> None:
    item = ledger.deny_time(item=asked(cast), reason="不同意。", by=cast.lead, at=at(2))
    assert (item.due, item.asked_until) == (day(10), None)
    ledger.ask_time(item=item, reason="补充材料。", until=day(12), by=cast.worker, at=at(3))


def test_what_takes_long_has_a_last_day_and_a_review_each_quarter(cast: Cast) -> None:
    item = long_term(cast)
    assert (item.state, item.due_first) == (State.LONG_TERM, day(10))
    assert not clock.is_overdue(item, day(90))
    assert clock.is_overdue(item, day(91))  # nobody has reviewed it
    assert list(Item.objects.overdue(day(91))) == [item]
    ledger.review(item=item, note="已还三成。", review_on=day(180), by=cast.lead, at=at(91))
    assert not clock.is_overdue(item, day(91))
    with pytest.raises(Incomplete):
        ledger.review(item=item, note="x", review_on=day(300), by=cast.lead, at=at(92))
    ledger.answer(item=item, note="还清。", by=cast.worker, at=at(100))
    assert item.state == State.ANSWERED


# --- transfers ------------------------------------------------------------------------------------


def test_a_transfer_is_accepted_by_the_receiving_unit_which_signs_by_that(cast: Cast) -> None:
    item = passed_on(cast)
    assert (item.doer, item.receiver) == (cast.town, cast.bureau)
    assert item in gate.waiting_for(cast.inspector, day(2))
    with pytest.raises(NotAllowed):
        ledger.accept(item=item, by=cast.worker, at=at(2))
    ledger.accept(item=item, by=cast.inspector, at=at(2))
    assert (item.state, item.doer, item.receiver) == (State.SIGNED, cast.bureau, None)
    assert (item.signed_on, item.signed_by) == (day(2), cast.inspector)
    with pytest.raises(NotAllowed):
        ledger.answer(item=item, note="不是我的了。", by=cast.worker, at=at(3))


def test_a_refused_transfer_stays_with_the_doer_who_signs_again(cast: Cast) -> None:
    item = ledger.refuse(item=passed_on(cast), reason="不属本局。", by=cast.inspector, at=at(2))
    assert (item.state, item.doer, item.receiver) == (State.ASSIGNED, cast.town, None)
    assert item.signed_on is None


def test_after_two_transfers_only_a_unit_above_both_decides(cast: Cast) -> None:
    item = passed_on(cast)
    for days in (2, 4):
        ledger.refuse(item=item, reason="不属本局。", by=cast.inspector, at=at(days))
        ledger.transfer(
            item=item, to=cast.bureau, reason="仍属财政。", by=cast.worker, at=at(days + 1)
        )
    with pytest.raises(NotNow):
        ledger.refuse(item=item, reason="不收。", by=cast.inspector, at=at(6))
    with pytest.raises(NotNow):
        ledger.accept(item=item, by=cast.inspector, at=at(6))
    ledger.allot(item=item, to=cast.bureau, reason="由财政局承办。", by=cast.lead, at=at(6))
    assert (item.state, item.doer) == (State.ASSIGNED, cast.bureau)


def test_who_is_not_above_both_does_not_decide_whose_an_item_is(cast: Cast) -> None:
    item = passed_on(cast)
    town = person("town", "镇办", cast.town, Power.ASSIGN)
    with pytest.raises(NotAllowed):
        ledger.allot(item=item, to=cast.bureau, reason="给他们。", by=town, at=at(2))


def test_a_transfer_never_makes_the_checker_check_itself(cast: Cast) -> None:
    item = assigned(cast)
    with pytest.raises(NotAllowed):
        ledger.transfer(item=item, to=cast.county, reason="给县里。", by=cast.worker, at=at(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(receiver=cast.county)


# --- other ends -----------------------------------------------------------------------------------


def test_a_merged_item_keeps_its_source_and_its_money_is_counted_once(cast: Cast) -> None:
    first, second = assigned(cast, found_amount=500), assigned(cast, found_amount=500)
    ledger.merge(item=second, into=first, reason="同一笔款。", by=cast.lead, at=at(1))
    assert (second.state, second.merged_into, second.source) == (State.MERGED, first, "lead:one")
    first.refresh_from_db()
    assert (first.found_amount, second.found_amount) == (500, 0)
    third = assigned(cast, found_amount=70)
    ledger.merge(
        item=third, into=first, reason="另一笔。", other_money=True, by=cast.lead, at=at(2)
    )
    first.refresh_from_db()
    assert first.found_amount == 570
    assert second.steps.get(move=Move.MERGE).details["before"]["found"] == 500


def test_an_item_is_not_merged_into_itself_nor_into_what_has_ended(cast: Cast) -> None:
    item, other = opened(cast), closed(cast)
    for into, refusal in ((item, Incomplete), (other, NotNow)):
        with pytest.raises(refusal):
            ledger.merge(item=item, into=into, reason="并。", by=cast.lead, at=at(9))


def test_what_money_came_back_to_is_what_others_are_merged_into(cast: Cast) -> None:
    item, other = assigned(cast, found_amount=100), assigned(cast)
    recovered(cast, item, 100, paper(cast, item, kind="receipt"))
    with pytest.raises(NotNow):
        ledger.merge(item=item, into=other, reason="并。", by=cast.lead, at=at(2))


def test_of_what_was_referred_the_world_learns_only_that_it_was(cast: Cast) -> None:
    item = assigned(cast, public=True, title="某村账目")
    ledger.refer(item=item, to="县监委", reason="涉嫌违法。", by=cast.lead, at=at(1))
    shown = face.face(item, day(2))
    assert shown
    assert "某村账目" not in str(shown)
    assert "县监委" not in str(shown)
    fact = Fact.objects.get(what="referred")
    assert item.code in fact.body
    assert "某村账目" not in fact.body
    assert "涉嫌违法" not in fact.body
    assert not Item.objects.in_public().exists()


def test_closed_without_being_done_is_said_so_with_its_reason(cast: Cast) -> None:
    told = heard(started(cast), cast.lead, 4, About.NOT_DONE)
    item = ledger.give_up(item=told, reason="项目已取消。", by=cast.lead, at=at(5))
    assert (item.state, item.outcome) == (State.CLOSED, Outcome.NOT_DONE)
    assert "项目已取消。" in Fact.objects.get(what="result").body
    assert not list(check_facts(restate.restated()))


def test_the_doer_does_not_close_its_own_work_as_not_done(cast: Cast) -> None:
    both = person("both", "镇办", cast.town, Power.ASSIGN, Power.ANSWER)
    own = ledger.open_item(
        source="x", title="镇", problem="镇", unit=cast.village, by=cast.lead, at=at()
    )
    ledger.assign(item=own, doer=cast.town, checker=cast.county, due=day(9), by=cast.lead, at=at())
    with pytest.raises(NotAllowed):
        ledger.give_up(item=own, reason="算了。", by=both, at=at(1))


def test_whoever_acts_on_what_has_moved_aside_is_told(cast: Cast) -> None:
    item = assigned(cast)
    mine, theirs = Item.objects.get(pk=item.pk), Item.objects.get(pk=item.pk)
    ledger.pause(item=mine, reason="雨", until=day(9), by=cast.lead, at=at(1))
    with pytest.raises(Conflict, match="清河县"):
        ledger.transfer(item=theirs, to=cast.bureau, reason="x", by=cast.worker, at=at(1))


def test_nothing_is_ever_changed_of_what_has_ended(cast: Cast) -> None:
    merged, referred = opened(cast), answered(cast)
    ledger.merge(item=merged, into=assigned(cast), reason="并。", by=cast.lead, at=at(4))
    ledger.refer(item=referred, to="县监委", reason="移送。", by=cast.lead, at=at(4))
    for item in (merged, referred):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(title="x")
        with pytest.raises(NotNow):
            paper(cast, item, at=at(5))
