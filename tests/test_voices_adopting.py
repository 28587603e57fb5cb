"""A suggestion that is adopted becomes work; what is late or names a unit has others beside it."""

from typing import Any

import pytest

from sunledger.ledger import actions as ledger
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow, Refused
from sunledger.units.models import Power
from sunledger.voices import actions as voices
from sunledger.voices import clock, ending, gate
from sunledger.voices.models import Voice
from sunledger.voices.steps import Move, State
from tests import ledger_story
from tests.cast import Cast, at, day, person
from tests.voices_story import (
    ANSWER,
    TEXT,
    adopted,
    english,
    figure,
    heard,
    received,
    town_clerk,
    work,
    worked_out,
)

__all__ = ["english"]

pytestmark = pytest.mark.django_db


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
