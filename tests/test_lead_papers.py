"""A lead taken away says what its page says, no more, and runs nothing in a spreadsheet program."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from sunledger.web.pages.lead_files import paper_of
from sunledger.web.papers.paper import Paper
from sunledger.web.papers.pdf import pdf
from sunledger.web.papers.workbook import workbook
from tests.screening_story import JIA, Story, make_story

PAPER = Paper(
    language="zh",
    title="重复付款",
    about="大河村",
    sentence="大河村以同一凭证号再次付款。",
    facts=(("涉及金额", "4,900.00 元"),),
    headings=("行", "付款日期", "金额"),
    numbers=(False, False, True),
    rows=(("2", "2024-05-06", "4,900.00 元"), ("2", "2024-06-11", "4,900.00 元")),
    below="",
    parts=(("清白的理由", "失败后重新支付。"),),
    foot="线索是问题，不是结论。",
)


def text_of(made: bytes) -> str:
    """Return all that stands in a PDF, without its breaks of lines."""
    pages = PdfReader(io.BytesIO(made)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_pdf_says_all_that_stands_on_the_paper() -> None:
    said = text_of(pdf(PAPER))
    for part in (PAPER.title, PAPER.about, PAPER.sentence, "清白的理由", "失败后重新支付。"):
        assert part in said
    for row in PAPER.rows:
        assert all(value in said for value in row)
    assert PAPER.foot in said


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf(PAPER) == pdf(PAPER)


def test_headings_stand_on_every_page_of_a_long_table() -> None:
    rows = tuple((str(number), "2024-05-06", "4,900.00 元") for number in range(100))
    pages = PdfReader(io.BytesIO(pdf(replace(PAPER, rows=rows)))).pages
    assert len(pages) > 2
    tables = [page.extract_text() for page in pages if "4,900.00" in page.extract_text()]
    assert all("付款日期" in page for page in tables)


@given(st.text(max_size=400), st.text(alphabet="x<&>/ ", max_size=3000))
def test_no_text_breaks_a_paper(word: str, long: str) -> None:
    paper = replace(
        PAPER,
        sentence=word,
        rows=((word, long, word),),
        parts=((word, long),),
        facts=((word, word),),
    )
    assert len(PdfReader(io.BytesIO(pdf(paper))).pages) >= 1
    assert workbook(paper)


def test_a_workbook_holds_text_and_no_formula() -> None:
    paper = replace(PAPER, sentence="=1+1", rows=(("2", "=HYPERLINK(1)", "+1"),))
    made = workbook(paper)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 2
        assert not any(b"<f" in parts.read(name) for name in sheets)
    assert ["2", "=HYPERLINK(1)", "+1"] in rows_of(made)


def rows_of(made: bytes) -> list[list[Any]]:
    """Return the second sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return [list(row) for row in book.get_sheet_by_index(1).to_python()]


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def test_a_lead_is_handed_out_with_its_rows_masked_and_its_innocent_reasons(story: Story) -> None:
    story.run()
    lead = story.lead()
    client = Client()
    client.force_login(story.officer)
    with translation.override("zh-hans"):
        answer = client.get(reverse("desk_lead_file", args=[lead.code, "pdf"]))
        assert answer.status_code == 200, answer.content.decode()[:3000]
        said = text_of(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert lead.sentence_zh.replace(" ", "") in said.replace(" ", "")
    assert JIA in said
    assert "4,900.00" in said
    with translation.override("en"):
        paper = paper_of(lead, None)
        assert "A lead is a question" in paper.foot
        book = client.get(reverse("desk_lead_file", args=[lead.code, "xlsx"]))
    rows = rows_of(book.content)
    assert rows[0][0] == "Line"
    assert len(rows) == 1 + lead.rows


def test_whoever_may_not_see_the_lead_gets_no_file(story: Story) -> None:
    story.run()
    client = Client()
    client.force_login(story.outsider)
    for kind in ("pdf", "xlsx"):
        path = reverse("desk_lead_file", args=[story.lead().code, kind])
        assert client.get(path).status_code == 404
    client.force_login(story.officer)
    assert (
        client.get(reverse("desk_lead_file", args=[story.lead().code, "docx"])).status_code == 404
    )
