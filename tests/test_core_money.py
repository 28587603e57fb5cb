"""Money is read as people write it, to the last fen, and refused where it could be two amounts."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import money
from sunledger.core.money import MINOR, NotMoney, read_money, show_money

CURRENCIES = st.sampled_from(sorted(MINOR))
AMOUNTS = st.integers(-(10**15), 10**15)


@given(AMOUNTS, CURRENCIES)
def test_what_is_shown_is_read_again(amount: int, currency: str) -> None:
    shown = show_money(amount, currency)
    assert read_money(shown, currency) == amount
    assert read_money(f"{shown} {currency}", currency) == amount
    assert read_money(f"{currency} {shown}", currency) == amount
    assert read_money(shown.replace(",", ""), currency) == amount


@given(AMOUNTS, CURRENCIES, st.sampled_from("' .\u202f\u2009\xa0’"))
def test_the_habits_of_the_continent_are_read_when_asked_for(
    amount: int, currency: str, group: str
) -> None:
    shown = show_money(amount, currency).replace(",", "g").replace(".", ",").replace("g", group)
    assert read_money(shown, currency, decimal=",") == amount


@given(st.integers(-(10**13), 10**13))
def test_a_number_cell_gives_the_same_as_its_text(amount: int) -> None:
    assert read_money(amount / 100) == amount
    assert read_money(Decimal(amount) / 100) == amount
    assert read_money(amount) == amount * 100


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=50))
def test_the_noise_of_a_sum_in_floating_numbers_costs_no_fen(amounts: list[int]) -> None:
    assert read_money(sum(amount / 100 for amount in amounts)) == sum(amounts)


@given(
    st.text() | st.text(alphabet="0123456789.,'’-()（）¥￥元角分万亿一壹零整CRDRkm % +"),
    CURRENCIES,
    st.sampled_from(".,"),
)
def test_any_text_is_an_amount_or_is_refused_in_a_sentence(
    text: str, currency: str, decimal: str
) -> None:
    try:
        amount = read_money(text, currency, decimal)
    except NotMoney as refusal:
        amount = len(str(refusal))  # a sentence can be made of it
    assert isinstance(amount, int)
    assert abs(amount) <= 10**17


@given(st.floats() | st.decimals() | st.none() | st.booleans() | st.binary() | st.integers())
def test_any_cell_is_an_amount_or_is_refused(cell: object) -> None:
    try:
        amount = read_money(cell)  # type: ignore[arg-type]
    except NotMoney as refusal:
        amount = len(str(refusal))
    assert type(amount) is int


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("4900", 4900_00),
        ("4,900.00", 4900_00),
        (" 4,900.00 ", 4900_00),
        ("4,900.00元", 4900_00),
        ("￥4,900", 4900_00),
        ("¥ 4900.5", 4900_50),
        ("人民币4900元整", 4900_00),
        ("RMB 4900", 4900_00),
        ("CNY4900", 4900_00),
        ("0", 0),
        ("-0.00", 0),
        (".5", 50),
        ("5.", 5_00),
        ("+5", 5_00),
        ("0012.30", 12_30),
        ("'4900", 4900_00),
        ("４，９００．５０", 4900_50),
        ("४९००", 4900_00),
        ("٤٩٠٠٫٥", 4900_50),
        ("\u200e4900\ufeff", 4900_00),
        # thousands
        ("1 234 567.89", 1234567_89),
        ("1\u202f234\u202f567.89", 1234567_89),
        ("1'234'567.89", 1234567_89),
        ("1’234.50", 1234_50),
        ("12,34,567.89", 1234567_89),
        # less than nothing
        ("-12.50", -12_50),
        ("−12.50", -12_50),
        ("－12.50", -12_50),
        ("–12.50", -12_50),
        ("- 12.50", -12_50),
        ("12.50-", -12_50),
        ("(12.50)", -12_50),
        ("（12.50）", -12_50),
        ("(¥12.50)", -12_50),
        ("¥(12.50)", -12_50),
        ("¥-12.50", -12_50),
        ("-¥12.50", -12_50),
        ("△12", -12_00),
        ("负12元", -12_00),
        ("12.50 CR", -12_50),
        ("12.50cr", -12_50),
        ("12.50 DR", 12_50),
        # units
        ("1.2万", 12000_00),
        ("1.2 万元", 12000_00),
        ("1.5百万元", 1500000_00),
        ("2.5亿", 250000000_00),
        ("3千元", 3000_00),
        ("1亿2000万元", 120000000_00),
        ("1万2000元", 12000_00),
        ("1万2000", 12000_00),
        ("3万5千元", 35000_00),
        ("2.5k", 2500_00),
        ("1.2 million", 1200000_00),
        # yuan, jiao, fen
        ("3元5角", 3_50),
        ("3元5角8分", 3_58),
        ("5角", 50),
        ("8分", 8),
        ("12块", 12_00),
        # characters, and the capitals of a cheque
        ("十二", 12_00),
        ("一百二十", 120_00),
        ("两千元", 2000_00),
        ("壹万贰仟元整", 12000_00),
        ("壹万贰仟元正", 12000_00),
        ("人民币壹佰元零伍分", 100_05),
        ("壹拾贰元叁角肆分", 12_34),
        ("壹万零贰元整", 10002_00),
        ("叁亿零伍佰万元整", 305000000_00),
        ("貳仟圓整", 2000_00),
        ("壹仟零壹拾元", 1010_00),
        # nothing follows the whole
        ("1'200.-", 1200_00),
        ("500/-", 500_00),
        # what a program wrote of its own floating numbers
        ("0.30000000000000004", 30),
        ("1234.5600000000001", 1234_56),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, fen: int) -> None:
    assert read_money(text) == fen


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("£1,234.56", "GBP", 1234_56),
        ("£1.2m", "GBP", 1200000_00),
        ("-£3bn", "GBP", -3000000000_00),
        ("US$ 1,000", "USD", 1000_00),
        ("$1,000.00", "USD", 1000_00),
        ("$1,000.00", "MXN", 1000_00),
        ("Rs. 500/-", "INR", 500_00),
        ("₹1.5 lakh", "INR", 150000_00),
        ("12.5 crore", "INR", 125000000_00),
        ("¥1,200", "JPY", 1200),
        ("1200円", "JPY", 1200),
        ("1.500 KWD", "KWD", 1500),
        ("12 kr", "SEK", 12_00),
        ("R 1 234.50", "ZAR", 1234_50),
        ("KSh 500/=", "KES", 500_00),
    ],
)
def test_the_signs_of_a_currency_are_read(text: str, currency: str, minor: int) -> None:
    assert read_money(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 1234_56),
        ("1.234", 1234_00),
        ("12,5", 12_50),
        ("1 234,56 €", 1234_56),
        ("1.234.567,8", 1234567_80),
        ("-1.234,50", -1234_50),
        ("3,2 Mrd. €", 3200000000_00),
        ("1.200,-", 1200_00),
    ],
)
def test_a_comma_is_decimal_when_asked_for(text: str, cents: int) -> None:
    assert read_money(text, "EUR", decimal=",") == cents


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "–", "()", "元", "万元", "¥", "n/a", "about 30", "约30", "30左右",
        "10298896.31.", "1,2345", "12,5", "0,123", "1,234 567", "1 23", "12 50", "1.2.3", "1..2",
        ",5", "1,,234",
        "12.345", "0.001", "1e5", "1.2E+04", "0x10", "12%", "12/13", "100¹", "12²", "½", "①",
        "-(12)", "--12", "(12)-", "-12-", "-12 CR", "(12", "12)", "=1+2", "1234*", "12:30",
        "一万二", "一百二", "1万2", "壹佰贰元", "二〇二四", "百", "整", "3元5",
        "£12", "$12", "12 USD", "12 13", "2024-03-04", "9" * 30, "1" * 500, "nan", "inf",
        "Infinity",
    ],
)  # fmt: skip
def test_what_is_no_amount_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        read_money(text)


@pytest.mark.parametrize(
    ("text", "currency", "decimal"),
    [
        ("12.5 Cr", "INR", "."),  # crore, or credit
        ("4900.00", "EUR", ","),
        ("1234.5", "EUR", ","),
        ("3 billion", "EUR", ","),  # a thousand million, or a million million
        ("1.50", "JPY", "."),
        ("12", "GBP", ";"),
    ],
)
def test_what_could_be_two_amounts_in_that_place_is_refused(
    text: str, currency: str, decimal: str
) -> None:
    with pytest.raises(NotMoney):
        read_money(text, currency, decimal)


@pytest.mark.parametrize("cell", [None, True, math.nan, math.inf, 12.345, 1e300, 1e16 + 0.5, b"12"])
def test_a_cell_that_holds_no_amount_is_refused(cell: object) -> None:
    with pytest.raises(NotMoney):
        read_money(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("about 30", "“about 30” is not an amount. Write it like 4900.00."),
        ("一万二", "“一万二” can be read in two ways. Write it like 4900.00."),
        ("£12", "“£12” is not in CNY. Give one currency a sheet."),
        (
            "12.345",
            "“12.345” has more decimals than the currency (2). Write the amount as paid.",
        ),
        ("9" * 20, f"“{'9' * 20}” is too large to be an amount. Look at the cell again."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(NotMoney) as refusal:
        read_money(text)
    assert str(refusal.value) == sentence
    assert refusal.value.problem.params["text"] == text


def test_an_unknown_currency_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        read_money("12", "XYZ")


@pytest.mark.parametrize("text", ["1234", "-1234.5", "1,234.50", "£1,234.50", " 1234.50 ", "0"])
def test_a_plain_amount_takes_the_quick_road(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Millions of cells are read in one run, and the long road takes ten times as long."""
    monkeypatch.setattr(money, "read_written", lambda *_: pytest.fail("took the long road"))
    assert read_money(text, "GBP") in {1234_00, -1234_50, 1234_50, 0}
    turned = text.translate(str.maketrans(".,", ",."))
    assert read_money(turned, "GBP", decimal=",") == read_money(text, "GBP")
