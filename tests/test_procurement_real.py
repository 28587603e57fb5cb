"""Screens of procurement on real public records; counts as they were seen, by their rules."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import run
from sunledger.screening.procurement.judging import Rate
from sunledger.screening.procurement.lists import matched, plain
from sunledger.screening.procurement.settings import Debarment, Settings
from sunledger.screening.procurement.shelf import ALL
from tests.moments import moment


def rates(folder: Path, releases: Iterator[Any], settings: Settings, codes: str) -> list[Rate]:
    """Return how often some screens fire on releases."""
    lines = "\n".join(json.dumps(one) for one in releases).encode()
    flat.write([Content(lines, "releases.jsonl")], folder)
    screens = [one for one in ALL if one.code in codes.split()]
    return run.screened(folder, settings, screens).rates


def peru(shared: Path) -> Iterator[dict[str, Any]]:
    """Give the emergency awards of 2020, an award an item, as the standard writes them."""
    file = shared / "data/peru_direct_awards/awards.csv.gz"
    calls: dict[str, list[dict[str, str]]] = {}
    with gzip.open(file, "rt", encoding="utf-8", errors="replace", newline="") as held:
        for row in csv.DictReader(held):
            calls.setdefault(row["CODIGOCONVOCATORIA"], []).append(row)
    for code, rows in calls.items():
        first = rows[0]
        yield {
            "ocid": f"pe-{code}",
            "buyer": {"id": first["RUC_ENTIDAD"]},
            "tender": {
                "procurementMethod": "direct",
                "procurementMethodRationale": first["CAUSAL_EXOR_CONT_DIRECTA"],
            },
            "awards": [peruvian_award(number, row) for number, row in enumerate(rows)],
        }


def peruvian_award(number: int, row: dict[str, str]) -> dict[str, Any]:
    product = f"{plain(row['ITEMCONVOCA_DESCRIPCION'])} / {row['ITEMCONVOCA_UNIDADMEDIDA']}"
    return {
        "id": str(number),
        "status": "active",
        "date": row["FECHACONVOCATORIA"],
        "suppliers": [{"id": row["RUCPROVEEDOR"]}],
        "value": {"amount": float(row["MONTOADJUDICADOSOLES"]), "currency": "PEN"},
        "items": [
            {"classification": {"id": product}, "quantity": float(row["CANTIDADADJUDICADA"])}
        ],
    }


def test_emergency_awards_are_judged_against_their_ground(shared: Path, tmp_path: Path) -> None:
    """9,665 awards on one ground are a short list and not 9,665 flags."""
    held = list(peru(shared))
    assert sum(len(one["awards"]) for one in held) == 9_665
    codes = "R010 R013 R017 R049"
    found = {one.screen: one for one in rates(tmp_path / "a", iter(held), Settings(), codes)}
    assert (found["R010"].flagged, found["R010"].not_flagged) == (0, 6_401)
    assert found["R013"].flagged == 0
    assert 0 < found["R017"].flagged < 60
    assert 0 < found["R049"].flagged < 200
    other = Settings(grounds=frozenset({"Proveedor único"}))
    (strict,) = rates(tmp_path / "b", iter(held), other, "R010")
    assert strict.flagged == 6_401


def debarred(shared: Path) -> Iterator[Debarment]:
    """Give the debarred firms of three banks."""
    folder = shared / "data/debarment"
    book = CalamineWorkbook.from_path(
        folder / "world_bank_listing_of_ineligible_firms_and_individuals.xlsx"
    )
    for name, _info, _where, _country, since, until, _why in book.get_sheet_by_index(0).to_python()[
        3:
    ]:
        yield Debarment(str(name), moment(str(since), 0), moment(str(until), 1 << 62), "WB")
    name = "european_bank_for_reconstruction_and_development_ineligible_firms.csv"
    with (folder / name).open(encoding="utf-8-sig", newline="") as held:
        for row in csv.DictReader(held, skipinitialspace=True):
            since, until = (row[one] or "" for one in ("Ineligible From", "Ineligible Until"))
            yield Debarment(row["Firm Name"], moment(since, 0), moment(until, 1 << 62), "EBRD")
    book = CalamineWorkbook.from_path(
        folder / "Inter-American_Development_Bank-Sanctioned_Firms_and_Individuals.xlsx"
    )
    for cells in book.get_sheet_by_index(0).to_python()[1:]:
        yield Debarment(str(cells[0]), 0, 1 << 62, "IDB")


@pytest.fixture
def bidders(shared: Path) -> list[dict[str, str]]:
    with (shared / "data/worldbank_bids/bids.csv").open(encoding="utf-8", newline="") as held:
        return list(csv.DictReader(held))


def test_debarred_names_among_bidders_are_no_flag_without_a_date(
    shared: Path, tmp_path: Path, bidders: list[dict[str, str]]
) -> None:
    """The bids of the World Bank are not dated, so that nobody can say who was debarred then."""
    listed = tuple(one for one in debarred(shared) if plain(one.name))
    names = {row["bidder.name"] for row in bidders}
    known = {plain(name) for name, _ in matched(names, listed)}
    assert 20 <= len(known) <= 40
    assert len(bidders) == 16_942
    processes: dict[str, list[dict[str, str]]] = {}
    for row in bidders:
        processes.setdefault(row["contract"], []).append(row)
    releases = (
        {
            "ocid": ocid,
            "awards": [
                {
                    "id": str(number),
                    "status": "active",
                    "suppliers": [{"id": row["bidder.name"], "name": row["bidder.name"]}],
                }
                for number, row in enumerate(rows)
                if row["status"] == "Awarded"
            ],
        }
        for ocid, rows in processes.items()
    )
    settings = replace(Settings(), debarred=listed)
    (rate,) = rates(tmp_path, releases, settings, "R046")
    assert rate.flagged == 0
    assert rate.why["no_dates"] > 0
