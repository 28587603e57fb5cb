"""Several people act at the same moment: one wins, and the others are told."""

from functools import partial

import pytest
from django.db import connection

from sunledger.disclosure import actions, restate
from sunledger.disclosure.models import Batch, State, Upload
from sunledger.disclosure.refusals import GivenBefore, NotNow
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts, check_log
from tests import together
from tests.disclosure_story import PERIOD, Story, make_story

at_once = partial(together.at_once, refusals=(NotNow, GivenBefore))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story() -> Story:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time by itself")
    return make_story()


def test_of_two_reviewers_at_once_one_publishes(story: Story) -> None:
    batch = story.submitted(rows=40)
    came = at_once(
        lambda: actions.publish(batch=Batch.objects.get(pk=batch.pk), by=story.reviewer),
        lambda: actions.publish(batch=Batch.objects.get(pk=batch.pk), by=story.second_reviewer),
    )
    assert sum(isinstance(one, NotNow) for one in came) == 1
    assert Fact.objects.filter(what="batch").count() == 1
    assert Fact.objects.filter(what="published").count() == 40
    assert check_log() == []
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_publishing_and_sending_back_at_once_do_one_of_the_two(story: Story) -> None:
    batch = story.submitted(rows=40)
    at_once(
        lambda: actions.publish(batch=Batch.objects.get(pk=batch.pk), by=story.reviewer),
        lambda: actions.send_back(
            batch=Batch.objects.get(pk=batch.pk), reason="缺凭证", by=story.second_reviewer
        ),
    )
    state = Batch.objects.get(pk=batch.pk).state
    said = Fact.objects.filter(what="published").count()
    assert (state, said) in {(State.PUBLISHED, 40), (State.RETURNED, 0)}


def test_a_correction_is_not_made_on_a_sheet_withdrawn_at_that_moment(story: Story) -> None:
    record = story.published().records.get(number=1)
    asked = actions.ask_correction(
        record=record, field="amount", new="7", reason="笔误", by=story.clerk
    )
    at_once(
        lambda: actions.correct(correction=asked, by=story.reviewer),
        lambda: actions.withdraw(
            batch=Batch.objects.get(pk=record.batch_id), reason="重复", by=story.second_reviewer
        ),
    )
    assert Batch.objects.get(pk=record.batch_id).state == State.WITHDRAWN
    whats = list(Fact.objects.order_by("leaf").values_list("what", flat=True))
    assert whats[-1] == "withdrawn"
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_the_same_file_handed_in_twice_at_once_is_taken_once(story: Story) -> None:
    def hand_in() -> Upload:
        return actions.receive(
            unit=story.village,
            category="village-payments",
            period=PERIOD,
            file_name="支出.csv",
            content=b"a,b\n1,2\n",
            by=story.clerk,
        )

    came = at_once(hand_in, hand_in)
    assert sum(isinstance(one, GivenBefore) for one in came) == 1
    assert Upload.objects.count() == 1
