"""Innocent cases that look like schemes, and schemes that look innocent, screen by screen."""

from collections.abc import Sequence
from typing import Any

import pytest

from sunledger.screening.procurement.settings import Settings
from tests.test_procurement_screens import SCREENS, Seen, money, process, seen

Json = dict[str, Any]


def told(code: str, releases: Sequence[Json]) -> Seen:
    return seen(SCREENS[code], releases, Settings())


def flagged(code: str, *releases: Json) -> set[str]:
    return told(code, releases).flagged


def period(start: str, end: str) -> Json:
    return {"tender": {"tenderPeriod": {"startDate": start, "endDate": end}}}


def test_a_deadline_that_is_a_day_lasts_to_its_end() -> None:
    whole = process("x", **period("2024-01-01T09:00:00Z", "2024-01-16"))
    short = process("y", **period("2024-01-01T09:00:00Z", "2024-01-15"))
    assert flagged("R003", whole, short) == {"y"}


def lots(amount: float, many: int, **more: Any) -> Json:
    """Return a process of one day with several awards to one supplier."""
    award = {"status": "active", "date": "2024-02-10", "suppliers": [{"id": "a"}]}
    awards = [award | {"id": str(n), "value": money(amount)} for n in range(many)]
    tender = {"procurementMethod": "direct", "mainProcurementCategory": "works"}
    return {"ocid": "x", "buyer": {"id": "b"}, "tender": tender, "awards": awards, **more}


class TestSplitPurchases:
    def test_lots_of_one_purchase_are_not_split(self) -> None:
        assert flagged("R011", lots(1_500_000, 3)) == set()

    def test_orders_of_which_each_has_lots_are(self) -> None:
        parts = [lots(700_000, 2, ocid=f"p{n}") for n in range(3)]
        assert flagged("R011", *parts) == {"b · a"}

    @pytest.mark.parametrize(("method", "many"), [("open", 0), ("selective", 1), (None, 1)])
    def test_what_all_could_bid_for_avoids_nothing(self, method: str | None, many: int) -> None:
        tender = {"procurementMethod": method, "mainProcurementCategory": "works"}
        parts = [lots(1_500_000, 1, ocid=f"p{n}", tender=tender) for n in range(3)]
        assert len(flagged("R011", *parts)) == many


class TestSharedContacts:
    """Parties a and b are reached at one telephone, c at another."""

    PARTIES = [
        {"id": who, "contactPoint": {"telephone": number}}
        for who, number in (("a", "024-123456"), ("b", "024 123456"), ("c", "021-999999"))
    ]

    def offered(self, *bids: str) -> Json:
        made = [
            {"id": str(n), "status": "valid", "tenderers": [{"id": one} for one in who]}
            for n, who in enumerate(bids)
        ]
        return {"ocid": "x", "parties": self.PARTIES, "bids": {"details": made}}

    def test_the_members_of_one_consortium_are_one_bidder(self) -> None:
        assert flagged("R044", self.offered("ab", "c")) == set()
        assert told("R044", [self.offered("ab")]).why == {"one_bidder"}

    def test_a_member_who_bids_against_the_other_is_not(self) -> None:
        assert flagged("R044", self.offered("ac", "b")) == {"x"}
        assert flagged("R044", self.offered("a", "b")) == {"x"}

    def test_two_bids_of_one_firm_are_one_bidder(self) -> None:
        assert flagged("R044", self.offered("a", "a")) == set()


def signed(*amounts: float | None, changes: int = 0, **more: Any) -> list[Json]:
    """Return several contracts of one award, of which the first was changed."""
    return [
        {"id": str(n), "awardID": "1", "value": amount and money(amount), **more}
        | ({"amendments": [{"id": str(one)} for one in range(changes)]} if not n else {})
        for n, amount in enumerate(amounts)
    ]


class TestContractsOfOneAward:
    """The award of `process` is 900."""

    def test_several_that_add_up_to_the_award_are_as_it_was_awarded(self) -> None:
        assert flagged("R059", process("x", contracts=signed(300, 300, 300))) == set()

    def test_several_that_add_up_to_more_are_more(self) -> None:
        held = process("x", contracts=signed(900, 900, changes=1))
        assert flagged("R059", held) == {"x"}
        assert flagged("R069", held) == {"x"}

    def test_a_cancelled_one_does_not_count(self) -> None:
        contracts = [*signed(900), *signed(900, status="cancelled")]
        assert flagged("R059", process("x", contracts=contracts)) == set()

    def test_one_without_an_amount_leaves_the_sum_unknown(self) -> None:
        found = told("R059", [process("x", contracts=signed(300, None))])
        assert (found.flagged, found.why) == (set(), {"no_value"})

    def test_two_currencies_are_not_added(self) -> None:
        contracts = [*signed(300), *[one | {"value": money(600, "USD")} for one in signed(1)]]
        found = told("R059", [process("x", contracts=contracts)])
        assert (found.flagged, found.why) == (set(), {"other_currency"})

    def test_each_is_beside_its_own_award(self) -> None:
        base = process("x", contracts=[])
        (award,) = base["awards"]
        base["awards"] = [award, award | {"id": "2", "value": money(100)}]
        base["contracts"] = [*signed(900), *[one | {"awardID": "2"} for one in signed(100)]]
        assert flagged("R059", base) == set()
        base["contracts"] = [*signed(900), *[one | {"awardID": "2"} for one in signed(150)]]
        assert flagged("R059", base) == {"x"}

    def test_one_that_names_no_award_is_that_of_the_only_award(self) -> None:
        nameless = [{"id": "1", "value": money(1000)}]
        published = process("y")
        assert flagged("R063", process("x", contracts=nameless), published) == set()
        assert flagged("R059", process("x", contracts=nameless)) == {"x"}
        base = process("x", contracts=nameless)
        base["awards"] = [*base["awards"], base["awards"][0] | {"id": "2"}]
        assert flagged("R063", base, published) == {"x"}

    def test_exactly_ten_per_cent_is_within_the_law(self) -> None:
        """Whatever the amount: 1.1 is not more than a tenth above 1, though a machine says so."""
        amounts = [cents / 100 for cents in range(100_00, 110_00)]
        held = [
            process(
                f"p{n}",
                award={"value": money(one)},
                contracts=signed(round(one * 1.1, 4), changes=1),
            )
            for n, one in enumerate(amounts)
        ]
        assert flagged("R069", *held) == set()
        assert len(flagged("R059", *held)) == len(amounts)


def test_changes_of_several_contracts_are_not_those_of_one() -> None:
    """Three contracts, each changed once."""
    each = [
        {"id": n, "awardID": "1", "value": money(300), "amendments": [{"id": "1"}]} for n in "abc"
    ]
    assert flagged("R064", process("x", contracts=each)) == set()
    each[1]["amendments"] = [{"id": n} for n in "123"]
    assert flagged("R064", process("x", contracts=each)) == {"x"}


def paid(amount: float, *payments: float) -> list[Json]:
    transactions = [{"id": str(n), "value": money(one)} for n, one in enumerate(payments)]
    (contract,) = signed(amount)
    return [contract | {"implementation": {"transactions": transactions}}]


class TestPaidMoreThanAgreed:
    @pytest.mark.parametrize(
        ("amount", "payments"),
        [
            (1234.567, [1234.567]),
            (1000.005, [333.335] * 3),
            (20, [20 / 3] * 3),
            (1.235, [1.235]),
            (100, [150, -50]),
            (0.07, [0.07]),
        ],
    )
    def test_what_is_rounded_is_not_paid_twice(self, amount: float, payments: list[float]) -> None:
        assert flagged("R068", process("x", contracts=paid(amount, *payments))) == set()

    @pytest.mark.parametrize(
        ("amount", "payments"), [(100, [100, 1]), (100, [100.5]), (1e9, [1e9, 1])]
    )
    def test_what_is_more_is_more(self, amount: float, payments: list[float]) -> None:
        assert flagged("R068", process("x", contracts=paid(amount, *payments))) == {"x"}


@pytest.mark.parametrize(
    ("end", "awarded", "flags"),
    [
        ("2024-02-01T12:00:00Z", "2024-02-01", True),
        ("2024-02-01T12:00:00Z", "2024-02-01T09:00:00Z", True),
        ("2024-02-01", "2024-02-01", True),
        ("2024-02-01T12:00:00Z", "2024-01-31", None),
        ("2024-02-01T12:00:00Z", "2024-02-03", False),
    ],
)
def test_a_decision_on_the_day_of_the_deadline_is_quick(
    end: str, awarded: str, flags: bool | None
) -> None:
    held = process("x", award={"date": awarded}, **period("2024-01-01", end))
    found = told("R061", [held])
    assert bool(found.flagged) == bool(flags)
    assert (found.why == {"no_dates"}) == (flags is None)
