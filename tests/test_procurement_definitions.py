"""Processes made by hand whose right answer follows from what each screen is defined to ask."""

import json
from pathlib import Path
from typing import Any

import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import run
from sunledger.screening.procurement.settings import Debarment, Settings
from tests.moments import moment
from tests.test_procurement_screens import (
    DIRECT,
    SCREENS,
    Seen,
    bids,
    money,
    process,
    seen,
    several,
    turns,
)

Json = dict[str, Any]


def told(code: str, *releases: Json, settings: Settings | None = None) -> Seen:
    return seen(SCREENS[code], releases, settings or Settings())


def lots(ocid: str, *amounts: float | None, method: str = "direct", **more: Any) -> Json:
    """Return a process of works with several awards to a."""
    award = {"status": "active", "date": "2024-02-10", "suppliers": [{"id": "a"}]}
    awards = [award | {"id": str(n), "value": one and money(one)} for n, one in enumerate(amounts)]
    return process(ocid, tender={"procurementMethod": method} | more) | {"awards": awards}


class TestLotsOfOnePurchase:
    """What a law asks of a purchase it asks of all its lots together."""

    def test_are_not_several_awards_below_a_threshold(self) -> None:
        assert told("R055", lots("x", 3_900_000, 3_900_000, 3_900_000)).flagged == set()

    def test_make_a_purchase_just_below_it(self) -> None:
        held = [lots(f"p{n}", 1_900_000, 2_000_000) for n in range(3)]
        assert told("R055", *held).flagged == {"b · a"}

    def test_do_not_crowd_below_it(self) -> None:
        held = [lots(f"p{n}", *[3_900_000] * 5, method="open") for n in range(2)]
        assert told("R002", *held).flagged == set()
        assert told("R002", *(lots(f"p{n}", 1_900_000, 2e6) for n in range(10))).flagged == {"b"}


class TestTheDayOfAnAward:
    """The day on which a release was published is that of an export, and not of what it tells."""

    def test_is_not_that_of_the_release(self) -> None:
        undated = {"award": {"date": None}, "date": "2024-06-01T00:00:00Z"}
        tender: Json = DIRECT | {"tenderPeriod": {}}
        held = several(5, tender=tender, **undated)
        assert (told("R049", *held).flagged, told("R049", *held).why) == (set(), {"no_dates"})
        small = {"award": {"date": None, "value": money(1_500_000)}, "date": undated["date"]}
        found = told("R011", *several(3, tender=tender, **small))
        assert (found.flagged, found.why) == (set(), {"no_dates"})

    def test_begins_at_midnight_of_greenwich(self) -> None:
        """Its page tells this limit: tables keep instants, and not where they were written."""
        days = [f"2024-02-{day}+08:00" for day in ("11T07:30:00", "11T09:00:00", "11T10:00:00")]
        held = [process(f"p{n}", tender=DIRECT, award={"date": one}) for n, one in enumerate(days)]
        assert told("R049", *held).flagged == set()
        assert "UTC" in SCREENS["R049"].figure.en
        assert "UTC" in SCREENS["R049"].figure.zh


def test_a_rotation_has_an_order_in_time() -> None:
    undated = [one | {"tender": one["tender"] | {"tenderPeriod": {}}} for one in turns("ababab")]
    found = told("R057", *undated)
    assert (found.flagged, found.why) == (set(), {"no_dates"})
    assert told("R057", *turns("ababab"), undated[1] | {"ocid": "z"}).flagged == {"a · b"}


@pytest.mark.parametrize(
    ("awarded", "signed", "flags"),
    [
        ("2024-01-01T09:00:00Z", "2024-01-31T15:00:00Z", False),
        ("2024-01-01", "2024-01-31T15:00:00Z", False),
        ("2024-01-01T23:00:00Z", "2024-02-01T01:00:00Z", True),
        ("2024-01-01", "2024-02-01", True),
        ("2024-02-01", "2024-01-01", False),
    ],
)
def test_thirty_days_are_thirty_days_whatever_the_hour(
    awarded: str, signed: str, flags: bool
) -> None:
    """Signed on the thirtieth day after the award is within thirty days."""
    contract = {"id": "1", "awardID": "1", "value": money(900), "dateSigned": signed}
    held = process("x", award={"date": awarded}, contracts=[contract])
    assert (told("R060", held).flagged == {"x"}) == flags


@pytest.mark.parametrize(
    ("end", "awarded", "flags"),
    [
        ("2024-02-01T12:00:00Z", "2024-02-02", False),
        ("2024-02-01", "2024-02-02", False),
        ("2024-02-01", "2024-02-01T17:00:00Z", True),
        ("2024-02-01", "2024-02-02T09:00:00Z", False),
        ("2024-02-01T12:00:00Z", "2024-02-02T09:00:00Z", True),
        ("2024-02-01T12:00:00Z", "2024-02-02T13:00:00Z", False),
    ],
)
def test_a_day_without_hours_is_counted_in_days(end: str, awarded: str, flags: bool) -> None:
    """Decided on the next day: it may have been late on that day, and nobody said."""
    period = {"tenderPeriod": {"startDate": "2024-01-01", "endDate": end}}
    held = process("x", tender=period, award={"date": awarded})
    assert (told("R061", held).flagged == {"x"}) == flags


def test_what_was_paid_for_is_known_only_where_all_of_it_is() -> None:
    """Two lots at 500 each would be the whole estimate; of one the amount is not told."""
    found = told("R031", lots("x", 500, None, method="open"))
    assert (found.flagged, found.clear, found.why) == (set(), 0, {"no_value"})
    assert told("R031", lots("x", 500, 500, method="open")).flagged == {"x"}
    assert told("R031", lots("x", 1000, None, method="open")).flagged == {"x"}


def test_a_buyer_that_tells_no_number_of_bidders_cannot_be_judged() -> None:
    silent = several(5, tender={"numberOfTenderers": None})
    found = told("R019", *silent)
    assert (found.flagged, found.why) == (set(), {"no_number"})
    some = several(5, name="q", tender={"numberOfTenderers": 1})
    assert told("R019", *silent, *some).flagged == {"b"}


def test_any_method_is_any_method_for_one_buyer_too() -> None:
    settings = Settings(methods_with_bids=frozenset())
    held = several(5, tender={"procurementMethod": None, "numberOfTenderers": 1})
    assert told("R019", *held, settings=settings).flagged == {"b"}


def test_what_was_bought_in_the_end_is_not_what_was_asked_for() -> None:
    """Bidders saw no items; that the award lists them afterwards does not help them."""
    award = {"items": [{"classification": {"id": "45"}}]}
    held = process("x", tender={"items": [], "value": None, "title": None}, award=award)
    assert told("R005", held).flagged == {"x"}


class TestPricesOfBids:
    def test_the_steps_of_each_lot_are_its_own(self) -> None:
        """Three prices in even steps, of which two are for another lot."""
        held = process("x", bids=bids(100, 110, 120))
        for number, bid in enumerate(held["bids"]["details"]):
            bid["relatedLots"] = ["1" if number else "2"]
        assert told("R023", held).flagged == set()

    def test_a_bid_that_was_withdrawn_or_rejected_does_not_spread_prices(self) -> None:
        held = process("x", bids=bids(100, 400))
        held["bids"]["details"][1]["status"] = "disqualified"
        assert told("R022", held).why == {"no_price"}

    def test_other_currencies_are_not_compared(self) -> None:
        held = process("x", bids=bids(100, 110, 400))
        held["bids"]["details"][2]["value"]["currency"] = "JPY"
        assert told("R022", held).flagged == set()


class TestSharesOfABuyersMoney:
    def test_what_was_not_awarded_does_not_count(self) -> None:
        rival = several(5, name="q", award={"status": "cancelled", "suppliers": [{"id": "c"}]})
        assert told("R040", *several(5), *rival).flagged == {"b · a"}

    def test_few_cases_tell_nothing(self) -> None:
        assert told("R040", *several(4)).why == {"few"}

    def test_a_consortium_is_one_supplier(self) -> None:
        both = {"suppliers": [{"id": "a"}, {"id": "c"}]}
        assert told("R040", *several(5, award=both)).flagged == {"b · a + c"}


def test_half_of_the_purchases_without_competition_is_half_of_those_with_a_method() -> None:
    direct, unknown = (
        several(2, tender=DIRECT),
        several(5, name="u", tender={"procurementMethod": None}),
    )
    assert told("R013", *direct, *several(3, name="q")).flagged == set()
    assert told("R013", *several(3, tender=DIRECT), *several(3, name="q"), *unknown).flagged == {
        "b"
    }


def test_a_third_firm_that_wins_breaks_the_pattern_of_two() -> None:
    held = turns("aaaaa")
    held[0]["awards"][0]["suppliers"] = [{"id": "c"}]
    assert told("R053", *held).flagged == set()


def test_a_unit_price_is_compared_within_its_currency() -> None:
    def item(price: float, currency: str) -> Json:
        unit = {"value": money(price, currency)}
        return {"award": {"items": [{"classification": {"id": "m"}, "quantity": 1, "unit": unit}]}}

    held = [process(f"p{n}", **item(10, "CNY")) for n in range(10)]
    assert told("R017", *held, process("x", **item(4000, "KRW"))).flagged == set()
    assert told("R017", *held, process("x", **item(40, "CNY"))).flagged == {"x"}


@pytest.mark.parametrize(
    "said", ["-", "N/A", "n/a", "none", " None ", "无", "暂无", "不适用", "/", "."]
)
def test_what_stands_for_nothing_is_no_ground(said: str) -> None:
    tender = DIRECT | {"procurementMethodRationale": said}
    assert told("R010", process("x", tender=tender)).flagged == {"x"}
    assert told("R013", *several(5, tender=tender)).flagged == {"b"}
    real = DIRECT | {"procurementMethodRationale": "No other maker"}
    assert told("R010", process("x", tender=real)).flagged == set()


def test_the_day_of_an_award_decides_and_not_that_of_its_publication() -> None:
    """Published while the firm was debarred; awarded nobody knows when."""
    listed = Debarment("Acme", moment("2024-01-01", 0), moment("2025-01-01", 0), "a list")
    settings = Settings(debarred=(listed,))
    award = {"suppliers": [{"id": "a", "name": "Acme"}], "date": None}
    held = process("x", award=award, date="2024-06-01T00:00:00Z")
    found = told("R046", held, settings=settings)
    assert (found.flagged, found.why) == (set(), {"no_dates"})


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ("2023-12-31T00:00:00Z", {"reversed_period"}),
        ("2023-12-31", {"reversed_period"}),
        ("2024-01-01", set()),
        ("2024-01-01T12:00:00Z", set()),
    ],
)
def test_a_period_that_ends_before_it_begins_is_no_short_one(end: str, why: set[str]) -> None:
    """A mistake of the publisher; Cardinal flags it, and so do we where its numbers are wanted."""
    period = {"tenderPeriod": {"startDate": "2024-01-01T09:00:00Z", "endDate": end}}
    found = told("R003", process("x", tender=period))
    assert (found.flagged, found.why) == (set() if why else {"x"}, why)


def test_cardinal_flags_it(tmp_path: Path) -> None:
    period = {"startDate": "2024-01-01T09:00:00Z", "endDate": "2023-12-31T00:00:00Z"}
    held = process("x", tender={"tenderPeriod": period})
    flat.write([Content(json.dumps(held).encode(), "one")], tmp_path)
    found = run.flags(tmp_path, Settings(compatible=True), [SCREENS["R003"]])
    assert [one.subject for one in found] == ["x"]


@pytest.mark.parametrize("code", ["R022", "R023"])
def test_the_variants_of_one_bidder_are_no_rivals(code: str) -> None:
    prices = (100, 250, 400)
    found = told(code, process("x", bids=bids(*prices, who="aaa")))
    assert (found.flagged, found.clear) == (set(), 0)
    assert told(code, process("x", bids=bids(*prices, who="abc"))).flagged == {"x"}


def test_a_contract_without_an_amount_is_in_no_other_currency() -> None:
    work = {"transactions": [{"id": "t", "value": money(5)}]}
    contract = {"id": "1", "awardID": "1", "value": None, "implementation": work}
    assert told("R068", process("x", contracts=[contract])).why == {"no_value"}
