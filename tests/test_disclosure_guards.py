"""What was published cannot be changed or deleted by hand; what the hand does anyway is named."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from sunledger.disclosure import actions, restate
from sunledger.disclosure.models import Batch, Correction, Record, State
from sunledger.seal.verify import check_facts
from tests.disclosure_story import Story, make_story
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return make_story()


def by_hand(statement: str, *values: str) -> None:
    """Do what somebody with the database's own shell would do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGES = [
    "UPDATE disclosure_record SET amount = 1 WHERE number = 2",
    "UPDATE disclosure_record SET party = '另一家公司'",
    "UPDATE disclosure_record SET leaf = NULL",
    "UPDATE disclosure_record SET number = 99 WHERE number = 2",
    "DELETE FROM disclosure_record WHERE number = 2",
    "DELETE FROM disclosure_record",
    "UPDATE disclosure_batch SET state = 'draft'",
    "UPDATE disclosure_batch SET totals = '{}'",
    "UPDATE disclosure_batch SET period = '2024-04'",
    "UPDATE disclosure_batch SET leaf = 999",
    "UPDATE disclosure_batch SET reviewed_by_id = entered_by_id",
    "UPDATE disclosure_batch SET state = 'withdrawn'",
    "DELETE FROM disclosure_batch",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_a_published_sheet_cannot_be_changed_or_deleted_by_hand(
    story: Story, statement: str
) -> None:
    batch = story.published()
    with pytest.raises(IntegrityError):
        by_hand(statement)
    assert check_facts(restate.restated(), restate.WHATS) == []
    assert batch.records.count() == 3


def test_the_values_of_a_published_record_cannot_be_changed_by_hand(story: Story) -> None:
    story.published()
    with pytest.raises(IntegrityError):
        by_hand('UPDATE disclosure_record SET "values" = %s', "{}")


def test_not_even_a_query_set_passes_by(story: Story) -> None:
    batch = story.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.records.update(values={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(file_name="另一个.csv")


def test_nothing_is_added_to_a_published_sheet(story: Story) -> None:
    batch = story.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        story.record(batch, 4).save()
    other = story.draft(rows=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.records.filter(number=5).update(batch=batch)


def test_a_draft_can_be_changed_by_hand(story: Story) -> None:
    batch = story.draft()
    by_hand("UPDATE disclosure_record SET amount = 1 WHERE number = 2")
    by_hand("DELETE FROM disclosure_record WHERE number = 3")
    assert batch.records.count() == 2


def test_a_sheet_cannot_begin_as_published(story: Story) -> None:
    batch = story.published()
    batch.pk, batch.code, batch.file_sha256, batch.leaf = None, "x", "y", 77
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.save(force_insert=True)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN, State.RETURNED])
def test_no_state_can_be_skipped(story: Story, state: State) -> None:
    batch = story.draft()
    now = datetime(2024, 3, 4, tzinfo=UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            state=state, reviewed_by=story.reviewer, reviewed_at=now, leaf=5
        )


def test_the_database_knows_that_two_persons_are_needed(story: Story) -> None:
    batch = story.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(reviewed_by=story.clerk)
    asked = actions.ask_correction(
        record=story.published(rows=2).records.get(number=1),
        field="amount",
        new="7",
        reason="笔误",
        by=story.clerk,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=asked.pk).update(
            state="made", decided_by=story.clerk, leaf=9999
        )


def test_a_decided_correction_cannot_be_changed_by_hand(story: Story) -> None:
    asked = actions.ask_correction(
        record=story.published().records.get(number=1),
        field="amount",
        new="7",
        reason="笔误",
        by=story.clerk,
    )
    for statement in (
        "UPDATE disclosure_correction SET new = '9'",
        "UPDATE disclosure_correction SET reason = 'x'",
    ):
        with pytest.raises(IntegrityError):
            by_hand(statement)
    actions.correct(correction=asked, by=story.reviewer)
    for statement in (
        "UPDATE disclosure_correction SET state = 'asked', decided_by_id = NULL, leaf = NULL",
        "UPDATE disclosure_correction SET answer = 'x'",
        "DELETE FROM disclosure_correction",
    ):
        with pytest.raises(IntegrityError):
            by_hand(statement)


def test_a_withdrawn_sheet_cannot_come_back(story: Story) -> None:
    batch = actions.withdraw(batch=story.published(), reason="月份填错", by=story.reviewer)
    for statement in (
        "UPDATE disclosure_batch SET state = 'published'",
        "UPDATE disclosure_batch SET withdrawn_reason = 'x'",
        "DELETE FROM disclosure_batch",
    ):
        with pytest.raises(IntegrityError):
            by_hand(statement)
    assert Batch.objects.get(pk=batch.pk).state == State.WITHDRAWN


def _change_value(record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(values={**record.values, "amount": 999})


def _change_column(record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(amount=999)


def _delete(record: Record) -> None:
    Record.objects.filter(pk=record.pk).delete()


def _invent(record: Record) -> None:
    record.pk, record.code, record.number, record.leaf = None, "invented", 4, None
    record.save(force_insert=True)


def _borrow(record: Record) -> None:
    Record.objects.filter(number=3).update(leaf=None)
    Record.objects.filter(number=1).update(leaf=(record.leaf or 0) + 1)


@pytest.mark.parametrize("attack", [_change_value, _change_column, _delete, _invent, _borrow])
def test_what_the_guards_could_not_hold_the_check_names(
    story: Story, attack: Callable[[Record], None]
) -> None:
    record = story.published().records.get(number=2)
    with unguarded():
        attack(record)
    findings = check_facts(restate.restated(), restate.WHATS)
    assert findings
    assert all(str(finding) for finding in findings)
