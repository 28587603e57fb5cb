"""Each screen of procurement flags its case, passes over an innocent one, says what it lacks."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat, tables
from sunledger.screening.procurement import flags, run
from sunledger.screening.procurement.judging import Rate
from sunledger.screening.procurement.screen import Screen
from sunledger.screening.procurement.settings import Debarment, Settings
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from sunledger.screening.procurement.words import REASONS
from tests.moments import moment

SCREENS = {one.code: one for one in ALL}
Json = dict[str, Any]


class Seen(NamedTuple):
    """What a screen said of some releases."""

    flagged: set[str]
    rates: list[Rate]

    @property
    def why(self) -> set[str]:
        return {code for rate in self.rates for code in rate.why}

    @property
    def clear(self) -> int:
        return sum(rate.not_flagged for rate in self.rates)


def seen(screen: Screen, releases: Iterable[Json], settings: Settings) -> Seen:
    lines = "\n".join(json.dumps(one) for one in releases).encode()
    with tempfile.TemporaryDirectory() as name:
        flat.write([Content(lines, "releases.jsonl")], Path(name, "all"))
        found = run.screened(Path(name, "all"), settings, [screen])
        flat.write([Content(lines, "releases.jsonl")], Path(name, "few"), tables.SCREENS)
        of_few = run.screened(Path(name, "few"), settings, [screen])
    assert (of_few.flags, str(of_few.rates)) == (found.flags, str(found.rates))
    return Seen({one.subject for one in flags.listed(found.flags)}, found.rates)


def money(amount: float, currency: str = "CNY") -> Json:
    return {"amount": amount, "currency": currency}


def process(ocid: str, **more: Any) -> Json:
    """Return an open tender of one buyer, with one award to a and its contract."""
    tender = {
        "title": "路面",
        "procurementMethod": "open",
        "mainProcurementCategory": "works",
        "value": money(1000),
        "numberOfTenderers": 3,
        "tenderPeriod": {"startDate": "2024-01-01", "endDate": "2024-02-01"},
        "items": [{"classification": {"id": "45"}}],
    }
    award = {"id": "1", "status": "active", "date": "2024-02-11", "suppliers": [{"id": "a"}]}
    return {
        "ocid": ocid,
        "date": more.pop("date", "2024-03-01T00:00:00Z"),
        "buyer": {"id": "b"},
        "tender": tender | more.pop("tender", {}),
        "awards": [award | {"value": money(900)} | more.pop("award", {})],
        "contracts": more.pop("contracts", [{"id": "1", "awardID": "1", "value": money(900)}]),
        **more,
    }


def bids(*amounts: float, who: str = "abcdefgh", status: str = "valid") -> Json:
    """Return bids, each of another tenderer."""
    return {
        "details": [
            {"status": status, "tenderers": [{"id": one}], "value": money(amount)}
            for one, amount in zip(who, amounts, strict=False)
        ]
    }


def several(many: int, **more: Any) -> list[Json]:
    return [process(f"{more.get('name', 'p')}{n}", **_copy(more)) for n in range(many)]


def _copy(more: Json) -> Json:
    return {name: value for name, value in json.loads(json.dumps(more)).items() if name != "name"}


def awarded(amount: float, **more: Any) -> Json:
    return {"award": {"value": money(amount), **more}}


DIRECT = {"procurementMethod": "direct"}
NO_PERIOD: Json = {"tenderPeriod": {}}


def things(price: float | None, quantity: float = 1) -> Json:
    unit = {} if price is None else {"unit": {"value": money(price)}}
    return {"award": {"items": [{"classification": {"id": "masks"}, "quantity": quantity} | unit]}}


def parties(**telephones: str) -> list[Json]:
    return [{"id": one, "contactPoint": {"telephone": said}} for one, said in telephones.items()]


def turns(winners: str) -> list[Json]:
    """Return processes in which a and b bid, and who wins each, in the order of their dates."""
    return [
        process(
            f"p{n}",
            bids=bids(100, 110),
            tender={"tenderPeriod": {"endDate": f"2024-02-0{n + 1}"}},
            award={"suppliers": [{"id": winner}]},
        )
        for n, winner in enumerate(winners)
    ]


def paid(amount: float, currency: str = "CNY") -> list[Json]:
    work = {"transactions": [{"id": "t", "value": money(amount, currency)}]}
    return [{"id": "1", "awardID": "1", "value": money(900), "implementation": work}]


def changed(amount: float, times: int) -> list[Json]:
    changes = [{"id": str(n)} for n in range(times)]
    return [{"id": "1", "awardID": "1", "value": money(amount), "amendments": changes}]


# Code, releases that are flagged and as what, innocent ones, and what cannot be judged and why.
CASES: list[tuple[str, list[Json], set[str], list[Json], list[Json], str]] = [
    (
        "R002",
        several(10, **awarded(3_900_000)),
        {"b"},
        several(5, **awarded(3_900_000)) + several(5, name="q", **awarded(4_100_000)),
        several(10, award={"value": money(10, "XAU")}),
        "no_limit",
    ),
    (
        "R005",
        [process("x", tender={"value": None, "mainProcurementCategory": None, "title": None})],
        {"x"},
        [process("x", tender={"title": None})],
        [],
        "",
    ),
    (
        "R010",
        [process("x", tender=DIRECT)],
        {"x"},
        [process("x", tender=DIRECT | {"procurementMethodRationale": "only one maker"})],
        [process("x", tender={"procurementMethod": None}), process("y")],
        "no_method",
    ),
    (
        "R011",
        several(3, tender=DIRECT, **awarded(1_500_000)),
        {"b · a"},
        [
            process(
                f"p{n}", tender=DIRECT, award={"value": money(1_500_000), "date": f"2024-0{n}-01"}
            )
            for n in (1, 5, 9)
        ],
        several(3, tender=DIRECT, award={"value": money(10, "XAU")}),
        "no_limit",
    ),
    (
        "R013",
        several(5, tender=DIRECT),
        {"b"},
        several(5, tender=DIRECT | {"procurementMethodRationale": "flood"}),
        several(5, tender={"procurementMethod": None}),
        "no_method",
    ),
    (
        "R017",
        [process("dear", **things(40)), *several(10, **things(10))],
        {"dear"},
        [process("fair", **things(12)), *several(10, **things(10))],
        [process("x")],
        "no_items",
    ),
    (
        "R019",
        several(5, tender={"numberOfTenderers": 1}),
        {"b"},
        several(5),
        several(2, tender={"numberOfTenderers": 1}),
        "few",
    ),
    (
        "R022",
        [process("x", bids=bids(100, 400))],
        {"x"},
        [process("x", bids=bids(100, 140))],
        [process("x")],
        "no_price",
    ),
    (
        "R023",
        [process("x", bids=bids(100, 105, 110)), process("y", bids=bids(100, 110, 121))],
        {"x", "y"},
        [process("x", bids=bids(100, 104, 117))],
        [process("x", bids=bids(100, 105))],
        "few",
    ),
    (
        "R031",
        [process("x", **awarded(999))],
        {"x"},
        [process("x", **awarded(900))],
        [process("x", award={"value": money(999, "USD")})],
        "other_currency",
    ),
    (
        "R040",
        several(5),
        {"b · a"},
        several(5) + several(5, name="q", award={"suppliers": [{"id": "c"}]}),
        [*several(5), process("z", award={"value": money(5, "USD")})],
        "other_currency",
    ),
    (
        "R043",
        [process("x", parties=parties(a="024-123 456", b="024123456"))],
        {"x"},
        [process("x", parties=parties(a="024-123 457", b="024123456"))],
        [process("x")],
        "no_contacts",
    ),
    (
        "R044",
        [process("x", bids=bids(1, 2), parties=parties(a="024-123 456", b="024123456"))],
        {"x"},
        [process("x", bids=bids(1, 2), parties=parties(a="024-123 457", b="024123456"))],
        [process("x", bids=bids(1, 2))],
        "no_contacts",
    ),
    (
        "R050",
        several(20),
        {"works · CNY · a"},
        several(20)
        + several(25, name="q", award={"suppliers": [{"id": "c"}]}, buyer={"id": "d"})
        + several(25, name="r", award={"suppliers": [{"id": "e"}]}),
        several(3),
        "few",
    ),
    (
        "R051",
        several(20),
        {"works · CNY"},
        [process(f"p{n}", award={"suppliers": [{"id": str(n % 10)}]}) for n in range(20)],
        several(3),
        "few",
    ),
    (
        "R049",
        several(3, tender=DIRECT),
        {"b · a"},
        [*several(2, tender=DIRECT), process("z", tender=DIRECT, award={"date": "2024-02-12"})],
        [process("x", tender=DIRECT | NO_PERIOD, award={"date": None}, date=None)],
        "no_dates",
    ),
    ("R053", turns("aaaaa"), {"a · b"}, turns("aabab"), turns("aaaa"), "few"),
    (
        "R055",
        several(3, tender=DIRECT, **awarded(3_900_000)),
        {"b · a"},
        several(3, tender=DIRECT, **awarded(2_900_000)),
        several(3, tender=DIRECT, award={"value": money(10, "XAU")}),
        "no_limit",
    ),
    ("R057", turns("ababa"), {"a · b"}, turns("aabba"), turns("abab"), "few"),
    (
        "R059",
        [process("x", contracts=changed(1100, 0))],
        {"x"},
        [process("x")],
        [process("x", contracts=[{"id": "1", "awardID": "1", "value": money(900, "USD")}])],
        "other_currency",
    ),
    (
        "R060",
        [process("x", contracts=[{"id": "1", "awardID": "1", "dateSigned": "2024-05-01"}])],
        {"x"},
        [process("x", contracts=[{"id": "1", "awardID": "1", "dateSigned": "2024-02-20"}])],
        [process("x")],
        "no_dates",
    ),
    (
        "R061",
        [process("x", award={"date": "2024-02-01T10:00:00Z"})],
        {"x"},
        [process("x")],
        [process("x", award={"date": None})],
        "no_dates",
    ),
    (
        "R062",
        [process("x", award={"date": "2024-12-01"})],
        {"x"},
        [process("x")],
        [process("x", tender=NO_PERIOD)],
        "no_dates",
    ),
    (
        "R063",
        [process("x", contracts=[]), process("y")],
        {"x"},
        [process("y")],
        [process("x", contracts=[])],
        "none_published",
    ),
    (
        "R064",
        [process("x", contracts=changed(900, 3))],
        {"x"},
        [process("x", contracts=changed(900, 1))],
        [process("x", contracts=[])],
        "no_contract",
    ),
    (
        "R068",
        [process("x", contracts=paid(901))],
        {"x"},
        [process("x", contracts=paid(900))],
        [process("x", contracts=paid(901, "USD"))],
        "other_currency",
    ),
    (
        "R069",
        [process("x", contracts=changed(1000, 1))],
        {"x"},
        [process("x", contracts=changed(1000, 0)), process("y", contracts=changed(950, 1))],
        [process("x", contracts=[])],
        "no_contract",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_screen_flags_its_case_and_passes_over_the_innocent_one(case: Any) -> None:
    code, guilty, subjects, innocent, lacking, why = case
    settings = Settings()
    assert seen(SCREENS[code], guilty, settings).flagged == subjects
    clear = seen(SCREENS[code], innocent, settings)
    assert (clear.flagged, clear.clear > 0) == (set(), True)
    if lacking:
        unknown = seen(SCREENS[code], lacking, settings)
        assert unknown.flagged == set()
        assert why in unknown.why


def test_a_debarred_firm_is_found_by_name_and_day_and_not_before_or_after() -> None:
    named = {"suppliers": [{"id": "a", "name": "Acme, Inc."}]}
    held = [
        process("before", award=named | {"date": "2023-12-31"}),
        process("during", award=named | {"date": "2024-06-01"}),
        process("after", award=named | {"date": "2025-01-01"}),
        process("other", award={"suppliers": [{"id": "c", "name": "Acme Sons"}]}),
    ]
    listed = Debarment("ACME INC", moment("2024-01-01", 0), moment("2025-01-01", 0), "a list")
    found = seen(SCREENS["R046"], held, replace(Settings(), debarred=(listed,)))
    assert (found.flagged, found.clear) == ({"during"}, 3)
    assert seen(SCREENS["R046"], held, Settings()).why == {"no_list"}


def test_every_subject_has_one_of_four_answers() -> None:
    """Those of a process come to the number of processes that are looked at, in every screen."""
    cancelled = process("gone", tender={"status": "cancelled"})
    held = [*turns("ababa"), process("x", tender=DIRECT), process("y", awards=[]), cancelled]
    for screen in ALL:
        for rate in seen(screen, held, Settings()).rates:
            answers = rate.flagged + rate.not_flagged + rate.not_applicable + rate.cannot
            if rate.group == "OCID":
                assert answers == 7, screen.code


def test_a_limit_is_a_setting() -> None:
    held = [process("x", **awarded(950))]
    assert seen(SCREENS["R031"], held, Settings()).flagged == set()
    assert seen(SCREENS["R031"], held, Settings(limits={"R031": 0.9})).flagged == {"x"}
    few = several(2, tender=DIRECT)
    assert seen(SCREENS["R013"], few, Settings()).flagged == set()
    assert seen(SCREENS["R013"], few, Settings(least={"R013": 2})).flagged == {"b"}
    grounds = Settings(grounds=frozenset({"flood"}))
    poor = [process("x", tender=DIRECT | {"procurementMethodRationale": "hurry"})]
    assert seen(SCREENS["R010"], poor, grounds).flagged == {"x"}


def test_every_screen_says_in_both_languages_what_it_is() -> None:
    assert len(ALL) >= len(ELEVEN) + 15
    assert len({one.code for one in ALL}) == len(ALL)
    for one in ALL:
        for words in (one.title, one.why, one.innocent, one.figure):
            assert words.en.isascii() or "–" in words.en
            assert any("\u4e00" <= sign <= "\u9fff" for sign in words.zh), one.code
    assert all(reason.words.zh for reason in REASONS.values())
