"""From a text to entries that a person confirms, and from these to items: nothing is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from sunledger.decisions import actions as decisions
from sunledger.decisions import adopting, aliases, confirming, intake, restate, turns
from sunledger.decisions.aliases import Meant
from sunledger.decisions.confirming import Said
from sunledger.decisions.models import (
    Alias,
    Decision,
    Entry,
    EntryState,
    Meeting,
    Proposal,
    Recurs,
    Source,
    SourceState,
)
from sunledger.decisions.shares import shares
from sunledger.jobs.models import Job
from sunledger.ledger.models import Item
from sunledger.ledger.models import State as ItemState
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.models import Unit
from tests.beginning import begins_with
from tests.cast import Cast, at
from tests.confirming_story import (
    HELD,
    ONE,
    Confirmed,
    choices_of,
    confirmed,
    entry_with,
    given,
    make_confirmed,
)
from tests.unguarded import unguarded

pytestmark = begins_with(make_confirmed)


@pytest.fixture
def meeting(begun: Confirmed) -> Meeting:
    return begun.meeting


def test_a_text_is_kept_byte_for_byte_with_what_was_proposed(cast: Cast, meeting: Meeting) -> None:
    source = Source.objects.defer(None).get()
    assert bytes(source.content or b"") == ONE.encode()
    assert source.state == SourceState.KEPT
    assert meeting.text == ONE
    assert Proposal.objects.count() == Entry.objects.count() > 4
    for proposal in Proposal.objects.all():
        assert proposal.quotation == meeting.text[proposal.start : proposal.end]
        assert proposal.rules


def test_neither_the_source_nor_a_proposal_ever_changes(meeting: Meeting) -> None:
    changes = (
        lambda: Source.objects.update(text="别的话"),
        lambda: Source.objects.update(content=b"x"),
        lambda: Source.objects.all().delete(),
        lambda: Proposal.objects.update(rules="x"),
        lambda: Proposal.objects.all()._raw_delete("default"),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Entry.objects.update(quotation="别的话"),
        lambda: meeting.parts.update(start=1),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_text_with_something_personal_is_refused_and_the_line_named(cast: Cast) -> None:
    words = "会议强调，要追回货款。\n联系人手机 13812345678。\n"
    source = given(cast, words)
    assert (source.state, source.text, source.content) == (SourceState.REFUSED, "", None)
    assert source.problem["params"]["line"] == "2"
    assert "13812345678" not in str(source.problem)
    with pytest.raises(Incomplete, match="2"):
        decisions.record_meeting(
            unit=cast.county, title="会", held_on=HELD, text=words, by=cast.lead, at=at()
        )


def test_what_cannot_be_read_is_refused_with_a_sentence_that_says_what_to_do(cast: Cast) -> None:
    source = given(cast, "x" * 3, "会议.docx")
    assert source.state == SourceState.REFUSED
    assert source.problem["msgid"]
    with pytest.raises(Incomplete):
        given(cast, "   ")
    with override_settings(SUNLEDGER_READOUT_BYTES=10), pytest.raises(Incomplete, match="MB"):
        given(cast, ONE)


def test_a_long_text_waits_for_the_worker(cast: Cast) -> None:
    with override_settings(SUNLEDGER_READOUT_AT_ONCE=10):
        source = given(cast, ONE)
    assert source.state == SourceState.WAITING
    assert Job.objects.get(work=intake.WORK).total is None
    dropped = intake.drop(source=source, by=cast.lead)
    assert (dropped.state, dropped.text) == (SourceState.DROPPED, "")


def test_only_who_may_decide_gives_a_text(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        intake.give(unit=cast.county, content=b"x", by=cast.worker, at=at())


def test_the_meetings_of_a_text_cover_all_of_it(cast: Cast) -> None:
    source = given(cast)
    (whole,) = choices_of(source)
    cut = intake.Choice(**vars(whole) | {"end": whole.end - 1})
    with pytest.raises(Incomplete):
        intake.confirm(source=source, choices=[cut], by=cast.lead, at=at())
    with pytest.raises(Incomplete):
        intake.confirm(source=source, choices=[], by=cast.lead, at=at())


def test_an_implied_owner_and_a_computed_day_are_looked_at_one_by_one(
    cast: Cast, meeting: Meeting
) -> None:
    computed = entry_with(meeting, "6月底前")
    assert computed.due == date(2024, 6, 30)
    with pytest.raises(Incomplete):
        confirming.accept(entry=computed, by=cast.lead, at=at())
    Entry.objects.filter(pk=entry_with(meeting, "约谈").pk).update(owner_how="implied")
    done = confirming.accept_plain(meeting=meeting, by=cast.lead, at=at())
    assert {one.quotation[:4] for one in done} == {"柳河镇要", "要进一步"}
    assert entry_with(meeting, "约谈").state == EntryState.OPEN
    looked = Said(due=date(2024, 6, 30))
    assert (
        confirming.accept(entry=computed, given=looked, by=cast.lead, at=at()).state == "confirmed"
    )


def test_a_day_without_a_year_is_computed_from_the_day_of_the_meeting_never_from_today(
    cast: Cast,
) -> None:
    source = given(cast)
    chosen = choices_of(source, date(2023, 11, 3))
    (meeting,) = intake.confirm(source=source, choices=chosen, by=cast.lead, at=at())
    assert entry_with(meeting, "6月底前").due == date(2024, 6, 30)


def test_what_comes_again_has_its_first_day_and_says_how_often(
    cast: Cast, meeting: Meeting
) -> None:
    again = entry_with(meeting, "每季度")
    assert (again.recurs, again.due) == (Recurs.QUARTER, date(2024, 3, 31))
    confirming.accept(
        entry=again, given=Said(due=again.due, recurs=again.recurs), by=cast.lead, at=at()
    )
    (item,) = adopting.adopt_confirmed(meeting=meeting, checker=cast.county, by=cast.lead, at=at())
    assert (item.due, item.state) == (date(2024, 3, 31), ItemState.ASSIGNED)
    assert str(Recurs.QUARTER.label) in item.target


def test_a_group_fans_out_into_an_item_for_each_of_its_units(cast: Cast, meeting: Meeting) -> None:
    Unit.objects.filter(pk__in=[cast.village.pk, cast.hamlet.pk]).update(kind="village")
    group = aliases.name_group(unit=cast.county, name="各村", kinds=["village"], by=cast.lead)
    entry = entry_with(meeting, "各镇要建立")
    meant = aliases.meant("各村", cast.county)
    assert meant == Meant((cast.village, cast.hamlet), group)
    confirming.accept(entry=entry, given=Said(owner=meant), by=cast.lead, at=at())
    items = adopting.adopt_confirmed(meeting=meeting, by=cast.lead, at=at())
    assert {item.unit for item in items} == {cast.village, cast.hamlet}
    assert Alias.objects.get(words="各镇").group == group


def test_a_name_is_remembered_for_the_unit_and_suggested_at_once_and_later(cast: Cast) -> None:
    text = "3月1日，县委召开会议。会议强调，各片区要核对合同。各片区要在5月1日前公开合同。"
    (meeting,) = confirmed(cast, text)
    first, second = meeting.entries.all()
    assert not first.owners.exists()
    confirming.settle(entry=first, given=Said(owner=Meant((cast.town,))), by=cast.lead, at=at())
    assert list(second.owners.all()) == [cast.town]
    assert aliases.meant("各片区", cast.county) == Meant((cast.town,))
    assert aliases.meant("各片区", cast.village) == Meant((cast.town,))
    (later,) = confirmed(cast, "3月2日，县委召开会议。会议强调，各片区要清理账户并公示。")
    assert list(entry_with(later, "清理账户").owners.all()) == [cast.town]
    aliases.forget(alias=Alias.objects.get(), by=cast.lead)
    assert aliases.meant("各片区", cast.county) is None


def test_words_are_moved_by_a_word_and_to_the_sentence(cast: Cast, meeting: Meeting) -> None:
    entry = entry_with(meeting, "约谈负责人")
    moved = confirming.respan(entry=entry, start=entry.start + 1, end=entry.end, by=cast.lead)
    assert moved.quotation == "对重复付款的村逐一约谈负责人"
    with pytest.raises(Incomplete):
        confirming.respan(entry=entry, start=5, end=5, by=cast.lead)


def test_an_entry_is_split_and_joined_and_both_know_what_was_proposed(
    cast: Cast, meeting: Meeting
) -> None:
    entry = entry_with(meeting, "建立村级付款台账")
    proposal = entry.proposals.get()
    place = entry.start + entry.quotation.index("，") + 1
    first, second = confirming.split(entry=entry, place=place, by=cast.lead, at=at())
    assert (first.quotation, second.quotation) == (
        "各镇要建立村级付款台账",
        "逐笔登记收款人和凭证号",
    )
    assert set(proposal.entries.all()) == {first, second}
    assert shares(Proposal.objects.all(), Entry.objects.all()).counts["open"] == 6
    whole = confirming.merge(entry=first, other=second, by=cast.lead, at=at())
    assert whole.quotation == entry.quotation
    assert list(Entry.objects.live().filter(proposals=proposal)) == [whole]


def test_every_step_is_undone_in_turn_until_it_was_adopted(cast: Cast, meeting: Meeting) -> None:
    def state() -> list[tuple[object, ...]]:
        rows = Entry.objects.live().filter(meeting=meeting)
        return [
            (one.code, one.start, one.end, one.state, one.kind, one.due, one.reason,
             sorted(one.owners.values_list("pk")), sorted(one.proposals.values_list("pk")))
            for one in rows
        ]  # fmt: skip

    lead, entry = cast.lead, entry_with(meeting, "追回多付")
    acts: list[Callable[[], object]] = [
        lambda: confirming.reject(entry=entry_with(meeting, "约谈"), reason="已约谈。", by=lead),
        lambda: confirming.exhort(entry=entry, by=lead),
        lambda: confirming.make_task(entry=entry, by=lead),
        lambda: confirming.split(entry=entry, place=entry.start + 5, by=lead),
        lambda: confirming.merge(
            entry=entry_with(meeting, "每季度"), other=entry_with(meeting, "台账"), by=lead
        ),
        lambda: confirming.add(meeting=meeting, start=0, end=15, by=lead),
        lambda: confirming.settle(
            entry=entry_with(meeting, "账户清理"), given=Said(owner=Meant((cast.town,))), by=lead
        ),
        lambda: confirming.accept_plain(meeting=meeting, by=lead),
    ]
    seen = [state()]
    for act in acts:
        act()
        seen.append(state())
    while len(seen) > 1:
        assert state() == seen.pop()
        turns.undo(meeting=meeting, by=lead)
    assert state() == seen[0]
    with pytest.raises(NotNow):
        turns.undo(meeting=meeting, by=lead)


def test_what_was_adopted_is_not_undone_and_what_stands_beside_it_is(
    cast: Cast, meeting: Meeting
) -> None:
    first, other = entry_with(meeting, "追回多付"), entry_with(meeting, "约谈")
    confirming.reject(entry=other, reason="已约谈。", by=cast.lead)
    confirming.accept(entry=first, by=cast.lead)
    adopting.adopt_confirmed(meeting=meeting, by=cast.lead, at=at())
    turns.undo(meeting=meeting, by=cast.lead)
    assert Entry.objects.get(pk=other.pk).state == EntryState.OPEN
    assert Entry.objects.get(pk=first.pk).state == EntryState.ADOPTED
    with pytest.raises(NotNow):
        turns.undo(meeting=meeting, by=cast.lead)


def test_whoever_acts_on_what_another_changed_is_told_so(cast: Cast, meeting: Meeting) -> None:
    entry = entry_with(meeting, "追回多付")
    confirming.exhort(entry=entry, by=cast.lead, turn=1)
    with pytest.raises(Conflict):
        confirming.accept(entry=entry, by=cast.lead, turn=1)


def test_all_that_is_confirmed_is_adopted_together_or_not_at_all(
    cast: Cast, meeting: Meeting
) -> None:
    confirming.accept(entry=entry_with(meeting, "追回多付"), by=cast.lead)
    confirming.accept(entry=entry_with(meeting, "约谈"), by=cast.lead)
    with pytest.raises(NotAllowed, match="柳河镇要"):
        adopting.adopt_confirmed(meeting=meeting, checker=cast.village, by=cast.lead, at=at())
    assert not Item.objects.exists()
    items = adopting.adopt_confirmed(meeting=meeting, checker=cast.county, by=cast.lead, at=at())
    assert [item.state for item in items] == [ItemState.ASSIGNED, ItemState.OPENED]
    assert items[0].source == f"decision:{Decision.objects.first().code}"  # type: ignore[union-attr]
    assert items[0].due == date(2024, 4, 30)
    with pytest.raises(Incomplete):
        adopting.adopt_confirmed(meeting=meeting, by=cast.lead, at=at())


def test_the_share_taken_as_proposed_has_its_denominator(cast: Cast, meeting: Meeting) -> None:
    lead = cast.lead
    confirming.accept(entry=entry_with(meeting, "追回多付"), by=lead)
    confirming.accept(entry=entry_with(meeting, "思想认识"), by=lead)
    edited = entry_with(meeting, "约谈")
    confirming.respan(entry=edited, start=edited.start + 1, end=edited.end, by=lead)
    confirming.accept(entry=edited, by=lead)
    confirming.reject(entry=entry_with(meeting, "每季度"), reason="已有。", by=lead)
    confirming.add(meeting=meeting, start=0, end=15, by=lead)
    seen = shares(Proposal.objects.all(), Entry.objects.all())
    counted = {fate: count for fate, count in seen.counts.items() if count}
    assert counted == {"as_is": 2, "edited": 1, "rejected": 1, "open": 2}
    assert (seen.proposed, seen.decided, seen.by_hand, seen.as_is) == (6, 4, 1, 0.5)


def test_a_meeting_is_public_once_all_is_decided_and_its_sources_are_sealed(
    cast: Cast, meeting: Meeting
) -> None:
    confirming.accept(entry=entry_with(meeting, "追回多付"), by=cast.lead)
    with pytest.raises(NotNow):
        decisions.make_public(meeting=meeting, by=cast.lead, at=at(1))
    adopting.adopt_confirmed(meeting=meeting, by=cast.lead, at=at())
    for entry in Entry.objects.undecided():
        confirming.reject(entry=entry, reason="不在本次范围。", by=cast.lead)
    decisions.make_public(meeting=meeting, by=cast.lead, at=at(1))
    assert Source.objects.get().sha256 in Fact.objects.get(what="decided").body
    assert not list(check_facts(restate.restated()))
    with pytest.raises(NotNow):
        confirming.take_back(entry=Entry.objects.filter(state="rejected")[0], by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(reason="别的")
    with unguarded():
        Source.objects.update(sha256="0" * 64)
    assert len(list(check_facts(restate.restated()))) == 1


def test_only_who_may_decide_acts_on_an_entry(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        confirming.accept(entry=entry_with(meeting, "追回多付"), by=cast.worker, at=at())
