"""Leads of a screen about one cause, decided as one, say one thing about it and not many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About
from sunledger.screening import actions as screening
from sunledger.screening import course, precision
from sunledger.screening.actions import Answer
from sunledger.screening.models import Reason, Stack
from sunledger.screening.onshelf import screens
from tests.cast import at
from tests.ledger_story import heard
from tests.queue_story import ACCOUNT, DUPLICATE, Story, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return make_story()


def three_and_one(story: Story) -> Stack:
    """Return a stack of three leads of one screen and one of another, beside a lead of its own."""
    three = {
        story.raised(DUPLICATE, f"{n}", payee="青禾商贸", figure=5_000_00): f"a{n} b{n}"
        for n in range(3)
    }
    other = {story.raised(ACCOUNT, "x", payee="青禾商贸", figure=9_000_00): "a0 b0 a1 b1 a2 b2"}
    story.run({**three, **other, story.raised(DUPLICATE, "apart", body=story.cast.town.code): "z"})
    stack = Stack.objects.open().get(unit=story.cast.village)
    assert stack.leads.count() == 4
    return stack


def found_so(story: Story, stack: Stack) -> None:
    """Let the item that a stack becomes be looked into, and found to be so."""
    cast = story.cast
    item = screening.take_up_stack(
        stack=stack,
        by=cast.lead,
        doer=cast.town,
        checker=cast.bureau,
        due=timezone.localdate() + timedelta(30),
    )
    item = ledger.answer(item=item, note="属实。", by=cast.worker)
    item = ledger.send_back(item=item, reason="请追回。", by=cast.inspector)
    item = heard(item, cast.lead, about=About.NOT_DONE)
    ledger.give_up(item=item, reason="供应商已注销。", by=cast.lead)


def test_an_item_that_a_stack_became_counts_once_for_each_of_its_screens(story: Story) -> None:
    found_so(story, three_and_one(story))
    twice = precision.of_screen(DUPLICATE)
    assert (twice.confirmed, twice.checked, twice.raised) == (1, 1, 4)
    assert precision.of_screen(ACCOUNT).confirmed == 1
    version = screens()[DUPLICATE].version
    for figures in (
        precision.of_screens()[DUPLICATE],
        *precision.of_versions(DUPLICATE).values(),
        *precision.of_branches(DUPLICATE, {}).values(),
        precision.since(DUPLICATE, version, None),
    ):
        assert figures.confirmed <= 1


def test_what_was_dismissed_as_one_counts_once_for_each_reason(story: Story) -> None:
    stack = three_and_one(story)
    first = stack.leads.filter(screen=DUPLICATE).order_by("pk")[0]
    screening.dismiss_stack(
        stack=stack,
        answer=Answer(Reason.EXPLAINED, "分期付款。"),
        but={first.code: Answer(Reason.UNFOUNDED, "不是同一笔。")},
        by=story.cast.lead,
    )
    twice = precision.of_screen(DUPLICATE)
    assert twice.dismissed == {Reason.EXPLAINED: 1, Reason.UNFOUNDED: 1}
    assert (twice.confirmed, twice.checked) == (0, 2)


def test_leads_of_different_stacks_count_each(story: Story) -> None:
    story.run(story.many(3))
    for stack in list(Stack.objects.open()):
        screening.dismiss_stack(
            stack=stack, answer=Answer(Reason.UNFOUNDED, "不是同一笔。"), by=story.cast.lead
        )
    assert precision.of_screen(DUPLICATE).checked == 3


def test_one_stack_of_many_wrong_leads_switches_no_screen_off(story: Story) -> None:
    # Sixteen wrong ones in a row switch a screen off; one stack of twenty is one of them.
    many = {
        story.raised(DUPLICATE, f"{n}", payee="青禾商贸", figure=1_000_00): f"r{n}"
        for n in range(20)
    }
    story.run(many)
    [stack] = Stack.objects.open()
    screening.dismiss_stack(
        stack=stack, answer=Answer(Reason.UNFOUNDED, "不是同一笔。"), by=story.cast.lead
    )
    now = course.standing(DUPLICATE, stack.leads.all()[0].version, at().date())
    assert now.figures.checked == 1
    assert not now.is_below
