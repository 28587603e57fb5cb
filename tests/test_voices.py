"""What the room for suggestions promises to those who give them and those who answer."""

from typing import Any

import pytest
from pytest_django import Settings

from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.units.models import Holding, Power
from sunledger.voices import actions as voices
from sunledger.voices import ending, gate, steps
from sunledger.voices.face import face
from sunledger.voices.models import Voice
from sunledger.voices.steps import Move, State
from tests.cast import Cast, at, day, person
from tests.voices_story import (
    ANSWER,
    TEXT,
    TITLE,
    adopted,
    answered,
    english,
    heard,
    member,
    received,
    words,
    work,
    worked_out,
)

__all__ = ["english"]

pytestmark = pytest.mark.django_db


# --- receiving ------------------------------------------------------------------------------------


def test_a_suggestion_goes_to_the_unit_that_is_asked(cast: Cast) -> None:
    voice = received(cast.town)
    assert (voice.unit, voice.state) == (cast.town, State.RECEIVED)
    assert (voice.acknowledge_by, voice.answer_by) == (day(3), day(21))  # 3 and 15 working days
    assert gate.waiting_for(cast.worker, day()).get() == voice


def test_who_does_not_know_the_unit_is_heard_by_the_one_above(cast: Cast) -> None:
    assert received(cast.village, known=False).unit == cast.town
    assert received(None).unit == cast.county


def test_the_site_can_name_who_takes_in_what_nobody_can_place(
    cast: Cast, settings: Settings
) -> None:
    settings.SUNLEDGER_VOICES = settings.SUNLEDGER_VOICES | {"intake": cast.bureau.code}
    assert received(None).unit == cast.bureau


def test_where_nobody_can_answer_the_nearest_unit_above_does(cast: Cast) -> None:
    assert received(cast.village).unit == cast.town  # the village has a clerk only
    Holding.objects.filter(post__unit=cast.town).update(until=day(-1))
    assert received(cast.village).unit == cast.county
    Holding.objects.update(until=day(-1))
    with pytest.raises(NotNow, match="Nobody can take a suggestion in"):
        received(cast.village)


@pytest.mark.parametrize("field", ["title", "text"])
def test_what_is_personal_is_refused_and_named(cast: Cast, field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        received(cast.town, 0, **{field: "请找王某 13812345678"})
    assert "13812345678" in str(refusal.value)
    assert not Voice.objects.exists()


def test_nothing_empty_and_nothing_endless_is_taken(cast: Cast) -> None:
    for field, text in (("title", " "), ("text", ""), ("title", "长" * 101), ("text", "长" * 3001)):
        with pytest.raises(Incomplete):
            received(cast.town, 0, **{field: text})
    with pytest.raises(Incomplete, match="Theme"):
        received(cast.town, theme="weather")


def test_the_same_form_sent_twice_gives_one_suggestion(cast: Cast) -> None:
    voices.hear(giver="public", once="form 1", at=at(), **words(cast.town))
    with pytest.raises(NotNow, match="received already"):
        voices.hear(giver="public", once="form 1", at=at(), **words(cast.town))
    voices.hear(giver="public", once="form 2", at=at(), **words(cast.town))
    assert Voice.objects.count() == 2


def test_a_flood_is_stopped_and_the_next_hour_is_free(cast: Cast, settings: Settings) -> None:
    settings.SUNLEDGER_VOICES = settings.SUNLEDGER_VOICES | {"an_hour": 2}
    for _ in range(2):
        received(cast.town)
    with pytest.raises(NotNow, match="no more are taken for now"):
        received(cast.town)
    received(cast.town, 1)
    assert Voice.objects.count() == 3


def test_a_flood_is_stopped_for_the_day_too(cast: Cast, settings: Settings) -> None:
    settings.SUNLEDGER_VOICES = settings.SUNLEDGER_VOICES | {"a_day": 1}
    received(cast.town)
    with pytest.raises(NotNow):
        received(cast.town)
    deputy, post = member(cast)
    voices.give(by=deputy, post=post, at=at(), **words(cast.town))  # who signs is no flood


def test_a_member_gives_one_under_their_post(cast: Cast) -> None:
    deputy, post = member(cast)
    voice = voices.give(by=deputy, post=post, at=at(), **words(cast.town))
    assert (voice.giver, voice.post, voice.receipt) == ("member", post, None)
    assert gate.given_by(deputy, day()).get() == voice
    assert not gate.given_by(cast.worker, day()).exists()
    with pytest.raises(NotAllowed):
        voices.give(by=cast.worker, post=post, at=at(), **words(cast.town))


# --- answering ------------------------------------------------------------------------------------


def test_the_way_of_an_answer(cast: Cast) -> None:
    voice = received(cast.town)
    voices.acknowledge(voice=voice, by=cast.worker, on=day(1))
    voices.ask(voice=voice, question="是哪座桥？", by=cast.worker, on=day(1))
    voices.reply(voice=voice, text="学校边上那座。", on=day(2))
    voices.answer(voice=voice, answer=ANSWER, by=cast.second_worker, on=day(3))
    assert [(one.move, one.by) for one in voice.messages.all()] == [
        ("hear", None),
        ("acknowledge", cast.worker),
        ("ask", cast.worker),
        ("reply", None),
        ("answer", cast.second_worker),
    ]
    assert (voice.state, voice.answer, voice.decided_on) == (State.ANSWERED, ANSWER, day(3))


def test_a_refusal_needs_its_reason(cast: Cast) -> None:
    voice = received(cast.town)
    with pytest.raises(Incomplete):
        voices.not_adopt(voice=voice, reason=" ", by=cast.worker, on=day())
    voices.not_adopt(voice=voice, reason="此路明年改道。", by=cast.worker, on=day())
    assert (voice.state, voice.answer) == (State.NOT_ADOPTED, "此路明年改道。")


@pytest.mark.parametrize("act", ["acknowledge", "ask", "answer", "not_adopt", "pass_on", "adopt"])
def test_nobody_else_answers(cast: Cast, act: str) -> None:
    voice = received(cast.town)
    for other in (cast.clerk, cast.checker, cast.inspector):
        with pytest.raises(NotAllowed):
            _do(act, voice, other, cast)
    assert voice.messages.count() == 1


def _do(act: str, voice: Voice, by: Any, cast: Cast) -> None:
    on = day()
    if act == "acknowledge":
        voices.acknowledge(voice=voice, by=by, on=on)
    elif act == "ask":
        voices.ask(voice=voice, question="何处？", by=by, on=on)
    elif act == "answer":
        voices.answer(voice=voice, answer="好。", by=by, on=on)
    elif act == "not_adopt":
        voices.not_adopt(voice=voice, reason="不可。", by=by, on=on)
    elif act == "pass_on":
        voices.pass_on(voice=voice, unit=cast.bureau, reason="归财政。", by=by, on=on)
    elif act == "adopt":
        voices.adopt(voice=voice, answer=ANSWER, by=by, at=at(), **work(cast))


def test_what_was_decided_stays_decided(cast: Cast) -> None:
    voice = answered(cast)
    for act in ("acknowledge", "ask", "answer", "not_adopt", "pass_on", "adopt"):
        with pytest.raises(NotNow, match="cannot be done now"):
            _do(act, voice, cast.worker, cast)


def test_of_two_who_decide_the_second_is_told(cast: Cast) -> None:
    voice = received(cast.town)
    seen_by_the_other = Voice.objects.get(pk=voice.pk)
    voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day())
    with pytest.raises(Conflict, match="answered"):
        voices.not_adopt(voice=seen_by_the_other, reason="不可。", by=cast.second_worker, on=day())


def test_a_member_does_not_answer_their_own_suggestion(cast: Cast) -> None:
    post = cast.worker.holdings.get().post
    voice = voices.give(by=cast.worker, post=post, at=at(), **words(cast.town))
    assert voice not in gate.visible_to(cast.worker, day())
    with pytest.raises(NotAllowed, match="someone else"):
        voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day())
    voices.answer(voice=voice, answer=ANSWER, by=cast.second_worker, on=day())


# --- passing on and joining -----------------------------------------------------------------------


def test_it_is_passed_on_with_a_reason_and_the_time_runs_on(cast: Cast) -> None:
    voice = received(cast.town)
    voices.pass_on(
        voice=voice, unit=cast.bureau, reason="路灯经费归财政局。", by=cast.worker, on=day(2)
    )
    assert (voice.unit, voice.state, voice.passes) == (cast.bureau, State.RECEIVED, 1)
    assert (voice.acknowledge_by, voice.answer_by) == (day(7), day(21))
    last = voice.messages.get(move="pass_on")
    assert (last.unit, last.text) == (cast.town, "路灯经费归财政局。")
    assert gate.waiting_for(cast.inspector, day(2)).get() == voice
    assert not gate.waiting_for(cast.worker, day(2)).exists()


def test_nobody_plays_ping_pong_with_it(cast: Cast, settings: Settings) -> None:
    other = person("vhead", "村主任", cast.hamlet, Power.ANSWER)
    voice = received(cast.town)
    voices.pass_on(voice=voice, unit=cast.bureau, reason="归财政。", by=cast.worker, on=day())
    with pytest.raises(NotNow, match="had it already"):
        voices.pass_on(voice=voice, unit=cast.town, reason="归镇里。", by=cast.inspector, on=day())
    voices.pass_on(voice=voice, unit=cast.hamlet, reason="归村里。", by=cast.inspector, on=day())
    with pytest.raises(NotNow, match="2 times"):
        voices.pass_on(voice=voice, unit=cast.county, reason="归县里。", by=other, on=day())
    with pytest.raises(NotNow, match="2 times"):
        voices.pass_on(voice=voice, unit=cast.hamlet, reason="？", by=cast.lead, on=day())


def test_it_is_passed_only_to_where_somebody_can_answer(cast: Cast) -> None:
    voice = received(cast.town)
    with pytest.raises(NotNow, match="Nobody in"):
        voices.pass_on(voice=voice, unit=cast.village, reason="归村。", by=cast.worker, on=day())


def test_the_same_of_many_is_joined_and_each_author_has_the_answer(cast: Cast) -> None:
    first, second = heard(cast.town), heard(cast.town)
    voices.merge(voice=second.voice, into=first.voice, by=cast.worker, on=day(1))
    item = adopted(cast, first.voice)
    worked_out(cast, item)
    theirs = voices.look_back(second.receipt)
    assert theirs
    assert theirs.into
    assert (theirs.state, theirs.into.answer) == (State.MERGED, ANSWER)
    assert ending.of(theirs).is_done
    voices.say_view(voice=theirs, view="satisfied", on=day(8))
    voices.show(voice=first.voice, title=TITLE, text=TEXT, by=cast.worker, on=day(8))
    shown = face(first.voice, day(8))
    assert shown
    assert shown.joined == 1


def test_what_cannot_be_joined(cast: Cast) -> None:
    one, two, three = (received(cast.town) for _ in range(3))
    elsewhere = received(cast.bureau)
    with pytest.raises(Incomplete):
        voices.merge(voice=one, into=one, by=cast.worker, on=day())
    with pytest.raises(Incomplete):
        voices.merge(voice=one, into=elsewhere, by=cast.worker, on=day())
    voices.merge(voice=two, into=one, by=cast.worker, on=day())
    with pytest.raises(NotNow, match="joined with another itself"):
        voices.merge(voice=three, into=two, by=cast.worker, on=day())
    with pytest.raises(NotNow, match="Others were joined"):
        voices.merge(voice=one, into=three, by=cast.worker, on=day())


# --- the table ------------------------------------------------------------------------------------


def test_the_gate_foretells_what_an_action_refuses(cast: Cast) -> None:
    voice = received(cast.town)
    assert gate.why_not(voice, Move.ANSWER, cast.worker, day()) == ""
    assert "open, assign and close items" in gate.why_not(voice, Move.ADOPT, cast.worker, day())
    assert "Possible: acknowledge" in gate.why_not(voice, Move.SHOW, cast.worker, day())
    assert {offer.move for offer in gate.offers(voice, cast.worker, day())} == {
        move for move in steps.moves_from("received") if move != Move.REPLY
    }


def test_an_author_replies_only_so_often(cast: Cast) -> None:
    voice = received(cast.town)
    for number in range(20):
        voices.reply(voice=voice, text=f"补充{number}", on=day())
    with pytest.raises(NotNow, match="20 times"):
        voices.reply(voice=voice, text="还有", on=day())
