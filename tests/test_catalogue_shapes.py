"""A record is read by the words of its time: the shape of its category stays beside it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sunledger.disclosure import actions, restate
from sunledger.disclosure.category import CATEGORIES, Category, Text
from sunledger.disclosure.face import record_face
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import Batch, Shape, Upload, UploadState
from sunledger.disclosure.models.shape import content_of, digest_of, keep, kept
from sunledger.disclosure.refusals import TAKEN_AWAY, NotNow
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State as JobState
from tests.disclosure_story import PERIOD, Story, make_story

pytestmark = pytest.mark.django_db
PAYMENTS = CATEGORIES["village-payments"]
LATER = replace(
    PAYMENTS,
    version="2027-1",
    fields=tuple(
        replace(one, title=Text("给谁", "Whom")) if one.name == "payee" else one
        for one in PAYMENTS.fields
    ),
)


@pytest.fixture
def story() -> Story:
    return make_story()


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Category]]:
    """The categories, changed for the length of a test."""
    before = dict(CATEGORIES)
    yield CATEGORIES
    CATEGORIES.clear()
    CATEGORIES.update(before)


def published(story: Story) -> Batch:
    """Return a sheet as it stands in public, read against today's category."""
    batch = story.draft()
    Batch.objects.filter(pk=batch.pk).update(read_against=keep(PAYMENTS))
    actions.submit(batch=batch, by=story.clerk)
    return actions.publish(batch=batch, by=story.reviewer)


def payee(batch: Batch) -> Text:
    """Return what the page of a record calls the one who was paid."""
    face = record_face(batch.records.first())  # type: ignore[arg-type]
    return next(one["title"] for one in face["fields"] if one["name"] == "payee")


def test_a_shape_is_kept_once_for_each_wording() -> None:
    first = keep(PAYMENTS)
    assert keep(PAYMENTS) == first
    assert keep(LATER) != first
    assert Shape.objects.filter(category="village-payments").count() == 2
    assert kept(first.pk) == replace(PAYMENTS, examples=())


@pytest.mark.parametrize("category", [PAYMENTS, CATEGORIES["supplier-payments"]])
def test_a_shape_is_the_category_itself(category: Category) -> None:
    assert kept(keep(category).pk).spellings == category.spellings
    assert digest_of(content_of(category)) == keep(category).pk


def test_an_example_more_is_no_other_shape() -> None:
    assert digest_of(content_of(replace(PAYMENTS, examples=()))) == keep(PAYMENTS).pk


def test_nothing_to_report_says_what_it_was_read_against(story: Story) -> None:
    batch = actions.report_nothing(
        unit=story.village, category="village-payments", period=PERIOD, by=story.clerk
    )
    assert batch.read_against == keep(PAYMENTS)


def test_a_record_keeps_the_words_of_its_time(story: Story, shelf: dict[str, Category]) -> None:
    batch = published(story)
    shelf["village-payments"] = LATER
    assert payee(batch) == PAYMENTS.field("payee").title
    assert batch.shape.version == PAYMENTS.version


def test_a_record_whose_category_is_gone_stays_readable(
    story: Story, shelf: dict[str, Category]
) -> None:
    batch = published(story)
    del shelf["village-payments"]
    again = Batch.objects.get(pk=batch.pk)
    assert payee(again) == PAYMENTS.field("payee").title
    assert again.shape.title == PAYMENTS.title


def test_pages_keep_the_words_of_their_time(story: Story, shelf: dict[str, Category]) -> None:
    batch = published(story)
    record = batch.records.earliest("number")
    shelf["village-payments"] = LATER
    client = Client()
    for path in (f"sheets/{batch.code}/", f"records/{record.code}/"):
        text = client.get(f"/en/{path}").content.decode()
        assert "Paid to" in text, path
        assert "Whom" not in text, path


def test_what_a_sheet_was_read_against_is_sealed(story: Story) -> None:
    batch = published(story)
    assert restate.batch_facts(batch)["shape"] == keep(PAYMENTS).pk
    (said,) = [one.facts for one in restate.restated() if one.what == restate.BATCH]
    assert said["shape"] == keep(PAYMENTS).pk


def test_a_shape_that_is_changed_behind_its_back_is_noticed(story: Story) -> None:
    published(story)
    shape = keep(PAYMENTS)
    lifted("disclosure_shape_is_not_changed")
    content = {**shape.content, "title": {"zh": "别的", "en": "Other"}}
    Shape.objects.filter(pk=shape.pk).update(content=content)
    (said,) = [one.facts for one in restate.restated() if one.what == restate.BATCH]
    assert said["shape"] != shape.pk


def lifted(guard: str) -> None:
    """Lift a guard, as one who owns the database could."""
    table = "disclosure_shape"
    sql = f"DROP TRIGGER {guard}" + ("" if connection.vendor == "sqlite" else f" ON {table}")
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_a_shape_is_neither_changed_nor_deleted(how: str) -> None:
    shape = Shape.objects.filter(pk=keep(PAYMENTS).pk)
    with pytest.raises(DatabaseError, match="A shape stays as it was"), transaction.atomic():
        shape.update(version="1") if how == "changed" else shape.delete()


def test_a_published_sheet_is_not_given_another_shape(story: Story) -> None:
    batch = published(story)
    other: dict[str, Any] = {"read_against": keep(LATER)}
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**other)


def test_the_guards_of_sheets_stand_after_the_new_column(story: Story) -> None:
    batch = published(story)
    with pytest.raises(DatabaseError, match="can only be withdrawn"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(rows=1)


def test_a_sheet_whose_item_was_taken_away_while_it_waited_is_refused_with_a_sentence(
    story: Story, shelf: dict[str, Category]
) -> None:
    upload = waiting(story, "付款日期,收款单位（人）,用途,金额\n2024-03-04,青泉公司,水泥,12.50\n")
    del shelf["village-payments"]
    with translation.override("en"):
        upload = read_now(upload)
        assert upload.state == UploadState.REFUSED
        assert upload.content is None
        assert upload.batch is None
        (problem,) = problems_of(upload.problems)
        assert problem.msgid == TAKEN_AWAY
        assert "was taken out of its pack" in page_of(upload, story)


def test_a_question_about_a_sheet_whose_item_was_taken_away_is_answered_with_a_sentence(
    story: Story, shelf: dict[str, Category]
) -> None:
    odd = "何时,交给谁,买什么,多少\n2024-03-04,青泉公司,水泥,12.50\n"
    upload = read_now(waiting(story, odd, ask=True))
    assert upload.state == UploadState.ASKED
    del shelf["village-payments"]
    with translation.override("en"):
        assert "交给谁" in page_of(upload, story)
        with pytest.raises(NotNow) as refused:
            actions.answer(upload=upload, mapping={}, sheets=[], by=story.clerk)
        assert "Give the sheet up" in refused.value.problem.msgid
    actions.drop(upload=upload, by=story.clerk)


def waiting(story: Story, text: str, *, ask: bool = False) -> Upload:
    """Return a sheet that was handed in and not read yet."""
    return actions.receive(
        unit=story.village,
        category="village-payments",
        period=PERIOD,
        file_name="支出.csv",
        content=text.encode(),
        by=story.clerk,
        ask=ask,
    )


def read_now(upload: Upload) -> Upload:
    """Let a sheet be read."""
    assert upload.job is not None
    job = jobs.run_here(upload.job)
    assert job.state == JobState.DONE, job.error
    return Upload.objects.get(pk=upload.pk)


def page_of(upload: Upload, story: Story) -> str:
    """Return the page of a sheet that was handed in, as its clerk sees it."""
    client = Client()
    client.force_login(story.clerk)
    return client.get(reverse("desk_upload_one", args=[upload.code])).content.decode()
