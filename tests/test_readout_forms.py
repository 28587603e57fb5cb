"""Signs, gaps and merged cells: the same words are found however a text was set."""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.decisions.reading.document import Unreadable
from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.schema import Directive
from tests import readout_files as files
from tests.readout_texts import marked_texts

HEAD = ["序号", "问题", "整改措施", "责任单位", "完成时限"]
ROWS = [
    ["1", "票据不全", "补齐缺失票据", "县财政局", "2025年4月底前"],
    ["", "", "说明缺失原因", "县审计局", "2025年5月底前"],
    ["2", "公开太慢", "公开全部账目", "县民政局", "2025年6月底前"],
    ["3", "平台陈旧", "更换查询平台", "", "2025年7月底前"],
]
OWNERS = ["县财政局", "县审计局", "县民政局", "县民政局"]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _found(content: bytes, name: str) -> list[Directive]:
    found = propose(read(content, name))
    for one in found.directives:
        assert found.text[one.span.start : one.span.end] == one.quotation
    return list(found.directives)


def _html() -> bytes:
    def cell(words: str, row: int, column: int) -> str:
        down = {(0, 0): 2, (0, 1): 2, (2, 3): 2}.get((row, column), 1)
        return f'<td rowspan="{down}">{words}</td>' if words else ""

    rows = [HEAD, *ROWS]
    shown = (
        "<tr>" + "".join(cell(words, row, column) for column, words in enumerate(cells)) + "</tr>"
        for row, cells in enumerate(rows, -1)
    )
    return ("<html><body><table>" + "".join(shown) + "</table></body></html>").encode()


def _docx() -> bytes:
    rows = [[words or "<above/>" for words in row] for row in ROWS]
    made = files.docx(["整改台账"], [HEAD, *rows])
    return files.rewritten(made, _word_cell_goes_on)


def _word_cell_goes_on(xml: str) -> str:
    return re.sub(
        r"<w:tc>(?:(?!</w:tc>).)*?above.*?</w:tc>",
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>",
        re.sub(r"<above/>|<abo</w:t></w:r><w:r><w:t>ve/>", "above", xml),
    )


def _odt() -> bytes:
    rows = [[words or "above" for words in row] for row in ROWS]
    made = files.odt(["整改台账"], [HEAD, *rows])
    cell = "<table:table-cell><text:p>above</text:p></table:table-cell>"
    return files.rewritten(made, lambda xml: xml.replace(cell, "<table:covered-table-cell/>"))


@pytest.mark.parametrize(("make", "name"), [(_html, "a.html"), (_docx, "a.docx"), (_odt, "a.odt")])
def test_a_cell_that_goes_on_below_answers_for_every_row(
    make: Callable[[], bytes], name: str
) -> None:
    found = _found(make(), name)
    assert [one.quotation for one in found] == [row[2] for row in ROWS]
    assert [one.owner.text for one in found] == OWNERS
    assert [one.deadline and one.deadline.iso for one in found] == [
        "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31",
    ]  # fmt: skip


def test_a_cell_over_all_columns_is_no_task() -> None:
    page = "<table><tr><th>任务</th><th>责任单位</th></tr><tr><td colspan=2>一、公开账目</td></tr>"
    page += "<tr><td>公布目录</td><td>县财政局</td></tr></table>"
    (task,) = _found(page.encode(), "page.html")
    assert (task.quotation, task.owner.text) == ("公布目录", "县财政局")


def test_traditional_signs_are_read_and_kept_as_written() -> None:
    text = "會議強調，各鄉鎮應於２０２５年４月３０日前公開賬目。會議要求，縣審計局要按月抽查。"
    first, second = _found(text.encode("big5"), "notes.txt")
    assert (first.quotation, first.owner.text) == (
        "各鄉鎮應於２０２５年４月３０日前公開賬目",
        "各鄉鎮",
    )
    assert first.deadline is not None
    assert (first.deadline.text, first.deadline.iso) == ("２０２５年４月３０日前", "2025-04-30")
    assert second.owner.text == "縣審計局"


def test_both_ways_of_writing_find_the_same_places() -> None:
    plain = "会议强调，各镇要于月底前公开账目。会议要求，县审计局要对大额支出开展抽查。"
    other = "會議強調，各鎮要於月底前公開賬目。會議要求，縣審計局要對大額支出開展抽查。"
    ours = [one.span for one in propose(document_of(plain)).directives]
    assert ours
    assert ours == [one.span for one in propose(document_of(other)).directives]


def test_gaps_between_signs_are_passed_over() -> None:
    (one,) = _found("会 议 强 调 ，各 镇 要 于 4月30日 前 公 开 账 目 。".encode(), "notes.txt")
    assert one.quotation == "各 镇 要 于 4月30日 前 公 开 账 目"
    assert one.owner.text == "各镇"
    assert one.deadline is not None


def test_two_meetings_in_one_text_answer_each_for_its_own() -> None:
    text = (
        "2025年3月4日，大河县委常委会召开会议。会议要求，要抓好账目公开。\n"
        "2025年3月6日，大河县政府召开常务会议。会议要求，要清理旧账。\n"
    )
    first, second = _found(text.encode(), "notes.txt")
    assert (first.owner.text, second.owner.text) == ("大河县委常委会", "大河县政府")


LINES = [line for marked in marked_texts() for line in marked.text.split("\n") if line.strip()]
LATIN = [line for line in LINES if line.isascii() and not set(line) & set("()\\")]
WORDS = st.one_of(st.sampled_from(LINES), st.text(st.characters(codec="utf-8"), max_size=30))
SAFE = WORDS.map(lambda words: escape(re.sub(r"[^\t -\ud7ff\ue000-\ufffd]", " ", words)))
TABLE = st.lists(st.lists(SAFE, min_size=1, max_size=5), max_size=6)


def _hold(content: bytes, name: str) -> None:
    try:
        document = read(content, name)
    except Unreadable:
        return
    found = propose(document)
    for one in found.directives:
        assert one.quotation == found.text[one.span.start : one.span.end] != ""
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row):
            assert 0 <= cell.start <= cell.end <= table.end <= len(found.text) + 1


@FEW
@given(st.lists(SAFE, max_size=8), TABLE, st.sampled_from([files.docx, files.odt]))
def test_any_word_file_keeps_its_offsets(
    lines: list[str], rows: list[list[str]], make: Callable[[list[str], list[list[str]]], bytes]
) -> None:
    _hold(make([*lines, "x"], rows), "minutes")


@FEW
@given(st.lists(st.sampled_from(LATIN), min_size=1, max_size=30))
def test_any_pdf_keeps_its_offsets(lines: list[str]) -> None:
    _hold(files.pdf(lines), "minutes.pdf")


@FEW
@given(TABLE, st.lists(st.integers(-2, 70), min_size=60, max_size=60))
def test_any_merged_cells_keep_their_offsets(rows: list[list[str]], sizes: list[int]) -> None:
    size = iter(sizes)

    def cell(words: str) -> str:
        return f'<td colspan="{next(size)}" rowspan={next(size)}>{words}</td>'

    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows)
    _hold(f"<html><body><table>{body}</table></body></html>".encode(), "page.html")
