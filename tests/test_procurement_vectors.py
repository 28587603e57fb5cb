"""What is looked up among values in their order is what going through all of them finds."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sunledger.screening.procurement import vectors

TEXTS = st.one_of(st.none(), st.text("ab·乙𠀀\0", max_size=3))


def in_order(values: list[str | None]) -> list[str | None]:
    """Return texts as DuckDB orders them: by their bytes, nothing last."""
    return sorted(values, key=lambda one: (one is None, (one or "").encode()))


@given(st.lists(TEXTS, max_size=30), st.sets(TEXTS, max_size=8))
def test_rows_of_some_values_are_found_and_no_others(
    held: list[str | None], wanted: set[str | None]
) -> None:
    ordered = in_order(held)
    table = pa.table(
        [pa.array(ordered, pa.string()), pa.array(range(len(ordered)), pa.int64())], ["who", "at"]
    )
    values = pa.array(in_order(list(wanted)), pa.string())
    found = vectors.rows_among(table, "who", values)
    expected = [at for at, one in enumerate(ordered) if one in wanted]
    assert found["at"].to_pylist() == expected
    places = vectors.places_among(vectors.whole(table["who"]), values)
    there = vectors.others(places, len(ordered))
    assert there.to_pylist() == [at not in expected for at in range(len(ordered))]


@given(st.lists(st.integers(0, 9), max_size=9), st.lists(st.integers(0, 9), max_size=9))
def test_each_value_of_columns_stands_once_in_its_order(one: list[int], two: list[int]) -> None:
    columns = [pa.array(values, pa.int64()) for values in (one, two)]
    assert vectors.each(*columns).to_pylist() == sorted({*one, *two})


def test_what_lay_beneath_a_null_is_gone() -> None:
    numbers = pa.array([1, 2, 3], pa.int64())
    beneath = pa.Array.from_buffers(pa.int64(), 3, [pa.py_buffer(b"\x05"), numbers.buffers()[1]])
    (chunk,) = vectors.anew(pa.table([beneath], ["it"]))["it"].chunks
    assert chunk.to_pylist() == [1, None, 3]
    assert vectors.bytes_of(chunk).tobytes() == pa.array([1, 0, 3]).buffers()[1].to_pybytes()
