"""A sheet comes in: read as a whole or refused with each cell named, and never kept as a file."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from xlsxwriter import Workbook

from sunledger.core.problem import Refused
from sunledger.disclosure import actions
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import Batch, Record, State, Upload, UploadState
from sunledger.disclosure.refusals import (
    GivenBefore,
    Incomplete,
    NotAllowed,
    NotNow,
    TooPersonal,
)
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State as JobState
from tests import makers
from tests.answers import hand_on
from tests.disclosure_story import PERIOD, Story, make_story

pytestmark = pytest.mark.django_db

HEAD = "付款日期,凭证号,收款单位（人）,用途,金额,经办人,备注"
LINES = [
    "2024-03-04,记-1,青泉商贸有限公司,办公用品,1280.50,王建国,",
    "2024-03-05,记-2,李秀英,误工补助,720.00,王建国,三月",
    "2024-03-06,记-3,白溪建材有限公司,道路维修,1.2万,王建国,",
]


@pytest.fixture
def story() -> Story:
    return make_story()


def sheet(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join(["大河村2024年3月支出公示", head, *lines]).encode("utf-8-sig")


def hand_in(story: Story, content: bytes, **more: Any) -> Upload:
    """Hand a sheet in and let it be read."""
    given: dict[str, Any] = {"unit": story.village, "category": "village-payments"}
    given |= {"period": PERIOD, "file_name": "支出.csv", "content": content}
    given |= {"by": story.clerk, **more}
    upload = actions.receive(**given)
    assert upload.job is not None
    job = jobs.run_here(upload.job)
    assert job.state == JobState.DONE, job.error
    upload.refresh_from_db()
    return upload


def test_a_sheet_becomes_a_draft_that_nobody_else_sees(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES))
    assert upload.state == UploadState.TAKEN
    batch = upload.batch
    assert batch is not None
    assert (batch.state, batch.rows) == (State.DRAFT, 3)
    assert batch.totals == {"CNY": 128050 + 72000 + 1200000}
    assert [record.line for record in batch.records.all()] == [3, 4, 5]
    assert not Record.objects.public().exists()


def test_every_physical_line_is_accounted_for(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES, "", "合计,,,,14000.50,,"))
    counts = upload.counts
    assert counts["rows"] == 7
    assert counts["rows"] == sum(
        counts[name] for name in ("kept", "refused", "blank", "title", "header", "total")
    )


def test_what_was_read_is_not_kept_as_a_file(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES))
    assert upload.content is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(content=b"x")


def test_names_of_persons_are_masked_before_they_are_kept(story: Story) -> None:
    batch = hand_in(story, sheet(*LINES)).batch
    assert batch is not None
    values = [record.values for record in batch.records.order_by("number")]
    assert [one["payee"] for one in values] == ["青泉商贸有限公司", "李*", "白溪建材有限公司"]
    assert {one["handled_by"] for one in values} == {"王*"}
    assert batch.records.get(number=2).party == "李*"


def test_one_bad_cell_refuses_the_whole_sheet_and_is_named(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES, "2024-03-07,记-4,某店,茶叶,about 30,王*,"))
    assert upload.state == UploadState.REFUSED
    assert (upload.batch, upload.content) == (None, None)
    assert not Batch.objects.exists()
    assert not Record.objects.exists()
    (problem,) = [one for one in problems_of(upload.problems) if one.kind == "refused"]
    assert (problem.line, problem.column) == (6, "金额")
    assert "about 30" in problem.sentence()


KINDS: dict[str, Callable[[Random], str]] = {
    "身份证": makers.long_identity,
    "old identity": makers.short_identity,
    "card": makers.card,
    "mobile": makers.mobile,
    "e-mail": makers.PERSONAL["e-mail"],
    "passport": makers.PERSONAL["passport"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_with_personal_data_is_refused_with_each_cell_named(
    story: Story, kind: str
) -> None:
    secret = KINDS[kind](Random(kind))
    lines = [
        f"2024-03-07,记-4,青泉商贸有限公司,货款 {secret},30.00,王*,",
        "2024-03-07,记-5,青泉商贸有限公司,货款,about 30,王*,",
        f"2024-03-08,记-6,青泉商贸有限公司,货款,30.00,王*,{secret}",
    ]
    upload = hand_in(story, sheet(*LINES, *lines))
    assert upload.state == UploadState.REFUSED
    problems = problems_of(upload.problems)
    assert [(one.line, one.column) for one in problems] == [(6, "用途 (D6)"), (8, "备注 (G8)")]
    assert upload.problems["personal"]


def test_nothing_of_a_sheet_with_personal_data_is_kept_anywhere(story: Story) -> None:
    secret = makers.long_identity(Random(5))
    upload = hand_in(
        story, sheet(*LINES, f"2024-03-07,{secret},{secret},货款,{secret},王*,{secret}")
    )
    kept = [str(row) for model in (Upload, Batch, Record) for row in model.objects.values()]
    assert upload.job is not None
    upload.job.refresh_from_db()
    kept += [str(upload.job.args), str(upload.job.result), str(upload.job.point), upload.job.note]
    said = " ".join(kept)
    assert secret not in said
    assert "李秀英" not in said
    assert "青泉" not in said


def test_a_column_that_the_category_does_not_know_is_named_and_not_published(
    story: Story,
) -> None:
    head = HEAD + ",联系人"
    upload = hand_in(story, sheet(*[f"{line},赵铁柱" for line in LINES], head=head))
    assert upload.batch is not None
    assert "赵铁柱" not in str([record.values for record in upload.batch.records.all()])
    (note,) = [one for one in problems_of(upload.problems) if "联系人" in str(one)]
    assert note.severity == "note"
    assert "will not be published" in note.msgid


def test_a_column_that_the_category_does_not_know_is_looked_at_all_the_same(
    story: Story,
) -> None:
    phone = makers.mobile(Random(1))
    upload = hand_in(story, sheet(f"{LINES[0]},{phone}", *LINES[1:], head=HEAD + ",联系 方式"))
    assert upload.state == UploadState.OFFERED
    named = [(one.line, one.column) for one in problems_of(upload.problems)]
    assert named == [(3, "联系 方式 (H3)")]


def test_hidden_parts_of_a_workbook_are_looked_at_too(story: Story) -> None:
    secret = makers.long_identity(Random(8))
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        shown = book.add_worksheet("三月")
        for row, line in enumerate([HEAD, *LINES]):
            shown.write_row(row, 0, line.split(","))
        shown.write(2, 7, secret)
        shown.set_column(7, 7, None, None, {"hidden": True})
        hidden = book.add_worksheet("名单")
        hidden.write_row(0, 0, HEAD.split(","))
        hidden.write_row(1, 0, f"2024-03-04,记-9,某店,补助 {secret},5.00,王*,".split(","))
        hidden.hide()
    upload = hand_in(story, file.getvalue(), file_name="支出.xlsx")
    assert upload.state == UploadState.OFFERED
    named = [(one.sheet, one.line) for one in problems_of(upload.problems)]
    assert named == [("三月", 3), ("名单", 2)]
    assert secret not in str(upload.problems)


def test_an_identity_number_in_the_column_of_amounts_is_not_repeated(story: Story) -> None:
    secret = makers.long_identity(Random(6))[:17] + "X"
    upload = hand_in(story, sheet(f"2024-03-04,记-1,青泉商贸有限公司,货款,{secret},王*,"))
    assert upload.state == UploadState.REFUSED
    assert secret[:14] not in str(upload.problems)
    secret = makers.long_identity(Random(7))
    upload = hand_in(story, sheet(f"2024-03-04,记-1,青泉商贸有限公司,货款,{secret},王*,"))
    assert [(one.line, one.column) for one in problems_of(upload.problems)] == [(3, "金额")]
    assert "identity number" in problems_of(upload.problems)[0].msgid


def test_the_list_of_problems_is_bounded_and_says_how_many_there_are(story: Story) -> None:
    bad = [f"2024-03-07,记-4,某店,茶叶,许多,王*,第{number}行" for number in range(500)]
    upload = hand_in(story, sheet(*bad))
    assert len(upload.problems["list"]) <= 420
    assert upload.problems["refused"] >= 1
    assert upload.counts["refused"] == 500


def test_the_name_of_the_file_must_not_be_personal(story: Story) -> None:
    with pytest.raises(TooPersonal):
        hand_in(story, sheet(*LINES), file_name="支出13800138000.csv")
    upload = hand_in(story, sheet(*LINES), file_name="C:\\村\\../支\u202e出.csv")
    assert upload.file_name == "支出.csv"


def test_the_same_file_twice_is_refused_and_the_earlier_one_named(story: Story) -> None:
    batch = hand_in(story, sheet(*LINES)).batch
    assert batch is not None
    with pytest.raises(GivenBefore) as refusal:
        hand_in(story, sheet(*LINES), file_name="另一个名字.csv")
    assert batch.code in str(refusal.value)
    assert "支出.csv" in str(refusal.value)
    other = hand_in(story, sheet(*LINES), period="2024-04")
    assert other.state == UploadState.TAKEN


def test_the_same_file_may_come_again_after_it_was_withdrawn_or_discarded(story: Story) -> None:
    batch = hand_in(story, sheet(*LINES)).batch
    assert batch is not None
    actions.discard(batch=batch, by=story.clerk)
    batch = hand_in(story, sheet(*LINES)).batch
    assert batch is not None
    batch = hand_on(batch=batch, by=story.clerk)
    batch = actions.publish(batch=batch, by=story.reviewer)
    actions.withdraw(batch=batch, reason="单位选错", by=story.reviewer)
    assert hand_in(story, sheet(*LINES)).state == UploadState.TAKEN


def test_the_same_file_waiting_twice_is_refused(story: Story) -> None:
    given: dict[str, Any] = {"unit": story.village, "category": "village-payments"}
    given |= {"period": PERIOD, "file_name": "支出.csv", "content": sheet(*LINES)}
    actions.receive(**given, by=story.clerk)
    with pytest.raises(GivenBefore):
        actions.receive(**given, by=story.clerk)


def test_only_who_enters_for_the_unit_may_hand_in(story: Story) -> None:
    with pytest.raises(NotAllowed):
        hand_in(story, sheet(*LINES), by=story.stranger)
    with pytest.raises(NotAllowed):
        hand_in(story, sheet(*LINES), by=story.reviewer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"content": b""},
        {"category": "no-such"},
        {"period": "2024-13"},
        {"period": "2024-Q1"},
        {"period": "March"},
    ],
)
def test_what_cannot_be_a_sheet_is_not_taken_in(story: Story, more: dict[str, Any]) -> None:
    content = more.pop("content", sheet(*LINES))
    with pytest.raises(Incomplete):
        hand_in(story, content, **more)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        "姓名,电话\n无,无".encode(),
        b"\x00\x01\x02",
        b"\n\n\n",
    ],
)
def test_what_is_no_sheet_of_the_category_is_refused_with_a_sentence(
    story: Story, content: bytes
) -> None:
    upload = hand_in(story, content)
    if upload.state == UploadState.REFUSED:
        assert problems_of(upload.problems)[0].sentence()
    else:
        assert upload.batch is not None
        assert upload.batch.rows == 0
    assert upload.content is None


def test_days_outside_the_period_are_noted(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES, LINES[0].replace("-03-", "-05-")))
    assert upload.state == UploadState.TAKEN
    (note,) = [one for one in problems_of(upload.problems) if "outside" in one.msgid]
    assert (note.line, note.params["rows"]) == (6, "1")


def test_looking_at_uploads_leaves_their_bytes_where_they_are(story: Story) -> None:
    given: dict[str, Any] = {"unit": story.village, "category": "village-payments"}
    given |= {"period": PERIOD, "file_name": "支出.csv", "content": sheet(*LINES)}
    actions.receive(**given, by=story.clerk)
    assert "content" in Upload.objects.get().get_deferred_fields()


def test_headings_without_lines_are_an_empty_report(story: Story) -> None:
    upload = hand_in(story, sheet())
    assert upload.batch is not None
    assert upload.batch.rows == 0


def test_a_sheet_that_waits_can_be_dropped(story: Story) -> None:
    upload = actions.receive(
        unit=story.village,
        category="village-payments",
        period="2024/3",
        file_name="支出.csv",
        content=sheet(*LINES),
        by=story.clerk,
    )
    with pytest.raises(NotAllowed):
        actions.drop(upload=upload, by=story.stranger)
    upload = actions.drop(upload=upload, by=story.clerk)
    assert upload.content is None
    assert upload.job is not None
    upload.job.refresh_from_db()
    assert upload.job.state == JobState.STOPPED
    with pytest.raises(NotNow):
        actions.drop(upload=upload, by=story.clerk)
    assert hand_in(story, sheet(*LINES)).state == UploadState.TAKEN


def test_reading_again_what_was_read_changes_nothing(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES))
    again = jobs.start(work="read-sheet", args={"upload": upload.code})
    assert jobs.run_here(again).result["batch"] == upload.batch.code  # type: ignore[union-attr]
    assert Record.objects.count() == 3


def test_a_mapping_says_which_heading_is_which(story: Story) -> None:
    head = HEAD.replace("金额", "数目一")
    assert hand_in(story, sheet(*LINES, head=head)).state == UploadState.REFUSED
    upload = hand_in(story, sheet(*LINES, head=head), mapping={"数目一": "amount"})
    assert upload.batch is not None
    assert upload.batch.totals == {"CNY": 1400050}


def test_a_refusal_is_a_sentence_in_english_too(story: Story) -> None:
    with pytest.raises(Refused, match=r"2024-03"):
        hand_in(story, sheet(*LINES), period="昨天")
