"""From review to the public: a second reviewer, an hour that is waited for, what has changed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sunledger.disclosure import actions, restate
from sunledger.disclosure.differences import against, earlier_of
from sunledger.disclosure.models import Batch, State
from sunledger.disclosure.refusals import Incomplete, NotNow, SamePerson
from sunledger.jobs.rounds import Rounds
from sunledger.seal import log
from sunledger.seal.verify import check_facts
from sunledger.units.models import Holding, Post, Power
from tests.answers import hand_on
from tests.cast import SINCE, person
from tests.disclosure_story import Story, make_story
from tests.pages_world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return make_story()


def twice(story: Story) -> Batch:
    """Return a sheet that waits for the first of two reviews."""
    batch = story.submitted()
    Batch.objects.filter(pk=batch.pk).update(second_review=True)
    batch.refresh_from_db()
    return batch


def test_a_sheet_that_asks_for_two_reviewers_is_public_after_the_second(story: Story) -> None:
    batch = actions.publish(batch=twice(story), by=story.reviewer)
    assert batch.state == State.REVIEWED
    assert log.size() == 0
    batch = actions.publish(batch=batch, by=story.second_reviewer)
    assert batch.state == State.PUBLISHED
    assert batch.second_post != batch.reviewed_post
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_neither_who_reviewed_first_nor_who_shares_that_post_reviews_again(story: Story) -> None:
    batch = actions.publish(batch=twice(story), by=story.reviewer)
    with pytest.raises(SamePerson):
        actions.publish(batch=batch, by=story.reviewer)
    shared = person("shared", "同岗", story.cast.county)
    first = story.reviewer.holdings.get().post
    Holding.objects.create(post=first, user=shared, since=SINCE)
    with pytest.raises(SamePerson):
        actions.publish(batch=batch, by=shared)


def test_a_person_with_two_posts_does_not_review_what_one_of_them_entered(story: Story) -> None:
    post = story.clerk.holdings.get().post
    post.powers = [Power.ENTER.value, Power.REVIEW.value]
    post.save()
    colleague = person("colleague", "同村会计", story.cast.bureau)
    Holding.objects.create(post=post, user=colleague, since=SINCE)
    with pytest.raises(SamePerson):
        actions.publish(batch=story.submitted(), by=colleague)


def test_the_database_lets_no_one_review_twice_nor_publish_after_one_review(story: Story) -> None:
    batch = actions.publish(batch=twice(story), by=story.reviewer)
    rows = Batch.objects.filter(pk=batch.pk)
    first, clerk = batch.reviewed_post, batch.entered_post
    other = Post.objects.exclude(pk__in=[first.pk if first else 0, clerk.pk if clerk else 0])
    now = timezone.now()
    for change in (
        {"second_by": batch.reviewed_by, "second_post": other[0], "second_at": now},
        {"second_by": batch.entered_by, "second_post": other[0], "second_at": now},
        {"second_by": story.second_reviewer, "second_post": first, "second_at": now},
        {"second_by": story.second_reviewer, "second_post": clerk, "second_at": now},
        {"state": State.PUBLISHED, "leaf": 7},
        {"state": State.WAITING, "publish_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_the_second_reviewer_sends_back_and_it_begins_anew(story: Story) -> None:
    batch = actions.publish(batch=twice(story), by=story.reviewer)
    batch = actions.send_back(batch=batch, reason="用途不清", by=story.second_reviewer)
    assert batch.state == State.RETURNED
    batch = hand_on(batch=batch, by=story.clerk)
    assert (batch.reviewed_by, batch.second_by) == (None, None)


def test_a_sheet_waits_for_its_hour_and_is_published_by_the_clock(story: Story) -> None:
    now = timezone.now()
    hour = now + timedelta(hours=3)
    batch = actions.publish(batch=story.submitted(), by=story.reviewer, publish_at=hour, at=now)
    assert batch.state == State.WAITING
    assert Client().get(at("sheet", batch.code)).status_code == 404
    assert actions.publish_due(hour - timedelta(minutes=1)) == 0
    assert actions.publish_due(hour) == 1
    assert actions.publish_due(hour) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.public_at) == (State.PUBLISHED, hour)
    assert check_facts(restate.restated(), restate.WHATS) == []


def test_the_worker_goes_round_by_itself(story: Story) -> None:
    now = timezone.now()
    hour = now + timedelta(minutes=1)
    actions.publish(batch=story.submitted(), by=story.reviewer, publish_at=hour, at=now)
    rounds = Rounds()
    for minutes in (0, 2):
        rounds.go(now + timedelta(minutes=minutes))
    assert Batch.objects.get().state == State.PUBLISHED


def test_what_waits_can_be_stopped_and_then_no_clock_publishes_it(story: Story) -> None:
    now = timezone.now()
    hour = now + timedelta(hours=3)
    batch = actions.publish(batch=story.submitted(), by=story.reviewer, publish_at=hour, at=now)
    batch = actions.stop(batch=batch, reason="数字有疑", by=story.second_reviewer)
    assert (batch.state, batch.note) == (State.RETURNED, "数字有疑")
    assert actions.publish_due(hour) == 0
    with pytest.raises(NotNow):
        actions.stop(batch=batch, reason="再停", by=story.reviewer)


def test_nobody_waits_for_an_hour_that_is_over_or_years_away(story: Story) -> None:
    now = timezone.now()
    batch = story.submitted()
    for hour in (now - timedelta(minutes=1), now + timedelta(days=400)):
        with pytest.raises(Incomplete):
            actions.publish(batch=batch, by=story.reviewer, publish_at=hour, at=now)


def test_two_reviews_come_before_the_hour(story: Story) -> None:
    now = timezone.now()
    hour = now + timedelta(hours=3)
    batch = actions.publish(batch=twice(story), by=story.reviewer, publish_at=hour, at=now)
    assert batch.state == State.REVIEWED
    assert actions.publish_due(hour) == 0
    batch = actions.publish(batch=batch, by=story.second_reviewer, at=now)
    assert batch.state == State.WAITING
    assert actions.publish_due(hour) == 1


# --- what has changed since the last period -----------------------------------------------------


def test_a_reviewer_sees_sums_parties_and_equal_lines_against_the_last_period(
    story: Story,
) -> None:
    story.published(rows=2)
    later = story.draft(rows=3, period="2024-04")
    earlier = earlier_of(later)
    assert earlier is not None
    found = against(later, earlier)
    assert found is not None
    assert found.sums == [("CNY", 300, 600)]
    assert (found.new, found.gone, found.equal) == (["青泉商贸有限公司"], [], 2)


def test_the_desk_of_review_shows_what_changed_and_takes_an_hour(story: Story) -> None:
    story.published(rows=2)
    later = hand_on(batch=story.draft(rows=3, period="2024-04"), by=story.clerk)
    client = Client()
    client.force_login(story.reviewer)
    page = client.get(f"/en{at('desk_batch', later.code)}").content.decode()
    assert "Against March 2024" in page
    assert "青泉商贸有限公司" in page
    hour = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(at("desk_batch_do", later.code, "publish"), {"publish_at": hour})
    assert answer.status_code == 302
    later.refresh_from_db()
    assert later.state == State.WAITING
    page = client.get(f"/en{at('desk_batch', later.code)}").content.decode()
    assert at("desk_batch_do", later.code, "stop") in page
