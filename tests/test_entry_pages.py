"""Entry that costs minutes: pasted, typed, asked once, many at once, kept, counted, on paper."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sunledger.disclosure.models import Batch, Blank, BundleFile, Entry, Mapping, State, Upload
from sunledger.disclosure.models import UploadState as Stage
from sunledger.jobs import actions as jobs
from sunledger.units.models import Unit
from tests.cast import at
from tests.disclosure_story import Story, make_story
from tests.makers import long_identity
from tests.test_workbook_sheets import TABLE, table, workbook

pytestmark = pytest.mark.django_db
PASTED = "付款日期\t收款单位（人）\t用途\t金额\n2024-03-04\t青泉商贸有限公司\t水泥\t1,280.50\n"
HEADINGS = ("何时", "交给谁", "买什么", "多少")
ODD = "何时,交给谁,买什么,多少\n2024-03-04,青泉商贸有限公司,水泥,12.50\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def story() -> Story:
    return make_story()


@pytest.fixture
def clerk(story: Story) -> Client:
    client = Client()
    client.force_login(story.clerk)
    return client


def hidden(page: Any) -> dict[str, str]:
    """Return the page's own mark, as a browser sends it back."""
    (mark,) = set(re.findall(r'name="opened" value="([^"]+)"', page.content.decode()))
    return {"opened": mark}


def upload_page(clerk: Client, story: Story, period: str = "2024-03", **given: Any) -> Any:
    """Open the page of upload, fill it in, and send it."""
    path = reverse("desk_upload")
    fields = {"unit": story.village.code, "category": "village-payments", "period": period}
    return clerk.post(path, hidden(clerk.get(path)) | fields | given)


def read_latest() -> Upload:
    """Let the worker read what was handed in last."""
    upload = Upload.objects.latest("pk")
    if upload.state == Stage.WAITING:
        assert upload.job
        assert jobs.run_here(upload.job).state == "done", upload.job.error
        upload.refresh_from_db()
    return upload


def csv_file(text: str, name: str = "三月.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


# --- pasted -----------------------------------------------------------------------------------


def test_what_is_pasted_from_a_spreadsheet_goes_the_same_road(clerk: Client, story: Story) -> None:
    answer = upload_page(clerk, story, pasted=PASTED)
    upload = Upload.objects.get()
    assert answer["Location"] == reverse("desk_upload_one", args=[upload.code])
    assert upload.batch
    assert (upload.batch.state, upload.batch.rows) == (State.DRAFT, 1)
    assert upload.batch.totals == {"CNY": 128050}


def test_a_file_and_a_pasted_table_at_once_are_one_too_many(clerk: Client, story: Story) -> None:
    answer = upload_page(clerk, story, pasted=PASTED, file=csv_file(ODD))
    assert "one only" in answer.content.decode()
    assert not Upload.objects.exists()


def test_sending_the_page_twice_hands_in_once(clerk: Client, story: Story) -> None:
    path = reverse("desk_upload")
    fields = hidden(clerk.get(path)) | {
        "unit": story.village.code,
        "category": "village-payments",
        "period": "2024-03",
        "pasted": PASTED,
    }
    first, second = clerk.post(path, fields), clerk.post(path, fields)
    assert first["Location"] == second["Location"]
    assert (Upload.objects.count(), Batch.objects.count()) == (1, 1)


# --- asked once -------------------------------------------------------------------------------


def test_headings_that_nobody_knows_are_asked_once_and_then_remembered(
    clerk: Client, story: Story
) -> None:
    upload_page(clerk, story, file=csv_file(ODD))
    upload = read_latest()
    assert upload.state == Stage.ASKED
    path = reverse("desk_upload_one", args=[upload.code])
    page = clerk.get(path).content.decode()
    assert "交给谁" in page
    assert "青泉商贸有限公司" in page
    fields = ("paid_on", "payee", "purpose", "amount")
    said = {f"column-0-{place}": field for place, field in enumerate(fields)}
    clerk.post(path, {"do": "answer"} | said)
    assert read_latest().state == Stage.TAKEN
    assert Mapping.objects.get().columns == dict(zip(HEADINGS, fields, strict=True))

    upload_page(clerk, story, "2024-04", file=csv_file(ODD.replace("-03-", "-04-"), "四月.csv"))
    assert read_latest().state == Stage.TAKEN  # without a word
    assert Batch.objects.filter(rows=1).count() == 2
    path = reverse("desk_upload_one", args=[Upload.objects.latest("pk").code])
    assert "交给谁" in clerk.get(path).content.decode()
    clerk.post(path, {"do": "forget"})
    assert not Mapping.objects.exists()


def test_which_sheet_of_a_workbook_is_asked_and_the_hidden_one_is_named(
    clerk: Client, story: Story
) -> None:
    def write(book: Any) -> None:
        rows: list[list[Any]] = [
            ["日期", "收款人", "用途", "金额"],
            ["2024-03-04", "甲公司", "水泥", 12.5],
        ]
        table(book, "三月", rows)
        table(book, "底稿", rows).hide()
        table(book, "说明", [["本表由村会计填写", "每月十日前"]])

    content = workbook(write)
    upload_page(clerk, story, file=SimpleUploadedFile("三月.xlsx", content))
    upload = read_latest()
    assert upload.state == Stage.ASKED
    path = reverse("desk_upload_one", args=[upload.code])
    page = clerk.get(path).content.decode()
    assert "several sheets" in page
    assert "hidden in the file" in page
    assert re.findall(r'name="sheet" value="([^"]+)" id="[^"]+" checked', page) == ["三月"]
    clerk.post(path, {"do": "answer", "sheet": ["三月"]})
    upload = read_latest()
    assert upload.state == Stage.TAKEN
    assert upload.batch
    assert upload.batch.rows == 1
    assert any(one["sheet"] == "说明" for one in upload.problems["list"])


def test_a_plain_workbook_is_never_asked_about(clerk: Client, story: Story) -> None:
    rows: list[list[Any]] = [
        ["日期", "收款人", "用途", "金额"],
        *([*row[:2], "水泥", row[2]] for row in TABLE[1:]),
    ]
    content = workbook(lambda book: table(book, rows=rows))
    upload_page(clerk, story, file=SimpleUploadedFile("三月.xlsx", content))
    assert read_latest().state == Stage.TAKEN


# --- typed ------------------------------------------------------------------------------------


def grid_path(story: Story, period: str = "2024-03") -> str:
    return reverse("desk_entry_grid", args=[story.village.code, "village-payments", period])


def typed(*rows: tuple[str, str, str, str], do: str = "hand_in") -> dict[str, Any]:
    """Return the grid's fields as a browser sends them, with lines that stay empty."""
    names = ("paid_on", "payee", "purpose", "amount")
    every = [*rows, ("", "", "", "")]
    cells: dict[str, Any] = {
        name: [row[place] for row in every] for place, name in enumerate(names)
    }
    others = (
        "voucher",
        "debit",
        "credit",
        "heading",
        "method",
        "handled_by",
        "approved_by",
        "note",
    )
    return cells | {name: [""] * len(every) for name in others} | {"do": do}


LINE = ("2024-03-04", "青泉商贸有限公司", "水泥", "1.2万")


def test_a_table_typed_in_becomes_a_draft(clerk: Client, story: Story) -> None:
    page = clerk.get(grid_path(story))
    answer = clerk.post(grid_path(story), hidden(page) | typed(LINE))
    assert answer.status_code == 302
    assert Batch.objects.get().totals == {"CNY": 1_200_000}
    assert not Entry.objects.exclude(rows=[]).exists()


def test_a_table_begun_is_there_again_after_a_lost_connection(clerk: Client, story: Story) -> None:
    page = clerk.get(grid_path(story))
    clerk.post(grid_path(story), hidden(page) | typed(LINE, do="keep"))
    again = clerk.get(grid_path(story))
    assert "青泉商贸有限公司" in again.content.decode()
    assert hidden(again) != {}
    assert grid_path(story) in clerk.get(reverse("desk_entry")).content.decode()
    for _press in range(2):
        clerk.post(grid_path(story), hidden(again) | typed(LINE))
    assert Batch.objects.count() == 1


def test_a_bad_cell_keeps_what_was_typed_and_names_its_line(clerk: Client, story: Story) -> None:
    bad = ("2024-03-05", "白溪建材有限公司", "沙子", "约三百")
    page = clerk.get(grid_path(story))
    answer = clerk.post(grid_path(story), hidden(page) | typed(LINE, bad)).content.decode()
    assert "Line 2" in answer
    assert "约三百" in answer
    assert "青泉商贸有限公司" in answer
    assert not Batch.objects.exists()
    good = typed(LINE, (*bad[:3], "300"))
    mark = re.findall(r'name="opened" value="([^"]+)"', answer)[0]
    assert clerk.post(grid_path(story), {"opened": mark} | good).status_code == 302
    assert Batch.objects.get().rows == 2


def test_the_lines_of_the_last_sheet_may_be_begun_with(clerk: Client, story: Story) -> None:
    public = story.published()
    path = grid_path(story, "2024-05")
    assert public.period < "2024-05"
    assert "?like=last" in clerk.get(path).content.decode()
    page = clerk.get(path + "?like=last").content.decode()
    record = public.records.order_by("number")[0]
    assert record.values["purpose"] in page
    assert f'name="paid_on" value="{record.values["paid_on"]}"' not in page


def test_a_personal_cell_is_not_even_kept_as_a_draft(clerk: Client, story: Story) -> None:
    from random import Random

    line = (*LINE[:2], f"补助 {long_identity(Random(7))}", "1")
    page = clerk.get(grid_path(story))
    answer = clerk.post(grid_path(story), hidden(page) | typed(line, do="keep")).content.decode()
    assert "never public" in answer
    assert not Entry.objects.exists()


# --- on paper ---------------------------------------------------------------------------------


def test_the_code_of_a_printed_form_opens_its_table(clerk: Client, story: Story) -> None:
    page = clerk.get(grid_path(story))
    paper = clerk.post(grid_path(story), hidden(page) | {"do": "paper"})["Location"]
    shown = clerk.get(paper).content.decode()
    code = re.findall(r"<strong>([0-9A-Z]+-[0-9A-Z])</strong>", shown)[0]
    answer = clerk.post(reverse("desk_entry"), {"code": code.lower().replace("-", " ")})
    assert answer["Location"] == grid_path(story)
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    said = clerk.post(reverse("desk_entry"), {"code": wrong}).content.decode()
    assert "mistyped" in said
    assert Blank.objects.count() == 1


# --- many at once -----------------------------------------------------------------------------


def sheet_of(month: str) -> bytes:
    rows = f"日期,收款人,用途,金额\n{month}-04,青泉商贸有限公司,水泥,12.5\n"
    return rows.encode()


def archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    return held.getvalue()


def bring(clerk: Client, *files: SimpleUploadedFile) -> Any:
    path = reverse("desk_bundle_new")
    return clerk.post(path, hidden(clerk.get(path)) | {"several": list(files)})


def test_past_months_in_one_archive_are_matched_and_handed_in(clerk: Client, story: Story) -> None:
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    files = {f"{story.village}/{month} 支出.csv": sheet_of(month) for month in months}
    files |= {"__MACOSX/x.csv": b"x", f"{story.village}/怪.csv": b"a,b\n1,2\n"}
    page = bring(clerk, SimpleUploadedFile("全年.zip", archive(files)))["Location"]
    asked = clerk.get(page).content.decode()
    assert asked.count("unclear") == 1
    fields = form_of(asked)
    assert clerk.post(page, fields).status_code == 302
    assert sorted(Upload.objects.values_list("period", flat=True)) == months
    assert BundleFile.objects.filter(upload=None).count() == 1
    assert clerk.post(page, fields).status_code == 302
    assert Upload.objects.count() == 12


def form_of(page: str) -> dict[str, str]:
    """Return what a browser sends of a page's selects, inputs and ticked boxes."""
    fields = dict(re.findall(r'<input name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        fields[name] = chosen[0] if chosen else ""
    for box in re.findall(r'<input type="checkbox"[^>]*>', page):
        if " checked" in box:
            fields[re.findall(r'name="([^"]+)"', box)[0]] = "on"
    return fields


def test_a_year_in_one_sheet_is_taken_apart_by_its_days(clerk: Client, story: Story) -> None:
    Unit.objects.filter(pk=story.village.pk).update(kind="village")
    lines = [f"2023-{month:02d}-04,青泉商贸有限公司,水泥,{month}" for month in (1, 2, 3)]
    text = "\n".join(["日期,收款人,用途,金额", *lines])
    page = bring(clerk, csv_file(text, f"{story.village}流水.csv"))["Location"]
    asked = clerk.get(page).content.decode()
    assert re.search(r'name="by_days-1"[^>]* checked', asked)
    clerk.post(page, form_of(asked))
    for upload in Upload.objects.all():
        assert upload.job
        jobs.run_here(upload.job)
    totals = dict(Batch.objects.values_list("period", "totals"))
    assert totals == {f"2023-{month:02d}": {"CNY": month * 100} for month in (1, 2, 3)}
    assert Upload.objects.filter(counts__elsewhere=2).count() == 3


def test_an_archive_in_an_archive_and_a_bomb_are_refused(clerk: Client, story: Story) -> None:
    inner = archive({"a.csv": sheet_of("2023-01")})
    answer = bring(clerk, SimpleUploadedFile("a.zip", archive({"b.zip": inner})))
    assert "holds an archive inside" in answer.content.decode()
    bomb = archive({"a.csv": b"0" * (40 << 20)})
    answer = bring(clerk, SimpleUploadedFile("b.zip", bomb))
    assert "would unfold to 40 MB" in answer.content.decode()
    assert not BundleFile.objects.exists()


# --- minutes a month --------------------------------------------------------------------------


def test_minutes_a_month_are_those_of_the_unit_from_the_page_to_the_handing_on(
    clerk: Client, story: Story
) -> None:
    upload_page(clerk, story, pasted=PASTED)
    batch = Batch.objects.get()
    clerk.post(reverse("desk_batch_do", args=[batch.code, "submit"]))
    middle = at(5)
    Entry.objects.update(seconds=70)
    upload = Upload.objects.get()
    upload.given_at, upload.read_at = middle, middle + timedelta(seconds=5)
    upload.save()
    Batch.objects.update(submitted_at=middle + timedelta(hours=3))  # lunch counts ten minutes
    from sunledger.disclosure.minutes import costs

    cost = costs(story.village, on=middle.date(), months=2)[0]
    assert (cost.month, cost.sheets, cost.fill, cost.read, cost.look) == ("2024-03", 1, 70, 5, 600)
    assert cost.minutes == 12
    shown = Client().get(reverse("unit_minutes", args=[story.village.code])).content.decode()
    assert "Only the unit" in shown
    assert story.clerk.name not in shown
