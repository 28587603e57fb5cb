"""Accuracy on made-up lists: floors under what was measured, so that nothing gets worse unseen."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from bench.linkage_made import firms_made, made
from sunledger.screening.linkage.linking import link


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> made.Made:
    return made.persons(tmp_path_factory.mktemp("made"), 6_000, 3_000)


def read(file: Path) -> dict[str, list[str]]:
    held = pq.read_table(file).to_pydict()
    return {"name": held["name"], "born": held["born"], "place": held["village"]}


def test_most_of_a_made_up_register_is_found_again_and_hardly_a_stranger(people: made.Made) -> None:
    lines, register = people.lines, people.register
    truth = pq.read_table(lines)["truth"].to_pylist()
    held = pq.read_table(register)["truth"].to_pylist()
    links = [one for one in link("person", read(lines), read(register)).links if one.chance >= 0.5]
    right = sum(truth[one.left] == held[one.right] for one in links)
    present = sum(one is not None for one in truth)
    assert right / len(links) >= 0.985
    assert right / present >= 0.985


def test_the_surest_links_are_nearly_all_right(people: made.Made) -> None:
    truth = pq.read_table(people.lines)["truth"].to_pylist()
    held = pq.read_table(people.register)["truth"].to_pylist()
    links = link("person", read(people.lines), read(people.register)).links
    best = {one.left: one for one in sorted(links, key=lambda one: one.chance)}
    ranked = sorted(best.values(), key=lambda one: -one.chance)
    right = np.cumsum([truth[one.left] == held[one.right] for one in ranked])
    sure = right[right >= 0.995 * np.arange(1, len(right) + 1)][-1]
    assert sure / sum(one is not None for one in truth) >= 0.985


def test_made_up_firms_are_found_again(tmp_path: Path) -> None:
    register, lines, truth = firms_made.firms(2_000, 1_000)
    links = [one for one in link("firm", lines, register).links if one.chance >= 0.5]
    best = {one.left: one.right for one in reversed(links)}
    right = sum(truth[line] == row for line, row in best.items())
    assert right / len(best) >= 0.98
    assert right / sum(one is not None for one in truth) >= 0.97
