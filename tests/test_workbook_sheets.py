"""Workbooks and tables in web pages become rows; what they hide is said, bombs are refused."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from sunledger.core.workbook import BadFile, Limits, Merge, Sheet, open_sheets

Write = Callable[[xlsxwriter.Workbook], Any]
NINE_THIRTY = datetime.fromisoformat("2024-03-04T09:30")
TABLE: list[list[Any]] = [
    ["日期", "收款人", "金额"],
    ["2024-03-04", "甲", 12.5],
    ["2024-03-05", "乙", 4900],
]


def workbook(write: Write) -> bytes:
    """Return an .xlsx that a function fills."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        write(book)
    return held.getvalue()


def table(book: xlsxwriter.Workbook, name: str = "Sheet1", rows: list[list[Any]] = TABLE) -> Any:
    """Write a small table."""
    page = book.add_worksheet(name)
    for line, cells in enumerate(rows):
        page.write_row(line, 0, cells)
    return page


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Return a workbook with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return held.getvalue()


def only(content: bytes, name: str = "payments.xlsx") -> Sheet:
    (sheet,) = open_sheets(content, name)
    return sheet


def notes(sheet: Sheet) -> str:
    return "\n".join(str(note.problem) for note in sheet.notes)


def test_every_cell_comes_as_what_it_is() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("支出")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_datetime(0, 0, date(2024, 3, 4), day)
        page.write_datetime(0, 1, NINE_THIRTY, moment)
        page.write(0, 2, 4900.1)
        page.write(0, 3, True)
        page.write(0, 4, "文本")
        page.write_formula(0, 5, "=1+1", None, 2)

    (row,) = only(workbook(write)).rows
    assert list(row.cells) == [
        date(2024, 3, 4), NINE_THIRTY, 4900.1, True, "文本", 2.0,
    ]  # fmt: skip


def test_lines_are_those_of_the_sheet_even_if_it_begins_further_down() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write(3, 2, "here")

    rows = list(only(workbook(write)).rows)
    assert [row.line for row in rows] == [1, 2, 3, 4]
    assert list(rows[3].cells) == ["", "", "here"]


def test_a_wrong_dimension_hides_no_row() -> None:
    content = workbook(lambda book: table(book, rows=[[n, "x"] for n in range(1000)]))
    part = "xl/worksheets/sheet1.xml"
    lie = changed(content, part, lambda text: text.replace('ref="A1:B1000"', 'ref="A1:B10"'))
    assert lie != content
    assert len(list(only(lie).rows)) == 1000


def test_every_sheet_comes_the_hidden_too_and_can_be_read_in_turn() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        table(book, "一月")
        table(book, "二月", TABLE[:2]).hide()
        book.add_worksheet("空")

    first, second, third = open_sheets(workbook(write), "a.xlsx")
    assert [sheet.name for sheet in (first, second, third)] == ["一月", "二月", "空"]
    assert (first.hidden, second.hidden) == (False, True)
    assert "The sheet is hidden" in notes(second)
    rows = list(zip(first.rows, second.rows, strict=False))
    assert rows[1][0].cells[1] == rows[1][1].cells[1] == "甲"
    assert list(first.rows) == list(first.rows)
    assert list(third.rows) == []


def test_hidden_lines_and_columns_are_read_and_named() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = table(book)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})

    sheet = only(workbook(write))
    assert len(list(sheet.rows)) == 3
    assert sheet.hidden_lines == {2}
    assert sheet.hidden_columns == {1}


def test_merged_cells_are_named() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = table(book)
        page.merge_range(1, 1, 2, 1, "甲")

    assert only(workbook(write)).merged == (Merge(2, 3, 1, 1),)


def test_an_error_in_a_cell_is_text_and_not_nothing() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        table(book).write_formula(2, 2, "=1/0", None, "#DIV/0!")

    assert list(only(workbook(write)).rows)[2].cells[2] == "#DIV/0!"


def test_a_formula_without_a_saved_result_is_pointed_out() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        table(book).write_formula(2, 2, "=SUM(C1:C2)", None, "12.5")

    def forget(text: str) -> str:
        return text.replace("<v>12.5</v></c></row></sheetData>", "</c></row></sheetData>")

    content = workbook(write)
    forgetful = changed(content, "xl/worksheets/sheet1.xml", forget)
    assert forgetful != content
    assert "1 formulas have no saved result (C3)" in notes(only(forgetful))


def test_macros_and_other_files_are_pointed_out() -> None:
    content = workbook(table)
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"")
        parts.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    assert "carries macros" in notes(only(held.getvalue()))
    assert "points to other files" in notes(only(held.getvalue()))


def bomb(text: bytes, size: int) -> bytes:
    """Return a workbook whose sheet unfolds to `size` bytes."""
    content = workbook(table)
    return changed(
        content, "xl/worksheets/sheet1.xml", lambda _: (text * (size // len(text))).decode()
    )


def packed(content: bytes) -> bytes:
    """Return the workbook with its parts deflated."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return held.getvalue()


def test_a_bomb_is_refused_before_anything_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(bomb(b'<c r="A1"><v>1</v></c>', 40 << 20))
    assert len(content) < 200_000

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(subprocess, "run", never)
    with pytest.raises(BadFile, match="would unfold to 40 MB"):
        only(content)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = packed(bomb(b'<c r="A1"><v>1</v></c>', 40 << 20))
    real = (40 << 20) // 22 * 22
    lie = content.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != content
    with pytest.raises(BadFile, match="is damaged"):
        only(lie)


def test_two_cells_that_span_a_whole_sheet_do_not_take_the_memory() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "z")

    with pytest.raises(BadFile, match="more memory or time"):
        only(workbook(write))


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(BadFile, match="more memory or time"):
        only(workbook(table))


def test_too_many_parts_are_refused() -> None:
    held = io.BytesIO(workbook(table))
    with zipfile.ZipFile(held, "a") as parts:
        for number in range(60):
            parts.writestr(f"xl/{number}", b"")
    with pytest.raises(BadFile):
        list(open_sheets(held.getvalue(), "a.xlsx", limits=Limits(parts=50)))


def test_xml_with_entities_of_its_own_is_refused() -> None:
    def wicked(text: str) -> str:
        return text.replace(
            "<worksheet", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1
        )

    with pytest.raises(BadFile, match="words of its own"):
        only(changed(workbook(table), "xl/worksheets/sheet1.xml", wicked))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [("word/document.xml", "is a document"), ("payments.csv", "is an archive")],
)
def test_other_zipped_files_are_refused_with_a_sentence(part: str, sentence: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr(part, b"x")
    with pytest.raises(BadFile, match=sentence):
        only(held.getvalue())


PAGE = """<html><head><meta charset="gb2312"><style>td { color: red }</style></head><body>
<table><tr><th>日期</th><th colspan="2">收款人</th></tr>
<tr><td rowspan="2">2024-03-04</td><td>甲</td><td>12.50</td></tr>
<tr style="display: none"><td>乙<br>丙</td><td>4,900&nbsp;元</td></tr></table>
<table><tr><td>2024-03-05</td><td>丁</td><td>7</td></tr></table></body></html>"""


def test_a_page_called_xls_is_read_as_the_table_it_holds() -> None:
    sheet = only(PAGE.encode("gb18030"), "payments.xls")
    assert [list(row.cells) for row in sheet.rows] == [
        ["日期", "收款人", ""],
        ["2024-03-04", "甲", "12.50"],
        ["", "乙 丙", "4,900 元"],
        ["2024-03-05", "丁", "7"],
    ]
    assert sheet.merged == (Merge(1, 1, 1, 2), Merge(2, 3, 0, 0))
    assert sheet.hidden_lines == {3}


def test_tables_of_different_width_are_sheets_of_their_own() -> None:
    page = b"<table><tr><td>a<td>b</table><p>and</p><table><tr><td>c</table>"
    assert [[list(row.cells) for row in sheet.rows] for sheet in open_sheets(page, "a.html")] == [
        [["a", "b"]],
        [["c"]],
    ]


def test_a_page_without_a_table_is_refused() -> None:
    with pytest.raises(BadFile, match="web page without a table"):
        only(b"<!doctype html><p>nothing here", "a.xls")


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="支出"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">三月 &amp; 四月</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">日期</Data></Cell>
 <Cell ss:Index="3"><Data ss:Type="String">金额</Data></Cell></Row>
<Row ss:Hidden="1">
 <Cell ss:MergeDown="1"><Data ss:Type="DateTime">2024-03-04T00:00:00.000</Data></Cell>
 <Cell/><Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">x</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_a_workbook_in_one_xml_text_is_read() -> None:
    sheet = only(XML.encode(), "payments.xls")
    assert [list(row.cells) for row in sheet.rows] == [
        ["三月 & 四月"],
        [],
        ["日期", "", "金额"],
        ["2024-03-04T00:00:00.000", "", 12.5],
        ["", "x", True],
    ]
    assert sheet.name == "支出"
    assert sheet.merged == (Merge(1, 1, 0, 2), Merge(4, 5, 0, 0))
    assert sheet.hidden_lines == {4}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Workbook'),
        ('ss:Index="3">', 'ss:Index="999999999">'),
        ("</Workbook>", ""),
        (">12.5<", ">twelve<"),
    ],
)
def test_an_xml_text_that_is_wicked_or_broken_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        only(XML.replace(old, new, 1).encode(), "payments.xls")


def open_document(rows: str) -> bytes:
    """Return an .ods with these rows."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        parts.writestr("mimetype", kind, zipfile.ZIP_STORED)
        parts.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>")
        parts.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="一">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return held.getvalue()


def ods_cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_an_open_document_is_read_and_a_repeated_row_stands_as_often_as_it_says() -> None:
    row = f"<table:table-row>{ods_cell('甲')}{ods_cell('7', 2)}</table:table-row>"
    again = f'<table:table-row table:number-rows-repeated="3">{ods_cell("乙")}</table:table-row>'
    sheet = only(open_document(row + again), "payments.ods")
    assert list(next(sheet.rows).cells)[:3] == ["甲", "7", "7"]
    assert [row.cells[0] for row in sheet.rows] == ["甲", "乙", "乙", "乙"]


def test_an_open_document_that_repeats_without_end_does_not_take_the_memory() -> None:
    endless = 'table:number-rows-repeated="1000000"'
    row = f"<table:table-row {endless}>{ods_cell('x', 16000)}</table:table-row>"
    with pytest.raises(BadFile, match=r"more memory or time|no workbook that can be read"):
        only(open_document(row), "payments.ods")


@pytest.mark.parametrize(
    "content",
    [
        b"<table>" + b"<tr>" + b"<td colspan=1000>x" * 6000,
        XML.replace("<Row>", '<Row ss:Index="1000000">' * 6, 1).encode(),
        XML.replace("<Cell/>", '<Cell ss:MergeAcross="999999"/>' * 6, 1).encode(),
    ],
)
def test_a_page_that_claims_too_many_cells_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        only(content, "payments.xls")
