"""Codes as strangers write them: which are right, which are none, and what two of them say."""

import pytest
from stdnum.cn import ric, uscc

from sunledger.screening.linkage import codes
from sunledger.screening.linkage.linking import Link, link
from sunledger.screening.linkage.tiers import Tier

FIRM, OTHER = "沈阳盛京恒瑞医疗器械有限公司", "华信商贸有限公司"


def credit(body: str) -> str:
    """Return a credit code with its check sign."""
    return next(
        body + one for one in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc.is_valid(body + one)
    )


def person(body: str) -> str:
    """Return an identity number with its check digit."""
    return body + str(ric.calc_check_digit(body + "0"))


HELD, ELSE, ZEROS = (
    credit("91210102MA0XY1Q3A"),
    credit("91210600567890123"),
    credit("91210103MA0P0Q1RA"),
)
BORN = person("21068219580507121")
WIDE = str.maketrans("0123456789AMQXY", "０１２３４５６７８９ＡＭＱＸＹ")


def of(
    one: str, two: str, names: tuple[str, str] = (FIRM, OTHER), kind: str = "firm"
) -> Link | None:
    """Return the link of two rows with codes, where they are taken for one."""
    column = "code" if kind == "firm" else "identity"
    more = {"name": [names[1], "丹东沃野农机专业合作社"], column: [two, ""]}
    links = link(kind, {"name": [names[0]], column: [one]}, more).links
    return next((one for one in links if one.right == 0 and one.chance >= 0.5), None)


def test_a_number_is_right_whichever_county_there_was_on_the_birthday() -> None:
    # The county has been called so since 1994; its people were born before, too.
    assert codes.valid(BORN)
    assert not codes.valid(BORN[:-1] + ("0" if BORN[-1] != "0" else "1"))
    assert not codes.valid(person("21068219581307121"))
    assert not codes.valid(person("99068219580507121"))


@pytest.mark.parametrize(
    "written",
    [
        HELD.translate(WIDE),
        HELD.lower(),
        f"'{HELD}",
        f"{HELD[:8]} {HELD[8:]}",
        f"统一社会信用代码：{HELD}",
    ],
)
def test_a_code_decides_however_it_is_written(written: str) -> None:
    found = of(written, HELD)
    assert found is not None
    assert found.tier is Tier.CODE


@pytest.mark.parametrize("letters", [("0", "O"), ("1", "I"), ("2", "Z")])
def test_a_letter_that_looks_like_a_figure_is_read_as_one(letters: tuple[str, str]) -> None:
    assert codes.read(ZEROS.replace(*letters)) == ZEROS


@pytest.mark.parametrize("older", [ELSE[2:17], ELSE[8:17], f"{ELSE[8:16]}-{ELSE[16]}"])
def test_an_older_number_is_that_of_the_credit_code_that_holds_it(older: str) -> None:
    found = of(older, ELSE)
    assert found is not None
    assert found.tier is Tier.CODE
    assert of(older, HELD) is None


def test_two_valid_codes_are_two_firms_of_one_name() -> None:
    assert of(HELD, ELSE, (FIRM, FIRM)) is None


@pytest.mark.parametrize(
    "nothing",
    [
        "0" * 18,
        "999999999999999999",
        "123456789",
        "987654321",
        "N/A",
        "无",
        "/",
        "-",
        "NULL",
        "xxx",
        "9.12102E+17",
    ],
)
def test_what_is_filled_in_for_none_is_none(nothing: str) -> None:
    assert codes.read(nothing) == ""
    assert of(nothing, nothing) is None
    found = of(nothing, HELD, (FIRM, FIRM))
    assert found is not None
    assert "号码" not in found.why("zh")


@pytest.mark.parametrize(
    "hidden", [f"{BORN[:6]}********{BORN[14:]}", f"{BORN[:6]}****{BORN[14:]}", f"{BORN[:14]}XXXX"]
)
def test_of_a_hidden_number_what_is_shown_is_compared(hidden: str) -> None:
    found = of(hidden, BORN, ("王伟民", "王伟民"), "person")
    assert found is not None
    assert "号码可见的数字相同" in found.why("zh")
    assert of("120101********9999", BORN, ("王伟民", "王伟民"), "person") is None
    assert of(hidden, BORN, ("赵刚", "王伟民"), "person") is None


def test_of_too_little_shown_nothing_is_said() -> None:
    assert codes.read("12****34") == ""


def test_a_code_of_a_kind_unknown_here_is_not_said_to_be_wrong() -> None:
    found = of("GB-4471-9923", "gb44719923", ("Kostrava Ltd", "Kostrava Limited"))
    assert found is not None
    assert "no check digit confirms" in found.why()
    assert "cannot" not in found.why()


def test_a_short_number_of_no_known_kind_decides_nothing() -> None:
    assert of("17", "17", ("Kostrava Ltd", "Zelmed SA")) is None


def test_a_number_of_the_taxes_of_peru_is_known() -> None:
    assert codes.valid("20512333797")
    assert not codes.valid("20512333798")
