"""Procurement data as flat tables: every road to them gives the same rows, and nothing is lost."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import flat, jsontext, writing
from sunledger.screening.ocds.coercing import coerced
from sunledger.screening.ocds.tables import TABLES, schema
from sunledger.screening.ocds.writing import Flat

RELEASE: dict[str, Any] = {
    "ocid": "ocds-1",
    "date": "2024-03-04T18:00:00+08:00",
    "tag": ["compiled"],
    "buyer": {"id": 7, "name": "清河县水利局"},
    "parties": [
        {
            "id": "s1",
            "name": "青泉商贸有限公司",
            "roles": ["tenderer", "supplier"],
            "identifier": {"scheme": "CN-USCC", "id": "91"},
            "address": {"streetAddress": "河东路1号", "locality": "清河", "postalCode": 110000},
            "contactPoint": {"telephone": "024-1", "email": "a@example.org"},
        }
    ],
    "tender": {
        "title": "护坡",
        "status": "complete",
        "procurementMethod": "open",
        "procuringEntity": {"id": "e", "name": "水利局"},
        "numberOfTenderers": 2,
        "value": {"amount": 100.5, "currency": "CNY"},
        "tenderPeriod": {"startDate": "2024-02-01", "endDate": "2024-02-20T10:00:00"},
        "tenderers": [{"id": "s1"}, {"id": "s2"}],
        "lots": [{"id": "l1", "status": "active", "value": {"amount": 60}}],
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": 45}, "quantity": 3}],
        "amendments": [{"id": "1", "date": "2024-02-02"}],
    },
    "bids": {
        "details": [
            {
                "id": 1,
                "date": "2024-02-20T10:00:00Z",
                "status": "valid",
                "tenderers": [{"id": "s1", "name": "青泉"}],
                "value": {"amount": 99.1, "currency": "CNY"},
                "relatedLots": ["l1"],
            },
            {"id": 2, "tenderers": [{"id": "s2"}, {"id": "s3"}]},
        ]
    },
    "awards": [
        {
            "id": "a",
            "status": "active",
            "suppliers": [{"id": "s1"}],
            "relatedBids": [1, 2],
            "relatedLots": ["l1"],
            "items": [{"unit": {"value": {"amount": 5, "currency": "CNY"}}}],
        },
        {"id": "b", "relatedBid": "2"},
    ],
    "contracts": [
        {
            "id": "c",
            "awardID": "a",
            "dateSigned": "2024-03-01",
            "amendments": [{"id": "x"}],
            "implementation": {
                "transactions": [{"id": "t", "payee": {"id": "s1", "name": "青泉"}}]
            },
        }
    ],
}


def written(folder: Path, *files: bytes) -> Flat:
    """Return what became of some files."""
    contents = [Content(held, f"{number}.json") for number, held in enumerate(files, 1)]
    return flat.write(contents, folder)


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in values)


def rows(found: Flat, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table without what is empty."""
    held = pq.read_table(found.file(table)).to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in held]


def everything(found: Flat) -> dict[str, list[dict[str, Any]]]:
    """Return all tables, with processes named by their ocid and rows in an order of their own."""
    held = {name: pq.read_table(found.file(name)) for name in TABLES}
    ocids = dict(
        zip(*(held["processes"][name].to_pylist() for name in ("process", "ocid")), strict=True)
    )
    result: dict[str, list[dict[str, Any]]] = {}
    for name, table in held.items():
        assert table.schema == schema(name)
        counted = [
            one for one in ("bid", "award", "contract", "number") if one in table.column_names
        ]
        named = [
            row | {"process": ocids[row["process"]]} | dict.fromkeys(counted, 0)
            for row in table.to_pylist()
        ]
        result[name] = sorted(named, key=lambda row: json.dumps(row, sort_keys=True))
    return result


def test_a_release_is_in_the_tables_whole(tmp_path: Path) -> None:
    found = written(tmp_path, lines(RELEASE))
    (process,) = rows(found, "processes")
    assert process["buyer"] == "7"
    assert (process["amount"], process["currency"], process["number_of_tenderers"]) == (
        100.5,
        "CNY",
        2,
    )
    assert [process[f"{name}_says"] for name in ("date", "start", "end")] == [
        "instant",
        "day",
        "local",
    ]
    assert process["date_at"] == 1709546400_000000
    assert rows(found, "parties")[0]["roles"] == "tenderer supplier"
    assert rows(found, "parties")[0]["postal_code"] == "110000"
    assert [row["id"] for row in rows(found, "tenderers")] == ["s1", "s2"]
    assert rows(found, "lots") == [{"process": 0, "id": "l1", "status": "active", "amount": 60.0}]
    assert [(row["bid"], row["id"]) for row in rows(found, "bidders")] == [
        (0, "s1"),
        (1, "s2"),
        (1, "s3"),
    ]
    assert rows(found, "bid_lots") == [{"bid": 0, "process": 0, "lot": "l1"}]
    assert [(row["award"], row["id"]) for row in rows(found, "award_bids")] == [
        (0, "1"),
        (0, "2"),
        (1, "2"),
    ]
    assert [row["of"] for row in rows(found, "items")] == ["tender", "award"]
    assert rows(found, "items")[0]["code"] == "45"
    assert [row["of"] for row in rows(found, "amendments")] == ["tender", "contract"]
    assert rows(found, "contracts")[0]["award_id"] == "a"
    assert rows(found, "transactions")[0]["payee"] == "s1"
    assert found.rows["suppliers"] == found.report.processes == 1


def test_every_road_gives_the_same_rows(tmp_path: Path) -> None:
    other = RELEASE | {"ocid": "ocds-2"}
    quick = written(tmp_path / "a", lines(RELEASE, other))
    wrapped = [
        json.dumps({"records": [{"ocid": one["ocid"], "compiledRelease": one}]}).encode()
        for one in (RELEASE, other)
    ]
    slow = written(tmp_path / "b", *wrapped)
    assert everything(quick) == everything(slow)
    assert quick.report.processes == slow.report.processes == 2


@settings(phases=[Phase.generate], max_examples=40)
@given(st.data())
def test_odd_lines_change_nothing_for_those_around_them(data: st.DataObject) -> None:
    """Blocks of lines give what the careful reader gives that goes line by line."""
    numbered = [json.dumps(RELEASE | {"ocid": f"p{n}"}).encode() for n in range(6)]
    odd = st.sampled_from(
        [
            b"",
            b"   ",
            b"{",
            b'{"no": "ocid"}',
            b"[]",
            b"\xff\xfe",
            b'{"ocid": 5}',
            b'{"ocid": "q", "awards": {"id": 1}}',
            b'{"ocid": "r",\n "tender":\n {"title": "t"}}',
            b'{"ocid": "p1", "date": "2024-09-09"}',
            json.dumps({"releases": [RELEASE]}).encode(),
            json.dumps({"ocid": "s", "compiledRelease": RELEASE}).encode(),
        ]
    )
    if data.draw(st.booleans()):
        odd = st.sampled_from([b"[]", numbered[0] + numbered[1]])
    held = data.draw(st.permutations([*numbered, *data.draw(st.lists(odd, max_size=3))]))
    end = data.draw(st.sampled_from([b"\n", b"\r\n"]))
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        plain = Path(name, "plain.jsonl")
        plain.write_bytes(end.join(held))
        patch.setattr(jsontext, "BLOCK", data.draw(st.sampled_from([50, 4_000, 1 << 20])))
        quick = flat.write([Content(plain, "a")], Path(name, "quick"))
        patch.setattr(flat, "blocks", lambda _content: iter([memoryview(b"{")]))
        careful = flat.write([Content(plain, "a")], Path(name, "careful"))
        assert everything(quick) == everything(careful)
    assert (quick.report, quick.lost) == (careful.report, careful.lost)


def test_several_releases_of_a_process_are_one_row_wherever_they_stand(tmp_path: Path) -> None:
    def said(ocid: str, month: int, **tender: Any) -> dict[str, Any]:
        bids = {"details": [{"id": f"{ocid}-{month}"}]}
        date = f"2024-{month:02}-01T00:00:00Z"
        return {"ocid": ocid, "date": date, "tender": tender, "bids": bids}

    releases = [
        said("a", 1, title="first", status="active"),
        said("b", 1, title="alone"),
        said("a", 2, status="complete"),
        said("c", 1, title="twice"),
    ]
    found = written(tmp_path / "a", lines(*releases), lines(releases[3]))
    processes = {row["ocid"]: row for row in rows(found, "processes")}
    assert len(processes) == found.report.processes == found.rows["processes"] == 3
    assert (processes["a"]["title"], processes["a"]["status"]) == ("first", "complete")
    assert (found.report.merged, found.report.repeated, found.report.releases) == (1, 1, 5)
    bids = [(row["process"], row["id"]) for row in rows(found, "bids")]
    numbers = {row["ocid"]: row["process"] for row in processes.values()}
    assert sorted(bids) == sorted(
        (numbers[one.partition("-")[0]], one) for one in ("a-1", "a-2", "b-1", "c-1")
    )
    assert len({row["bid"] for row in rows(found, "bids")}) == 4
    assert not list((tmp_path / "a").glob("*.first"))


def test_what_is_of_another_type_is_brought_into_it_or_named(tmp_path: Path) -> None:
    odd = RELEASE | {
        "awards": {"id": "a", "suppliers": {"id": 5}, "value": {"amount": "12.50", "currency": 1}},
        "buyer": "Office",
        "tender": {"value": {"amount": "a lot"}, "numberOfTenderers": True, "items": [None, 3]},
        "contracts": [{"id": ["c"]}, None],
    }
    found = written(tmp_path, lines(odd))
    (award,) = rows(found, "awards")
    assert (award["id"], award["amount"], award["currency"]) == ("a", 12.5, "1")
    assert rows(found, "suppliers") == [{"award": 0, "process": 0, "id": "5"}]
    assert found.rows["contracts"] == 1
    assert found.lost == {
        "buyer": 1,
        "tender/value/amount": 1,
        "tender/numberOfTenderers": 1,
        "tender/items": 1,
        "contracts/id": 1,
    }


def test_what_cannot_be_read_is_reported_once(tmp_path: Path) -> None:
    again = [RELEASE, RELEASE | {"date": "2024-05-01T00:00:00Z", "tag": ["award"]}]
    found = written(tmp_path, lines(*again, {"no": "ocid"}), b"", b"<html>")
    assert [one.place.file for one in found.report.refused] == ["1.json", "2.json", "3.json"]
    assert found.report.processes == 1
    empty = written(tmp_path / "none", b"")
    assert empty.report.processes == sum(empty.rows.values()) == 0
    assert pq.read_table(empty.file("bids")).num_rows == 0


def test_rows_are_written_in_groups_and_counted_over_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsontext, "BLOCK", 5_000)
    monkeypatch.setattr(writing, "GROUP", 20)
    found = written(tmp_path, lines(*(RELEASE | {"ocid": f"p{n}"} for n in range(100))))
    bids = pq.read_table(found.file("bids"))
    assert bids["bid"].to_pylist() == list(range(200))
    assert bids["process"].to_pylist() == [number // 2 for number in range(200)]
    assert pq.ParquetFile(found.file("bids")).num_row_groups > 5
    holders = pq.read_table(found.file("items")).filter(pc.field("of") == "award")
    assert holders["number"].to_pylist() == [2 * number for number in range(100)]
    assert isinstance(holders, pa.Table)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.data())
def test_no_type_at_all_makes_it_fall_over(data: st.DataObject) -> None:
    """Put anything in the place of any value of a release."""
    release = json.loads(json.dumps(RELEASE))
    for _ in range(data.draw(st.integers(1, 4))):
        at: Any = release
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            inside = at[key]
            if not isinstance(inside, dict | list) or data.draw(st.booleans()):
                at[key] = data.draw(JSON)
                break
            at = inside
    lost: list[str] = []
    found = coerced(release, lost.append)
    assert all(isinstance(one, str) for one in lost)
    assert isinstance(found.ocid, str)


def test_real_data_lose_nothing(shared: Path, tmp_path: Path) -> None:
    data = shared / "data/ocds"
    for file in (data / "uk_contracts_finder.jsonl", *(data / "ocdskit_realdata").iterdir()):
        found = flat.write([Content(file, file.name)], tmp_path / file.name)
        assert (found.lost, found.report.refused) == ({}, []), file.name
        assert found.rows["processes"] == found.report.processes > 0


def test_long_texts_do_not_wait_for_many_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsontext, "BLOCK", 5_000)
    monkeypatch.setattr(writing, "LARGE", 20_000)
    long = RELEASE["tender"] | {"title": "护坡" * 1_000}
    many = [RELEASE | {"ocid": f"p{number}", "tender": long} for number in range(20)]
    found = written(tmp_path, lines(*many))
    processes = pq.ParquetFile(found.file("processes"))
    assert 1 < processes.num_row_groups < 20
    assert processes.read()["title"].to_pylist() == ["护坡" * 1_000] * 20
