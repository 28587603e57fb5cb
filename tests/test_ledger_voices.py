"""What the ledger promises about notices, objections, looking back, and who is heard."""

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger import actions as ledger
from sunledger.ledger import (
    callback,
    face,
    handover,
    lookback,
    objections,
    proofs,
    restate,
    standing,
)
from sunledger.ledger.models import About, Item, Move, Objection, State, Step, View
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units import actions as units
from sunledger.units.models import Power, User
from tests.cast import TODAY, Cast, at, day, person
from tests.ledger_story import (
    answered,
    assigned,
    closed,
    confirmed,
    heard,
    noticed,
    objected,
    verified,
)
from tests.unguarded import unguarded

# --- public notice --------------------------------------------------------------------------------


def test_a_notice_lasts_five_working_days_and_only_then_the_item_closes(cast: Cast) -> None:
    item = noticed(cast)  # from Thursday to Thursday
    assert (item.state, item.public, item.notice_until) == (State.NOTICE, True, day(10))
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成", by=cast.lead, at=at(10))
    ledger.close(item=item, result="完成", by=cast.lead, at=at(11))
    assert item.exemption == ""
    assert not list(check_facts(restate.restated()))


def test_the_notice_says_both_voices_in_public(cast: Cast) -> None:
    item = noticed(cast)
    body = Fact.objects.get(what="notice").body
    assert "多付的钱已追回。" in body
    assert "已查银行回单。" in body
    shown = face.face(item, day(4))
    assert shown
    assert shown.notice
    assert (shown.notice.answer, shown.notice.until) == ("多付的钱已追回。", day(10))


def test_an_objection_that_is_upheld_sends_the_item_back_and_that_is_counted(cast: Cast) -> None:
    item = objected(cast)
    objection = item.objections.get()
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成", by=cast.lead, at=at(20))
    ledger.uphold(item=item, objection=objection, reason="属实。", by=cast.lead, at=at(5))
    assert (item.state, item.verified_by, item.notice_until) == (State.WORKING, None, None)
    objection.refresh_from_db()
    assert (objection.upheld, objection.decided.note if objection.decided else "") == (
        True,
        "属实。",
    )


def test_an_objection_that_is_not_upheld_has_its_reason_in_public(cast: Cast) -> None:
    item = objected(cast)
    ledger.dismiss_objection(
        item=item, objection=item.objections.get(), reason="款已到账。", by=cast.lead, at=at(5)
    )
    shown = face.face(item, day(6))
    assert shown
    assert shown.notice
    assert shown.notice.answered == ((False, "款已到账。"),)
    assert "钱还没有到账。" not in str(shown)  # the words of whoever objected stay inside
    ledger.close(item=item, result="完成", by=cast.lead, at=at(11))


def test_an_objection_names_nobody_and_comes_in_time(cast: Cast) -> None:
    item = noticed(cast)
    with pytest.raises(Incomplete):
        ledger.raise_objection(item=item, words="找张三13812345678", at=at(4))
    with pytest.raises(NotNow):
        ledger.raise_objection(item=item, words="晚了", at=at(11))
    assert {field.name for field in Objection._meta.get_fields()} == {
        *("id", "code", "item", "words", "on", "decided", "upheld")
    }


def test_no_more_objections_are_taken_than_people_can_read(cast: Cast) -> None:
    item = noticed(cast)
    for _ in range(20):
        objections.take(item, "不对", at(4))
    with pytest.raises(NotNow):
        objections.take(item, "不对", at(4))


def test_an_objection_is_decided_once_and_never_changed(cast: Cast) -> None:
    item = objected(cast)
    objection = item.objections.get()
    ledger.dismiss_objection(item=item, objection=objection, reason="否", by=cast.lead, at=at(5))
    for change in ({"words": "x"}, {"upheld": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(item=assigned(cast), words="x", on=TODAY)


def test_what_everyone_follows_is_not_closed_in_silence(cast: Cast) -> None:
    item = verified(cast, public=True)
    with pytest.raises(NotNow):
        ledger.close(item=item, result="完成", by=cast.lead, at=at(4))
    ledger.close(item=item, result="完成", exemption="涉及未成年人。", by=cast.lead, at=at(4))
    assert "涉及未成年人。" in Fact.objects.get(what="result").body


def test_what_nobody_may_follow_is_exempt_and_that_is_filed(cast: Cast) -> None:
    item = verified(cast, kind="lead")
    with pytest.raises(NotNow):
        ledger.notify(item=item, by=cast.lead, at=at(4))
    ledger.close(item=item, result="完成", by=cast.lead, at=at(4))
    assert item.exemption


def test_a_unit_that_was_wrongly_named_is_cleared_in_public(cast: Cast) -> None:
    item = verified(cast)
    words = "经查，大河村没有重复付款。"
    ledger.close(
        item=item, result="查无问题", outcome="unfounded", clearing=words, by=cast.lead, at=at(4)
    )
    fact = Fact.objects.get(what="cleared")
    assert words in fact.body
    assert cast.village.code in fact.body
    shown = face.face(item, day(5))
    assert shown
    assert [one.words for one in shown.told] == [words]


# --- looking back ---------------------------------------------------------------------------------


def test_what_is_looked_at_again_follows_from_its_code(cast: Cast) -> None:
    items = [closed(cast) for _ in range(40)]
    drawn = {item.code for item in items if lookback.days(item)}
    assert 8 <= len(drawn) <= 32  # three draws of a fifth each, so about half
    assert drawn == {item.code for item in Item.objects.all() if lookback.days(item)}
    item = next(item for item in items if lookback.days(item))
    first = lookback.days(item)[0]
    assert lookback.due(item, first) == first
    assert lookback.due(item, day(5)) is None


def test_a_look_back_that_was_made_is_due_no_more(cast: Cast) -> None:
    item = next(item for item in (closed(cast) for _ in range(99)) if lookback.days(item))
    first = lookback.days(item)[0]
    after = (first - TODAY).days
    ledger.confirm(item=item, finding="属实", by=cast.checker, at=at(after))
    assert item.state == State.CONFIRMED
    assert lookback.due(item, first) is None


def test_whoever_did_the_work_does_not_confirm_it(cast: Cast) -> None:
    item = closed(cast)
    both = person("both", "镇核查", cast.town, Power.VERIFY)
    for by in (cast.worker, both):
        with pytest.raises(NotAllowed):
            ledger.confirm(item=item, finding="属实", by=by, at=at(40))


def test_a_sham_correction_is_opened_anew_linked_and_said_in_public(cast: Cast) -> None:
    item = heard(confirmed(cast), cast.lead, 90, About.SHAM)
    again = ledger.expose(item=item, finding="只补了单据。", by=cast.checker, at=at(90))
    assert (item.state, again.reopens, again.state) == (State.SHAM, item, State.OPENED)
    assert item.result == "多付的货款已退回。"  # what was said stays what it was
    assert again.code in Fact.objects.get(what="sham").body
    told = [step.move for step in item.steps.all() if step.move not in face.ASIDE]
    assert told[-2:] == [Move.CONFIRM, Move.EXPOSE]
    assert not list(check_facts(restate.restated()))
    with unguarded():
        Step.objects.filter(move=Move.EXPOSE).update(note="没有问题。")
    assert len(list(check_facts(restate.restated()))) == 1


# --- who is heard ---------------------------------------------------------------------------------


def test_what_the_public_raised_closes_only_once_the_raiser_was_heard(cast: Cast) -> None:
    item = answered(cast, kind="report")
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    assert proofs.missing(item)
    ledger.record_view(
        item=item, opinion="unsatisfied", words="还差一半。", by=cast.checker, at=at(4)
    )
    assert not proofs.missing(item)  # heard, not: content
    ledger.close(item=item, result="部分退回。", by=cast.lead, at=at(5))


def test_two_calls_without_reply_do_and_one_does_not(cast: Cast) -> None:
    item = verified(cast, kind="petition")
    for left in (1, 0):
        ledger.record_view(item=item, opinion="unreached", by=cast.checker, at=at(4))
        assert len(proofs.missing(item)) == left


def test_the_raiser_may_say_so_on_a_page_of_their_own(cast: Cast) -> None:
    item = verified(cast, kind="report")
    ledger.hear_view(item=item, opinion="satisfied", words="谢谢。", at=at(4))
    assert not proofs.missing(item)
    with pytest.raises(Incomplete):
        ledger.hear_view(item=item, opinion="unreached", at=at(4))


def test_the_doer_does_not_record_what_the_raiser_thinks(cast: Cast) -> None:
    item = answered(cast)
    with pytest.raises(NotAllowed):
        ledger.record_view(item=item, opinion="satisfied", by=cast.worker, at=at(3))
    ledger.record_view(item=item, opinion="satisfied", by=cast.checker, at=at(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        View.objects.update(opinion="unsatisfied")


def test_whom_to_call_follows_from_the_item_and_the_answers_add_up(cast: Cast) -> None:
    item = answered(cast)
    places = callback.drawn(callback.seed(item), 200)
    assert len(places) == len(set(places)) == 10
    assert places == callback.drawn(callback.seed(item), 200)
    answers = {"affected": 200, "yes": 6, "no": 1, "unreachable": 2}
    with pytest.raises(Incomplete, match=str(places[0])):
        ledger.call_back(item=item, **answers, by=cast.checker, at=at(3))
    ledger.call_back(item=item, **(answers | {"no": 2}), by=cast.checker, at=at(3))
    kept = item.steps.get(move=Move.CALL_BACK).details
    assert (kept["drawn"], kept["yes"], kept["no"], kept["unreachable"]) == (places, 6, 2, 2)


def test_three_voices_stand_side_by_side(cast: Cast) -> None:
    item = verified(cast)
    ledger.record_view(
        item=item, opinion="unsatisfied", words="没收到。", by=cast.checker, at=at(4)
    )
    claim, finding, view = standing.voices(item)
    assert (claim.words, finding.words) == ("多付的钱已追回。", "已查银行回单。")
    assert "没收到。" in view.words


# --- the chain ------------------------------------------------------------------------------------


def test_an_item_says_when_the_post_of_its_handler_stands_empty(cast: Cast) -> None:
    item = assigned(cast)
    holding = cast.worker.holdings.get()
    ledger.charge(item=item, role="handler", post=holding.post, by=cast.lead, at=at(1))
    assert not any("worker" in sentence for sentence in standing.standing(item, day(2)))
    units.relieve(holding=holding, until=day(2), by=None)
    assert any("worker" in sentence for sentence in standing.standing(item, day(3)))


def test_a_new_holder_signs_for_what_the_post_answered_for_before(cast: Cast) -> None:
    item, holding = assigned(cast), cast.worker.holdings.get()
    ledger.charge(item=item, role="handler", post=holding.post, by=cast.lead, at=at(1))
    assert handover.waiting(cast.worker, day(2)) == []  # the post was theirs before
    units.relieve(holding=holding, until=day(5), by=None)
    newcomer = User.objects.create(username="new", name="新任")
    new = units.appoint(post=holding.post, user=newcomer, by=None, since=day(5))
    assert [one.items for one in handover.waiting(newcomer, day(6))] == [[item]]
    with pytest.raises(NotAllowed):
        ledger.take_over(holding=new, by=cast.worker, at=at(6))
    ledger.take_over(holding=new, by=newcomer, at=at(6))
    assert handover.waiting(newcomer, day(6)) == []
    assert [one.holding for one in handover.signed_for(item)] == [new]
    with pytest.raises(NotNow):
        ledger.take_over(holding=new, by=newcomer, at=at(7))
