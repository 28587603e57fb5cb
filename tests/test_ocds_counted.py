"""What cannot be read is counted to the last one, and what holds nothing is accounted for."""

import csv
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sunledger.core.content import Content
from sunledger.screening.ocds import flat, found
from sunledger.screening.ocds.reading import Reading, Report

GOOD = b'{"ocid":"a","date":"2024-01-01"}\n'
PACKAGE = {"uri": "https://example.org/1.json", "version": "1.1", "publisher": {"name": "P"}}


def report_of(held: bytes) -> Report:
    """Return what reading some bytes reports."""
    reading = Reading([Content(held, "a.jsonl")])
    list(reading.processes())
    return reading.report


def said(*words: object, language: str = "en") -> str:
    out = io.StringIO()
    with override(language):
        call_command("ocds", *map(str, words), stdout=out)
    return out.getvalue()


def broken(many: int) -> bytes:
    """Return lines of which every second one is broken in a way of its own."""
    return b"".join(GOOD + b'{"ocid":%d,\n' % number for number in range(many))


def test_the_first_refusals_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    many = found.HELD + 500
    for report in (
        report_of(broken(many)),
        flat.write([Content(broken(many), "a.jsonl")], tmp_path).report,
    ):
        assert (len(report.refused), report.refused.many) == (found.HELD, many)
        assert report.refused[-1].place.line == 2 * found.HELD
        assert (report.processes, report.repeated) == (1, many - 1)


@pytest.mark.parametrize("line", [b"{}", b'{"ocid":7}', b'{"ocid":"a","releases":[{"url":"x"}]}'])
def test_no_number_of_refusals_takes_memory(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "a.jsonl"

    def peak(many: int) -> int:
        file.write_bytes((line + b" " * 200 + b"\n") * many)
        tracemalloc.start()
        try:
            read = flat.write([Content(file, "a")], tmp_path / "tables")
            assert read.report.refused.many == many
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20_000) < peak(4_000) + (1 << 20)


def test_what_only_merging_refuses_is_counted_with_the_rest(tmp_path: Path) -> None:
    """Processes are merged in a second reading, which finds again what the first one refused."""
    undated = b"".join(b'{"ocid":"p%d","id":"%d"}\n' % (number % 4, number) for number in range(8))
    read = flat.write([Content(undated + broken(30), "a.jsonl")], tmp_path).report
    assert (len(read.refused), read.refused.many) == (38, 38)
    read = flat.write([Content(broken(found.HELD) + undated, "a.jsonl")], tmp_path).report
    assert (len(read.refused), read.refused.many) == (found.HELD, found.HELD + 8)


def test_the_report_shows_some_and_says_how_many_more(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(broken(30))
    told = said(file)
    assert "Not read: 30\n  a.jsonl, line 2: This is not JSON" in told
    assert told.endswith("\n  and 10 more; --json lists all\n")
    file.write_bytes(broken(found.HELD + 500))
    told = said(file)
    assert "Not read: 1500\n" in told
    assert told.endswith("\n  and 1480 more; --json lists the first 1000\n")
    assert said(file, language="zh-hans").endswith("另有 1480 条；用 --json 列出前 1000 条\n")
    listed = json.loads(said(file, "--json"))
    assert (len(listed["refused"]), listed["refused_in_all"]) == (1000, 1500)
    assert listed["noted_in_all"] == 0


EMPTY: dict[str, Any] = {
    "a package": PACKAGE | {"releases": []},
    "a package of 1.0": {"releases": []},
    "a package of records": PACKAGE | {"records": []},
    "an array": [],
    "what an interface gives": {"data": PACKAGE | {"releases": []}},
    "two packages": [PACKAGE | {"releases": []}, PACKAGE | {"records": []}],
}


@pytest.mark.parametrize(
    ("held", "indent"), list(zip(EMPTY.values(), [None, 1] * 3, strict=True)), ids=EMPTY
)
def test_what_holds_no_releases_is_read_and_named(
    tmp_path: Path, held: object, indent: int | None
) -> None:
    """A publisher that has published nothing in a month says so with such a package."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(held, indent=indent), "utf-8")
    many = 2 if isinstance(held, list) and held else 1
    flags, out = tmp_path / "flags.csv", tmp_path / "out.jsonl"
    for words in (
        [],
        ["--out", out],
        ["--tables", tmp_path / "tables"],
        ["--flags", flags],
        ["--flags", flags, "--compatible"],
        ["--flags", flags, "--screens", "all", "--evidence", tmp_path / "evidence.jsonl"],
        ["--flags", flags, "--keep", tmp_path / "kept", "--screens", "all"],
    ):
        told = said(file, *words)
        assert told.startswith("0 releases were read: 0 processes")
        assert f"Read, and odd: {many}\n  a.json, text 1 (line 1)" in told
        assert "It was read, and holds no releases." in told
        assert "Not read" not in told
    assert out.read_bytes() == b""
    assert list(csv.reader(flags.read_text("utf-8").splitlines())) == [
        ["group", "subject", "indicator", "value"]
    ]


@pytest.mark.parametrize("record", [{"ocid": "a"}, {"ocid": "a", "compiledRelease": None}])
def test_a_record_without_releases_is_refused_for_that(
    tmp_path: Path, record: dict[str, Any]
) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"records": [record | {"releases": []}]}), "utf-8")
    with pytest.raises(CommandError, match="Nothing could be read"):
        said(file)
    (refused,) = report_of(file.read_bytes()).refused
    assert str(refused.place) == "a.jsonl, text 1 (line 1), records/0"
    assert str(refused.problem).startswith("This record has no releases")


def test_an_empty_package_among_others_costs_nothing(tmp_path: Path) -> None:
    held = [PACKAGE | {"releases": []}, PACKAGE | {"releases": [json.loads(GOOD)]}]
    read = flat.write([Content(json.dumps(held).encode(), "a.json")], tmp_path).report
    assert (read.processes, read.found["release package"], read.noted.many) == (1, 2, 1)
    assert str(read.noted[0].place) == "a.json, text 1 (line 1), 0"
