"""What is said of suggestions in public: words that were looked at twice, facts and figures."""

import pytest

from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Power
from sunledger.voices import actions as voices
from sunledger.voices import gate, restate
from sunledger.voices.face import face
from tests.cast import Cast, day, person
from tests.voices_story import (
    ANSWER,
    TEXT,
    TITLE,
    adopted,
    answered,
    english,
    figure,
    heard,
    received,
    worked_out,
)

__all__ = ["english"]

pytestmark = pytest.mark.django_db


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
