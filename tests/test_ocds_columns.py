"""Columns of procurement tables: whatever stands in releases comes out as it went in."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.content import Content
from sunledger.screening.ocds import arrays, flat, narrow
from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.piles import Pile
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, SCREENS, Column

TEXTS = st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
WHOLE = st.none() | st.integers(-(2**63), 2**63 - 1)
NUMBERS = st.none() | st.floats()
USUAL = ["2024-01-10T18:00:00+08:00", "2024-01-10T12:00:00Z", None]
DATES = [
    *(*USUAL, "", " ", "soon", "2024-01-10", "2024-01-10T12:00", "2024-01-10 12:00:00Z"),
    *("2024-01-09T23:59:59.5Z", "2024-01-09T23:59:59.1234Z", "2024-01-10T12:00:00z"),
    *("0000-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"),
    *("2024-01-10T12:00:00+05:75", "2024-02-30T00:00:00Z", "2024-01-10T24:00:00Z"),
    *("2024-01-10T12Z", "2024-01-10T12:00Z", "2024-01-10T12:00:00.12+08"),
]


@given(st.lists(st.lists(st.tuples(TEXTS, WHOLE, NUMBERS), min_size=1)))
def test_what_waits_is_as_it_was(blocks: list[list[tuple[Any, Any, Any]]]) -> None:
    pile = Pile(
        (Column("a", "string", "a"), Column("b", "int64", "b"), Column("c", "float64", "c"))
    )
    for rows in blocks:
        pile.put([list(one) for one in zip(*rows, strict=True)])
    if not blocks:
        assert not pile.size
        return
    held = pile.take()
    rows = [row for block in blocks for row in block]
    assert held[0].to_pylist() == [None if one is None else str(one) for one, _, _ in rows]
    assert held[1].to_pylist() == [one for _, one, _ in rows]
    assert held[2].equals(pa.array([one for _, _, one in rows], pa.float64())) or any(
        one != one for _, _, one in rows
    )
    assert [one.null_count for one in held] == [
        sum(row[place] is None for row in rows) for place in range(3)
    ]
    assert not pile.size


def check_dates(dates: list[str | None]) -> None:
    """Hold what dates say together against what each says by itself."""
    read = [read_instant(one) if one else None for one in dates]
    at, says = arrays.instants(pa.array(dates, pa.string()))
    assert at.to_pylist() == [one and one.at for one in read]
    assert says.to_pylist() == [one and one.says for one in read]
    assert (at.type, says.type) == (pa.int64(), pa.string())


@given(st.lists(st.sampled_from(USUAL), min_size=1) | st.lists(st.sampled_from(DATES), min_size=1))
def test_dates_say_what_each_says_by_itself(dates: list[str | None]) -> None:
    check_dates(dates)


@pytest.mark.parametrize("date", DATES)
def test_a_date_alone_says_what_it_says(date: str | None) -> None:
    check_dates([date])


@pytest.mark.parametrize("shape", [COLUMNS, SCREENS, ELEVEN], ids=["all", "screens", "eleven"])
def test_what_is_missing_has_the_struct_of_what_is_read(shape: dict[str, Any]) -> None:
    line = b'{"ocid": "1", "tender": {"tenderPeriod": {"endDate": "x"}}, "buyer": {"id": "b"}}'
    release, nothing = narrow.decoder(shape).decode(line), narrow.nothing(shape)
    assert release.tender is not None
    assert type(nothing.tender) is type(release.tender)
    assert type(nothing.period) is type(release.tender.tender_period)
    assert type(nothing.party) is type(release.buyer)


def test_another_is_given_what_is_written(tmp_path: Path) -> None:
    given: list[tuple[str, list[dict[str, Any]]]] = []
    line = b'{"ocid": "1", "date": "2024-01-01T00:00:00Z", "bids": {"details": [{"id": 3}]}}\n'
    flat.write(
        [Content(line, "a")],
        tmp_path,
        ELEVEN,
        also=lambda *one: given.append((one[0], one[1].to_pylist())),
    )
    assert [name for name, _ in given] == ["processes", "bids"]
    assert given[0][1][0]["ocid"] == "1"
