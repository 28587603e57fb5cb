"""Stacks of a site: kept from run to run, shown a few at a time, decided whole or lead by lead."""

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import queueing
from sunledger.screening.actions import Answer
from sunledger.screening.models import Lead, QueueLimit, Reason, Stack, State
from sunledger.screening.refusals import Incomplete, NotNow
from sunledger.units.access import NotAllowed
from tests.cast import at
from tests.queue_story import ACCOUNT, DUPLICATE, Story, make_story, states, up

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def both(story: Story) -> Stack:
    """Return the stack of two screens on the same rows."""
    story.run({story.raised(DUPLICATE, "d"): "a b", story.raised(ACCOUNT, "t"): "a b c"})
    return Stack.objects.get()


def test_two_screens_on_the_same_rows_make_one_stack_that_the_next_run_keeps(story: Story) -> None:
    stack = both(story)
    assert set(stack.reasons) == {DUPLICATE, ACCOUNT}
    assert stack.leads.count() == 2
    assert stack.unit == story.cast.village
    assert both(story).code == stack.code


def test_leads_that_were_seen_together_stay_together(story: Story) -> None:
    first = {story.raised(ACCOUNT, "home", payee="7"): "a b c d e f"}
    first |= {story.raised(DUPLICATE, "d"): "a b", story.raised(DUPLICATE, "e"): "e f"}
    story.run(first)
    stack = Stack.objects.get()
    screening.dismiss(
        lead=Lead.objects.get(subject="home"), reason=Reason.SMALL, note="小。", by=story.cast.lead
    )
    story.run(first)
    assert set(Lead.objects.open().filter(stack=stack).values_list("subject", flat=True)) == {
        "d",
        "e",
    }
    assert Stack.objects.count() == 1


def test_ten_are_up_and_the_others_wait_until_one_is_decided(story: Story) -> None:
    story.run(story.many(12))
    assert up() == [f"{n}" for n in range(10)]
    assert Stack.objects.waiting().count() == 2
    screening.dismiss(
        lead=Lead.objects.get(subject="4"), reason=Reason.SMALL, note="小。", by=story.cast.lead
    )
    assert up() == ["0", "1", "2", "3", *"56789", "10"]
    assert Stack.objects.waiting().count() == 1
    assert Stack.objects.open().count() == 11


def test_what_is_up_stays_up_when_a_weightier_one_arrives(story: Story) -> None:
    leads = story.many(10)
    story.run(leads)
    heavy = {story.raised(ACCOUNT, "heavy", figure=900_000_00): "h"}
    story.run(leads | heavy, at(1))
    assert "heavy" not in up()
    screening.dismiss(
        lead=Lead.objects.get(subject="9"), reason=Reason.SMALL, note="小。", by=story.cast.lead
    )
    assert up()[0] == "heavy"


def test_a_branch_may_be_shown_more_or_fewer_and_the_nearest_decision_holds(story: Story) -> None:
    cast = story.cast
    queueing.limit(unit=cast.county, most=3, reason="人手少", by=cast.lead, at=at())
    story.run(story.many(6))
    assert len(up()) == 3
    queueing.limit(unit=cast.village, most=5, reason="专班", by=cast.lead, at=at())
    assert len(up()) == 5
    queueing.limit(unit=cast.county, most=1, reason="人手更少", by=cast.lead, at=at())
    assert len(up()) == 5, "what is up stays up, and the village's own decision is nearer"
    assert queueing.Limits.today().of(cast.hamlet.path)[0] == 1


def test_who_does_not_screen_decides_on_no_queue_and_a_queue_shows_something(story: Story) -> None:
    with pytest.raises(NotAllowed):
        queueing.limit(unit=story.cast.county, most=3, reason="否", by=story.cast.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueLimit.objects.create(
            unit=story.cast.county, most=0, reason="无", by=story.cast.lead, at=at()
        )


def test_a_stack_becomes_one_item_that_each_of_its_leads_names(story: Story) -> None:
    stack = both(story)
    item = screening.take_up_stack(stack=stack, by=story.cast.lead, note="一并核查")
    assert Item.objects.get() == item
    assert item.source == f"stack:{stack.code}"
    for lead in stack.leads.all():
        assert (lead.state, lead.item, lead.note) == (State.TAKEN_UP, item.code, "一并核查")
    assert up() == []
    with pytest.raises(NotNow):
        screening.take_up_stack(stack=stack, by=story.cast.lead)


def test_a_stack_is_dismissed_at_once_and_each_lead_remembers_its_own_reason(story: Story) -> None:
    stack = both(story)
    other = stack.leads.get(screen=ACCOUNT)
    own = {other.code: Answer(Reason.DATA_ERROR, "账号录入有误。")}
    screening.dismiss_stack(
        stack=stack, answer=Answer(Reason.EXPLAINED, "分期付款。"), but=own, by=story.cast.lead
    )
    found = dict(stack.leads.values_list("screen", "reason"))
    assert found == {DUPLICATE: Reason.EXPLAINED, ACCOUNT: Reason.DATA_ERROR}
    assert stack.leads.get(screen=ACCOUNT).note == "账号录入有误。"


def test_a_stack_is_dismissed_whole_or_not_at_all(story: Story) -> None:
    stack = both(story)
    own = {stack.leads.get(screen=ACCOUNT).code: Answer(Reason.SMALL, "  ")}
    with pytest.raises(Incomplete):
        screening.dismiss_stack(
            stack=stack, answer=Answer(Reason.KNOWN, "已办。"), but=own, by=story.cast.lead
        )
    assert set(states().values()) == {State.OPEN}


def test_one_lead_alone_may_be_decided_and_the_stack_stays_open_with_the_rest(story: Story) -> None:
    stack = both(story)
    lead = stack.leads.get(screen=DUPLICATE)
    screening.dismiss(lead=lead, reason=Reason.UNFOUNDED, note="两笔不同。", by=story.cast.lead)
    assert Stack.objects.up().get() == stack
    item = screening.take_up_stack(stack=stack, by=story.cast.lead)
    assert stack.leads.get(screen=DUPLICATE).item == ""
    assert stack.leads.get(screen=ACCOUNT).item == item.code


def test_what_is_put_back_is_in_its_stack_again(story: Story) -> None:
    stack = both(story)
    answer = Answer(Reason.KNOWN, "已办。")
    screening.dismiss_stack(stack=stack, answer=answer, by=story.cast.lead)
    assert not Stack.objects.open().exists()
    lead = stack.leads.get(screen=DUPLICATE)
    assert screening.put_back(lead=lead, by=story.cast.lead).stack == stack
    assert Stack.objects.up().get() == stack


def test_what_a_run_no_longer_raises_leaves_its_place_to_the_next(story: Story) -> None:
    leads = story.many(11)
    story.run(leads)
    assert "10" not in up()
    story.run({one: rows for one, rows in leads.items() if one.subject != "0"}, at(1))
    assert up() == [f"{n}" for n in range(1, 11)]
    assert states()["0"] == State.CLEARED


def test_leads_of_another_unit_are_another_stack_in_another_queue(story: Story) -> None:
    here = story.raised(DUPLICATE, "here", payee="JIA")
    there = story.raised(DUPLICATE, "there", payee="JIA", body=story.cast.hamlet.code)
    story.run({here: "a", there: "a"})
    assert Stack.objects.count() == 2
    assert {stack.unit for stack in Stack.objects.up()} == {story.cast.village, story.cast.hamlet}


def test_many_units_are_stacked_in_portions_that_part_none(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "PORTION", 3)
    leads = {}
    for unit in (story.cast.village, story.cast.hamlet, story.cast.town):
        for screen in (DUPLICATE, ACCOUNT):
            leads[story.raised(screen, f"{unit.code}", body=unit.code)] = "a b"
    story.run(leads)
    assert sorted(stack.leads.count() for stack in Stack.objects.all()) == [2, 2, 2]


def test_who_does_not_reach_the_unit_decides_on_no_stack(story: Story) -> None:
    stack = both(story)
    with pytest.raises(NotAllowed):
        screening.take_up_stack(stack=stack, by=story.cast.clerk)
    with pytest.raises(NotAllowed):
        screening.dismiss_stack(
            stack=stack, answer=Answer(Reason.SMALL, "小。"), by=story.cast.worker
        )
