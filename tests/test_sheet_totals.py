"""Totals are no payments; they are compared with the lines above them."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.reading import Read, read_text

HEAD = "Supplier,Reference,Date,Amount\n"
LINES = "Birch,1,2019-03-04,10.50\nOak,2,2019-03-05,4.50\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def total(result: Read) -> str:
    """Return what was said of the one total."""
    (problem,) = [one for one in result.problems if one.kind == "total"]
    return problem.sentence()


@pytest.mark.parametrize(
    "line",
    [
        "Total,,,15.00", "Grand Total,,,15", ",,TOTAL:,15", "Sub-total,,,15", ",,,15.00",
        ",Total for March 2019,,15", "合计,,,15", "合 计,,,15.00元", "本月合计：,,,15",
        "三月份小计,,,15", "Suma,,,15", "Gesamtsumme,,,15", "Итого,,,15",
    ],
)  # fmt: skip
def test_a_total_is_known_and_agrees_with_the_lines(line: str) -> None:
    result = read_text(HEAD + LINES + line + "\n")
    assert result.lines == [2, 3]
    assert total(result) == "A total, 15.00: the lines above come to the same."


def test_a_total_that_does_not_agree_says_both_sums() -> None:
    result = read_text(HEAD + LINES + "Total,,,15.01\n")
    assert total(result).startswith("A total, 15.01, but the lines above come to 15.00.")
    assert result.reading.counts.amounts == {"": 1500}


def test_refused_lines_show_in_the_total() -> None:
    result = read_text(HEAD + LINES + "Elm,3,2019-03-06,five\nTotal,,,20.00\n")
    assert "come to 15.00" in total(result)


def test_parts_and_the_whole_are_compared_each_with_its_own_lines() -> None:
    text = (
        HEAD
        + LINES
        + "Subtotal,,,15\nElm,3,2019-03-06,5\nAsh,4,2019-03-06,1\nSubtotal,,,6\nTotal,,,21\n"
    )
    result = read_text(text)
    assert [one.sentence() for one in result.problems if one.kind == "total"] == [
        f"A total, {amount}: the lines above come to the same."
        for amount in ("15.00", "6.00", "21.00")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Total Gas & Power Ltd,9,2017-05-31,25924.62",
        "TOTAL,9,2017-05-31,25924.62",
        "Total,9,2017-05-31,7",
    ],
)
def test_a_firm_called_total_is_paid_like_others(line: str) -> None:
    assert read_text(HEAD + LINES + line + "\n").lines == [2, 3, 4]


def test_an_amount_alone_that_is_no_total_is_refused() -> None:
    result = read_text(HEAD + LINES + ",,,99.00\n")
    assert (
        "refused Line 4, Amount: The amount stands alone, and it is not the total" in result.said[1]
    )


def test_a_total_in_a_village_sheet_is_no_payment() -> None:
    rows = "2024-03-04,1,甲,电费,1\n2024-03-05,2,乙,水费,2\n合计,,,,3\n大写：叁元整,,,,\n"
    result = read_text("日期,凭证号,收款人,用途,金额\n" + rows, "village-payments")
    assert (len(result.kept), result.of("total"), result.of("title")) == (2, [(4, 1)], [(5, 1)])


def test_what_is_carried_forward_in_a_cash_book_is_no_payment() -> None:
    head = "日期,凭证号,摘要,对方单位,收入,支出,余额\n"
    rows = "2024-03-01,,上月结转,,,,500\n2024-03-04,1,电费,明川电力公司,,120.5,379.5\n"
    result = read_text(head + rows + ",,本月合计,,1000,120.5,379.5\n", "village-payments")
    assert result.lines == [3]
    assert result.of("total") == [(2, 1), (4, 1)]
