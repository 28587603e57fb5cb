"""Procurement data that is broken on purpose, or by a program: read, or refused in a sentence."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.reading import Process, Reading
from sunledger.screening.ocds.writing import Flat


def release(ocid: str = "ocds-1", month: int = 1, **more: Any) -> dict[str, Any]:
    """Return a release of a process in some month of 2024."""
    return {"ocid": ocid, "date": f"2024-{month:02}-01T00:00:00Z", "tag": ["tender"], **more}


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in values)


def read(*files: bytes) -> tuple[list[Process], list[str]]:
    """Return the processes of files, and what was refused."""
    reading = Reading([Content(one, f"{number}.json") for number, one in enumerate(files, 1)])
    processes = list(reading.processes())
    return processes, [f"{one.place}: {one.problem}" for one in reading.report.refused]


def written(folder: Path, *files: bytes) -> tuple[Flat, list[str]]:
    """Return what became of files in tables, and what was refused."""
    contents = [Content(one, f"{number}.json") for number, one in enumerate(files, 1)]
    found = flat.write(contents, folder)
    return found, [f"{one.place}: {one.problem}" for one in found.report.refused]


def nested(deep: int) -> bytes:
    """Return a release with a value many objects deep."""
    return (
        b'{"ocid":"ocds-1","date":"2024-01-01","x":' + b'{"a":' * deep + b"1" + b"}" * deep + b"}\n"
    )


AROUND = [release("ocds-0"), release("ocds-2")]


@pytest.mark.parametrize("end", [b"\n", b""])
@pytest.mark.parametrize("between", [b" ", b"\n "])
@pytest.mark.parametrize(
    "amount", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b'"nan"', b'"inf"']
)
def test_what_is_no_amount_is_left_out_and_counted(
    tmp_path: Path, amount: bytes, between: bytes, end: bytes
) -> None:
    """Some programs write NaN where nothing is known; where in the file it stands is all one."""
    odd = b'{"ocid": "ocds-1",' + between + b'"tender": {"value": {"amount": ' + amount + b"}}}"
    for place in (0, 1, 2):
        held = [one.rstrip(b"\n") for one in map(lines, AROUND)]
        held.insert(place, odd)
        found, refused = written(tmp_path / f"{place}", b"\n".join(held) + end)
        assert refused == []
        assert pq.read_table(found.file("processes"))["amount"].to_pylist() == [None] * 3
        assert found.lost == {"tender/value/amount": 1}


@pytest.mark.parametrize("between", [b" ", b"\n "])
def test_half_a_sign_costs_that_sign_only(tmp_path: Path, between: bytes) -> None:
    odd = b'{"ocid": "ocds-1",' + between + rb'"tender": {"title": "\ud83d\ude00 \ud800a \udc00"}}'
    held = lines(AROUND[0]) + odd + b"\n" + lines(AROUND[1])
    processes, refused = read(held)
    assert refused == []
    assert processes[1].value["tender"]["title"] == "😀 �a �"
    found, _ = written(tmp_path, held)
    assert pq.read_table(found.file("processes"))["title"].to_pylist()[1] == "😀 �a �"


@pytest.mark.parametrize("between", [b" ", b"\n "])
def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path, between: bytes) -> None:
    odd = b'{"ocid": "ocds-1",' + between + b'"buyer": {"id": ' + b"9" * 5000 + b"}}"
    held = lines(AROUND[0]) + odd + b"\n" + lines(AROUND[1])
    for processes, refused in (
        (len(read(held)[0]), read(held)[1]),
        (written(tmp_path, held)[0].report.processes, written(tmp_path, held)[1]),
    ):
        assert processes == 2
        assert len(refused) == 1
        assert refused[0].startswith("1.json, line 2: This is not JSON")


@pytest.mark.parametrize("deep", [300, 700, 900, 970, 985, 995, 1_000, 100_000])
def test_however_deep_a_text_goes_it_is_read_or_refused(tmp_path: Path, deep: int) -> None:
    version = b'[{"releaseID":"1","releaseDate":"2024-01-01","releaseTag":[],"value":1}]'
    files = {
        "alone": nested(deep),
        "several": nested(deep) + lines(release(month=2)),
        "versioned": nested(deep).replace(b"1}", version + b"}", 1),
        "record": b'{"ocid":"ocds-1","compiledRelease":' + nested(deep).strip() + b"}\n",
    }
    for name, held in files.items():
        processes, refused = read(held + lines(AROUND[1]))
        assert "ocds-2" in {one.ocid for one in processes}
        assert len(refused) + len(processes) >= 2, name
        found, refused = written(tmp_path / name, held + lines(AROUND[1]))
        assert found.report.processes == found.rows["processes"]
        assert len(refused) + found.report.processes >= 2, name
