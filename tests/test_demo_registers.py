"""The registers of the demonstration: held by right, keyed at the door, their truth known."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from sunledger.demo import registers, sources
from sunledger.demo.fill import _found
from sunledger.demo.planted import Truth
from sunledger.demo.province import build
from sunledger.demo.registers import CARE_HOME, Registers
from sunledger.screening import heldtables
from sunledger.screening.engine import Engine, answerable
from sunledger.screening.screen import shelf

ON = date(2026, 11, 22)
LAST_MONTH = 2026 * 12 + 9  # October, as a column of kind month has it


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Path:
    """A site of its own, with nothing in its folders."""
    for name in ("sources", "data", "tables"):
        setattr(settings, f"SUNLEDGER_{name.upper()}", tmp_path / name)
    settings.SUNLEDGER_TABLE_KEY = tmp_path / "table_key"
    return tmp_path


@pytest.fixture(scope="module")
def world() -> Registers:
    return registers.kept(build())


def files() -> dict[str, list[Path]]:
    """Return the rows that the site holds, by table."""
    found: dict[str, list[Path]] = {}
    for one in heldtables.held():
        path = settings.SUNLEDGER_TABLES / one.code / heldtables.ROWS
        found.setdefault(one.table, []).append(path)
    return found


def test_the_same_seed_keeps_the_same_registers(world: Registers) -> None:
    again = registers.kept(build())
    assert (again.tables, again.truths) == (world.tables, world.truths)
    assert registers.kept(build(seed=2)).tables != world.tables


def test_nobodys_number_can_be_that_of_a_person(world: Registers, site: Path, db: None) -> None:
    sources.hold(world, ON, _found(build()))
    people = (site / "data" / "demo-people.csv").read_text(encoding="utf-8").splitlines()
    place = people[0].split(",").index("person")
    assert all(not line.split(",")[place].isdigit() for line in people[1:])


def test_what_is_held_names_its_ground_and_its_last_day_and_the_numbers_are_keyed(
    world: Registers, site: Path, db: None
) -> None:
    sources.hold(world, ON, _found(build()))
    held = heldtables.held()
    assert {one.table for one in held} >= {"people", "deaths", "benefits", "posts", "leases"}
    assert not any(one.left_out for one in held)
    for one in held:
        source = heldtables.one(one.code)
        assert source.ground.zh
        assert source.ground.en
        assert ON < source.held_until <= date(2027, 6, 1)
        assert source.private == any(source.shape.column(name).private for name in source.columns)
    [benefits] = files()["benefits"]
    rows = pq.read_table(benefits)
    assert set(rows["person"].to_pylist()).isdisjoint(world.tables["benefits"]["person"])
    assert max(rows["month"].to_pylist()) == LAST_MONTH, "they end with the month before the day"


def test_the_schemes_are_found_through_the_door_and_one_home_waits_to_be_explained(
    world: Registers, site: Path, db: None
) -> None:
    sources.hold(world, ON, _found(build()))
    with Engine() as engine:
        for table, found in files().items():
            engine.table(table, found)
        wanted = {code for truth in world.truths for code in truth.screens}
        able = [one for one in shelf().values() if one.code in wanted]
        outcomes = [engine.run(one) for one in able if answerable(one, files())]
        rows = {
            (outcome.screen.code, code)
            for outcome in outcomes
            for batch in outcome.table()
            for code in batch.column("code").to_pylist()
        }

    def flagged(truth: Truth) -> bool:
        return any((screen, row) in rows for screen in truth.screens for row in truth.rows)

    schemes = [one for one in world.truths if not one.innocent]
    missed = [one.kind for one in schemes if not flagged(one)]
    assert len(missed) <= len(schemes) * 0.05, missed
    assert [one.kind for one in world.truths if one.innocent and flagged(one)] == [CARE_HOME]


def test_a_file_that_comes_twice_has_every_row_twice(
    world: Registers, site: Path, db: None
) -> None:
    sources.hold(world, ON, _found(build()))
    before = pq.read_table(files()["insured"][0]).num_rows
    sources.hand_in_twice("insured", ON)
    assert pq.read_table(files()["insured"][0]).num_rows == 2 * before
