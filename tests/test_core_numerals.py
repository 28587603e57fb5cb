"""Numbers in characters are read as a cheque or a person writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.money import read_money
from sunledger.core.numerals import TwoWays, read_numeral

DIGITS = dict(enumerate("零壹贰叁肆伍陆柒捌玖"))


def capitals(number: int) -> str:
    """Return a number as a cheque writes it."""
    for size, sign in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return capitals(high) + sign + gap + (capitals(low) if low else "")
    text, passed = "", False
    for size, sign in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, size)
        text += ("零" if passed and digit and text else "") + (
            DIGITS[digit] + sign if digit else ""
        )
        passed = not digit
    return text


@given(st.integers(1, 10**12 - 1))
def test_every_amount_in_the_capitals_of_a_cheque_is_read(yuan: int) -> None:
    assert read_money(capitals(yuan) + "元整") == yuan * 100


@given(st.text(alphabet="零一二两三九十百千万亿壹拾佰", max_size=12))
def test_any_row_of_number_signs_is_a_number_or_is_not(text: str) -> None:
    try:
        number = read_numeral(text)
    except TwoWays:
        return
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("十", 10),
        ("二十一", 21),
        ("两百零五", 205),
        ("一千零一十", 1010),
        ("三万五千", 35000),
        ("一亿零一", 100000001),
        ("一万亿", 10**12),
        ("", None),
        ("百", None),
        ("一二三", None),
        ("一十百", None),
        ("万", None),
    ],
)
def test_a_number_is_read_or_is_none(text: str, number: int | None) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["一百二", "一万二", "三千五", "一亿二", "一千二百三"])
def test_what_speech_and_signs_read_differently_is_refused(text: str) -> None:
    with pytest.raises(TwoWays):
        read_numeral(text)
