"""What the books hold even when somebody, or something, works against them."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch, State
from sunledger.ledger.models import Item
from sunledger.seal import log
from sunledger.seal.verify import check_log
from tests.cast import Cast
from tests.disclosure_story import Story, make_story
from tests.ledger_story import answered, assigned, verified


@pytest.mark.parametrize("make", [assigned, answered, verified])
def test_s6_not_even_the_database_lets_the_doer_be_the_checker(cast: Cast, make: Any) -> None:
    item = make(cast)
    for changes in ({"checker": item.doer}, {"doer": item.checker}, {"checker": item.unit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(**changes)


def test_s6_not_even_the_database_lets_one_person_answer_and_verify(cast: Cast) -> None:
    item = verified(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(verified_by=item.answered_by)


def test_s59_nothing_published_can_vanish_in_silence(db: None) -> None:
    story: Story = make_story()
    batch = story.published()
    for act in (
        lambda: Batch.objects.filter(pk=batch.pk).delete(),
        lambda: batch.records.all().delete(),
        lambda: Batch.objects.filter(pk=batch.pk).update(state=State.DRAFT),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()
    withdrawn = disclosure.withdraw(batch=batch, reason="表格有误。", by=story.reviewer)
    assert withdrawn.records.count() == 3
    assert (withdrawn.leaf, withdrawn.withdrawn_leaf) == (batch.leaf, log.size() - 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full disk is made by SQLite's limit")
@pytest.mark.django_db(transaction=True)
def test_s50_a_full_disk_refuses_and_keeps_nothing_by_halves() -> None:
    story = make_story()
    batch = story.submitted(rows=400)
    before = log.size()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 8}")
        try:
            with pytest.raises(DatabaseError, match="full"):
                disclosure.publish(batch=batch, by=story.reviewer)
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")
    batch.refresh_from_db()
    assert (batch.state, batch.leaf, log.size()) == (State.SUBMITTED, None, before)
    assert not list(check_log())
    published = disclosure.publish(batch=batch, by=story.reviewer)
    assert (published.state, log.size()) == (State.PUBLISHED, before + 401)
