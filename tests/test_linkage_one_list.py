"""One list against itself, of which less is told: the surest pairs come first, and twins do not."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from bench.linkage_made import made
from sunledger.screening.linkage.linking import Link, link

COLUMNS = {"name": "name", "born": "born", "place": "village"}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], int]:
    """Return a register and lines of persons as one list, and how many rows the register has."""
    files = made.persons(tmp_path_factory.mktemp("made"), 10_000, 5_000)
    held: list[list[dict[str, Any]]] = [_read(file) for file in (files.register, files.lines)]
    return held[0] + held[1], len(held[0])


def _read(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return rows


def best(rows: list[dict[str, Any]], many: int, told: tuple[str, ...]) -> list[tuple[Link, bool]]:
    """Return the likeliest link of each line with the register, and whether it is right."""
    found = link("person", {name: [row[COLUMNS[name]] for row in rows] for name in told}).links
    across = [one for one in found if one.left < many <= one.right]
    first = {one.right: one for one in sorted(across, key=lambda one: one.chance)}
    return [(one, rows[one.left]["truth"] == rows[one.right]["truth"]) for one in first.values()]


@pytest.mark.parametrize(
    ("told", "least", "recall"), [(("name", "born"), 0.9, 0.6), (("name", "place"), 0.92, 0.02)]
)
def test_the_surest_pairs_of_one_list_are_right(
    people: tuple[list[dict[str, Any]], int], told: tuple[str, ...], least: float, recall: float
) -> None:
    rows, many = people
    held = best(rows, many, told)
    present = sum(row["truth"] is not None for row in rows[many:])
    right = sum(good for one, good in held if one.chance >= 0.5)
    taken = sum(one.chance >= 0.5 for one, _ in held)
    found = 2 * right / (taken + present)
    ranked = sorted(held, key=lambda one: (-one[0].chance, one[1]))
    good = np.cumsum([right for _, right in ranked])
    sure = good[good >= 0.999 * np.arange(1, len(good) + 1)]
    surest = (sure[-1] if len(sure) else 0) / present
    assert found >= least
    assert surest >= recall


def register(*more: tuple[str, str]) -> dict[str, list[str]]:
    """Return a list of many names and days, and of some more."""
    names = [f"{a}{b}{c}" for a in "赵钱孙李周吴" for b in "国建志秀丽军" for c in "华强民新"]
    rows = [*more, *((name, f"19{40 + at % 50}-06-07") for at, name in enumerate(names))]
    return {"name": [name for name, _ in rows], "born": [born for _, born in rows]}


@pytest.mark.parametrize("slip", ["矫蕤炜", "矫炜", "矫炜伟", "矫伟蕤"])
def test_the_same_name_is_never_less_sure_than_a_slip(slip: str) -> None:
    day = "1972-03-04"
    same = link("person", register(("矫炜蕤", day), ("矫炜蕤", day))).links
    other = link("person", register(("矫炜蕤", day), (slip, day))).links
    sure = {(one.left, one.right): one.chance for one in same}
    assert sure[0, 1] >= {(one.left, one.right): one.chance for one in other}.get((0, 1), 0)


def test_of_thousands_that_are_sure_not_all_are_equally_sure(
    people: tuple[list[dict[str, Any]], int],
) -> None:
    rows, many = people
    chances = [one.chance for one, _ in best(rows, many, ("name", "born", "place"))]
    _values, often = np.unique(chances, return_counts=True)
    assert often.max() <= 0.2 * len(chances)
