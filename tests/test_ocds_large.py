"""Large texts are read part by part, as small ones are read at once; larger ones are refused."""

import json
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import flat, jsontext, large, spread
from sunledger.screening.ocds.found import Broken
from sunledger.screening.ocds.jsontext import Texts
from sunledger.screening.ocds.reading import Reading
from tests.test_ocds_hostile import read, release, written
from tests.test_ocds_reading import JSON


@contextmanager
def bounds(**changed: int) -> Iterator[None]:
    """Have other bounds for a while: of what is large, and of what is read at once."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changed.items():
            patch.setattr(large, name, value)
        patch.setattr(jsontext, "LONGEST_LINE", large.LARGEST)
        yield


def whole(held: bytes) -> tuple[list[Any], list[str], list[str], dict[str, int]]:
    """Return all that reading some bytes tells."""
    reading = Reading([Content(held, "a")])
    processes = list(reading.processes())
    report = reading.report
    refused = [f"{one.place}: {one.problem}" for one in report.refused]
    return processes, refused, [str(one.place) for one in report.noted], dict(report.found)


def tables(held: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the rows of tables, and what was refused."""
    with tempfile.TemporaryDirectory() as name:
        found = flat.write([Content(held, "a")], Path(name))
        rows = {table: pq.read_table(found.file(table)).to_pylist() for table in found.shape}
        return rows, [f"{one.place}: {one.problem}" for one in found.report.refused]


MADE = [release(f"p{number}", tender={"items": [{"id": "1"}]}) for number in range(4)]
OLDER = [one | {"buyer": {"name": "B"}} for one in MADE]
TEXTS: dict[str, Any] = {
    "a package": {"releases": MADE, "version": "1.1"},
    "one of version 1.0": {"releases": [*OLDER, *[one | {"date": "2025"} for one in OLDER]]},
    "records": {"records": [{"ocid": "a", "releases": [MADE[0], MADE[1]]}, {"ocid": "b"}]},
    "an array": [MADE[0], {"releases": MADE[1:]}, 7, "x", None, [], {}],
    "wrapped": {"count": 4, "results": MADE},
    "a package in a wrapper": {"data": {"releases": MADE}},
    "wrappers of nothing": {"data": {"data": {"releases": MADE}}, "items": [1, 2]},
    "parts that are none": {"releases": [MADE[0], 7, "x", None, {}, {"ocid": 3}, [MADE[1]]]},
    "lists that are none": {"releases": {"a": 1}, "records": 3, "results": MADE},
    "both": {"releases": MADE[:2], "records": [{"ocid": "a", "releases": MADE[2:]}]},
    "a release": MADE[0],
    "a record": {"ocid": "p0", "releases": MADE[:1]},
    "a release with lists": MADE[0] | {"items": MADE, "data": {"releases": MADE}},
    "nothing": {"releases": []},
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("value", TEXTS.values(), ids=TEXTS)
def test_what_is_read_in_parts_is_what_is_read_at_once(value: object, indent: int | None) -> None:
    held = json.dumps(value, indent=indent).encode()
    for more in (b"", b"\n" + json.dumps(release("last")).encode(), b"\n{"):
        with bounds(LARGE=0):
            in_parts = whole(held + more), tables(held + more)
        assert in_parts == (whole(held + more), tables(held + more))


@given(st.lists(JSON, max_size=3), st.sampled_from([None, 1]), st.binary(max_size=4))
def test_whatever_is_read_in_parts(values: list[Any], indent: int | None, more: bytes) -> None:
    held = "\n".join(json.dumps(one, indent=indent) for one in values).encode() + more
    assume(not held.startswith(b"\x1f\x8b"))  # gzip that does not unfold is refused before
    with bounds(LARGE=0):
        in_parts = whole(held)
    assert in_parts == whole(held)


ODD = [b'{"ocid":"p1","x":NaN}', b'{"ocid":"p1","x":"\\ud800"}', b'{"ocid":"p1","x":1e999}']


@pytest.mark.parametrize("odd", ODD)
def test_what_only_some_write_is_read_in_a_part_as_well(odd: bytes) -> None:
    held = b'{"releases":[{"ocid":"p0"},' + odd + b',{"ocid":"p2"}]}'
    with bounds(LARGE=0):
        in_parts = whole(held)
    assert [one.ocid for one in in_parts[0]] == ["p0", "p1", "p2"]
    assert not in_parts[1]


def test_a_part_that_cannot_be_read_is_refused_alone() -> None:
    """A number of thousands of digits, and a letter that is none."""
    digits = b'{"ocid":"p1","x":' + b"9" * 5000 + b"}"
    held = b'{"releases":[{"ocid":"p0"},' + digits + b',{"ocid":"p2","x":"\xff"}]}'
    with bounds(LARGE=0):
        processes, refused, *_ = whole(held)
    assert [one.ocid for one in processes] == ["p0", "p2"]
    assert len(refused) == 1
    assert refused[0].startswith("a, text 1 (line 1), releases/1: This is not JSON")


def told(held: bytes, step: int) -> list[Any]:
    """Return the texts of a file that is read with so many signs at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "_STEP", step)
        patch.setattr(jsontext, "_STEP", step)
        return list(Texts(Content(held, "a")))


BITS = ['{"a":[1]}', "[1,\n2]", "{", "}", "[", '"', "\n", "\n{", " ", ",", "7", "NaN", '"é"', "\\u"]


@given(st.lists(st.sampled_from(BITS), max_size=12), st.integers(1, 40))
def test_however_much_is_held_the_same_texts_are_found(bits: list[str], step: int) -> None:
    held = "".join(bits).encode()
    assert repr(told(held, step)) == repr(told(held, 1 << 20))


def test_after_many_broken_places_reading_stops_and_says_so() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "MOST_BROKEN", 10)
        _, refused = read(b"{x\n" * 30 + b'{"ocid":"a"}\n')
        assert len(refused) == 11
        assert refused[-1].startswith("1.json, line 11: From here on nothing was read")
        processes, refused = read(b"{x\n" * 9 + b'{"ocid":"a"}\n' + b"{x\n" * 9)
        assert ([one.ocid for one in processes], len(refused)) == (["a"], 18)


SMALL = {"LARGE": 200, "LARGEST": 2_000, "MOST_VALUES": 100, "MOST_IN_ALL": 300}
LISTS = b'{"ocid":"x","y":[' + b"[]," * 200 + b"[]]}"
AWARDS = b'{"ocid":"x","awards":[' + b"{}," * 200 + b"{}]}"
TITLE = b'{"ocid":"x","tender":{"title":"' + b"a" * 3_000 + b'"}}'
HEAVY = {"lists": LISTS, "awards": AWARDS, "title": TITLE, "NaN": LISTS.replace(b"x", b"NaN", 1)}


@pytest.mark.parametrize("held", HEAVY.values(), ids=HEAVY)
def test_a_line_that_would_take_too_much_is_refused_and_the_next_is_read(
    tmp_path: Path, held: bytes
) -> None:
    file = b'{"ocid":"p1"}\n' + held + b'\n{"ocid":"p2"}\n'
    with bounds(**SMALL):
        processes, refused = read(file)
        found, also = written(tmp_path, file)
    assert ([one.ocid for one in processes], found.report.processes) == (["p1", "p2"], 2)
    assert refused == also
    assert len(refused) == 1
    assert refused[0].startswith("1.json, line 2: What begins here h")
    assert "JSON lines" in refused[0]


@pytest.mark.parametrize("held", HEAVY.values(), ids=HEAVY)
def test_of_a_package_only_such_a_release_is_refused(tmp_path: Path, held: bytes) -> None:
    for between in (b"", b"\n "):
        parts = (b'{"ocid":"p1"},', held, b',{"ocid":"p2"}')
        file = b'{"releases":[' + between.join(parts) + b"]," + between + b'"version":"1.1"}'
        with bounds(**(SMALL | {"LARGEST": len(TITLE) - 1, "MOST_IN_ALL": 600})):
            processes, refused = read(file)
            found, also = written(tmp_path, file)
        assert ([one.ocid for one in processes], found.report.processes) == (["p1", "p2"], 2)
        assert refused == also
        assert [one.partition(": What")[0] for one in refused] == [
            "1.json, text 1 (line 1), releases/1"
        ]


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(b"[" + b"[]," * 400 + b"[]]", id="an array"),
        pytest.param(b'{"releases":[' + b"{}," * 400 + b"{}]}", id="a package"),
        pytest.param(b'{"releases":\n[' + b"{},\n" * 400 + b"{}]}", id="over lines"),
        pytest.param(b'{"a":[\n' + b"NaN,\n" * 400 + b"1]}", id="over lines, NaN"),
        pytest.param(json.dumps([[]] * 400).encode("utf-16"), id="in UTF-16"),
    ],
)
def test_more_values_than_are_ever_held_are_refused(tmp_path: Path, held: bytes) -> None:
    with bounds(**SMALL), pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "_STEP", 50)
        patch.setattr(jsontext, "_STEP", 50)
        processes, refused = read(held)
        _, also = written(tmp_path, held)
    assert processes == []
    assert refused == also
    assert refused[0].startswith("1.json, line 1: What begins here holds more than ")
    assert len(refused) < 3


def test_what_follows_a_text_without_end_is_not_guessed_at() -> None:
    """Its parts may stand at the beginning of a line, and look like releases of their own."""
    inside = b'{"a":NaN,\n' + b'"b":7,\n' * 120 + b'"c":[\n{"ocid":"part"}]}\n{"ocid":"next"}\n'
    with bounds(**SMALL), pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "_STEP", 50)
        patch.setattr(jsontext, "_STEP", 50)
        texts = list(Texts(Content(b"{x\n{x\n" + inside, "a")))
    assert [one.line for one in texts] == [1, 2, 3, 3]
    assert all(isinstance(one, Broken) for one in texts)
    assert str(texts[-1].problem).startswith("What follows it in this file was not read")  # type: ignore[union-attr]


def test_after_a_long_line_blocks_are_small_again(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = b'{"ocid":"p"}\n' * 3_000
    file.write_bytes(lines + b'{"ocid":"' + b"q" * 100_000 + b'"}\n' + lines * 9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsontext, "BLOCK", 1_000)
        sizes = [len(one) for one in jsontext.blocks(Content(file, "a"))]
    assert (sum(sizes), max(sizes[-30:])) == (file.stat().st_size, 988)
    assert max(sizes) > 100_000


@pytest.mark.parametrize("held", [LISTS, AWARDS], ids=["lists", "awards"])
def test_what_is_refused_takes_no_memory(tmp_path: Path, held: bytes) -> None:
    """Thirty megabytes of small lists or objects: more than a gigabyte, if they were read."""
    begin, _, small = held.partition(b"[")
    file = tmp_path / "a.jsonl"
    file.write_bytes(begin + b"[" + small[:3] * 10_000_000 + b'{}]}\n{"ocid":"p"}\n')
    tracemalloc.start()
    try:
        found = flat.write([Content(file, "a")], tmp_path / "tables")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (found.report.processes, found.report.refused.many) == (1, 1)
    assert peak < 200 << 20
