"""What the releases say of corrections, roles, days and prices, and of what nobody published."""

import warnings
from time import process_time
from typing import Any

import pytest

from sunledger.screening.contracting.processes import Process, processes
from sunledger.screening.contracting.stages import Json
from sunledger.screening.contracting.writing import compiled
from tests.test_contracting import BUILDER, DITCH, OTHER, line, only, referred, writer
from tests.test_ocds_merging import reference

PLANNED, WON, LOST, SIGNED, CHANGED, SETTLED = DITCH
TENDER = line(
    "t1", "tender", "2024-03-01", number="T-1", until="2024-03-18", method="公开招标（线上）",
    amount=186_000_00,
)  # fmt: skip


def releases(*lines: Any) -> list[Json]:
    return list(writer().releases(only(lines)))


def today(*lines: Any) -> Json:
    """Return the compiled release, which the reference implementation makes alike."""
    process = only(lines)
    made = compiled(writer(), process)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert made == reference(list(writer().releases(process)), "1.1")
    return made


def corrected(one: Any, **parts: Any) -> Any:
    """Return a line as a correction said it ten days later; a part of None was emptied."""
    whole = {**one.parts, **parts}
    whole = {name: value for name, value in whole.items() if value is not None}
    on = whole.pop("on")
    return line(one.code, one.stage, on, 10, again=1, **whole)


def test_tags_say_what_is_told_for_the_first_time_and_what_anew() -> None:
    lines = (*DITCH, corrected(SIGNED, amount=178_000_00))
    assert [one["tag"] for one in releases(*lines)] == [
        ["planning"],
        ["tender", "award"],
        ["tenderUpdate"],
        ["contract"],
        ["contractAmendment"],
        ["contractTermination"],
        ["contractUpdate"],
    ]
    assert releases(SIGNED)[0]["tag"] == ["award", "contract"], "nobody published who offered"


def test_a_firm_keeps_every_role_that_it_has_had() -> None:
    roles = {one["name"]: one["roles"] for one in today(*DITCH)["parties"]}
    assert roles == {"大河村": ["buyer"], BUILDER: ["tenderer", "supplier"], OTHER: ["tenderer"]}


def test_the_day_of_the_offers_is_no_day_of_an_offer() -> None:
    made = today(TENDER, line("o1", "offers", "2024-03-20", 1, supplier=BUILDER, won="是"))
    (offer,) = made["bids"]["details"]
    assert "date" not in offer, "offers came before the deadline, not when they were opened"
    assert made["awards"][0]["date"] == "2024-03-20T23:59:59+08:00"
    assert made["awards"][0]["relatedBid"] == offer["id"]


def test_a_call_runs_from_its_announcement_to_the_end_of_its_last_day() -> None:
    tender = today(TENDER)["tender"]
    assert tender["tenderPeriod"] == {
        "startDate": "2024-03-01T00:00:00+08:00", "endDate": "2024-03-18T23:59:59+08:00",
    }  # fmt: skip
    assert tender["procurementMethod"] == "open"
    assert tender["procurementMethodDetails"] == "公开招标（线上）"


@pytest.mark.parametrize("method", ["竞争性磋商", "询价", "网上竞价"])
def test_a_method_that_does_not_say_how_open_it_is_gets_no_code(method: str) -> None:
    tender = today(line("t", "tender", "2024-03-01", method=method))["tender"]
    assert "procurementMethod" not in tender
    assert tender["procurementMethodDetails"] == method


def test_every_line_of_a_tender_names_it_alike() -> None:
    offer = line("o1", "offers", "2024-03-20", 1, supplier=BUILDER, won="是")
    assert [one["tender"]["id"] for one in releases(TENDER, offer)] == ["T-1", "T-1"]


@pytest.mark.parametrize(
    ("said", "status"), [("中标", "valid"), ("未中标", "valid"), ("废标", "disqualified"),
                         ("无效投标", "disqualified"), ("待定", "pending")],
)  # fmt: skip
def test_an_offer_that_was_not_let_in_is_not_valid(said: str, status: str) -> None:
    made = today(line("o", "offers", "2024-03-20", supplier=OTHER, won=said))
    assert made["bids"]["details"][0]["status"] == status


def test_a_firm_that_a_correction_takes_back_is_nowhere() -> None:
    offer = line("o", "offers", "2024-03-20", supplier=BUILDER, amount=100_00, won="中标")
    made = today(offer, corrected(offer, supplier=OTHER))
    assert BUILDER not in str(made), "the standard takes nobody out of a list"
    assert [one["name"] for one in made["awards"][0]["suppliers"]] == [OTHER]
    assert [one["name"] for one in made["tender"]["tenderers"]] == [OTHER]


def test_an_award_that_a_correction_takes_back_is_cancelled() -> None:
    offer = line("o", "offers", "2024-03-20", supplier=BUILDER, amount=100_00, won="中标")
    lines = (offer, corrected(offer, won="未中标"))
    assert today(*lines)["awards"][0]["status"] == "cancelled"
    assert releases(*lines)[1]["tag"] == ["tenderUpdate", "awardCancellation"]


def test_what_a_correction_empties_is_taken_away() -> None:
    made = today(*DITCH, corrected(PLANNED, reason=None), corrected(SIGNED, until=None))
    assert "rationale" not in made["planning"]
    assert not made["contracts"][0].get("period")
    emptied = today(PLANNED, corrected(PLANNED, amount=None))
    assert "186000" not in str(emptied)


def test_a_corrected_title_leaves_no_second_process_behind() -> None:
    made = list(processes((PLANNED, corrected(PLANNED, title="村西排水渠"))))
    assert [len(one.lines) for one in made] == [2]


def test_a_change_without_a_contract_leads_to_no_missing_award() -> None:
    made = today(CHANGED, SETTLED)
    (contract,), (award,) = made["contracts"], made["awards"]
    assert contract["awardID"] == award["id"]
    assert contract["amendments"][0]["description"] == "+9600 CNY"
    assert contract["implementation"]["finalValue"]["amount"] == 189400
    assert "value" not in award, "nobody published its price"
    assert award["suppliers"][0]["name"] == BUILDER


def test_a_change_belongs_to_the_contract_of_its_supplier() -> None:
    first = line("c1", "contract", "2024-03-26", supplier=BUILDER, amount=100_00)
    second = line("c2", "contract", "2024-03-27", 1, supplier=OTHER, amount=200_00)
    more = line("c3", "change", "2024-04-01", 2, supplier=f" {BUILDER} ", amount=10_00)
    contracts = {one["id"]: one for one in today(first, second, more)["contracts"]}
    assert contracts["c1"]["value"]["amount"] == 110
    assert contracts["c2"]["value"]["amount"] == 200
    assert "amendments" not in contracts["c2"]


def test_each_release_says_the_price_of_its_moment() -> None:
    said = releases(*DITCH)
    prices = [
        one["contracts"][0]["value"]["amount"]
        for one in said
        if "value" in one.get("contracts", [{}])[0]
    ]
    assert prices == [179800, 189400]
    assert [one["awards"][0]["value"]["amount"] for one in said if "awards" in one] == [179800]


def test_every_reference_leads_somewhere_whatever_was_published() -> None:
    for start in range(len(DITCH)):
        for process in processes(DITCH[start:]):
            _references_hold(process)


def _references_hold(process: Process) -> None:
    made = compiled(writer(), process)
    awards = {one["id"] for one in made.get("awards", [])}
    assert {one["awardID"] for one in made.get("contracts", [])} <= awards
    assert set(referred(made)) <= {one["id"] for one in made["parties"]}


def test_thousands_of_lines_under_one_title_are_written_in_seconds() -> None:
    many = 4000
    lines = [line(f"o{n}", "offers", "2019-01-01", supplier=f"第{n}公司") for n in range(many)]
    lines += [
        line(
            f"{stage}{n}", stage, "2024-01-01", n, supplier=f"第{n}公司", amount=100, number=f"N{n}"
        )
        for n in range(many)
        for stage in ("contract", "change")
    ]
    begun = process_time()
    found = releases(*lines)
    assert process_time() - begun < 20, "each line looks at each other: some 100 s"
    assert len(found) == 3 * many
    assert found[-1]["contracts"][0]["value"]["amount"] == 2
