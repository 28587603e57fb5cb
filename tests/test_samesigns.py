"""Signs of names: which sound alike or look alike, the same on every engine by a table."""

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest

from sunledger.screening.linkage.signs import merged, readings
from sunledger.screening.samesigns import WIDTH, signs, with_apart
from sunledger.screening.shapes import SIGNS

ROWS = {row["sign"]: row for row in signs().to_pylist()}


def apart(one: str, two: str) -> int:
    """Return how many signs of two names are unlike."""
    ours = {sign: row for sign, row in ROWS.items() if sign in one + two}
    names, table = duckdb.connect(), pa.Table.from_pylist(list(ours.values()), SIGNS.schema())
    pair = nw.from_native(names.sql(f"SELECT '{one}' AS mine, '{two}' AS theirs"))
    known = nw.from_native(names.from_arrow(table))
    [found] = with_apart(pair, known, "mine", "theirs").to_native().fetchall()
    return int(found[-1])


@pytest.mark.parametrize(
    ("one", "two", "unlike"),
    [
        ("王秀英", "王秀英", 0),
        ("李秀荣", "黎绣蓉", 0),  # by ear
        ("陈戊末", "陈戌未", 0),  # by eye
        ("张林", "章凌", 0),  # in and ing, as in most of the south
        ("馬國華", "马国华", 0),  # older forms
        ("曾小明", "增小明", 0),  # a surname read otherwise than in most words
        ("王秀英", "王秀兰", 1),
        ("王秀英", "钱国强", 3),
        ("王秀英", "王英", WIDTH + 1),
    ],
)
def test_names_are_apart_by_the_signs_that_neither_sound_nor_look_alike(
    one: str, two: str, unlike: int
) -> None:
    assert apart(one, two) == unlike
    assert apart(two, one) == unlike


def test_every_sign_stands_once_and_is_read_as_in_the_linkage_of_records() -> None:
    assert len(ROWS) == signs().num_rows > 20_000
    assert signs().schema.equals(SIGNS.schema())
    for sign in "王秀单曾覃":
        assert ROWS[sign]["sound"] == merged(readings(sign)[0])
