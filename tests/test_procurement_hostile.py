"""Screens over procurement figures that nobody means: all are judged or left out."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import run
from sunledger.screening.procurement.judging import Found
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL


def found(releases: list[dict[str, Any]], settings: Settings | None = None) -> Found:
    """Return what all screens find in releases."""
    lines = "\n".join(json.dumps(one) for one in releases).encode()
    with tempfile.TemporaryDirectory() as name:
        flat.write([Content(lines or b" ", "releases.jsonl")], Path(name))
        with run.opened(Path(name), settings or Settings()) as asked:
            return run.found(asked, ALL)


def process(number: int, amount: float, tenderers: float = 2) -> dict[str, Any]:
    """Return a process in which every amount is the same."""
    value = {"amount": amount, "currency": "EUR"}
    item = {"classification": {"id": "45"}, "quantity": 1}
    supplier = {"id": "s", "name": "S"}
    return {
        "ocid": f"p{number}",
        "date": "2024-03-01T00:00:00Z",
        "buyer": {"id": "b"},
        "tender": {
            "procurementMethod": "open",
            "numberOfTenderers": tenderers,
            "mainProcurementCategory": "goods",
            "value": value,
        },
        "bids": {
            "details": [
                {"id": who, "status": "valid", "tenderers": [{"id": who}], "value": value}
                for who in "st"
            ]
        },
        "awards": [
            {
                "id": "a",
                "status": "active",
                "suppliers": [supplier],
                "value": value,
                "items": [item],
            }
        ],
        "contracts": [
            {"id": "c", "awardID": "a", "value": value}
            | {"implementation": {"transactions": [{"id": "t", "value": value}]}}
        ],
    }


@pytest.mark.parametrize("amount", [9.9e27, 1e28, 1e300, -1e300, 5e-324, -0.0, 2**63, 1.7e308])
def test_no_amount_makes_a_screen_fall_over(amount: float) -> None:
    rates = found([process(number, amount) for number in range(300)]).rates
    assert {one.screen for one in rates} == {one.code for one in ALL}


@pytest.mark.parametrize("tenderers", [1e300, 2.0**62, 2.0**63, -5e18, 1e19])
def test_a_number_of_bidders_that_cannot_be_is_none(tenderers: float) -> None:
    releases = [process(number, 100, 1) for number in range(6)]
    odd = process(7, 100, tenderers)
    (rate,) = [one for one in found([*releases, odd]).rates if one.screen == "R019"]
    assert rate.flagged == 1


def test_a_change_is_looked_at_where_no_bid_has_a_price(tmp_path: Path) -> None:
    """The currency is that of the first bid, and there may be none."""

    def written(*, supplier: str) -> bytes:
        made = [process(number, 100) | {"bids": {}} for number in range(50)]
        made[3]["awards"][0]["suppliers"] = [{"id": supplier}]
        return "\n".join(map(json.dumps, made)).encode()

    file, kept = tmp_path / "a.jsonl", Kept(tmp_path / "kept")
    kept.folder.mkdir()
    file.write_bytes(written(supplier="s"))
    kept.read([Content(file, "a")])
    kept.screened(Settings(), ALL)
    file.write_bytes(written(supplier="t"))
    assert kept.update([Content(file, "a")])
    changed = kept.screened(Settings(), ALL)
    flat.write([Content(file, "a")], tmp_path / "tables")
    with run.opened(tmp_path / "tables", Settings()) as asked:
        whole = run.found(asked, ALL)
    assert changed.flags.equals(whole.flags)
    assert str(changed.rates) == str(whole.rates)
