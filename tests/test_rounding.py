"""A fraction becomes the same whole number on every engine."""

import re

import narwhals as nw
import pyarrow as pa

from sunledger.screening.rounding import whole
from sunledger.screening.screen import shelf


def test_a_fraction_becomes_the_nearest_whole_number_and_a_half_the_greater() -> None:
    fractions = pa.table({"x": [0.5, 1.5, 2.5, 2.4999, -0.5, -2.6, 189_999.999_999, None]})
    duck = nw.from_native(fractions).lazy(backend="duckdb").select(x=whole(nw.col("x")))
    assert duck.collect()["x"].to_list() == [1, 2, 3, 2, 0, -3, 190_000, None]
    by_group = nw.from_native(fractions).lazy(backend="duckdb").select(whole(nw.col("x").median()))
    assert by_group.collect()["x"].to_list() == [2]


def test_no_screen_leaves_it_to_the_engine_what_half_a_cent_is() -> None:
    cast = re.compile(r"(median|mean|quantile)\([^()]*\)[^,]*\.cast\(Int64")
    assert [one.code for one in shelf().values() if cast.search(one.file.read_text("utf-8"))] == []
