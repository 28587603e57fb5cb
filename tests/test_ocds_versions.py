"""What version 1.0 of the standard says in other words is in the tables as well."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.tables import COLUMNS, SCREENS, Shape
from sunledger.screening.procurement import run
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL

ONE: dict[str, Any] = {"identifier": {"scheme": "GB-COH", "id": "1"}, "name": "One Ltd"}
OFFICE: dict[str, Any] = {"identifier": {"scheme": "GB-LAC", "id": 77}, "name": "Office"}


def value(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def release(ocid: str = "ocds-1", **more: Any) -> dict[str, Any]:
    """Return a release as version 1.0 has it."""
    award = {"id": "a", "status": "active", "value": value(100), "suppliers": [ONE]}
    paid = {
        "id": "t",
        "amount": value(130),
        "receiverOrganization": {"scheme": "GB-COH", "id": "1", "legalName": "One Ltd"},
    }
    contract = {
        "id": "c",
        "awardID": "a",
        "value": value(120),
        "amendment": {"date": "2016-04-01T00:00:00Z", "rationale": "more"},
        "implementation": {"transactions": [paid]},
    }
    return {
        "ocid": ocid,
        "date": "2016-03-01T00:00:00Z",
        "tag": ["contract"],
        "buyer": OFFICE,
        "tender": {
            "id": "t",
            "procuringEntity": OFFICE,
            "tenderers": [ONE, {"name": "Two Ltd"}],
            "amendment": {"date": "2016-02-01T00:00:00Z"},
        },
        "awards": [award],
        "contracts": [contract],
        **more,
    }


def files(kind: str) -> bytes:
    """Return the same process in other clothes."""
    package = {"version": "1.0", "releases": [release()]}
    if kind == "several":
        first = {"ocid": "ocds-1", "date": "2016-01-01T00:00:00Z", "buyer": OFFICE}
        package["releases"].insert(0, first)  # type: ignore[attr-defined]
    return json.dumps(release() if kind == "line" else package).encode()


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return [
        {name: one for name, one in row.items() if one is not None}
        for row in pq.read_table(folder / f"{table}.parquet").to_pylist()
    ]


@pytest.mark.parametrize("kind", ["line", "package", "several"])
@pytest.mark.parametrize("shape", [COLUMNS, SCREENS])
def test_amendments_and_payments_of_the_older_version_are_there(
    tmp_path: Path, shape: Shape, kind: str
) -> None:
    flat.write([Content(files(kind), "a.json")], tmp_path, shape)
    assert rows(tmp_path, "transactions")[0]["amount"] == 130
    changed = [one["of"] for one in rows(tmp_path, "amendments")]
    assert changed == (["tender", "contract"] if shape is COLUMNS else ["contract"])
    if shape is COLUMNS:
        assert "date" not in rows(tmp_path, "amendments")[1]
        assert rows(tmp_path, "amendments")[1]["says"] == "instant"


def test_amendments_that_both_versions_name_count_once(tmp_path: Path) -> None:
    both = {"id": "c", "amendments": [{"id": "1"}, {"id": "2"}], "amendment": {"date": "2016"}}
    held = json.dumps(release(contracts=[both])).encode()
    flat.write([Content(held, "a.json")], tmp_path)
    found = [one["id"] for one in rows(tmp_path, "amendments") if one["of"] == "contract"]
    assert found == ["1", "2"]


def test_a_rise_by_an_amendment_of_the_older_version_is_flagged(tmp_path: Path) -> None:
    flat.write([Content(files("package"), "a.json")], tmp_path)
    with run.opened(tmp_path, Settings()) as asked:
        rates = {one.screen: one for one in run.found(asked, ALL).rates}
    assert rates["R069"].flagged == 1
    assert rates["R068"].flagged == 1


@pytest.mark.parametrize("kind", ["line", "package", "several"])
def test_who_has_no_id_is_known_by_the_number_in_a_register_or_the_name(
    tmp_path: Path, kind: str
) -> None:
    """An organisation of version 1.0 has an identifier, and no id of its own."""
    flat.write([Content(files(kind), "a.json")], tmp_path)
    (process,) = rows(tmp_path, "processes")
    assert (process["buyer"], process["procuring_entity"]) == ("GB-LAC-77", "GB-LAC-77")
    assert [one["id"] for one in rows(tmp_path, "tenderers")] == ["GB-COH-1", "Two Ltd"]
    assert rows(tmp_path, "awards")[0]["who"] == "GB-COH-1"
    assert rows(tmp_path, "suppliers")[0]["id"] == "GB-COH-1"
    assert [(one["id"], one["roles"]) for one in rows(tmp_path, "parties")] == [
        ("GB-LAC-77", "buyer procuringEntity"),
        ("GB-COH-1", "tenderer supplier"),
        ("Two Ltd", "tenderer"),
    ]


def test_ids_that_are_there_stay(tmp_path: Path) -> None:
    newer = release(buyer=OFFICE | {"id": "b"}, parties=[OFFICE | {"id": "b"}])
    flat.write([Content(json.dumps(newer).encode(), "a.json")], tmp_path)
    assert rows(tmp_path, "processes")[0]["buyer"] == "b"
    assert [one["id"] for one in rows(tmp_path, "parties")] == ["b"]


def test_suppliers_of_the_older_version_are_compared(tmp_path: Path) -> None:
    """One supplier of one buyer, over lines and a package."""
    held = [json.dumps(release(f"p{number}")).encode() for number in range(3)]
    package = {"version": "1.0", "releases": [release(f"q{number}") for number in range(3)]}
    contents = [b"\n".join(held), json.dumps(package).encode()]
    flat.write([Content(one, "a.json") for one in contents], tmp_path)
    with run.opened(tmp_path, Settings()) as asked:
        rates = {one.screen: one for one in run.found(asked, ALL).rates}
    assert rates["R040"].flagged == 1
