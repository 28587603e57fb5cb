"""A sheet against its category: headings found, cells kept or complained about, nothing dropped."""

import io
from collections.abc import Iterator

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.rows import Sheet
from sunledger.core.workbook import open_sheets
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.sheet import Problem, UnknownField, fitting, read
from tests.reading import Read, read_sheet, read_text


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


HEAD = "Body Name,Payment Date,Supplier Name,Net Amount\n"


def test_a_plain_sheet_is_kept_to_the_penny() -> None:
    result = read_text(
        HEAD + 'North,2019-03-04,Birch Ltd,"1,250.07"\nNorth,2019-03-05,Oak Ltd,-3.1\n'
    )
    assert result.lines == [2, 3]
    assert result.amounts() == ["1,250.07", "-3.10"]
    assert result.column("supplier") == ["Birch Ltd", "Oak Ltd"]
    assert result.reading.counts.amounts == {"": 124697}


@pytest.mark.parametrize(
    "heading",
    [
        "Net Amount", "NetAmount", " net  amount ", "NET AMOUNT (£)", "Net Amount GBP",
        "Net_Amount", "ï»¿Net Amount", "Invoice Line Value (net of VAT)", "Amount", "金额",
        "金额（元）", "Importe", "Betrag", "Amount excl. VAT", "Value (£)", "支付金额:元",
    ],
)  # fmt: skip
def test_a_heading_is_known_however_it_is_spelled(heading: str) -> None:
    result = read_text(f'Supplier,"{heading}"\nBirch Ltd,12.50\n')
    assert result.amounts() == ["12.50"]


def test_titles_queries_and_blank_lines_above_the_headings_are_named() -> None:
    above = "sql select amount, supplier from ledger\nsql where amount > 500\n,,\nNorth Council,,\n"
    result = read_text(above + "columns,apar_name,amount\n,Supplier,Amount\nx,Birch,7\n")
    assert result.lines == [7]
    assert result.of("title") == [(1, 2), (4, 1)]
    assert result.of("blank") == [(3, 1)]
    assert result.of("header") == [(5, 2)]


def test_headings_over_two_lines_are_put_together() -> None:
    text = "Date of Payment,Amount,,,Supplier\n,Gross,VAT,Net,\n2018-04-02,120,20,100,Birch\n"
    result = read_text(text)
    assert result.amounts() == ["100.00"]
    assert result.column("gross") == [12000]
    assert result.of("header") == [(1, 2)]


def test_chinese_headings_over_two_lines_are_put_together() -> None:
    text = "某村账,,,,\n日期,摘要,收款人,金额,\n,,,收入,支出\n2024-03-04,电费,明川电力公司,,420.5\n"
    result = read_text(text, "village-payments")
    assert result.amounts() == ["420.50"]
    assert result.of("title") == [(1, 1)]


def test_headings_may_hold_numbers() -> None:
    assert read_text("Supplier,Amount,C1,C2,C3,Q4,2014\nBirch,1,,,,,\n").amounts() == ["1.00"]


def test_headings_that_come_again_are_no_records() -> None:
    result = read_text(HEAD + "N,2019-03-04,Birch,1\n" + HEAD + "N,2019-03-05,Oak,2\n")
    assert result.lines == [2, 4]
    assert result.of("header") == [(1, 1), (3, 1)]


def test_a_second_table_with_other_headings_is_read_by_its_own() -> None:
    text = "Supplier,Amount,Date\nBirch,1,2019-03-04\n,,\nDate,Amount,Supplier\n2019-03-05,2,Oak\n"
    result = read_text(text)
    assert result.column("supplier") == ["Birch", "Oak"]
    assert result.amounts() == ["1.00", "2.00"]


def test_of_several_amounts_the_surest_is_chosen_and_the_choice_noted() -> None:
    result = read_text("Supplier,Amount,Net Amount,VAT,Gross\nBirch,9,100,20,120\n")
    assert result.amounts() == ["100.00"]
    assert result.kept[0].values["Amount"] == "9"
    assert any("Net Amount: “Amount” would fit as well" in said for said in result.said)


def test_where_two_headings_are_the_same_the_cells_decide() -> None:
    result = read_text("Supplier Name,Supplier Name,Amount\n204632,ARJO UK LTD,384.13\n")
    assert result.column("supplier") == ["ARJO UK LTD"]
    assert result.kept[0].values["Supplier Name"] == "204632"


def test_a_gross_amount_stands_in_where_there_is_no_other() -> None:
    result = read_text("Supplier,Gross\nBirch,120\n")
    assert result.amounts() == ["120.00"]
    assert any("was also taken as 金额 (Amount)" in said for said in result.said)


def test_debit_and_credit_make_one_amount() -> None:
    result = read_text("Supplier,Debit,Credit\nBirch,120,\nOak,,20.50\nElm,,\n")
    assert result.amounts() == ["120.00", "-20.50"]
    assert "refused Line 4, Debit / Credit: Nothing stands here, and it is needed." in result.said


def test_an_unknown_heading_is_kept_under_its_own_name_and_noted() -> None:
    result = read_text("Supplier,Amount,Colour,\nBirch,1,blue,x\nOak,2,,\n")
    assert result.kept[0].values["Colour"] == "blue"
    assert result.kept[0].values["[D]"] == "x"
    assert "Colour" not in result.kept[1].values
    assert any("not of the category" in said and "“Colour”" in said for said in result.said)


def test_an_unknown_heading_named_like_a_field_does_not_hide_it() -> None:
    result = read_text("Supplier,Net Amount,amount\nBirch,1,2\n")
    assert result.amounts() == ["1.00"]
    assert result.kept[0].values["amount (2)"] == "2"


def test_without_a_needed_heading_every_row_is_refused_in_one_sentence() -> None:
    result = read_text("Date,Provider of goods,Amount\n2019-03-04,Birch,1\n\n2019-03-05,Oak,2\n")
    (problem,) = [one for one in result.problems if one.kind == "refused"]
    assert (problem.line, problem.last, problem.rows) == (1, 4, 3)
    assert problem.sentence() == (
        "No heading fits 供应商 (Supplier). The headings on line 1 are: “Date”, "
        "“Provider of goods”, “Amount”. Say which it is, like “Provider of goods=supplier”."
    )
    assert result.reading.columns == ()


def test_a_mapping_says_what_a_heading_means() -> None:
    text = "Datum,Wer,Wieviel\n2019-03-04,Birch,1.5\n"
    result = read_text(text, mapping={"wer": "supplier", "Wieviel": "amount"})
    assert result.column("supplier") == ["Birch"]
    assert result.column("paid_on")[0].isoformat() == "2019-03-04"


@pytest.mark.parametrize(
    "places", [("2", "3"), ("B", "C"), ("column 2", "column C"), ("第2列", "列3")]
)
def test_a_mapping_may_name_columns_where_there_is_no_heading(places: tuple[str, str]) -> None:
    text = "001,URBASER SA,372308.71\n002,LICUAS,-4743.13\n"
    result = read_text(text, mapping=dict(zip(places, ("supplier", "金额"), strict=True)))
    assert result.lines == [1, 2]
    assert result.amounts() == ["372,308.71", "-4,743.13"]
    assert result.kept[0].values["[A]"] == "001"


def test_a_mapping_by_place_finds_headings_in_a_language_nobody_taught() -> None:
    text = "Sadaļa,Saņēmējs,Cik\nA,Birch,1.5\nB,Oak,2.5\n"
    result = read_text(text, mapping={"B": "supplier", "C": "amount"})
    assert result.lines == [2, 3]
    assert result.kept[0].values["Sadaļa"] == "A"


def test_a_mapping_to_a_field_that_is_none_is_an_error() -> None:
    with pytest.raises(UnknownField, match="“amuont” is no field of supplier-payments"):
        read_text(HEAD, mapping={"Net Amount": "amuont"})


def test_a_mapping_of_a_heading_that_is_not_there_is_noted() -> None:
    result = read_text(HEAD + "N,2019-03-04,Birch,1\n", mapping={"Nett": "amount"})
    assert "note No column is called “Nett”, as the mapping says." in result.said


def test_a_cell_that_is_not_what_is_needed_refuses_its_row_with_line_and_heading() -> None:
    result = read_text(
        HEAD + "N,2019-03-04,Birch,about 30\nN,2019-03-05,Oak,2\nN,2019-03-05,Elm,\n"
    )
    assert result.lines == [3]
    assert result.said[1:3] == [
        "refused Line 2, Net Amount: “about 30” is not an amount. Write it like 4900.00.",
        "refused Line 4, Net Amount: Nothing stands here, and it is needed.",
    ]


def test_all_that_is_wrong_with_a_row_is_said_and_the_row_counted_once() -> None:
    text = "付款日期,收款方,用途,金额\n三月四日,,电费,约三十\n"
    result = read_text(text, "village-payments")
    refused = [one for one in result.problems if one.kind == "refused"]
    assert [one.column for one in refused] == ["付款日期", "金额", "收款方"]
    assert [one.rows for one in refused] == [1, 0, 0]


def test_an_optional_cell_that_is_wrong_is_kept_as_it_stands_and_noted() -> None:
    result = read_text("Supplier,Net,Gross,Date\nBirch,100,34405..40,soon\nOak,200,,\n")
    first = result.kept[0].values
    assert (first["gross"], first["Gross"], first["paid_on"], first["Date"]) == (
        None,
        "34405..40",
        None,
        "soon",
    )
    assert any("note Line 2, Gross: “34405..40” is not an amount" in said for said in result.said)


def test_equal_notes_are_one_note_that_counts() -> None:
    rows = "".join(f"Birch,{n}00,x\n" for n in range(1, 50))
    (note,) = [
        one for one in read_text("Supplier,Net,Gross\n" + rows).problems if one.column == "Gross"
    ]
    assert (note.line, note.rows) == (2, 49)


def test_marks_that_say_nothing_are_nothing() -> None:
    result = read_text("Supplier,Net,VAT\nBirch,100,N/A\nOak,200,-\nElm,n/a,\n#N/A,,\n")
    assert result.column("vat") == [None, None]
    assert result.of("refused") == [(4, 1)]
    assert result.of("blank") == [(5, 1)]


def test_a_long_row_is_kept_and_what_stands_beyond_is_noted() -> None:
    result = read_text("Supplier,Amount\nBirch,1,,,\nOak,2,x,,y\n")
    assert result.lines == [2, 3]
    assert result.kept[1].values == {"supplier": "Oak", "amount": 200, "[C]": "x", "[E]": "y"}
    assert any("Line 3: The line goes on beyond the headings" in said for said in result.said)


def test_a_row_that_a_comma_has_shifted_is_refused() -> None:
    result = read_text("Supplier,Date,Amount\nBirch, Oak & Elm,2019-03-04,7\n")
    assert result.lines == []
    assert result.of("refused")[0] == (2, 1)


def test_an_amount_cut_in_two_by_its_own_comma_is_refused() -> None:
    result = read_text("Supplier,Date,Amount\nBirch,2019-03-04,1,234.50\nOak,2019-03-04,2\n")
    assert result.lines == [3]
    assert any("A comma seems to cut the amount in two" in said for said in result.said)


def test_a_line_that_numbers_the_columns_is_no_record() -> None:
    text = "供应商,用途,金额,税额\n甲,1,2,3\n青泉公司,纸,5,1\n"
    result = read_text(text)
    assert result.lines == [3]
    assert result.of("header") == [(1, 2)]


def test_a_short_row_lacks_what_it_lacks() -> None:
    result = read_text("Supplier,Amount,Description\nBirch,1\nOak\n")
    assert result.lines == [2]
    assert result.kept[0].values["purpose"] is None


def test_a_payee_that_is_withheld_does_not_lose_the_payment() -> None:
    result = read_text(HEAD + "N,2019-03-04,,1\n")
    assert result.amounts() == ["1.00"]
    assert "note Line 2, Supplier Name: Nothing stands here; the row was kept." in result.said


def test_a_clerk_has_to_say_who_was_paid() -> None:
    result = read_text("日期,收款人,用途,金额\n2024-03-04,,电费,1\n", "village-payments")
    assert result.of("refused") == [(2, 1)]


def test_signatures_and_remarks_below_are_named() -> None:
    text = (
        HEAD
        + "N,2019-03-04,Birch,1\n制表人：张三,,,审核人：李四\n注：均已付讫,,,\n,,,© North Council\n"
    )
    assert read_text(text).of("title") == [(3, 3)]


def test_a_lone_name_is_no_title_but_a_payment_that_lacks_its_amount() -> None:
    assert read_text(HEAD + ",,Birch,\n").of("refused") == [(2, 1)]


def test_numbered_lines_without_anything_are_one_problem() -> None:
    text = "#,Supplier,Amount\n1,Birch,5\n" + "".join(f"{n},,\n" for n in range(2, 60))
    assert read_text(text).of("refused") == [(3, 58)]


def test_a_choice_is_known_by_all_its_names() -> None:
    head = "日期,收款方,内容,金额,资金来源\n"
    result = read_text(
        head + "2024-03-04,甲,菜,1,食堂\n2024-03-05,乙,菜,2,伙食费\n2024-03-06,丙,菜,3,私款\n",
        "school-payments",
    )
    assert result.column("fund") == ["meal", "meal", None]
    assert any("“私款” is none of the answers here" in said for said in result.said)


def test_an_empty_sheet_is_said_to_be_empty() -> None:
    assert read_text("").said == ["note The sheet is empty."]


def workbook(write: object) -> Sheet:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        write(book.add_worksheet())  # type: ignore[operator]
    (sheet,) = open_sheets(held.getvalue(), "payments.xlsx")
    return sheet


def merged_sheet(page: xlsxwriter.worksheet.Worksheet) -> None:
    page.write_row(0, 0, ["Supplier", "Description", "Amount"])
    page.merge_range(1, 0, 2, 0, "Birch")
    page.write_row(1, 1, ["wood", 5])
    page.write_row(2, 1, ["more wood", 6])
    page.write_row(3, 0, ["Oak", "first part"])
    page.merge_range(3, 2, 4, 2, 100)
    page.write_row(4, 0, ["Oak", "second part"])


def test_merged_names_are_true_of_every_line_and_merged_amounts_of_one() -> None:
    result = read_sheet(workbook(merged_sheet))
    assert result.column("supplier") == ["Birch", "Birch", "Oak"]
    assert result.amounts() == ["5.00", "6.00", "100.00"]
    assert any(
        "refused Line 5, Amount: The amount stands in a merged cell that begins on line 4" in s
        for s in result.said
    )


def test_hidden_lines_and_columns_are_read_and_pointed_out() -> None:
    def write(page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write_row(0, 0, ["Supplier", "Amount", "Account no"])
        page.write_row(1, 0, ["Birch", 5, "x"])
        page.write_row(2, 0, ["Oak", 6, "y"])
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})

    result = read_sheet(workbook(write))
    assert result.lines == [2, 3]
    assert any("note Line 3: The line is hidden in the sheet" in said for said in result.said)
    assert any("Columns that are hidden" in said and "Account no" in said for said in result.said)


def test_numbers_in_a_workbook_are_text_where_text_is_meant() -> None:
    def write(page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write_row(0, 0, ["Supplier", "Document No", "Amount", "VAT"])
        page.write_row(1, 0, ["Birch", 5100406098, 0.1 + 0.2, 19.99])

    row = read_sheet(workbook(write)).kept[0].values
    assert (row["reference"], row["amount"], row["vat"]) == ("5100406098", 30, 1999)


def test_the_fitting_category_is_found_by_the_headings() -> None:
    def best(text: str) -> str | None:
        (sheet,) = open_sheets(text.encode(), "a.csv")
        found = fitting(sheet, CATEGORIES.values())
        return found.code if found else None

    assert best("日期,凭证号,收款单位（人）,用途,金额（元）\n") == "village-payments"
    assert best(HEAD) == "supplier-payments"
    assert best("收款日期,付款单位,收入来源,收入金额\n") == "village-income"
    assert best("Colour,Size\n") is None


def test_problems_can_be_told_as_they_come() -> None:
    told: list[Problem] = []
    (sheet,) = open_sheets((HEAD + "N,2019-03-04,Birch,x\n").encode(), "a.csv")
    reading = read(sheet, CATEGORIES["supplier-payments"], tell=told.append)
    assert list(reading.rows) == []
    assert (reading.problems, [one.kind for one in told]) == ([], ["header", "refused"])


CELLS = st.one_of(
    st.sampled_from(
        ["", "Supplier", "Amount", "Date", "Total", "合计", "12.50", "1,2", "x", "2019-03-04",
         "N/A", "04/05/2019", "金额", "£5", "3 万", "0", "-7", "Birch", "收款人：甲", '"', "43831"]
    ),
    st.text(max_size=5),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.booleans())
def test_whatever_a_sheet_holds_every_row_is_accounted_for(
    rows: list[list[str]], headed: bool
) -> None:
    lines = ([["Supplier", "Date", "Amount"]] if headed else []) + rows
    text = "\n".join(",".join(cells) for cells in lines)
    for category in ("supplier-payments", "village-payments"):
        read_text(text.encode(errors="replace").decode(), category)


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=20))
def test_amounts_come_out_as_they_went_in(amounts: list[int]) -> None:
    rows = "".join(f"Birch {n},x,{amount / 100:.2f}\n" for n, amount in enumerate(amounts))
    result: Read = read_text("Supplier,Description,Amount\n" + rows)
    assert result.column("amount") == amounts
