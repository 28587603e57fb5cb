"""Whether codes make two firms: one rule for links, drawings and the graph."""

import pytest

from sunledger.screening.linkage.firmcodes import (
    CREDIT,
    LEI,
    PERU,
    SPAIN,
    kind,
    one_form,
    two_firms,
)

ONE, OTHER = "91110000600037341L", "91110000100005563R"


@pytest.mark.parametrize(
    ("typed", "form", "what"),
    [
        (ONE, ONE, CREDIT),
        ("９１１１００００６０００３７３４１ｌ", ONE, CREDIT),
        (" 9111-0000 6000 3734 1l ", ONE, CREDIT),
        ("9111OOOO6OOO37341L", ONE, CREDIT),  # letters for the figures they look like
        ("91110000600037341M", "91110000600037341M", ""),  # a wrong check digit
        ("110000001234567", "110000001234567", ""),  # an old registration number
        ("000000000000000000", "", ""),
        ("123456789", "", ""),
        ("9.1110E+17", "", ""),
        ("", "", ""),
        ("11010519491231002X", "11010519491231002X", ""),  # a person's
        ("529900T8BM49AURSDO55", "529900T8BM49AURSDO55", LEI),
        ("20100047218", "20100047218", PERU),
        ("A58818501", "A58818501", SPAIN),
        ("S-0017", "S0017", ""),
    ],
)
def test_a_code_is_read_as_it_is_meant_and_told_by_its_check_digit(
    typed: str, form: str, what: str
) -> None:
    assert (one_form(typed), kind(one_form(typed))) == (form, what)


def test_two_valid_codes_of_one_kind_are_two_firms() -> None:
    assert two_firms([ONE, OTHER]) == (OTHER, ONE)
    assert two_firms([ONE, "S-0017", "９１１１００００１００００５５６３ｒ"]) == (OTHER, ONE)


@pytest.mark.parametrize(
    "other",
    ["９１１１００００６０００３７３４１ｌ", "91110000600037341M", "110000001234567",
     "110105491231002", "529900T8BM49AURSDO55", "S-0017", "000000000000000000", ""],
)  # fmt: skip
def test_nothing_follows_from_a_code_of_another_kind_or_one_that_no_check_digit_confirms(
    other: str,
) -> None:
    assert two_firms([ONE, other]) == ()
