"""Thresholds of laws by currency, category and day: which hold, and what is said elsewhere."""

from itertools import pairwise
from typing import Any

import pytest

from sunledger.screening.procurement import lists
from sunledger.screening.procurement.settings import Settings
from tests.moments import moment
from tests.test_procurement_screens import DIRECT, SCREENS, Seen, process, seen, several

Json = dict[str, Any]


def holding(currency: str, category: str, day: str) -> list[float]:
    at = moment(day, 0)
    return [
        one.amount
        for one in lists.known_thresholds()
        if (one.currency, one.category) == (currency, category) and one.since <= at < one.until
    ]


@pytest.mark.parametrize(
    ("day", "works", "others"),
    [
        ("2016-01-01", 5_225_000, 209_000),
        ("2017-12-31", 5_225_000, 209_000),
        ("2018-01-01", 5_548_000, 221_000),
        ("2020-06-30", 5_350_000, 214_000),
        ("2022-01-01", 5_382_000, 215_000),
        ("2023-12-31", 5_382_000, 215_000),
        ("2024-01-01", 5_538_000, 221_000),
        ("2025-12-31", 5_538_000, 221_000),
        ("2026-01-01", 5_404_000, 216_000),
        ("2027-12-31", 5_404_000, 216_000),
    ],
)
def test_those_of_the_european_union_change_every_two_years(
    day: str, works: float, others: float
) -> None:
    assert holding("EUR", "works", day) == [works]
    assert holding("EUR", "goods", day) == holding("EUR", "services", day) == [others]


@pytest.mark.parametrize(
    ("day", "works", "goods", "services"),
    [
        ("2018-05-31", 2_000_000, 1_000_000, 500_000),
        ("2018-06-01", 4_000_000, 2_000_000, 1_000_000),
        ("2026-11-23", 4_000_000, 2_000_000, 1_000_000),
    ],
)
def test_those_of_chinese_tenders_were_raised_in_2018(
    day: str, works: float, goods: float, services: float
) -> None:
    found = [holding("CNY", one, day) for one in ("works", "goods", "services")]
    assert found == [[works], [goods], [services]]


def test_one_begins_where_the_other_ends() -> None:
    held = sorted(lists.known_thresholds(), key=lambda one: (one.currency, one.category, one.since))
    for before, after in pairwise(held):
        if (before.currency, before.category) == (after.currency, after.category):
            assert before.until == after.since
    assert all(one.law for one in held)


def awards(many: int, amount: float | None, day: str | None, currency: str = "EUR") -> list[Json]:
    """Return direct awards of goods by b to a."""
    tender = DIRECT | {"mainProcurementCategory": "goods", "tenderPeriod": {}}
    award = {"date": day, "value": {"amount": amount, "currency": currency}}
    return several(many, tender=tender, award=award, date=None)


def asked(code: str, releases: list[Json]) -> Seen:
    return seen(SCREENS[code], releases, Settings())


@pytest.mark.parametrize(
    ("amount", "day", "flags"),
    [
        (214_000, "2023-05-05", True),
        (216_500, "2023-05-05", False),
        (216_500, "2024-05-05", True),
        (216_500, "2026-05-05", False),
        (215_900, "2026-05-05", True),
    ],
)
def test_just_below_is_below_that_of_the_day(amount: float, day: str, flags: bool) -> None:
    found = asked("R055", awards(3, amount, day))
    assert (found.flagged == {"b · a"}) == flags
    assert found.clear == (not flags)


@pytest.mark.parametrize("code", ["R002", "R011", "R055"])
class TestWhereNoneIsKnown:
    """It cannot be judged, which is not the same as that it is not asked about."""

    @pytest.mark.parametrize("day", ["2015-12-31", "2028-01-01"])
    def test_before_the_first_and_after_the_last_it_is_said(self, code: str, day: str) -> None:
        found = asked(code, awards(10, 214_000, day))
        assert (found.flagged, found.why) == (set(), {"no_limit"})
        assert sum(rate.cannot for rate in found.rates) == 1

    def test_without_a_day_it_is_the_day_that_is_missing(self, code: str) -> None:
        found = asked(code, awards(10, 214_000, None))
        assert (found.flagged, found.why) == (set(), {"no_dates"})

    def test_without_an_amount_it_is_the_amount_that_is_missing(self, code: str) -> None:
        found = asked(code, awards(10, None, "2024-05-05"))
        assert (found.flagged, found.why) == (set(), {"no_value"})


def test_a_buyer_far_from_every_threshold_is_told_of_too() -> None:
    found = asked("R002", awards(10, 1_000, "2024-05-05"))
    assert (found.flagged, found.why) == (set(), {"few"})
    assert sum(rate.not_applicable for rate in found.rates) == 1


def test_what_can_be_judged_is_judged_beside_what_cannot() -> None:
    """Half of the purchases are of a year of which no threshold is known."""
    later = [process(f"q{n}", **_of(one)) for n, one in enumerate(awards(3, 214_000, "2030-01-01"))]
    assert asked("R055", [*awards(3, 214_000, "2023-05-05"), *later]).flagged == {"b · a"}


def _of(release: Json) -> Json:
    return {"tender": release["tender"], "award": release["awards"][0], "date": None}
