"""Text files of every habit become rows, and nothing in them is lost."""

import csv
import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sunledger.core.csvtext import DELIMITERS
from sunledger.core.workbook import BadFile, Limits, Row, Sheet, open_sheets

CHINESE = "日期,收款单位,用途,金额\r\n" + "".join(
    f"2024-03-{day:02},青泉商贸有限公司,办公用品采购及维修,{day}00.50\r\n" for day in range(1, 20)
)
BRITISH = "Date,Supplier,Amount\n" + "".join(
    f"2014-03-{day:02},Café Zoë – O’Brien & Søn,£{day}00.50\n" for day in range(1, 20)
)
RUSSIAN = "Дата;Поставщик;Сумма\n" + "".join(
    f"0{day}.03.2014;Общество с ограниченной ответственностью «Ромашка»;{day}00,50\n"
    for day in range(1, 9)
)
JAPANESE = "日付,支払先,金額\n" + "ひまわり商事株式会社の事務用品,やまだたろう,1000\n" * 9
KOREAN = "날짜,거래처,금액\n" + "주식회사 해바라기 사무용품,서울특별시,1000\n" * 9


def only(content: bytes | Path, name: str = "payments.csv", **how: str) -> Sheet:
    """Return the one sheet of a file."""
    (sheet,) = open_sheets(content, name, **how)  # type: ignore[arg-type]
    return sheet


def cells(content: bytes, **how: str) -> list[list[object]]:
    """Return the cells of every row."""
    return [list(row.cells) for row in only(content, **how).rows]


def notes(sheet: Sheet) -> str:
    """Return what is noted about a sheet."""
    return "\n".join(str(note.problem) for note in sheet.notes)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "gb18030"),
        (BRITISH, "utf-16-be"),
        (BRITISH, "cp1252"),
        (CHINESE.replace("单", "單").replace("办", "辦").replace("维", "維"), "big5"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-8"),
        (JAPANESE, "cp932"),
        ("支払日,支払先,件名,金額\n令和6年1月3日,株式会社山田商事,備品購入,1000\n", "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    text = text.encode(encoding, "ignore").decode(encoding)
    expected = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    assert cells(text.encode(encoding)) == expected


def test_a_pound_sign_of_an_old_machine_is_a_pound_sign() -> None:
    text = "item,amount\nAssets less than £5k,900\nAssets more than £5k,9000\n"
    assert cells(text.encode("cp850"))[1] == ["Assets less than £5k", "900"]


def test_one_foreign_letter_is_not_taken_for_an_eastern_language() -> None:
    text = "payee,amount\nMELMERBY/MID´TON GROUP,12.50\nHER MAJESTY´S COURTS,13.50\n"
    assert cells(text.encode("cp1252"))[1] == ["MELMERBY/MID´TON GROUP", "12.50"]


def test_stray_bytes_in_a_utf8_file_are_kept_and_noted() -> None:
    text = BRITISH.encode() + b"2014-04-01,Caf\xe9,\xa312.50\n"
    sheet = only(text)
    assert list(sheet.rows)[-1].cells == ["2014-04-01", "Café", "£12.50"]
    assert "1 lines hold bytes that are not UTF-8" in notes(sheet)


def test_a_guessed_encoding_is_noted_and_can_be_overruled() -> None:
    content = "payee\nMüller\n".encode("cp1252")
    assert "read as cp1252" in notes(only(content))
    assert cells(content, encoding="mac_roman")[1] == ["M¸ller"]
    with pytest.raises(BadFile, match="no encoding is called “klingon”"):
        only(content, encoding="klingon")


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_separator_is_found(delimiter: str) -> None:
    lines = ["A title, with a comma; and more", "", "date;payee".replace(";", delimiter)]
    lines += [f"2024-03-0{day}{delimiter}Jia, Yi" for day in range(1, 8) if delimiter != ","]
    lines += [f"2024-03-0{day},Jia" for day in range(1, 8) if delimiter == ","]
    assert cells("\n".join(lines).encode())[-1][0] == "2024-03-07"


def test_decimal_commas_do_not_pass_for_separators() -> None:
    text = "Fecha;Beneficiario;Importe\n" + "06/01/2014;Imprenta;1200,50\n" * 5
    assert cells(text.encode())[1] == ["06/01/2014", "Imprenta", "1200,50"]


def test_the_line_that_names_the_separator_is_believed_and_kept() -> None:
    rows = cells(b"sep=|\na|b,b,b\nc|d,d,d\n")
    assert rows == [["sep=", ""], ["a", "b,b,b"], ["c", "d,d,d"]]


def test_a_cell_may_go_over_several_lines() -> None:
    rows = list(only(b'a,b\n1,"two\nlines\nlong"\n2,c\n').rows)
    assert rows == [Row(1, ["a", "b"]), Row(2, ["1", "two\nlines\nlong"], 3), Row(5, ["2", "c"])]


def test_rows_of_any_width_and_blank_lines_stay_as_they_are() -> None:
    assert cells(b"a,b,c\n1\n\n1,2,3,4,,\n") == [
        ["a", "b", "c"],
        ["1"],
        [],
        ["1", "2", "3", "4", "", ""],
    ]


def test_old_line_ends_are_line_ends() -> None:
    assert [row.line for row in only(b"a,b\r1,2\r\n3,4\n5,6").rows] == [1, 2, 3, 4]


def test_signs_that_only_look_like_line_ends_are_text() -> None:
    text = "a,b\n1,x\u2028y\x0bz\x85\n"
    assert cells(text.encode())[1] == ["1", "x\u2028y\x0bz\x85"]


def test_zero_bytes_are_left_out_and_noted() -> None:
    sheet = only(b"a,b\n1,\x00two\x00\n" + b"3,four\n" * 50)
    assert list(sheet.rows)[1].cells == ["1", "two"]
    assert "2 zero bytes" in notes(sheet)


def test_a_quotation_mark_without_its_partner_spoils_one_line_only() -> None:
    text = 'id,payee,amount\n1,"Jia Co,10\n2,Yi Co,20\n3,Bing Co,30\n'
    sheet = only(text.encode())
    rows = list(sheet.rows)
    assert [row.line for row in rows] == [1, 2, 3, 4]
    assert rows[1].cells == ["1", '"Jia Co', "10"]
    assert rows[3].cells == ["3", "Bing Co", "30"]
    assert [note.line for note in sheet.notes] == [2]


def test_two_such_marks_do_not_swallow_the_lines_between() -> None:
    lines = [f"{n},payee {n},{n}0" for n in range(1, 40)]
    lines[4], lines[20] = '5,"payee 5,50', '21,payee 21",210'
    rows = list(only("\n".join(["id,payee,amount", *lines]).encode()).rows)
    assert len(rows) == 40
    assert rows[10].cells == ["10", "payee 10", "100"]


def test_a_mark_in_the_middle_of_a_text_is_part_of_it() -> None:
    assert cells(b'a,b\n5" pipe,3\n') == [["a", "b"], ['5" pipe', "3"]]


def test_gzip_is_unfolded_whatever_the_file_is_called(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    sheet = only(path)
    assert sheet.file == "payments.csv"
    assert len(list(sheet.rows)) == 2
    assert cells(gzip.compress(b"a;b\n1;2\n")) == [["a", "b"], ["1", "2"]]


def test_the_rows_can_be_gone_through_again() -> None:
    sheet = only(b"a,b\n1,2\n")
    assert list(sheet.rows) == list(sheet.rows)
    assert next(sheet.rows).line == 1


def test_an_empty_file_is_a_sheet_without_rows() -> None:
    assert cells(b"") == []
    assert cells(gzip.compress(b"")) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "is a file of kind PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a file of kind PNG"),
        (gzip.compress(CHINESE.encode())[:-40], "is damaged"),
        (b"\x1f\x8bnot gzip", "is damaged"),
        (b"PK\x03\x04nonsense", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1nonsense", "is damaged, or no workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        only(content, "thing.csv")


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b"x" * (40 << 20))
    tracemalloc.start()
    with pytest.raises(BadFile, match="one of its lines has no end"):
        only(bomb)
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


def test_the_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.writelines(f"2024-03-04,payee {n},{n}.50,office supplies\n" for n in range(200_000))
    tracemalloc.start()
    count = sum(1 for _ in only(path).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 8 << 20


def test_limits_are_settings() -> None:
    with pytest.raises(BadFile):
        list(open_sheets(b"a,b\n" + b"x" * 2000, "a.csv", limits=Limits(line=1000)))


table = st.lists(
    st.lists(st.text("abc\"'\n\r £é中1.0", max_size=6), min_size=2, max_size=4), min_size=3
)


@given(table, st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_program_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert cells(text.getvalue().encode(), delimiter=delimiter, encoding="utf-8") == rows


@given(st.text('ab1",;\n\r ', max_size=200))
@example('"a\n"b\n')
@example('a,"b\r')
@example('a,b"\n"\n')
def test_no_letter_and_no_line_is_ever_lost(text: str) -> None:
    rows = list(only(text.encode()).rows)
    kept = "".join(str(cell) for row in rows for cell in row.cells)
    assert [s for s in kept if s.isalnum()] == [s for s in text if s.isalnum()]
    lines = len(list(io.StringIO(text, newline="")))
    assert sum(row.lines for row in rows) == lines
    assert [row.line for row in rows] == [
        1 + sum(r.lines for r in rows[:n]) for n in range(len(rows))
    ]


def test_a_line_of_a_hundred_thousand_cells_is_refused() -> None:
    with pytest.raises(BadFile, match="Line 2 has more cells than any table"):
        cells(b"a,b\n" + b"," * 100_000)
