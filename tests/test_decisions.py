"""From a meeting's words to items, and back to how far each is."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sunledger.decisions import actions as decisions
from sunledger.decisions import restate
from sunledger.decisions.models import Decision, Meeting, State
from sunledger.decisions.progress import progress, public_progress
from sunledger.decisions.quotation import as_kept, places
from sunledger.ledger import actions as ledger
from sunledger.ledger.clock import Light
from sunledger.ledger.models import Item
from sunledger.ledger.models import State as ItemState
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from tests.cast import Cast, at, day
from tests.ledger_story import heard
from tests.unguarded import unguarded

TEXT = """县长主持召开会议。\r
会议强调，要守住底线。柳河镇要在四月底前\r
追回多付的货款；财政局每月通报。要守住底线。"""
WORDS = "柳河镇要在四月底前追回多付的货款"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return decisions.record_meeting(
        unit=cast.county, title="常务会", held_on=day(-1), text=TEXT, by=cast.lead, at=at()
    )


@pytest.fixture
def proposed(cast: Cast, meeting: Meeting) -> Decision:
    return decisions.propose(
        meeting=meeting, quotation=WORDS, owner=cast.town, by=cast.lead, due=day(20), target="全额"
    )


def test_a_directive_stands_on_the_exact_words_of_the_text(
    meeting: Meeting, proposed: Decision
) -> None:
    text = Meeting.objects.get().text
    assert proposed.quotation == text[proposed.start : proposed.end]
    assert proposed.quotation == "柳河镇要在四月底前\n追回多付的货款"


def test_words_that_the_text_does_not_have_or_has_twice_are_refused(
    cast: Cast, meeting: Meeting
) -> None:
    common: dict[str, Any] = {"meeting": meeting, "owner": cast.town, "by": cast.lead}
    with pytest.raises(Incomplete):
        decisions.propose(**common, quotation="柳河镇要在五月底前")
    with pytest.raises(Incomplete, match="2"):
        decisions.propose(**common, quotation="要守住底线")
    second = places(meeting.text, "要守住底线")[1]
    decision = decisions.propose(**common, quotation="要守住底线", start=second.start)
    assert (decision.start, decision.end) == second


def test_the_database_knows_a_false_quotation(proposed: Decision) -> None:
    for change in ({"quotation": "柳河镇要在四月底前 追回多付的货款"}, {"start": 3}, {"end": 30}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=proposed.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(text="别的话")


def test_an_adopted_directive_is_an_item_in_the_hands_of_its_owner(
    cast: Cast, proposed: Decision
) -> None:
    item = decisions.adopt(decision=proposed, checker=cast.county, by=cast.lead, at=at())
    assert (item.state, item.doer, item.checker, item.due) == (
        ItemState.ASSIGNED,
        cast.town,
        cast.county,
        day(20),
    )
    assert (item.source, item.target) == (f"decision:{proposed.code}", "全额")
    assert item.problem == proposed.quotation
    assert (proposed.state, proposed.item) == (State.ADOPTED, item.code)


def test_a_directive_without_a_checker_waits_in_the_ledger_to_be_assigned(
    cast: Cast, proposed: Decision
) -> None:
    assert decisions.adopt(decision=proposed, by=cast.lead, at=at()).state == ItemState.OPENED


def test_a_directive_is_decided_once(cast: Cast, proposed: Decision) -> None:
    same = Decision.objects.get(pk=proposed.pk)
    decisions.adopt(decision=proposed, by=cast.lead, at=at())
    with pytest.raises(NotNow):
        decisions.reject(decision=same, reason="不采纳。", by=cast.lead, at=at())
    assert Item.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(state=State.PROPOSED, item="", decided_by=None)


def test_what_was_rejected_keeps_its_reason_and_may_be_proposed_again(
    cast: Cast, meeting: Meeting, proposed: Decision
) -> None:
    again = {"meeting": meeting, "quotation": WORDS, "owner": cast.town, "by": cast.lead}
    with pytest.raises(NotNow):
        decisions.propose(**again)  # type: ignore[arg-type]
    decisions.reject(decision=proposed, reason="只是号召。", by=cast.lead, at=at())
    assert decisions.propose(**again).state == State.PROPOSED  # type: ignore[arg-type]
    assert Decision.objects.get(pk=proposed.pk).reason == "只是号召。"


def test_adopting_asks_the_ledger_who_may_check(cast: Cast, proposed: Decision) -> None:
    with pytest.raises(NotAllowed):
        decisions.adopt(decision=proposed, checker=cast.village, by=cast.lead, at=at())
    assert not Item.objects.exists()
    assert Decision.objects.get().state == State.PROPOSED


def test_only_who_may_decide_for_the_unit_records_and_adopts(
    cast: Cast, proposed: Decision
) -> None:
    with pytest.raises(NotAllowed):
        decisions.record_meeting(
            unit=cast.town, title="x", held_on=day(), text="x", by=cast.worker, at=at()
        )
    with pytest.raises(NotAllowed):
        decisions.adopt(decision=proposed, by=cast.worker, at=at())


def test_the_meeting_asks_the_ledger_how_far_each_directive_is(
    cast: Cast, meeting: Meeting, proposed: Decision
) -> None:
    assert progress(meeting, day())[0].item is None
    item = decisions.adopt(decision=proposed, checker=cast.county, by=cast.lead, at=at())
    (one,) = progress(meeting, day(21))
    assert (one.item, one.light) == (item, Light.RED)
    ledger.answer(item=item, note="已追回。", by=cast.worker, at=at(2))
    ledger.verify(item=item, note="属实。", by=cast.checker, at=at(3))
    heard(item, cast.lead, 3)
    ledger.close(item=item, result="已追回。", by=cast.lead, at=at(4))
    assert progress(meeting, day(21))[0].light == Light.GREY
    anew = ledger.reopen(item=item, reason="又付了。", by=cast.lead, at=at(9))
    assert progress(meeting, day(21))[0].item == anew


def test_a_public_meeting_is_said_once_and_shows_how_far_its_items_are(
    cast: Cast, meeting: Meeting, proposed: Decision
) -> None:
    with pytest.raises(NotNow):
        decisions.make_public(meeting=meeting, by=cast.lead, at=at())
    decisions.adopt(decision=proposed, checker=cast.county, by=cast.lead, at=at())
    assert public_progress(meeting, day()) == []
    decisions.make_public(meeting=meeting, by=cast.lead, at=at(1))
    (one,) = public_progress(meeting, day(1))
    assert one.face is not None
    assert (one.face.state, one.face.unit) == (ItemState.ASSIGNED, cast.town)
    assert Fact.objects.filter(what="decided").count() == 1
    assert not list(check_facts(restate.restated()))


def test_a_public_meeting_stands(cast: Cast, meeting: Meeting, proposed: Decision) -> None:
    decisions.reject(decision=proposed, reason="只是号召。", by=cast.lead, at=at())
    decisions.make_public(meeting=meeting, by=cast.lead, at=at())
    with pytest.raises(NotNow):
        decisions.propose(meeting=meeting, quotation=WORDS, owner=cast.town, by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(title="别的会")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all().delete()
    with unguarded():
        Meeting.objects.update(text="没有说过。")
    assert len(list(check_facts(restate.restated()))) == 1


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.integers(0, 50),
    st.integers(1, 50),
)
def test_words_copied_from_anywhere_in_a_text_are_found_where_they_stand(
    text: str, start: int, length: int
) -> None:
    text = as_kept(text)
    words = text[start : start + length]
    found = places(text, "\n ".join(words))
    if words.split():
        kept = ["".join(text[place.start : place.end].split()) for place in found]
        assert kept
        assert set(kept) == {"".join(words.split())}
    else:
        assert found == []
