"""The eleven indicators over flat tables are those that a slow, separate reading finds."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import run
from sunledger.screening.procurement.fences import fences, fused, quantile
from sunledger.screening.procurement.flags import Flag
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from tests import slow_cardinal

COMPATIBLE = Settings(compatible=True)


def found(releases: list[dict[str, Any]], setting: Settings = COMPATIBLE) -> list[Flag]:
    """Return the flags of releases, by way of files, flat tables and DuckDB."""
    lines = "\n".join(json.dumps(one) for one in releases).encode()
    with tempfile.TemporaryDirectory() as name:
        flat.write([Content(lines or b" ", "releases.jsonl")], Path(name))
        return run.flags(Path(name), setting, threads=1)


def codes(releases: list[dict[str, Any]], setting: Settings = COMPATIBLE) -> set[tuple[str, str]]:
    return {(one.indicator, one.subject) for one in found(releases, setting)}


def late(releases: list[dict[str, Any]], setting: Settings = COMPATIBLE) -> set[str]:
    """Return the processes that R030 flags."""
    return {subject for code, subject in codes(releases, setting) if code == "R030"}


def missing_or(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects without the fields for which nothing was drawn."""
    return st.fixed_dictionaries(fields).map(
        lambda one: {name: value for name, value in one.items() if value is not None}
    )


PARTY = some(id=missing_or(["a", "b", "c", "d"]))
PARTIES = st.lists(PARTY, max_size=2) | st.lists(PARTY, min_size=1, max_size=1)
DATES = missing_or(
    [
        "2024-01-01T00:00:00Z",
        "2024-01-10T18:00:00+08:00",
        "2024-01-10T12:00:00Z",
        "2024-01-25T00:00:00Z",
        "2024-01-10",
        "2024-01-10T12:00:00",
    ]
)
MONEY = some(
    amount=missing_or([90, 100.0, 100, 103.5, 99.99, 0.1, 0]),
    currency=st.sampled_from(["CNY", "USD"]),
)
BID = some(
    status=missing_or(
        ["valid", "valid", "valid", "disqualified", "pending", "invited", "withdrawn"]
    ),
    date=DATES,
    tenderers=PARTIES,
    value=MONEY,
)
ITEM = some(classification=some(id=missing_or(["45000000", "45111111", "331", "9"])))
AWARD = some(
    status=missing_or(["active", "active", "active", "cancelled", "pending"]),
    suppliers=PARTIES,
    items=st.lists(ITEM, max_size=3),
)
RELEASE = some(
    buyer=PARTY,
    tender=some(
        status=missing_or(["complete", "cancelled"]),
        procurementMethod=missing_or(["open", "selective", "direct"]),
        numberOfTenderers=missing_or([1, 2]),
        procuringEntity=PARTY,
        tenderPeriod=some(startDate=DATES, endDate=DATES),
    ),
    bids=some(details=st.lists(BID, max_size=4)),
    awards=st.lists(AWARD, min_size=1, max_size=1) | st.lists(AWARD, max_size=2),
)


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(RELEASE, min_size=1, max_size=12),
    st.sampled_from(["", "CNY", "USD"]),
    st.sampled_from([1, 2]),
)
def test_any_releases_are_flagged_as_a_slow_reading_flags_them(
    releases: list[dict[str, Any]], currency: str, least: int
) -> None:
    numbered = [{"ocid": f"p{number}", **one} for number, one in enumerate(releases)]
    setting = replace(COMPATIBLE, currency=currency, least_supplied=least)
    ours = {tuple(one) for one in found(numbered, setting)}
    assert ours == slow_cardinal.flags(numbered, currency, least)


@pytest.mark.parametrize("seed", [3, 8])
def test_many_processes_of_few_parties_too(seed: int) -> None:
    """Fences and quantiles have something to hold on to only where there are many."""
    random = Random(seed)

    def party() -> dict[str, Any]:
        return {"id": random.choice("abcdefgh")}

    def priced(**more: Any) -> dict[str, Any]:
        amount = random.choice([100, 100.0, 101, 103.5, 110.25, 180, 99.99])
        return {"value": {"amount": amount, "currency": "CNY"}, "tenderers": [party()], **more}

    status = ["valid", "valid", "valid", "disqualified"]
    made = [
        {
            "ocid": f"p{number}",
            "buyer": party(),
            "tender": {"procuringEntity": party()},
            "bids": {
                "details": [
                    priced(status=random.choice(status)) for _ in range(random.randint(1, 5))
                ]
            },
            "awards": [
                {
                    "status": "active",
                    "suppliers": [party()],
                    "items": [{"classification": {"id": str(random.randint(10, 40))}}],
                }
            ],
        }
        for number in range(150)
    ]
    setting = replace(COMPATIBLE, least_supplied=5)
    ours = {tuple(one) for one in found(made, setting)}
    assert ours == slow_cardinal.flags(made, "", 5)
    assert {"R028", "R036", "R058"} <= {one[2] for one in ours}


def process(ocid: str, *bids: dict[str, Any], suppliers: str = "a", **more: Any) -> dict[str, Any]:
    """Return a process with an active award of one supplier."""
    award = {"status": "active", "suppliers": [{"id": suppliers}]}
    return {"ocid": ocid, "bids": {"details": list(bids)}, "awards": [award], **more}


def bid(party: str, amount: float = 100, status: str = "valid", **more: Any) -> dict[str, Any]:
    value = {"amount": amount, "currency": "CNY"}
    return {"tenderers": [{"id": party}], "value": value, "status": status, **more}


def test_each_indicator_flags_something_and_passes_over_its_innocent_twin() -> None:
    """One process, or a few, for each of the eleven."""
    days = {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-10T00:00:00Z"}
    longer = days | {"endDate": "2024-01-16T00:00:00Z"}
    open_to = {"procurementMethod": "open", "numberOfTenderers": 1}
    assert codes([{"ocid": "x", "tender": {"tenderPeriod": days}}]) == {("R003", "x")}
    assert codes([{"ocid": "x", "tender": {"tenderPeriod": longer}}]) == set()
    assert codes([{"ocid": "x", "tender": open_to}]) == {("R018", "x")}
    assert codes([{"ocid": "x", "tender": open_to | {"procurementMethod": "direct"}}]) == set()
    same = process("x", bid("a"), bid("b"))
    assert {"R028"} == {code for code, _ in codes([same], replace(COMPATIBLE, close=-1.0))}
    before = process("x", bid("a", date="2024-01-11T00:00:00Z"), tender={"tenderPeriod": longer})
    after = process("y", bid("a", date="2024-01-17T00:00:00Z"), tender={"tenderPeriod": longer})
    assert late([before, after]) == {"y"}
    alone = process("x", bid("a"), bid("b", 120, "disqualified"))
    assert ("R035", "x") in codes([alone])
    assert ("R035", "x") not in codes([process("x", bid("a"), bid("c", 110))])
    cheap = process("x", bid("a"), bid("b", 90, "disqualified"), bid("c", 130))
    assert ("R036", "x") in codes([cheap])
    assert ("R036", "x") not in codes([alone])


def test_prices_far_from_those_of_most_processes_stand_out() -> None:
    usual = [process(f"p{n}", bid("a"), bid("b", 110 + n / 10)) for n in range(20)]
    close = process("close", bid("a"), bid("c", 100.5))
    far = process("far", bid("a"), bid("d", 300))
    flagged = codes([*usual, close, far])
    assert {("R024", "close"), ("R024", "c"), ("R058", "far"), ("R058", "a")} <= flagged
    assert not {("R024", "far"), ("R058", "close"), ("R024", "p3")} & flagged


class TestMistakesThatAreNotRepeated:
    def test_a_buyer_with_one_process_is_not_one_with_enough_of_them(self) -> None:
        """Cardinal counts bids where its setting says processes."""
        calm = [
            process(f"p{n}", bid("a"), bid("b", 101), buyer={"id": f"calm {n // 2}"})
            for n in range(16)
        ]
        one = process(
            "x", bid("a"), bid("b", 120, "disqualified"), bid("c", 130, "disqualified"),
            buyer={"id": "once"},
        )  # fmt: skip
        assert ("R038", "once") in codes([*calm, one])
        assert ("R038", "once") not in codes([*calm, one], Settings())

    def test_who_was_never_disqualified_is_no_outlier_where_hardly_anybody_was(self) -> None:
        """The fence lies at nothing then, and Cardinal flags all who reach it."""
        calm = [
            process(
                f"p{n}", bid(f"calm {n // 3}"), bid(f"also calm {n // 3}", 101),
                buyer={"id": f"calm {n // 3}"},
            )
            for n in range(24)
        ]  # fmt: skip
        odd = [
            process(f"x{n}", bid("odd", 99), bid("out", 130, "disqualified"), buyer={"id": "odd"})
            for n in range(3)
        ]

        def flagged(setting: Settings) -> set[str]:
            return {one for code, one in codes([*calm, *odd], setting) if code == "R038"}

        assert {"calm 1", "odd", "out"} <= flagged(COMPATIBLE)
        assert flagged(Settings()) == {"odd", "out"}

    def test_dates_of_bids_are_instants_and_no_text(self) -> None:
        ends = {"tenderPeriod": {"endDate": "2024-01-10T12:00:00Z"}}
        early = process("early", bid("a", date="2024-01-10T18:00:00+08:00"), tender=ends)
        after = process("late", bid("a", date="2024-01-10T11:30:00-08:00"), tender=ends)
        assert late([early, after]) == {"early"}
        assert late([early, after], Settings()) == {"late"}

    def test_dates_without_zone_or_time_are_read(self) -> None:
        days = {"startDate": "2024-01-01", "endDate": "2024-01-04T12:00:00"}
        short = {"ocid": "x", "tender": {"tenderPeriod": days}}
        assert codes([short]) == set()
        assert found([short], Settings()) == [Flag("OCID", "x", "R003", 3.0)]

    def test_two_currencies_give_the_same_flags_each_time_and_are_never_compared(self) -> None:
        dollars = bid("b") | {"value": {"amount": 5, "currency": "USD"}, "status": "disqualified"}
        mixed = [process(f"p{n}", bid("a"), dollars, bid("c", 130)) for n in range(5)]
        assert found(mixed) == found(mixed)
        assert "R036" not in {code for code, _ in codes(mixed)}
        assert ("R036", "p0") not in codes(mixed, replace(COMPATIBLE, currency="CNY"))

    def test_a_process_that_is_repeated_counts_once(self) -> None:
        releases = [process(f"p{n}", bid("a"), bid("b", 101 + n)) for n in range(6)]
        assert found(releases * 3) == found(releases)

    def test_what_is_alike_in_other_clothes_is_the_same_flag(self) -> None:
        """Bids and releases in another order give the same flags, to the last bit."""
        releases = [
            process(f"p{n}", bid("a"), bid("b", 101 + n), bid("c", 101 + n)) for n in range(9)
        ]
        turned = [
            one | {"bids": {"details": one["bids"]["details"][::-1]}} for one in releases[::-1]
        ]
        flags = [one for one in found(releases) if one.indicator != "R024"]
        assert flags == [one for one in found(turned) if one.indicator != "R024"]


class TestWhatCardinalLeavesOut:
    """Lots, consortia, and the bid that an award names."""

    def test_lots_are_judged_by_themselves(self) -> None:
        """The lowest bid of one lot is nothing to the other."""
        lots = [
            bid("a", 100, relatedLots=["1"]),
            bid("b", 90, "disqualified", relatedLots=["2"]),
            bid("c", 95, relatedLots=["2"]),
            bid("d", 80, "disqualified", relatedLots=["2"]),
        ]
        apart = process("x", *lots[:2], bid("b", 80, relatedLots=["2"]))
        assert ("R036", "x") in codes([process("x", *lots)], Settings())
        assert ("R036", "x") not in codes([apart], Settings())

    def test_a_consortium_is_one_bidder(self) -> None:
        both = bid("a") | {"tenderers": [{"id": "b"}, {"id": "a"}]}
        won = {"status": "active", "suppliers": [{"id": "a"}, {"id": "b"}]}
        held = process("x", both, bid("c", 120, "disqualified")) | {"awards": [won]}
        assert ("R035", "x") in codes([held], Settings())
        assert ("R035", "x") not in codes([held])

    def test_the_bid_that_an_award_names_is_the_one_that_won(self) -> None:
        close = replace(Settings(), close=0.05, discount=9.0)
        two = process("x", bid("a", 50, id="1"), bid("a", 100, id="2"), bid("b", 103, id="3"))
        assert ("R024", "x") not in codes([two], close)
        named = two | {"awards": [two["awards"][0] | {"relatedBid": "2"}]}
        assert ("R024", "x") in codes([named], close)


def test_what_is_not_compared_by_price_is_left_out() -> None:
    drawn = process("x", bid("a"), bid("b"), tender={"procurementMethodDetails": "lot"})
    close = replace(COMPATIBLE, close=-1.0)
    assert ("R028", "x") in codes([drawn], close)
    for left_out in (
        replace(close, no_price_comparison=frozenset({"lot"})),
        replace(close, price_comparison=frozenset({"auction"})),
        replace(close, excluded=frozenset({"lot"})),
    ):
        assert ("R028", "x") not in codes([drawn], left_out)


def test_days_depend_on_the_method_where_that_is_set() -> None:
    days = {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-21T00:00:00Z"}
    far = {
        "ocid": "x",
        "tender": {"tenderPeriod": days, "procurementMethodDetails": "international"},
    }
    assert codes([far]) == set()
    assert codes([far], replace(COMPATIBLE, days_of={"international": 25})) == {("R003", "x")}
    assert (
        codes([far], replace(COMPATIBLE, days=30, methods_with_days=frozenset({"open"}))) == set()
    )


def test_nothing_at_all_flags_nothing() -> None:
    assert found([]) == found([{"ocid": "x"}]) == []
    assert {one.code for one in ELEVEN} == {
        *("R003", "R018", "R024", "R025", "R028", "R030"),
        *("R035", "R036", "R038", "R048", "R058"),
    }


@pytest.mark.parametrize(
    ("numbers", "share", "expected"),
    [
        ([1.0, 2.0, 3.0, 4.0], 0.25, 1 + (4 + 1 / 3) * 0.25 + 1 / 3 - 1),
        ([7.0], 0.25, 7.0),
        ([1.0, 2.0], 0.75, 2.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
    ],
)
def test_quantiles_are_of_the_eighth_type(
    numbers: list[float], share: float, expected: float
) -> None:
    assert quantile(numbers, share) == pytest.approx(expected, rel=1e-15)


def test_a_fence_is_rounded_once() -> None:
    one, other, added = 0.1, -1.5, 0.15000000000000002
    assert fused(one, other, added) != one * other + added
    assert fences([]).lower != fences([]).lower


FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(FINITE, min_size=1, max_size=30))
def test_fences_are_those_of_the_slow_reading_to_the_last_bit(numbers: list[float]) -> None:
    ours = fences(numbers)
    assert (ours.lower, ours.upper) == slow_cardinal.fences(numbers)
