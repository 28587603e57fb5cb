"""An item broken down: its parts close first, it waits for others, gates stand between stages."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Dependency, Gate, Item, Move
from sunledger.ledger.programme import actions as programme
from sunledger.ledger.programme import waits
from sunledger.ledger.programme.actions import Part
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from tests import programme_story as story
from tests.cast import Cast, at, day, make_cast


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_parts_belong_to_the_whole_and_inherit_its_drive(cast: Cast) -> None:
    whole, parts = story.parted(cast, drive="breakthroughs", public=True)
    assert [part.parent for part in parts] == [whole] * 3
    assert {(part.drive, part.public) for part in parts} == {("breakthroughs", True)}
    assert whole.steps.filter(move=Move.DIVIDE).count() == 1
    assert parts[1].due == day(40)


def test_a_whole_is_not_done_before_its_parts_and_says_which(cast: Cast) -> None:
    whole, parts = story.parted(cast)
    ledger.assign(
        item=whole, doer=cast.town, checker=cast.bureau, due=day(100), by=cast.lead, at=at()
    )
    with pytest.raises(NotNow, match="3 are still open: 勘测; 施工; 立牌"):
        ledger.answer(item=whole, note="都好了。", by=cast.worker, at=at(1))
    for part in parts:
        story.over(cast, part)
    whole.refresh_from_db()
    assert story.over(cast, whole, 3).closed_on == day(3)


def test_the_database_itself_closes_no_whole_before_its_parts(cast: Cast) -> None:
    whole, parts = story.parted(cast)
    with pytest.raises(IntegrityError, match="closes after its parts"), transaction.atomic():
        Item.objects.filter(pk=whole.pk).update(closed_at=at(1))
    with pytest.raises(IntegrityError, match="stays where it was put"), transaction.atomic():
        Item.objects.filter(pk=parts[0].pk).update(parent=parts[1])
    with pytest.raises(NotNow, match="still open"):
        ledger.give_up(item=whole, reason="不做了。", by=cast.lead, at=at(1))


def test_what_is_closed_gets_no_new_parts(cast: Cast) -> None:
    whole = story.over(cast, story.root(cast))
    with pytest.raises(NotNow, match="cannot break down"):
        programme.break_down(item=whole, parts=[story.part(cast, "再修")], by=cast.lead, at=at(5))
    with pytest.raises(IntegrityError, match="gets no new parts"), transaction.atomic():
        story.root(cast, parent=whole)


def test_only_whoever_leads_or_does_breaks_down_and_only_within_reach(cast: Cast) -> None:
    whole = story.root(cast)
    with pytest.raises(NotAllowed):
        programme.break_down(item=whole, parts=[story.part(cast, "勘测")], by=cast.clerk, at=at())
    backwards = story.part(cast, "倒着", 9, 3)
    with pytest.raises(Incomplete, match="before it starts"):
        programme.break_down(item=whole, parts=[backwards], by=cast.lead, at=at())
    with pytest.raises(Incomplete, match="at least one"):
        programme.break_down(item=whole, parts=[], by=cast.lead, at=at())
    assert not whole.parts.exists()


def test_a_programme_is_not_endlessly_deep(cast: Cast) -> None:
    item = story.root(cast)
    for _level in range(programme.DEEPEST - 1):
        item = programme.break_down(
            item=item, parts=[story.part(cast, "再分")], by=cast.lead, at=at()
        )[0]
    with pytest.raises(NotNow, match="at most 6 levels"):
        programme.break_down(item=item, parts=[story.part(cast, "再分")], by=cast.lead, at=at())


def test_what_waits_cannot_begin_and_says_for_what(cast: Cast) -> None:
    _whole, (survey, build, _sign) = story.parted(cast)
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    story.given(cast, build)
    with pytest.raises(NotNow, match="begins after “勘测” is verified"):
        ledger.start(item=build, by=cast.worker, at=at(1))
    with pytest.raises(NotNow, match="begins after “勘测” is verified"):
        ledger.answer(item=build, note="先做了。", by=cast.worker, at=at(1))
    story.found_true(cast, survey)
    build.refresh_from_db()
    assert ledger.start(item=build, by=cast.worker, at=at(3)).state == "working"


def test_a_tie_may_ask_that_the_other_is_closed(cast: Cast) -> None:
    _whole, (survey, build, _sign) = story.parted(cast)
    programme.tie(item=build, after=survey, upon="closed", by=cast.lead, at=at())
    story.found_true(cast, survey)
    assert "is closed" in waits.why_not_begin(build, day(2))
    ledger.close(item=survey, result="测好了。", by=cast.lead, at=at(2))
    assert not waits.why_not_begin(build, day(2))


def test_a_part_waits_for_what_its_whole_waits_for(cast: Cast) -> None:
    _whole, (survey, build, _sign) = story.parted(cast)
    inside = programme.break_down(
        item=build, parts=[story.part(cast, "打桩")], by=cast.lead, at=at()
    )[0]
    build.refresh_from_db()
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    assert "勘测" in waits.why_not_begin(inside, day(1))


def test_a_circle_is_refused_and_named_even_through_wholes_and_parts(cast: Cast) -> None:
    whole, (survey, build, sign) = story.parted(cast)
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    programme.tie(item=sign, after=build, by=cast.lead, at=at())
    with pytest.raises(NotNow, match="勘测 → 施工 → 立牌 → 勘测"):
        programme.tie(item=survey, after=sign, by=cast.lead, at=at())
    with pytest.raises(NotNow, match="none could ever begin"):
        programme.tie(item=whole, after=sign, by=cast.lead, at=at())
    with pytest.raises(NotNow, match="none could ever begin"):
        programme.tie(item=sign, after=whole, by=cast.lead, at=at())
    assert Dependency.objects.count() == 2


def test_the_database_itself_keeps_no_circle(cast: Cast) -> None:
    _whole, (survey, build, sign) = story.parted(cast)
    first = programme.tie(item=build, after=survey, by=cast.lead, at=at())
    programme.tie(item=sign, after=build, by=cast.lead, at=at())
    step = survey.steps.latest("number")
    with pytest.raises(IntegrityError, match="in a circle"), transaction.atomic():
        Dependency.objects.create(item=survey, after=sign, step=step)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        first.delete()
    with pytest.raises(IntegrityError, match="lifted once"), transaction.atomic():
        Dependency.objects.filter(pk=first.pk).update(after=sign)


def test_a_tie_is_lifted_with_its_reason_and_can_be_made_again(cast: Cast) -> None:
    _whole, (survey, build, _sign) = story.parted(cast)
    tie = programme.tie(item=build, after=survey, by=cast.lead, at=at())
    with pytest.raises(NotNow, match="already"):
        programme.tie(item=build, after=survey, by=cast.lead, at=at())
    programme.untie(tie=tie, reason="可以并行。", by=cast.lead, at=at(1))
    assert not waits.why_not_begin(build, day(1))
    assert build.steps.latest("number").note == "可以并行。"
    with pytest.raises(NotNow, match="any more"):
        programme.untie(tie=tie, reason="再说一次。", by=cast.lead, at=at(1))
    programme.tie(item=survey, after=build, by=cast.lead, at=at(1))


def test_what_has_begun_waits_for_nothing_any_more(cast: Cast) -> None:
    _whole, (survey, build, _sign) = story.parted(cast)
    story.given(cast, build)
    ledger.start(item=build, by=cast.worker, at=at(1))
    with pytest.raises(NotNow, match="has begun"):
        programme.tie(item=build, after=survey, by=cast.lead, at=at(1))


def test_the_next_stage_begins_once_its_gate_is_passed(cast: Cast) -> None:
    whole = story.root(cast)
    first, second = programme.break_down(
        item=whole,
        parts=[story.part(cast, "设计", stage=1), story.part(cast, "施工", stage=2)],
        by=cast.lead,
        at=at(),
    )
    whole.refresh_from_db()
    programme.set_gates(item=whole, gates=[("设计评审", "图纸齐全")], by=cast.lead, at=at())
    story.given(cast, second)
    with pytest.raises(NotNow, match="设计评审 is not passed"):
        ledger.start(item=second, by=cast.worker, at=at(1))
    with pytest.raises(NotNow, match="1 parts of its stage are to be verified"):
        programme.pass_gate(item=whole, note="齐了。", by=cast.lead, at=at(1))
    story.found_true(cast, first)
    gate = programme.pass_gate(item=whole, note="图纸已审。", by=cast.lead, at=at(3))
    assert gate.passed is not None
    assert gate.passed.note == "图纸已审。"
    second.refresh_from_db()
    ledger.start(item=second, by=cast.worker, at=at(3))
    with pytest.raises(NotNow, match="No gate is left"):
        programme.pass_gate(item=whole, note="再过。", by=cast.lead, at=at(4))
    with pytest.raises(NotNow, match="set already"):
        programme.set_gates(item=whole, gates=[("再设", "再问")], by=cast.lead, at=at(4))
    with pytest.raises(IntegrityError, match="passed once"), transaction.atomic():
        Gate.objects.update(title="改名")


def test_days_on_the_way_lie_at_most_thirty_days_apart(cast: Cast) -> None:
    item = story.given(cast, story.root(cast), due=100)
    far = [ledger.Day("过半", day(50)), ledger.Day("收尾", day(80))]
    with pytest.raises(Incomplete, match="lie 50 days, and at most 30"):
        ledger.plan(item=item, milestones=far, by=cast.lead, at=at(1))
    near = [ledger.Day(f"第{n}步", day(n)) for n in (25, 50, 75)]
    assert len(ledger.plan(item=item, milestones=near, by=cast.lead, at=at(1))) == 3


def test_what_is_done_in_one_go_needs_no_days_on_the_way(cast: Cast) -> None:
    item = story.given(cast, story.root(cast), due=100)
    ledger.start(item=item, single_act="一次性拨付，无中间环节。", by=cast.worker, at=at(1))
    assert story.over(cast, item, 90).closed_on == day(90)


def test_personal_data_does_not_get_into_a_part(cast: Cast) -> None:
    whole = story.root(cast)
    telling = Part("联系人 13912345678", "找他。", cast.town)
    with pytest.raises(Incomplete, match="mobile number"):
        programme.break_down(item=whole, parts=[telling], by=cast.lead, at=at())
