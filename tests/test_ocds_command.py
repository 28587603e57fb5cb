"""`sunledger ocds`: what it writes, what it tells, and how it refuses."""

import csv
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override


def said(*words: object) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("ocds", *map(str, words), stdout=out)
    return out.getvalue()


def release(ocid: str, month: int, **more: Any) -> dict[str, Any]:
    return {"ocid": ocid, "id": str(month), "date": f"2024-{month:02}-01T00:00:00Z", **more}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A packed package of two processes, with a link in it that leads nowhere."""
    releases = [release("a", 2, language="zh"), release("b", 1), release("a", 1), "no release"]
    file = tmp_path / "package.json.gz"
    file.write_bytes(gzip.compress(json.dumps({"releases": releases}).encode()))
    return file


def test_it_writes_each_process_once_and_tells_what_was_not_read(
    package: Path, tmp_path: Path
) -> None:
    out = tmp_path / "compiled.jsonl"
    told = said(package, "--out", out)
    compiled = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(one["ocid"], one["tag"]) for one in compiled] == [
        ("b", ["compiled"]),
        ("a", ["compiled"]),
    ]
    assert compiled[1]["language"] == "zh"
    assert told.startswith("3 releases were read: 2 processes, 1 of them merged")
    assert "releases/3: Where a release should stand, there is “no release”." in told


def test_it_writes_flat_tables_and_names_what_does_not_fit(package: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps(release("c", 1, buyer="Office")), "utf-8")
    told = said(package, odd, "--tables", tmp_path / "tables")
    assert "3 processes" in told
    assert "left out of the tables:\n  buyer: 1" in told
    processes = pq.read_table(tmp_path / "tables" / "processes.parquet")
    assert sorted(processes["ocid"].to_pylist()) == ["a", "b", "c"]
    report = json.loads(said(odd, "--tables", tmp_path / "tables", "--json"))
    assert report["lost"] == {"buyer": 1}


def test_it_writes_what_the_indicators_flag(tmp_path: Path) -> None:
    days = {"startDate": "2024-01-01", "endDate": "2024-01-04"}
    file, flags = tmp_path / "a.json", tmp_path / "flags.csv"
    file.write_text(json.dumps(release("a", 1, tender={"tenderPeriod": days})), "utf-8")
    said(file, "--flags", flags)
    assert flags.read_text("utf-8").splitlines() == [
        "group,subject,indicator,value",
        "OCID,a,R003,3.0",
    ]
    said(file, "--flags", flags, "--compatible")
    assert flags.read_text("utf-8").splitlines() == ["group,subject,indicator,value"]


def test_it_tells_how_often_each_screen_fires_and_why_others_cannot_be_judged(
    tmp_path: Path,
) -> None:
    file, rates, flags = tmp_path / "a.jsonl", tmp_path / "rates.csv", tmp_path / "flags.csv"
    tender = {"procurementMethod": "direct"}
    held = [release(f"p{n}", 1, tender=tender, buyer={"id": "b"}) for n in range(30)]
    file.write_text("\n".join(map(json.dumps, held)), "utf-8")
    told = said(file, "--screens", "all", "--rates", rates, "--flags", flags)
    assert "R010 OCID            30 / 0 / 0 / 0" in told
    assert "fires on 100.0 % of those judged" in told
    rows = {row["screen"]: row for row in csv.DictReader(rates.read_text("utf-8").splitlines())}
    assert rows["R018"]["cannot_be_judged"] == "0"
    assert rows["R003"]["why"] == "The tender period is not dated. 30"
    assert rows["R013"]["flagged"] == "1"
    said(file, "--screens", "R010", "--flags", flags, "--ground", "flood")
    assert flags.read_text("utf-8").count("R010") == 30


def test_what_is_kept_is_screened_without_the_files(tmp_path: Path) -> None:
    file, flags, kept = tmp_path / "a.jsonl", tmp_path / "flags.csv", tmp_path / "kept"
    days = {"startDate": "2024-01-01", "endDate": "2024-01-04"}
    file.write_text(json.dumps(release("x", 1, tender={"tenderPeriod": days})), "utf-8")
    told = said(file, "--keep", kept, "--screens", "all", "--flags", flags)
    assert told.startswith("1 releases were read")
    first = flags.read_text("utf-8")
    again = said(file, "--keep", kept, "--screens", "all", "--flags", flags)
    assert again.startswith("Flagged / not flagged")
    file.unlink()
    assert "R003 OCID            1 / 0 / 0 / 0" in said(
        "--keep", kept, "--screens", "all", "--flags", flags
    )
    assert flags.read_text("utf-8") == first
    said("--keep", kept, "--flags", flags, "--evidence", tmp_path / "evidence", "--screens", "R003")
    assert json.loads((tmp_path / "evidence").read_text("utf-8"))["subject"] == "x"
    with pytest.raises(CommandError, match="holds no tables"):
        said("--keep", tmp_path / "none", "--flags", flags)
    with pytest.raises(CommandError, match="Name the files"):
        said("--flags", flags)


def test_evidence_names_what_made_a_flag(tmp_path: Path) -> None:
    file, out = tmp_path / "a.jsonl", tmp_path / "evidence.jsonl"
    bids = [
        {"status": status, "tenderers": [{"id": who}], "value": {"amount": amount, "currency": "X"}}
        for who, amount, status in (("a", 100, "valid"), ("b", 90, "disqualified"))
    ]
    award = {"id": "1", "status": "active", "suppliers": [{"id": "a"}], "date": "2024-02-03"}
    tender = {"procurementMethod": "open"}
    made = release("x", 1, bids={"details": bids}, awards=[award], tender=tender, buyer={"id": "o"})
    file.write_text(json.dumps(made), "utf-8")
    said(file, "--screens", "R036,R019,R038", "--evidence", out, "--limit", "R019=9")
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    (lowest,) = [one for one in found if one["indicator"] == "R036"]
    assert [(one["who"], one["amount"], one["status"]) for one in lowest["bids"]] == [
        ("a", 100.0, "valid"),
        ("b", 90.0, "disqualified"),
    ]
    assert lowest["awards"][0]["at"] == "2024-02-03T00:00:00+00:00"
    assert (lowest["limit"], lowest["title"]["zh"]) == (1.0, "最低价被否决")


def test_codes_of_a_publisher_are_offered_a_meaning_and_remembered(tmp_path: Path) -> None:
    file, codes, flags = tmp_path / "a.jsonl", tmp_path / "codes.toml", tmp_path / "flags.csv"
    bids = [
        {"status": status, "tenderers": [{"id": who}], "value": {"amount": amount, "currency": "X"}}
        for who, amount, status in (("a", 100, "Válida"), ("b", 90, "Rechazada"), ("c", 95, "??"))
    ]
    award = {"id": "1", "status": "Adjudicada", "suppliers": [{"id": "a"}]}
    made = release("x", 1, bids={"details": bids}, awards=[award], tender={})
    file.write_text(json.dumps(made), "utf-8")
    assert "4 codes are not of the standard" in said(file, "--statuses", codes)
    written = codes.read_text("utf-8")
    assert '"Rechazada" = "disqualified"  # 1 times' in written
    assert '# "??" = ""' in written
    told = said(file, "--statuses", codes, "--flags", flags)
    assert "1 codes are not of the standard" in told
    assert "OCID,x,R036,1.0" in flags.read_text("utf-8")
    codes.write_text('[bids]\n"Válida" = "good"\n', "utf-8")
    with pytest.raises(CommandError, match="no code of bids"):
        said(file, "--statuses", codes, "--flags", flags)


def test_its_report_can_be_read_by_a_program(package: Path) -> None:
    report = json.loads(said(package, "--json"))
    assert (report["releases"], report["processes"], report["merged"]) == (3, 2, 1)
    assert [one["path"] for one in report["refused"]] == ["releases/3"]


def test_releases_can_go_to_the_next_program(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    call_command("ocds", str(package), "--out", "-", stderr=io.StringIO())
    assert out.buffer.getvalue().count(b"\n") == 2


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [
        (b"", [], "Nothing could be read"),
        (b"{}", [], "Nothing could be read"),
        (b"\x1f\x8bbroken", [], "damaged"),
        (b"{}", ["--json", "--out", "-"], "not both"),
        (b'{"ocid": "a"}', ["--flags", "f", "--screens", "R999"], "no screen R999"),
        (b'{"ocid": "a"}', ["--flags", "f", "--limit", "R031=much"], "no limit"),
        (b'{"ocid": "a"}', ["--out", "/nowhere/at/all.jsonl"], "No such file"),
    ],
)
def test_it_refuses_in_one_line(tmp_path: Path, content: bytes, words: list[str], why: str) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=why):
        said(file, *words)
    with pytest.raises(CommandError, match=r"missing\.json: No such file"):
        said(tmp_path / "missing.json")


def test_spark_asks_the_tables_and_not_what_is_kept(package: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="asked by DuckDB only"):
        said(package, "--keep", tmp_path / "kept", "--engine", "spark")
    assert not (tmp_path / "kept").exists()


def test_without_spark_its_absence_is_told(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(CommandError, match="Spark is not installed here"):
        said(package, "--flags", tmp_path / "flags.csv", "--engine", "spark")
