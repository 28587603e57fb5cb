"""A sheet with what is never public: every place is named, and one press masks all of it."""

import io
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from xlsxwriter import Workbook

from sunledger.core import privacy
from sunledger.core.privacy import Kind
from sunledger.disclosure import actions
from sunledger.disclosure.cells import public_value
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import Batch, Record, State, Upload, UploadState
from sunledger.disclosure.refusals import Incomplete, NotAllowed, NotNow
from sunledger.disclosure.shape import Field, Mask, Text
from tests import copy_files, makers
from tests.disclosure_story import PERIOD, Story, make_story
from tests.pages_world import at as page_at
from tests.test_disclosure_entry import HEAD, LINES, hand_in, sheet

IDENTITY = makers.long_identity(Random(1))
CARD = makers.card(Random(2))
MOBILE = makers.mobile(Random(3))


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    with translation.override("en"):
        yield make_story()


def workbook(fill: Any = None, lines: list[str] | None = None) -> bytes:
    """Return a workbook with the lines, and whatever else is put into it."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("三月")
        for row, line in enumerate([HEAD, *(LINES if lines is None else lines)]):
            page.write_row(row, 0, line.split(","))
        if fill:
            fill(book, page)
    return file.getvalue()


def kept() -> str:
    """Return everything that this room keeps, as text."""
    rows = (row for model in (Upload, Batch, Record) for row in model.objects.values())
    return " ".join(map(str, rows))


def test_one_press_masks_everything_by_its_rule_and_goes_on(story: Story) -> None:
    line = f"2024-03-07,记-4,李秀英,补助 {IDENTITY} 打入{CARD},30.00,王*,电话{MOBILE}"
    upload = hand_in(story, sheet(*LINES, line))
    assert upload.state == UploadState.OFFERED
    assert [str(one) for one in problems_of(upload.problems)] == [
        "Line 6, 用途 (D6): Here stands an identity number, which is never public. Remove it.",
        "Line 6, 备注 (G6): Here stands a mobile number, which is never public. Remove it.",
    ]
    batch = actions.take_masked(upload=upload, by=story.clerk)
    upload.refresh_from_db()
    assert (batch.state, batch.rows, upload.state) == (State.DRAFT, 4, UploadState.TAKEN)
    values = batch.records.get(number=4).values
    assert values["purpose"] == f"补助 ****{IDENTITY[-2:]} 打入****{CARD[-4:]}"
    assert values["note"] == f"电话****{MOBILE[-2:]}"
    assert values["payee"] == "李*"


def test_what_was_masked_is_noted_with_its_cells_and_the_original_is_nowhere(story: Story) -> None:
    line = f"2024-03-07,记-4,李秀英,补助,30.00,王*,{IDENTITY}"
    upload = hand_in(story, sheet(*LINES, line))
    assert IDENTITY not in kept()
    batch = actions.take_masked(upload=upload, by=story.clerk)
    (note,) = [one for one in problems_of(batch.rows_noted) if "G6" in one.column]
    assert note.severity == "note"
    assert note.sentence() == "Here stood an identity number; it was masked."
    assert (batch.rows_noted["masked"], batch.counts["masked"]) == (1, 1)
    assert IDENTITY not in kept()
    assert IDENTITY[:14] not in kept()


def test_nobody_sees_the_masked_lines_before_the_press_and_they_can_be_given_up(
    story: Story,
) -> None:
    upload = hand_in(story, sheet(*LINES, f"2024-03-07,记-4,某店,补助{MOBILE},30.00,王*,"))
    assert upload.batch is not None
    assert upload.batch.state == State.READING
    assert not Record.objects.public().exists()
    with pytest.raises(NotAllowed):
        actions.take_masked(upload=upload, by=story.stranger)
    actions.drop(upload=upload, by=story.clerk)
    assert not Batch.objects.exists()
    with pytest.raises(NotNow):
        actions.take_masked(upload=upload, by=story.clerk)


def test_a_better_sheet_takes_the_place_of_the_masked_lines(story: Story) -> None:
    bad = sheet(*LINES, f"2024-03-07,记-4,某店,补助{MOBILE},30.00,王*,")
    first = hand_in(story, bad)
    assert hand_in(story, bad).state == UploadState.OFFERED  # the same again is no copy
    assert hand_in(story, sheet(*LINES)).state == UploadState.TAKEN
    first.refresh_from_db()
    assert (first.state, first.batch, Batch.objects.count()) == (UploadState.DROPPED, None, 1)


def test_what_is_wrong_otherwise_still_refuses_the_sheet(story: Story) -> None:
    bad = [f"2024-03-07,记-4,某店,补助{MOBILE},30.00,王*,", "2024-03-07,记-5,某店,茶,许多,王*,"]
    upload = hand_in(story, sheet(*LINES, *bad))
    assert (upload.state, upload.batch) == (UploadState.REFUSED, None)
    # Beside what is personal nothing else is told, and nothing else is counted.
    assert upload.problems["total"] == len(upload.problems["list"]) == 1
    assert not Record.objects.exists()


def test_a_number_cut_over_two_cells_is_found_and_masked(story: Story) -> None:
    head, line = (
        HEAD + ",补充",
        f"2024-03-07,记-4,某店,补助,30.00,王*,{IDENTITY[:6]},{IDENTITY[6:]}",
    )
    upload = hand_in(story, sheet(LINES[0] + ",", line, head=head))
    (problem,) = problems_of(upload.problems)
    assert "备注 (G4), 补充 (H4)" in problem.sentence()
    batch = actions.take_masked(upload=upload, by=story.clerk)
    assert batch.records.get(number=2).values["note"] == "****"


@pytest.mark.parametrize(
    "cells", [["210102", "1990"], ["139", "12345678"], ["2024", "0304", "1200"], ["6222", "0212"]]
)
def test_two_numbers_side_by_side_are_two_numbers(cells: list[str]) -> None:
    assert privacy.find_across([("", cell) for cell in cells]) is None


def test_titles_totals_and_remarks_under_the_table_are_looked_at_too(story: Story) -> None:
    content = "\n".join(
        [f"大河村三月支出 联系{MOBILE}", HEAD, *LINES, f"合计,,,,14000.50,,{CARD}"]
    ).encode()
    upload = hand_in(story, content)
    assert [one.column for one in problems_of(upload.problems)] == ["A1", "G6"]
    batch = actions.take_masked(upload=upload, by=story.clerk)
    assert batch.rows == 3


def _comment(book: Any, page: Any) -> None:
    page.write_comment("E3", f"打给{MOBILE}")


def _header(book: Any, page: Any) -> None:
    page.set_footer(f"&C制表人 {MOBILE}")


def _name(book: Any, page: Any) -> None:
    book.define_name("领款", f'="{IDENTITY}"')


def _properties(book: Any, page: Any) -> None:
    book.set_properties({"comments": f"王某{MOBILE}"})


def _custom(book: Any, page: Any) -> None:
    book.set_custom_property("负责人", MOBILE)


def _prompt(book: Any, page: Any) -> None:
    asks = {"validate": "any", "input_title": "卡", "input_message": CARD}
    page.data_validation("B9", asks)


def _box(book: Any, page: Any) -> None:
    page.insert_textbox("J2", f"咨询 {MOBILE}")


def _picture(book: Any, page: Any) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = MOBILE
    file = io.BytesIO()
    copy_files.pixels().save(file, "JPEG", exif=exif)
    page.insert_image("J2", "a.jpg", {"image_data": file})


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (_comment, "三月, E3: A comment at this cell"),
        (_header, "三月, : The header or footer"),
        (_name, ", : A name defined"),
        (_properties, ", : The properties"),
        (_custom, ", : The properties"),
        (_prompt, "三月, : The header or footer"),
        (_box, "三月, : The workbook holds"),
        (_picture, ", : A picture in the workbook"),
    ],
)
def test_every_place_beside_the_cells_is_looked_at(story: Story, fill: Any, told: str) -> None:
    upload = hand_in(story, workbook(fill), file_name="支出.xlsx")
    assert upload.state == UploadState.OFFERED
    (problem,) = problems_of(upload.problems)
    assert f"{problem.sheet}, {problem.column}: {problem.sentence()}".startswith(told)
    batch = actions.take_masked(upload=upload, by=story.clerk)
    assert batch.rows == 3
    assert not any(secret in kept() for secret in (MOBILE, CARD, IDENTITY))


def test_remarks_in_a_thread_and_in_an_open_document_are_looked_at(story: Story) -> None:
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        f'threadedcomments"><threadedComment ref="B2"><text>{MOBILE}</text></threadedComment>'
        "</ThreadedComments>"
    )
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/threadedComments/threadedComment1.xml", thread)
    upload = hand_in(story, file.getvalue(), file_name="支出.xlsx")
    (problem,) = problems_of(upload.problems)
    assert problem.column == "B2"
    assert "comment" in problem.msgid


def test_a_workbook_without_anything_personal_beside_its_cells_is_taken(story: Story) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_comment("E3", "已核对")
        page.set_header("&C大河村三月支出")
        book.set_properties({"author": "大河村", "company": "大河村村委会"})
        _plain = io.BytesIO()
        copy_files.pixels().save(_plain, "PNG")
        page.insert_image("J2", "a.png", {"image_data": _plain})

    assert hand_in(story, workbook(fill), file_name="支出.xlsx").state == UploadState.TAKEN


def test_a_picture_is_no_sheet_and_the_sentence_says_what_to_do(story: Story) -> None:
    given: dict[str, Any] = {
        "unit": story.village,
        "category": "village-payments",
        "period": PERIOD,
    }
    for name, content in {
        "支出.jpg": copy_files.photograph(),
        "支出.png": copy_files.drawing(),
        "支出.pdf": copy_files.pdf(),
    }.items():
        with pytest.raises(Incomplete) as refusal:
            actions.receive(**given, file_name=name, content=content, by=story.clerk)
        assert "The lines themselves are needed" in str(refusal.value)
        assert name in str(refusal.value)
    upload = hand_in(story, workbook(_picture_alone, lines=[]), file_name="支出.xlsx")
    assert upload.state == UploadState.REFUSED
    assert "picture of a table, and no lines" in str(problems_of(upload.problems))


def _picture_alone(book: Any, page: Any) -> None:
    file = io.BytesIO()
    copy_files.pixels().save(file, "PNG")
    page.insert_image("A2", "a.png", {"image_data": file})


MASKED: dict[Mask, list[tuple[str, str]]] = {
    "name": [("王建国", "王*"), ("张*", "张*")],
    "account": [
        ("62220212345", "****2345"),
        ("6222****1234", "****1234"),
        ("****1234", "****1234"),
    ],
    "identity": [("21010219900307", "****07"), ("****30", "****30")],
    "phone": [("82345678", "****78"), ("138****5678", "****78")],
    "address": [
        ("辽宁省凤城市红旗镇大河村三组", "辽宁省凤城市红旗镇大河村****"),
        ("幸福小区", "****"),
        ("大河村****", "大河村****"),
    ],
}


@pytest.mark.parametrize("rule", MASKED)
def test_a_field_is_masked_as_its_rule_says_and_not_twice(rule: Mask) -> None:
    field = Field("one", Text("领取", "Drawn"), personal="mask", mask=rule)
    for text, shown in MASKED[rule]:
        assert public_value(text, field) == shown
        assert public_value(shown, field) == shown


def test_a_mask_leaves_nothing_that_looks_personal() -> None:
    draw = Random(11)
    for make in makers.PERSONAL.values():
        for _ in range(20):
            text = make(draw)
            shown = privacy.mask_found(text)
            assert not privacy.find(shown), (text, shown)
            assert shown != text


def test_of_a_telephone_and_an_identity_number_two_signs_stay_at_most() -> None:
    for number, kind in ((MOBILE, Kind.MOBILE), (IDENTITY, Kind.IDENTITY)):
        assert privacy.find(number)[0].kind == kind
        assert privacy.mask_found(number) == f"****{number[-2:]}"


def test_the_page_of_a_refused_sheet_masks_all_of_it_by_one_press(story: Story) -> None:
    upload = hand_in(story, sheet(*LINES, f"2024-03-07,记-4,某店,补助,30.00,王*,{MOBILE}"))
    client = Client()
    client.force_login(story.clerk)
    page = client.get(page_at("desk_upload_one", upload.code)).content.decode()
    assert "备注 (G6)" in page
    assert MOBILE not in page
    assert page_at("desk_upload_mask", upload.code) in page
    answer = client.post(page_at("desk_upload_mask", upload.code), follow=True)
    upload.refresh_from_db()
    assert upload.batch is not None
    assert answer.request["PATH_INFO"] == page_at("desk_batch", upload.batch.code)
    assert "备注 (G6)" in answer.content.decode()
    client.force_login(story.stranger)
    assert client.post(page_at("desk_upload_mask", upload.code)).status_code == 404
