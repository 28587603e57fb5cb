"""Whatever files of procurement data there are, each process comes out once, or is refused."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import large
from sunledger.screening.ocds.found import Broken, Document
from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.jsontext import Texts
from sunledger.screening.ocds.kinds import kind_of
from sunledger.screening.ocds.reading import Process, Reading


def release(ocid: str = "ocds-1", month: int = 1, **more: Any) -> dict[str, Any]:
    """Return a release of a process in some month of 2024."""
    date = f"2024-{month:02}-01T00:00:00Z"
    return {"ocid": ocid, "id": f"{ocid}-{month}", "date": date, "tag": ["tender"], **more}


def read(*files: object) -> tuple[dict[str, Process], Reading]:
    """Return the processes of files by ocid, and what was noticed; each file JSON or bytes."""
    held = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in files]
    reading = Reading([Content(one, f"{number}.json") for number, one in enumerate(held, 1)])
    return {one.ocid: one for one in reading.processes()}, reading


def refusals(reading: Reading) -> list[str]:
    return [f"{one.place}: {one.problem}" for one in reading.report.refused]


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in values)


FIRST = release(tender={"title": "road", "status": "active"})
SECOND = release(month=2, tender={"status": "complete"}, awards=[{"id": "a"}])


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([[FIRST, SECOND]], id="an array"),
        pytest.param([FIRST, SECOND], id="a file a release"),
        pytest.param([SECOND, FIRST], id="the later first"),
        pytest.param([{"releases": [FIRST, SECOND], "version": "1.1"}], id="a package"),
        pytest.param([{"releases": [SECOND]}, {"releases": [FIRST]}], id="two packages"),
        pytest.param([lines(FIRST, SECOND)], id="lines"),
        pytest.param([lines(FIRST, SECOND).strip()], id="lines without a last end"),
        pytest.param([lines(FIRST) + b"\r\n\r\n" + lines(SECOND)], id="lines with gaps"),
        pytest.param([json.dumps(FIRST) + json.dumps(SECOND)], id="one behind the other"),
        pytest.param([b"\xef\xbb\xbf" + lines(FIRST, SECOND)], id="with a mark"),
        pytest.param([json.dumps([FIRST, SECOND], indent=1).encode("utf-16")], id="in UTF-16"),
        pytest.param([gzip.compress(lines(FIRST, SECOND))], id="packed"),
        pytest.param([lines({"ocid": "ocds-1", "releases": [FIRST, SECOND]})], id="a record"),
        pytest.param(
            [{"records": [{"ocid": "ocds-1", "releases": [SECOND, FIRST]}]}], id="records"
        ),
        pytest.param([{"count": 2, "results": [FIRST, SECOND]}], id="what an interface gives"),
        pytest.param([lines(FIRST, SECOND, FIRST)], id="the same again"),
    ],
)
def test_the_same_releases_are_the_same_process_however_they_are_wrapped(files: list[Any]) -> None:
    given = [one.encode() if isinstance(one, str) else one for one in files]
    processes, reading = read(*given)
    assert refusals(reading) == []
    assert processes["ocds-1"].releases == 2
    assert processes["ocds-1"].value == {
        "ocid": "ocds-1",
        "id": "ocds-1-2024-02-01T00:00:00Z",
        "date": "2024-02-01T00:00:00Z",
        "tag": ["compiled"],
        "tender": {"title": "road", "status": "complete"},
        "awards": [{"id": "a"}],
    }


def test_releases_are_ordered_by_instants_and_not_by_their_letters() -> None:
    early = FIRST | {"date": "2024-02-01T01:00:00+08:00", "tender": {"title": "early"}}
    late = FIRST | {"date": "2024-01-31T20:00:00Z", "tender": {"title": "late"}}
    processes, _ = read([late, early])
    assert processes["ocds-1"].value["tender"] == {"title": "late"}


def test_a_compiled_release_stays_as_it_was_published() -> None:
    compiled = FIRST | {"tag": ["compiled"], "awards": [{"id": "1"}, {"id": "1"}], "x": None}
    processes, reading = read({"records": [{"ocid": "ocds-1", "compiledRelease": compiled}]})
    assert processes["ocds-1"].value == compiled
    assert (reading.report.found["record"], reading.report.merged) == (1, 0)


def test_a_compiled_release_stands_for_all_before_it() -> None:
    """What it leaves out was taken away, and what it says without ids is not said twice."""
    items = {"items": [{"description": "sand"}]}
    first = release(tender=items | {"title": "road"}, buyer={"name": "gone"})
    compiled = release(month=3, tender=items) | {"tag": ["compiled"]}
    early = compiled | {"date": "2024-01-15T00:00:00Z", "language": "zh"}
    last = release(month=3, tender=items)
    for files in ([first, compiled], [compiled, last, first], [compiled, early], [early, compiled]):
        processes, reading = read(*files)
        assert processes["ocds-1"].value == compiled
        assert (reading.report.processes, reading.report.merged) == (1, 0)
    later = release(month=4, tender={"status": "complete"})
    processes, reading = read(later, compiled, first)
    assert processes["ocds-1"].value["tender"] == items | {"status": "complete"}
    assert "buyer" not in processes["ocds-1"].value
    assert reading.report.merged == 1


def test_what_cannot_be_read_is_named_with_its_place_and_the_rest_is_read() -> None:
    good = release("ocds-2")
    package = {
        "releases": [
            good,
            "https://example.org/1.json",
            {"id": "no ocid"},
            {"ocid": "  "},
            {"ocid": 7},
        ]
    }
    record = {"ocid": "ocds-3", "releases": [{"url": "https://example.org/2.json", "date": "x"}]}
    undated = [release("ocds-4"), release("ocds-4") | {"date": "soon"}]
    processes, reading = read(package, {"records": [record]}, undated, {"hello": 1}, b"", b"\n \n")
    assert list(processes) == ["ocds-2", "ocds-4"]
    said = refusals(reading)
    # The last is only known once every release of its process was seen.
    assert [one.partition(": ")[0] for one in said] == [
        "1.json, text 1 (line 1), releases/1",
        "1.json, text 1 (line 1), releases/2",
        "1.json, text 1 (line 1), releases/3",
        "1.json, text 1 (line 1), releases/4",
        "2.json, text 1 (line 1), records/0",
        "3.json, text 1 (line 1), 1",
        "4.json, text 1 (line 1)",
        "5.json",
        "6.json",
    ]
    assert "https://example.org/1.json" in said[0]
    assert "links" in said[4]
    assert "“soon”" in said[5]
    assert said[7] == "5.json: There is nothing in this file."


def test_a_broken_line_costs_that_line_only() -> None:
    held = lines(release("ocds-1")) + b'{"ocid": "ocds-2", "ti\n' + lines(release("ocds-3"))
    processes, reading = read(held)
    assert list(processes) == ["ocds-1", "ocds-3"]
    assert len(refusals(reading)) == 1
    assert refusals(reading)[0].startswith("1.json, line 2: This is not JSON")


@pytest.mark.parametrize("cut", [b'{"ocid": "ocds-2", "ti', b'{"ocid": "ocds-2",\n "tender": {'])
def test_a_file_that_breaks_off_gives_what_stood_before(cut: bytes) -> None:
    processes, reading = read(lines(release("ocds-1")) + cut)
    assert list(processes) == ["ocds-1"]
    assert [one.partition(":")[0] for one in refusals(reading)] == ["1.json, line 2"]


def test_after_a_broken_text_of_several_lines_the_next_one_is_read() -> None:
    pretty = [json.dumps(release(f"ocds-{number}"), indent=2) for number in (1, 2, 3)]
    pretty[1] = pretty[1].replace('"tag"', "tag")
    processes, reading = read("\n".join(pretty).encode())
    assert list(processes) == ["ocds-1", "ocds-3"]
    assert len(refusals(reading)) == 1


@pytest.mark.parametrize("held", [b"<html><p>Not found</p></html>", b"a,b\n1,2\n", b'"text"', b"7"])
def test_what_is_no_procurement_data_is_refused_with_a_sentence(held: bytes) -> None:
    processes, reading = read(held)
    assert processes == {}
    assert refusals(reading)


def test_nesting_without_end_is_refused() -> None:
    for held in (b"[" * 200_000, b'{"releases":' * 100_000 + b"1"):
        processes, reading = read(held)
        assert processes == {}
        assert refusals(reading)


@pytest.mark.parametrize(
    ("encoding", "word"), [("latin-1", "Reparación"), ("gb18030", "河道清淤与护坡工程采购")]
)
def test_old_encodings_are_read(encoding: str, word: str) -> None:
    values = [release(f"ocds-{number}", tender={"title": word}) for number in range(3)]
    for indent in (None, 1):
        text = "\n".join(json.dumps(one, ensure_ascii=False, indent=indent) for one in values)
        processes, reading = read(text.encode(encoding))
        assert refusals(reading) == []
        assert [one.value["tender"]["title"] for one in processes.values()] == [word] * 3


def test_a_text_larger_than_can_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LARGE", "LARGEST", "LARGEST_TEXT"):
        monkeypatch.setattr(large, name, 1 << 20)
    held = json.dumps([release(str(number)) for number in range(20_000)], indent=1).encode()
    processes, reading = read(held, lines(release("ocds-2")))
    assert list(processes) == ["ocds-2"]
    assert "JSON lines" in refusals(reading)[0]


def test_lines_take_memory_by_the_number_of_processes_and_not_by_their_size(tmp_path: Path) -> None:
    words = ["工" * 20_000]
    tail = [release(f"ocds-{number}", month=2) for number in range(400)]
    held = lines(*(release(f"ocds-{number}", x=words) for number in range(400)), *tail)
    file = tmp_path / "a.jsonl"
    file.write_bytes(held)
    assert len(held) > 40 << 20
    tracemalloc.start()
    try:
        seen = sum(one.releases for one in Reading([Content(file, "a.jsonl")]).processes())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seen == 800
    assert peak < 12 << 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["ocid", "releases", "records", "compiledRelease", "tag", "date", "data"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4), st.sampled_from([None, 1]), st.binary(max_size=6))
def test_no_file_at_all_makes_it_fall_over(
    values: list[Any], indent: int | None, more: bytes
) -> None:
    text = "\n".join(json.dumps(one, indent=indent) for one in values)
    held = text.encode() + more
    assume(not held.startswith(b"\x1f\x8b"))  # gzip that does not unfold is refused before
    processes, reading = read(held)
    assert reading.report.processes == len(processes)


@given(st.lists(JSON, max_size=4), st.sampled_from([None, 1]), st.sampled_from(["\n", "", " \r\n"]))
def test_every_text_of_a_file_is_found(values: list[Any], indent: int | None, between: str) -> None:
    objects = [one if isinstance(one, dict | list) else [one] for one in values]
    text = between.join(json.dumps(one, indent=indent) for one in objects)
    found = list(Texts(Content(text.encode(), "a.json")))
    assert [one.value for one in found if isinstance(one, Document)] == objects
    assert not [one for one in found if isinstance(one, Broken)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2024-03-04", "2024-03-04T00:00:00Z"),
        ("2024-03-04T18:00:00+08:00", "2024-03-04T10:00:00Z"),
        ("2024-03-04T18:00+0800", "2024-03-04T10:00:00Z"),
        ("2024-03-04 10:00:00.250", "2024-03-04T10:00:00,25z"),
    ],
)
def test_the_same_moment_is_one_instant(text: str, same: str) -> None:
    one, other = read_instant(text), read_instant(same)
    assert one
    assert other
    assert one.at == other.at


def test_what_an_instant_does_not_say_is_known() -> None:
    day, local = read_instant("2024-03-04"), read_instant("2024-03-04T10:00:00")
    assert [one and one.says for one in (day, local)] == ["day", "local"]


@pytest.mark.parametrize(
    "text", ["", "2024-02-30", "2024-13-01", "20240304", "soon", "2024-03-04T25:00:00Z"]
)
def test_what_is_no_date_is_no_instant(text: str) -> None:
    assert read_instant(text) is None


def real_files(shared: Path) -> Iterator[Path]:
    yield from sorted((shared / "data/ocds/ocdskit_realdata").iterdir())
    yield shared / "data/ocds/uk_contracts_finder.jsonl"


def test_every_real_file_is_read_whole(shared: Path) -> None:
    many = 0
    for file in real_files(shared):
        reading = Reading([Content(file, file.name)])
        processes = list(reading.processes())
        assert refusals(reading) == [], file.name
        assert processes
        assert all(kind_of(one.value) in ("compiled release", "release") for one in processes)
        many += len(processes)
    assert many == 230 + 37
