"""What stands behind a flag is enough to check it by hand."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

MONEY = {"currency": "EUR"}


def process(number: int, **more: Any) -> dict[str, Any]:
    """Return a process with one award of a hundred euros."""
    award = {
        "id": "a",
        "status": "active",
        "date": "2024-02-01",
        "suppliers": [{"id": "s", "name": "Süd GmbH"}],
        "value": MONEY | {"amount": 100},
    }
    return {
        "ocid": f"p{number}",
        "buyer": {"id": f"b{number % 3}"},
        "tender": {"procurementMethod": "open", "mainProcurementCategory": "goods"},
        "awards": [award | more.pop("award", {})],
        **more,
    }


@pytest.fixture(params=["at once", "kept"])
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Return what gives the evidence of a screen over releases, by either road."""

    def told(screen: str, releases: list[dict[str, Any]], *words: object) -> list[dict[str, Any]]:
        file, to = tmp_path / "a.jsonl", tmp_path / "evidence.jsonl"
        file.write_text("\n".join(map(json.dumps, releases)), "utf-8")
        given: list[object] = [file, "--screens", screen, "--evidence", to, *words]
        if request.param == "kept":
            given += ["--keep", tmp_path / "kept"]
        call_command("ocds", *map(str, given), stdout=io.StringIO())
        return [json.loads(line) for line in to.read_text("utf-8").splitlines()]

    return told


@pytest.mark.parametrize("screen", ["R050", "R051"])
def test_a_market_names_its_processes(behind: Any, screen: str) -> None:
    (found,) = behind(screen, [process(number) for number in range(25)])
    assert len(found["processes"]) == 20


def test_payments_are_there_where_more_was_paid(behind: Any) -> None:
    paid = [{"id": n, "value": MONEY | {"amount": 60}} for n in "12"]
    contract = {"id": "c", "awardID": "a", "value": MONEY | {"amount": 100}}
    held = process(1, contracts=[contract | {"implementation": {"transactions": paid}}])
    (found,) = behind("R068", [held])
    assert [one["amount"] for one in found["transactions"]] == [60, 60]
    assert found["contracts"][0]["amount"] == 100


@pytest.mark.parametrize("screen", ["R064", "R069"])
def test_changes_are_there_where_a_contract_was_changed(behind: Any, screen: str) -> None:
    changes = [{"id": n} for n in "123"]
    contract = {"id": "c", "awardID": "a", "value": MONEY | {"amount": 200}, "amendments": changes}
    (found,) = behind(screen, [process(1, contracts=[contract])])
    assert [one["of"] for one in found["amendments"]] == ["contract"] * 3


def test_the_shared_address_is_there(behind: Any) -> None:
    address = {"streetAddress": "Hoogstraat 1", "locality": "Gent"}
    parties = [{"id": n, "name": n, "address": address} for n in "st"]
    bids = [{"id": n, "status": "valid", "tenderers": [{"id": n}]} for n in "st"]
    (found,) = behind("R044", [process(1, parties=parties, bids={"details": bids})])
    assert [(one["id"], one["street"]) for one in found["parties"]] == [
        ("s", "Hoogstraat 1"),
        ("t", "Hoogstraat 1"),
    ]


def test_what_the_list_of_the_debarred_says_is_there(behind: Any, tmp_path: Path) -> None:
    given = tmp_path / "debarred.csv"
    given.write_text(
        "name,from,to,source\nSUD GMBH,2024-01-01,2024-03-01,a court\nSüd GmbH,,,b\n", "utf-8"
    )
    (found,) = behind("R046", [process(1)], "--debarred", given)
    assert [one["name"] for one in found["suppliers"]] == ["Süd GmbH"]
    assert found["debarred"] == [
        {
            "name": "SUD GMBH",
            "since": "2024-01-01T00:00:00+00:00",
            "until": "2024-03-02T00:00:00+00:00",
            "source": "a court",
        },
        {"name": "Süd GmbH", "since": None, "until": None, "source": "b"},
    ]


def test_unit_prices_are_there(behind: Any) -> None:
    def priced(number: int, amount: float) -> dict[str, Any]:
        unit = {"value": MONEY | {"amount": amount}}
        item = {"classification": {"id": "45"}, "quantity": 2, "unit": unit}
        return process(number, award={"items": [item]})

    (found,) = behind("R017", [priced(99, 50), *(priced(number, 5) for number in range(12))])
    assert found["subject"] == "p99"
    assert [(one["code"], one["unit_amount"]) for one in found["items"]] == [("45", 50)]


def test_a_member_of_a_consortium_has_its_processes(behind: Any) -> None:
    def offered(number: int, status: str) -> dict[str, Any]:
        bids = [{"id": "1", "status": status, "tenderers": [{"id": "x"}, {"id": "y"}]}]
        return process(number, bids={"details": bids})

    found = behind("R038", [offered(number, "disqualified") for number in range(3)])
    of_one = {one["subject"]: one["processes"] for one in found if one["group"] == "Tenderer"}
    assert of_one["x"] == ["p0", "p1", "p2"]
