"""A process of several releases stands where its first release stood, in whatever is counted."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.reading import Reading
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, NO_COUNTS, Counts, Shape
from sunledger.screening.procurement import flags, one_pass
from sunledger.screening.procurement.kept import Kept
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf.cardinal import ELEVEN as SCREENS
from tests import slow_cardinal
from tests.test_eleven import COMPATIBLE, RELEASE, bid, codes, found, process
from tests.test_one_pass import lines

Json = dict[str, Any]


def in_order(releases: list[Json]) -> list[Json]:
    """Return one compiled release a process, in the order of their first releases."""
    merged = Reading([Content(lines(releases), "a")]).processes()
    compiled = {one.ocid: one.value for one in merged}
    return [compiled[ocid] for ocid in dict.fromkeys(one["ocid"] for one in releases)]


def of_tables(contents: list[bytes], shape: Shape = COLUMNS, before: Counts = NO_COUNTS) -> Json:
    """Return the rows of all tables, each table in the order of its numbers."""
    with tempfile.TemporaryDirectory() as name:
        given = [Content(one, f"{place}") for place, one in enumerate(contents)]
        read = flat.write(given, Path(name), shape, before=before)
        tables = {one: pq.read_table(read.file(one)).to_pylist() for one in shape}
        assert {one: len(rows) for one, rows in tables.items() if rows} == dict(read.rows)
        assert read.counts == Counts(
            before.processes + len({line["ocid"] for one in contents for line in parsed(one)}),
            *(getattr(before, one) + len(tables.get(one, ())) for one in Counts._fields[1:]),
        )
        assert not [one for one in Path(name).iterdir() if one.suffix != ".parquet"]
    return {name: sorted(rows, key=repr) for name, rows in tables.items()}


def parsed(content: bytes) -> list[Json]:
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def euros(bidder: str, amount: float, **more: Any) -> Json:
    return bid(bidder, amount, **more) | {"value": {"amount": amount, "currency": "EUR"}}


def test_the_first_bid_of_a_merged_process_decides_the_currency(tmp_path: Path) -> None:
    """The lowest bid of `b` in yuan is disqualified; in euros, in which `a` bids first, none is."""
    low = [bid("b", 90, "disqualified"), bid("a"), bid("c", 120)]
    first = process("a", euros("a", 100), euros("b", 130), date="2024-01-01T00:00:00Z")
    again = {"ocid": "a", "date": "2024-02-01T00:00:00Z", "tender": {"title": "road"}}
    releases = [first, process("b", *low), again]
    assert ("R036", "b") not in codes(releases)
    assert ("R036", "b") in codes([releases[1], releases[0], again])
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines(releases))
    kept = Kept(tmp_path / "kept")
    kept.folder.mkdir()
    kept.read([Content(file, "a")])
    by_kept = kept.screened(COMPATIBLE, SCREENS)
    assert list(flags.listed(by_kept.flags)) == found(releases)


SPLIT = st.lists(
    st.tuples(RELEASE, st.lists(RELEASE, max_size=2), st.integers(0, 3)), min_size=1, max_size=10
)


def released(split: list[tuple[Json, list[Json], int]]) -> list[Json]:
    """Return releases of processes, some with several of which the later stand further behind."""
    made: list[tuple[int, Json]] = []
    for number, (first, more, apart) in enumerate(split):
        for month, one in enumerate([first, *more], 1):
            date = f"2024-{month:02}-01T00:00:00Z"
            made.append((number + apart * (month - 1), {"ocid": f"p{number}", "date": date, **one}))
    return [one for _, one in sorted(made, key=lambda pair: pair[0])]


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(SPLIT, st.sampled_from(["", "", "CNY"]), st.sampled_from([1, 2]))
def test_both_roads_find_in_them_what_a_slow_reading_finds(
    split: list[tuple[Json, list[Json], int]], currency: str, least: int
) -> None:
    releases = released(split)
    compiled = in_order(releases)
    setting = Settings(compatible=True, currency=currency, least_supplied=least)
    slow = slow_cardinal.flags(compiled, currency, least)
    assert {tuple(one) for one in found(releases, setting)} == slow
    passed = one_pass.screened([Content(lines(compiled), "a")], setting)
    assert passed
    assert {tuple(one) for one in flags.listed(passed.found.flags)} == slow


WHOLE = {
    "tender": {"items": [{"id": "1"}], "lots": [{"id": "l"}], "amendments": [{"id": "m"}]},
    "bids": {"details": [{"id": "1", "tenderers": [{"id": "t"}]}, {"id": "2"}]},
    "awards": [{"id": "a", "suppliers": [{"id": "t"}], "items": [{"id": "1"}, {"id": "2"}]}],
    "contracts": [
        {"id": "c", "awardID": "a", "amendments": [{"id": "n"}], "items": [{"id": "1"}]}
        | {"implementation": {"transactions": [{"id": "x"}]}}
    ],
}


@pytest.mark.parametrize("shape", [COLUMNS, ELEVEN], ids=["all", "eleven"])
@pytest.mark.parametrize("before", [Counts(), Counts(7, 5, 3, 2)], ids=["alone", "beside others"])
@pytest.mark.parametrize("order", ["aab", "aba", "baa", "abcabc", "cbacab", "abcd", "bbb"])
def test_tables_are_those_of_the_compiled_releases_row_for_row(
    order: str, before: Counts, shape: Shape
) -> None:
    """Whatever stands under a process goes along, and every number is the one it would have."""
    releases = []
    for number, ocid in enumerate(order, 1):
        more = WHOLE if number % 3 else {"bids": {"details": [{"id": str(number)}]}}
        releases.append({"ocid": ocid, "date": f"2024-{number:02}-01T00:00:00Z", **more})
    merged = of_tables([lines(releases)], shape, before)
    assert merged == of_tables([lines(in_order(releases))], shape, before)
    halves = [lines(releases[:2]), lines(releases[2:])]
    assert merged == of_tables(halves, shape, before)


def test_a_process_that_cannot_be_merged_leaves_its_place_empty() -> None:
    """Of two releases without a date none has a place in their order."""
    undated = [{"ocid": "a", **WHOLE}, {"ocid": "b", **WHOLE}, {"ocid": "a", "x": 1}]
    with tempfile.TemporaryDirectory() as name:
        read = flat.write([Content(lines(undated), "a")], Path(name))
        assert (read.report.processes, len(read.report.refused)) == (1, 2)
        assert pq.read_table(read.file("bids"))["bid"].to_pylist() == [0, 1]
        assert pq.read_table(read.file("processes"))["ocid"].to_pylist() == ["b"]
