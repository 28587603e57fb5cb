"""What the room for suggestions promises to those who give them and those who answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from sunledger.ledger import actions as ledger
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Holding, Power
from sunledger.voices import actions as voices
from sunledger.voices import clock, ending, gate, limits, restate, steps
from sunledger.voices.face import face
from sunledger.voices.figures import figures
from sunledger.voices.models import Voice
from sunledger.voices.steps import Move, State
from tests import ledger_story
from tests.cast import Cast, at, day, person
from tests.voices_story import (
    ANSWER,
    TEXT,
    TITLE,
    adopted,
    answered,
    heard,
    member,
    received,
    town_clerk,
    words,
    work,
    worked_out,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    limits.forget()
    with translation.override("en"):
        yield


def codes(rows: Any) -> set[str]:
    return set(rows.values_list("code", flat=True))


def figure(unit: Any, key: str, on: int = 0) -> tuple[int, int | None]:
    """Return a figure and its denominator."""
    found = next(one for one in figures(unit, day(on)) if one.key == key)
    assert found.value == found.rows.count()
    return found.value, found.of


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


# --- adopting -------------------------------------------------------------------------------------


def test_what_is_adopted_becomes_an_item(cast: Cast) -> None:
    voice = received(cast.town)
    item = adopted(cast, voice)
    assert (voice.state, voice.item) == (State.ADOPTED, item.code)
    assert (item.source, item.doer, item.checker) == (
        f"voice:{voice.code}",
        cast.town,
        cast.county,
    )
    assert item.public


def test_a_clerk_who_may_open_items_adopts_for_the_own_unit(cast: Cast) -> None:
    voice = received(cast.town)
    item = adopted(cast, voice, town_clerk(cast))
    assert item.unit == cast.town
    assert adopted_in_part(cast).state == State.PARTLY


def adopted_in_part(cast: Cast) -> Voice:
    voice = received(cast.town)
    voices.adopt(voice=voice, answer="先装一盏。", by=cast.lead, partly=True, at=at(), **work(cast))
    return voice


def test_who_may_not_open_items_cannot_adopt(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="open, assign and close items"):
        adopted(cast, received(cast.town), cast.worker)


def test_an_item_that_the_ledger_refuses_adopts_nothing(cast: Cast) -> None:
    voice = received(cast.town)
    with pytest.raises(Refused):
        adopted(cast, voice, checker=cast.town)
    voice.refresh_from_db()
    assert (voice.state, voice.item) == (State.RECEIVED, "")


def test_words_not_to_be_published_do_not_come_out_through_the_item(cast: Cast) -> None:
    voice = received(cast.town, may_publish=False)
    with pytest.raises(Incomplete, match="words of your own"):
        adopted(cast, voice, problem=f"群众反映：{TEXT}")
    item = adopted(cast, voice)
    assert not item.public


def test_the_author_reads_how_it_ended_and_says_so(cast: Cast) -> None:
    given = heard(cast.town)
    item = adopted(cast, given.voice)
    mine = voices.look_back(given.receipt)
    assert mine
    assert not ending.of(mine).is_over
    with pytest.raises(NotNow, match="still being worked on"):
        voices.say_view(voice=mine, view="satisfied", on=day(3))
    worked_out(cast, item)
    end = ending.of(mine)
    assert end.is_done
    assert end.item
    assert end.item.result == "小桥两头各装了一盏灯。"
    voices.say_view(voice=mine, view="not_satisfied", text="只装了一盏。", on=day(8))
    with pytest.raises(NotNow, match="already"):
        voices.say_view(voice=mine, view="satisfied", on=day(9))
    assert ending.view_of(item.code) == ending.Authors(0, 1, 0)


def test_an_item_opened_anew_has_not_ended_and_is_judged_anew(cast: Cast) -> None:
    given = heard(cast.town)
    item = worked_out(cast, adopted(cast, given.voice))
    voices.say_view(voice=given.voice, view="not_satisfied", on=day(8))
    assert figure(cast.town, "done") == (1, 1)
    anew = ledger.reopen(item=item, reason="一盏灯不亮。", by=cast.lead, at=at(8))
    assert not ending.of(given.voice).is_over
    assert figure(cast.town, "done") == (0, 1)
    anew = ledger.assign(
        item=anew, doer=cast.town, checker=cast.county, due=day(20), by=cast.lead, at=at(8)
    )
    anew = ledger.answer(item=anew, note="已修好。", by=cast.worker, at=at(9))
    anew = ledger.verify(item=anew, note="亮了。", by=cast.checker, at=at(9))
    anew = ledger_story.heard(anew, cast.lead, 9)
    anew = ledger.close(
        item=anew, result="灯已修好。", exemption="小额事项。", by=cast.lead, at=at(9)
    )
    assert ending.view_of(anew.code) == ending.Authors(0, 0, 1)
    voices.say_view(voice=given.voice, view="satisfied", on=day(10))
    assert ending.view_of(anew.code) == ending.Authors(1, 0, 0)
    assert figure(cast.town, "done") == (1, 1)


def test_an_item_that_goes_on_in_another_ends_with_that_one(cast: Cast) -> None:
    one, other = heard(cast.town), heard(cast.town)
    first, second = adopted(cast, one.voice), adopted(cast, other.voice)
    ledger.merge(item=first, into=second, reason="同一处。", by=cast.lead, at=at(3))
    second.refresh_from_db()
    assert not ending.of(one.voice).is_over
    worked_out(cast, second)
    assert ending.of(one.voice).is_done
    assert figure(cast.town, "done") == (2, 2)
    voices.say_view(voice=one.voice, view="satisfied", on=day(8))
    assert ending.view_of(second.code) == ending.Authors(1, 0, 1)


# --- time, and who stands by ----------------------------------------------------------------------


def test_late_ones_are_named_and_the_unit_above_may_act(cast: Cast) -> None:
    head = person("vhead", "村主任", cast.village, Power.ANSWER)
    voice = received(cast.village, title="装灯", text="小桥很黑。")
    assert voice.unit == cast.village
    assert not gate.waiting_for(cast.worker, day(3)).exists()
    assert "late or the unit is named" in gate.why_not(voice, Move.ANSWER, cast.worker, day(3))
    assert clock.is_late(voice, day(4))
    assert gate.waiting_for(cast.worker, day(4)).get() == voice
    voices.acknowledge(voice=voice, by=head, on=day(4))
    assert not clock.is_late(voice, day(4))
    with pytest.raises(NotAllowed):
        voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day(4))
    assert clock.is_late(voice, day(22))
    voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day(22))
    assert figure(cast.village, "in_time", 30) == (0, 1)


@pytest.mark.parametrize(
    "named", [{"text": "大河村的账本应当上墙。"}, {"about": True}, {"title": "Dahe Village: 账本"}]
)
def test_a_unit_that_is_named_is_never_the_only_one(cast: Cast, named: dict[str, Any]) -> None:
    person("vhead", "村主任", cast.village, Power.ANSWER)
    plain = {"title": "装灯", "text": "小桥很黑。"}
    if named.get("about"):
        named = {"about": cast.village}
    voice = received(cast.village, **(plain | named))
    assert voice.unit == cast.village
    assert voice in gate.visible_to(cast.worker, day())
    voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day())


def test_those_above_see_it_and_those_beside_do_not(cast: Cast) -> None:
    person("vhead", "村主任", cast.village, Power.ANSWER)
    voice = received(cast.village)
    assert voice in gate.visible_to(cast.worker, day())
    assert voice in gate.visible_to(cast.lead, day())
    for other in (cast.inspector, cast.clerk, cast.checker):
        assert voice not in gate.visible_to(other, day())


# --- in public ------------------------------------------------------------------------------------


def test_words_are_public_only_after_a_second_look(cast: Cast) -> None:
    voice = answered(cast)
    assert face(voice, day()) is None
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    shown = face(voice, day(3))
    assert shown
    assert (shown.title, shown.text, shown.answer) == (TITLE, TEXT, ANSWER)
    with pytest.raises(NotNow):
        voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))


def test_words_are_never_public_against_the_authors_wish(cast: Cast) -> None:
    voice = answered(cast, may_publish=False)
    with pytest.raises(NotNow, match="asked that it not be published"):
        voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    assert not any(word in body for body in _said() for word in (TITLE, TEXT, ANSWER))


def test_words_can_be_covered_and_not_put_otherwise(cast: Cast) -> None:
    voice = answered(cast)
    for other in ("建议装灯。", TEXT + "！", TEXT.replace("两头", "西头"), "■" + TEXT, "■"):
        if other == "■":
            continue
        with pytest.raises(Incomplete, match="cover words"):
            voices.show(voice=voice, title=TITLE, text=other, by=cast.worker, on=day(3))
    covered = TEXT.replace("小桥", "■■").replace("学校", "■")
    voices.show(voice=voice, title="■路灯", text=covered, by=cast.worker, on=day(3))
    assert voice.shown_text == covered


def test_what_is_kept_in_has_its_reason(cast: Cast) -> None:
    voice = answered(cast)
    assert voice in gate.waiting_for(cast.worker, day(3))
    voices.keep_in(voice=voice, reason="写到了一户人家的病情。", by=cast.worker, on=day(3))
    assert voice not in gate.waiting_for(cast.worker, day(3))
    assert voice.kept_in == "写到了一户人家的病情。"


def test_a_unit_that_is_named_cannot_hide_what_is_said_of_it(cast: Cast) -> None:
    head = person("vhead", "村主任", cast.village, Power.ANSWER)
    voice = received(cast.village, title="账本上墙", text="大河村的账本应当上墙。")
    voices.not_adopt(voice=voice, reason="墙上没有地方。", by=head, on=day(1))
    voices.keep_in(voice=voice, reason="不宜公开。", by=head, on=day(1))
    voices.show(voice=voice, title=voice.title, text=voice.text, by=cast.worker, on=day(2))
    assert (voice.shown_text, voice.kept_in) == (voice.text, "")


def test_what_was_said_in_public_is_what_the_rows_say(cast: Cast) -> None:
    voice = answered(cast)
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    worked_out(cast, adopted(cast, received(cast.town)))
    kinds = list(Fact.objects.order_by("leaf").values_list("what", flat=True))
    assert kinds == ["suggestion", "suggestion_shown", "suggestion", "result"]
    assert not check_facts(restate.restated())


def _said() -> list[str]:
    return list(Fact.objects.values_list("body", flat=True))


def test_nothing_is_said_to_the_log_when_an_author_acts(cast: Cast) -> None:
    given = heard(cast.town)
    voices.reply(voice=given.voice, text="补充一句。", on=day())
    assert not _said()
    voices.answer(voice=given.voice, answer=ANSWER, by=cast.worker, on=day(1))
    voices.say_view(voice=given.voice, view="satisfied", on=day(1))
    assert len(_said()) == 1


def test_every_figure_has_its_rows_and_its_share(cast: Cast) -> None:
    first = received(cast.town)
    voices.merge(voice=received(cast.town), into=first, by=cast.worker, on=day())
    worked_out(cast, adopted(cast, first))
    voices.say_view(voice=first, view="satisfied", on=day(8))
    late = received(cast.town)
    voices.answer(voice=late, answer=ANSWER, by=cast.worker, on=day(40))
    received(cast.town, 39)
    received(cast.bureau)
    expected = {
        "received": (4, None), "open": (1, 4), "late": (0, 1), "joined": (1, 4), "decided": (2, 4),
        "due": (2, 4), "in_time": (1, 2), "adopted": (1, 2), "done": (1, 1), "shown": (0, 2),
        "said": (1, 4), "satisfied": (1, 1),
    }  # fmt: skip
    assert {key: figure(cast.town, key, 40) for key in expected} == expected
    assert figure(None, "received") == (5, None)
    assert figure(cast.county, "late", 60)[0] == 2


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
