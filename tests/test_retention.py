"""When a list's time is over the persons in it are gone, and the log can still be checked."""

import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sunledger.core.spans import months_after
from sunledger.disclosure import actions, restate
from sunledger.disclosure.actions import retention
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Record
from sunledger.seal import export, log
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts, check_log
from tests.disclosure_story import Story, make_story
from tests.pages_world import at
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db
LIST = "village-low-income"  # kept for twelve months
NAME, NEW = "赵家栋", "钱玉兰"
PUBLISHED = datetime(2024, 3, 10, 2, tzinfo=UTC)
OVER = date(2025, 3, 11)


@pytest.fixture
def story() -> Story:
    return make_story()


def listed(story: Story, category: str = LIST) -> Batch:
    """Return a published list of one household, with a correction of its name."""
    batch = story.draft(rows=1)
    names = retention.personal(CATEGORIES[category])
    values = dict.fromkeys(sorted(names), NAME) | {"amount": 72000}
    party = CATEGORIES[category].role("party")
    assert party is not None
    batch.records.update(category=category, values=values, party=NAME, amount=72000)
    Batch.objects.filter(pk=batch.pk).update(category=category, rows_noted={"list": [NAME]})
    batch.refresh_from_db()
    Batch.objects.filter(pk=batch.pk).update(state="submitted", submitted_by=story.clerk)
    batch = actions.publish(batch=batch, by=story.reviewer, at=PUBLISHED)
    asked = actions.ask_correction(
        record=batch.records.get(),
        field=party.name,
        new=NEW,
        reason=f"应为{NEW}",
        by=story.clerk,
    )
    actions.correct(correction=asked, by=story.reviewer)
    return batch


def everything() -> str:
    """Return all rows of the site as one text, with the words of the log."""
    models = [model for model in apps.get_models() if model.__module__.startswith("sunledger.")]
    rows = [row for model in models for row in model._default_manager.all()]
    return str(serializers.serialize("json", rows, ensure_ascii=False))


def test_it_is_kept_to_the_day_and_gone_the_day_after(story: Story) -> None:
    listed(story)
    assert retention.forget(on=date(2025, 3, 10)) == 0
    assert NAME in everything()
    assert retention.forget(on=OVER) == 1
    left = everything()
    assert NAME not in left
    assert NEW not in left
    assert retention.forget(on=OVER) == 0


def test_the_lines_stay_with_their_sums(story: Story) -> None:
    batch = listed(story)
    retention.forget(on=OVER)
    record = Record.objects.get()
    assert (record.amount, record.values["amount"], record.party) == (72000, 72000, "")
    page = Client().get(at("sheet", batch.code)).content.decode()
    assert NAME not in page
    assert NEW not in page


def test_the_log_is_whole_and_says_that_it_was_forgotten(story: Story) -> None:
    batch = listed(story)
    before = log.size()
    root = log.root(before)
    retention.forget(on=OVER)
    assert log.root(before) == root
    assert check_log() == []
    assert check_facts(restate.restated(), restate.WHATS) == []
    said = json.loads(Fact.objects.get(what="erased").body)["facts"]
    assert (said["batch"], said["on"], said["why"]) == (batch.code, "2025-03-11", "retention")
    lines = [json.loads(line) for line in export.facts(log.size())]
    assert sum("erased" in line for line in lines) == 2
    proof = Client().get(at("seal_proof", batch.records.get().leaf)).json()
    assert (proof["text"], proof["salt"], proof["holds"]) == ("", "", True)


def test_what_remains_cannot_be_changed_either(story: Story) -> None:
    listed(story)
    retention.forget(on=OVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(values={})
    with unguarded():
        Record.objects.update(values={"amount": 1}, amount=1)
    assert check_facts(restate.restated(), restate.WHATS) != []


def test_nobody_erases_in_silence(story: Story) -> None:
    listed(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(what="published").update(body="", salt=b"")
    with unguarded():
        Fact.objects.filter(what="published").update(body="", salt=b"")
    assert [one.leaf for one in check_log()] == [1]


def test_what_is_for_ever_stays(story: Story) -> None:
    story.published()
    assert retention.forget(on=date(2099, 1, 1)) == 0
    assert "青泉商贸有限公司" in everything()


def test_the_months_end_on_the_last_day_of_a_short_one() -> None:
    assert months_after(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert months_after(date(2025, 3, 10), -12) == date(2024, 3, 10)
    assert months_after(date(2025, 1, 15), -24) == date(2023, 1, 15)


def test_nothing_of_it_is_left_in_the_file_of_the_database(story: Story) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite keeps a site in one file")
    listed(story)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1
        assert NAME.encode() in cursor.connection.serialize()
        retention.forget(on=OVER)
        left = cursor.connection.serialize()
    assert NAME.encode() not in left
    assert NEW.encode() not in left
