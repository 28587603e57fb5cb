"""How a sheet writes days and amounts is decided by its own cells, and said."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.reading import Read, read_text


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def days(*cells: str, **how: Any) -> Read:
    """Read a column of days."""
    rows = "".join(f'Birch,1.00,"{cell}"\n' for cell in cells)
    return read_text("Supplier,Amount,Payment Date\n" + rows, **how)


def iso(result: Read) -> list[str | None]:
    return [day and day.isoformat() for day in result.column("paid_on")]


def money(*cells: str, heading: str = "Amount", above: str = "", **how: Any) -> Read:
    """Read a column of amounts."""
    rows = "".join(f'Birch;x;"{cell}"\n' for cell in cells)
    return read_text(f"{above}Supplier;Description;{heading}\n{rows}", **how)


def test_one_late_day_decides_the_order_of_the_whole_column() -> None:
    result = days("03/04/2019", "05/06/2019", *["04/04/2019"] * 3000, "25/04/2019")
    assert iso(result)[:2] == ["2019-04-03", "2019-06-05"]
    assert "note Payment Date: Days like “03/04/2019” were read with the day before the month." in (
        result.said
    )
    assert iso(days("03/04/2019", "04/25/2019")) == ["2019-03-04", "2019-04-25"]


def test_a_sheet_of_one_month_shows_the_order_by_what_stays_the_same() -> None:
    assert iso(days("01/03/2019", "02/03/2019", "05/03/2019", "12/03/2019"))[1] == "2019-03-02"
    assert iso(days("03/01/2019", "03/02/2019", "03/05/2019", "03/12/2019"))[1] == "2019-03-02"


def test_where_nothing_says_the_order_no_day_is_guessed() -> None:
    result = days("03/04/2019", "05/06/2019", "2019-04-05", "04/04/2019")
    assert iso(result) == [None, None, "2019-04-05", "2019-04-04"]
    assert result.kept[0].values["Payment Date"] == "03/04/2019"
    assert any("Nothing in the sheet says whether" in said for said in result.said)
    assert iso(days("03/04/2019", "05/06/2019", day_first=True)) == ["2019-04-03", "2019-06-05"]


def test_a_sheet_that_mixes_both_orders_is_not_guessed_at() -> None:
    result = days("03/04/2019", "25/04/2019", "04/25/2019")
    assert iso(result) == [None, "2019-04-25", "2019-04-25"]


def test_days_that_a_clerk_must_give_are_refused_where_they_could_be_two() -> None:
    text = "日期,收款人,用途,金额\n03/04/2019,甲,电费,1\n05/06/2019,甲,电费,1\n"
    result = read_text(text, "village-payments")
    assert result.of("refused") == [(2, 1), (3, 1)]


def test_the_days_of_a_spreadsheet_in_a_text_file_are_days() -> None:
    result = days("43528", "43529.5", "43530")
    assert iso(result) == ["2019-03-04", "2019-03-05", "2019-03-06"]
    assert any("43528 were read as a spreadsheet's days" in said for said in result.said)


def test_months_are_no_days_and_are_kept_as_months() -> None:
    result = days("2010-12", "2011-01", "2011-01")
    assert result.column("month") == ["2010-12", "2011-01", "2011-01"]
    assert iso(result) == [None, None, None]
    assert result.of("note") == [(0, 1)]
    assert days("July 2010-September 2010", "Feb-13", "2010年3月").column("month")[1] == "Feb-13"


def test_long_days_with_their_weekday_are_days() -> None:
    assert iso(days("Friday, April 29, 2022", "14-Jan-2011", "26-May-11", "2024年3月4日")) == [
        "2022-04-29",
        "2011-01-14",
        "2011-05-26",
        "2024-03-04",
    ]


def test_days_with_points_decide_for_themselves() -> None:
    result = days("04.03.2019", "05.06.2019")
    assert iso(result) == ["2019-03-04", "2019-06-05"]
    assert result.of("note") == []


def test_an_invoice_date_stands_in_where_no_other_is_given() -> None:
    result = read_text("Supplier,Amount,Invoice Date\nBirch,1,2019-03-04\n")
    assert iso(result) == ["2019-03-04"]
    assert any("also taken as 付款日期" in said for said in result.said)


def test_a_decimal_comma_is_found_by_the_cells() -> None:
    result = money("1.200,50", "800", "-3,1", "1.234")
    assert result.amounts() == ["1,200.50", "800.00", "-3.10", "1,234.00"]
    assert "note Amount: Amounts like “1.200,50” were read with a decimal comma." in result.said


def test_commas_that_part_thousands_are_no_decimals() -> None:
    assert money("1,200", "12,345,678", "1,200.5").amounts() == [
        "1,200.00",
        "12,345,678.00",
        "1,200.50",
    ]


def test_a_cell_that_breaks_the_habit_is_refused_and_not_bent() -> None:
    assert money("1,200.50", "14,157,00", "10298896.31.", "12.345").of("refused") == [
        (3, 1),
        (4, 1),
        (5, 1),
    ]


@pytest.mark.parametrize(
    ("heading", "above", "cell", "amount"),
    [
        ("金额（万元）", "", "1.2345", "12,345.00"),
        ("金额（万元）", "", "1.2万", "12,000.00"),
        ("金额（元）", "", "1.2万", "12,000.00"),
        ("金额", "单位：万元;;\n", "1,200.5", "12,005,000.00"),
        ("金额", "某村三月;;单位：元\n", "1200.5", "1,200.50"),
        ("Amount (£000)", "", "£1.5", "1,500.00"),
        ("Amount £'000", "", "1.5", "1,500.00"),
        ("Amount (£m)", "", "0.25", "250,000.00"),
        ("Amount", "All figures in thousands;;\n", "7", "7,000.00"),
        ("Amount (Rs. in lakhs)", "", "1.5", "150,000.00"),
        ("Amount", "(Rs. in crore);;\n", "0.5", "5,000,000.00"),
        ("Betrag in Tsd. EUR", "", "1.5", "1,500.00"),
        ("Importe (miles de euros)", "", "2", "2,000.00"),
        ("Сумма, тыс. руб.", "", "2", "2,000.00"),
    ],
)
def test_units_of_thousands_are_multiplied(
    heading: str, above: str, cell: str, amount: str
) -> None:
    result = money(cell, heading=heading, above=above)
    assert result.amounts() == [amount]
    assert any("each was multiplied" in said for said in result.said) == (
        heading + above != "金额（元）" and "单位：元" not in above
    )


@pytest.mark.parametrize(
    ("heading", "above", "cell", "currency"),
    [
        ("Amount £", "", "5", "GBP"),
        ("Amount (GBP)", "", "5", "GBP"),
        ("Amount in EUR", "", "5", "EUR"),
        ("Amount", "Payments over £500;;\n", "5", "GBP"),
        ("Amount", "", "€5", "EUR"),
        ("Importe", "", "S/ 5", "PEN"),
        ("金额（元）", "", "5", "CNY"),
        ("Amount", "Report on ALL goods/services;;\n", "5", ""),
    ],
)
def test_the_currency_is_what_the_sheet_says(
    heading: str, above: str, cell: str, currency: str
) -> None:
    result = money(cell, heading=heading, above=above)
    assert result.reading.currency == currency
    assert result.reading.counts.amounts == {currency: 500}
    assert result.kept[0].values.get("currency", "") == currency


def test_a_currency_that_is_asked_for_goes_before() -> None:
    assert money("5", heading="Amount", currency="JPY").reading.counts.amounts == {"JPY": 5}


def test_each_line_may_have_a_currency_of_its_own() -> None:
    rows = "A,1.50,USD\nB,200,JPY\nC,3,Soles\nD,4,euro\nE,5,doubloons\nF,6,\n"
    result = read_text("Supplier,Amount,Currency\n" + rows)
    assert result.column("currency") == ["USD", "JPY", "PEN", "EUR", None]
    assert result.reading.counts.amounts == {
        "USD": 150,
        "JPY": 200,
        "PEN": 300,
        "EUR": 400,
        "": 600,
    }
    assert any("“doubloons” is not one currency" in said for said in result.said)


def test_full_width_signs_and_chinese_amounts_are_read() -> None:
    rows = "２０２４／３／４,甲,电费,４，９００．５０元\n2024-03-05,乙,水费,壹万贰仟元整\n"
    assert read_text("日期,收款人,用途,金额\n" + rows, "village-payments").amounts() == [
        "4,900.50",
        "12,000.00",
    ]


def test_days_in_columns_of_their_own_are_put_together() -> None:
    text = "年,月,日,摘要,收款人,金额\n2024,3,4,电费,甲,1\n2024,3,15日,水费,乙,2\n"
    result = read_text(text, "village-payments")
    assert iso(result) == ["2024-03-04", "2024-03-15"]
    assert "日" not in result.kept[0].values


def test_a_ledger_says_its_year_above_and_each_month_once() -> None:
    head = "2024年,,摘要,收款人,支出\n月,日,,,\n"
    result = read_text(head + "3,4,电费,甲,1\n,15,水费,乙,2\n4,1,电费,甲,3\n", "village-payments")
    assert iso(result) == ["2024-03-04", "2024-03-15", "2024-04-01"]
    title = "某村2023年支出明细账,,,,\n月,日,摘要,收款人,支出\n12,31,电费,甲,1\n"
    assert iso(read_text(title, "village-payments")) == ["2023-12-31"]


def test_days_without_any_year_are_refused() -> None:
    result = read_text("月,日,摘要,收款人,支出\n12,31,电费,甲,1\n", "village-payments")
    assert any("“12月31日” is not a day" in said for said in result.said)


@pytest.mark.parametrize(
    ("heading", "above", "yen"),
    [
        ("Amount（円）", "", 1_234),
        ("Amount（千円）", "", 1_234_000),
        ("Amount", "単位：百万円;;\n", 1_234_000_000),
    ],
)
def test_yen_have_no_hundredths_and_come_in_thousands_too(
    heading: str, above: str, yen: int
) -> None:
    (row,) = money("1,234", heading=heading, above=above).kept
    assert (row.values["amount"], row.values["currency"]) == (yen, "JPY")
