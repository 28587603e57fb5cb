"""The made-up province whose truth is known: what the screens find of it, and what they let be."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sunledger.demo.planted import Truth, World, measured, planted
from sunledger.demo.planted.world import LAST
from sunledger.screening.engine import Engine
from sunledger.screening.graph.graph import graph
from sunledger.screening.screen import shelf
from sunledger.screening.shapes import SHAPES

SIZE = 3_000
# Each innocent look-alike that every list of cross-matches warns of, by a word of its kind.
KNOWN = {
    "care home": "shared_account",
    "registration agent": "suppliers_of_one_owner",
    "handover": "exclusive_schemes",
    "one amount": "all_the_same_amount",
    "namesakes": "death_under_other_number",
}


@pytest.fixture(scope="module")
def world() -> World:
    """A small province."""
    return planted(SIZE)


def kinds(world: World, *, innocent: bool) -> dict[str, set[str]]:
    """Return every kind with the screens that are held to it."""
    named: dict[str, set[str]] = {}
    for truth in world.truths:
        if truth.innocent == innocent:
            named.setdefault(truth.kind, set()).update(truth.screens)
    return named


def test_schemes_are_found_the_innocent_are_let_be_and_the_head_of_the_queue_is_true(
    world: World,
) -> None:
    # One test, for one run: it takes half a minute.
    with Engine(memory="1GB", threads=2) as engine:
        found = measured.run(world, engine, shelf().values())
    missed = {kind: of for kind, of in found.kinds(innocent=False).items() if of[0] < of[1]}
    flagged = {kind: of for kind, of in found.kinds(innocent=True).items() if of[0]}
    untrue = [stack.first.sentence_en for stack, true in found.stacks if not true]
    assert found.share(innocent=False) >= 0.95, missed
    assert found.share(innocent=True) <= 0.05, flagged
    assert len(found.stacks) == measured.HEAD
    assert found.head >= 0.8, untrue
    assert "True of the first 100 stacks" in measured.report(found)


def test_the_circles_of_money_that_were_planted_are_drawn_and_no_other(world: World) -> None:
    went = [one for one in world.truths if one.kind == "money that goes round by a second firm"]
    with Engine(memory="1GB", threads=2) as engine:
        for table in ("contract_payments", "flows", "posts", "people", "kin"):
            engine.table(table, world.arrow(table))
        found = graph(engine, LAST).circles
    begun = {circle.runs[0][0].code for circle in found}
    assert begun == {row for truth in went for row in truth.rows}


def test_at_least_forty_kinds_of_each_are_planted(world: World) -> None:
    assert len(kinds(world, innocent=False)) >= 40
    assert len(kinds(world, innocent=True)) >= 40


@pytest.mark.parametrize(("word", "screen"), KNOWN.items())
def test_each_known_look_alike_is_among_them(world: World, word: str, screen: str) -> None:
    alike = kinds(world, innocent=True)
    assert any(word in kind and screen in screens for kind, screens in alike.items())


def test_every_truth_names_screens_and_rows_that_they_judge(world: World) -> None:
    screens = shelf()
    codes = {name: set(rows["code"]) for name, rows in world.tables.items()}
    for truth in world.truths:
        judged = {screens[code].tables[0] for code in truth.screens}
        assert any(not codes[table].isdisjoint(truth.rows) for table in judged), truth.kind


def test_no_code_of_a_row_stands_twice(world: World) -> None:
    codes = [code for rows in world.tables.values() for code in rows["code"]]
    assert len(codes) == len(set(codes))


def test_every_table_fits_its_shape(world: World) -> None:
    for name in world.tables:
        assert world.arrow(name).schema.equals(SHAPES[name].schema())


def test_the_same_numbers_give_the_same_province(world: World) -> None:
    again = planted(SIZE)
    assert again.truths == world.truths
    assert again.tables == world.tables


def test_a_draw_in_one_file_changes_no_other() -> None:
    drawn = []
    for draws in (0, 5):
        world = World(2_000)
        world.begin("one")
        for _ in range(draws):
            world.random.random()
            world.add("deaths")
        world.begin("two")
        drawn.append((world.random.random(), world.add("deaths")))
    assert drawn[0] == drawn[1]


def test_what_is_planted_grows_with_the_size() -> None:
    assert World(2_000).times(300, 3) == 3
    assert World(1_000_000).times(300, 3) == 300


def test_a_truth_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="names screens and rows"):
        World(2_000).scheme("nothing at all", ["paid_after_death"], [])


def test_a_column_that_no_table_has_is_refused() -> None:
    with pytest.raises(ValueError, match="deaths has no column colour"):
        World(2_000).add("deaths", colour="red")


def test_a_stack_is_true_only_by_a_screen_that_was_to_find_its_row(world: World) -> None:
    [truth] = [one for one in world.truths if one.kind == "a pension that begins years early"][:1]
    only = World(2_000)
    only.tables = {name: world.tables[name] for name in ("benefits", "people", "schemes")}
    with Engine(memory="1GB", threads=2) as engine:
        only.truths = [Truth(truth.kind, ("two_places",), truth.rows, False, "")]
        wrong = measured.run(only, engine, [shelf()["outside_age"]])
    assert wrong.stacks
    assert not any(true for _stack, true in wrong.stacks)
    assert wrong.share(innocent=False) == 0


def test_the_command_writes_tables_and_truth_into_an_empty_folder(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "province"
    call_command("province", residents=2_000, seed=2, out=folder, form="csv")
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = json.loads(lines[0])
    files = (folder / "tables").glob("*.csv")
    everything = "".join(file.read_text(encoding="utf-8") for file in files)
    assert truth["rows"][0] in everything
    assert (
        str(world.tables["people"]["code"][0]) not in everything
    )  # another seed, another province
    with pytest.raises(CommandError, match="the folder is not empty"):
        call_command("province", residents=2_000, out=folder)


@pytest.mark.parametrize("words", [{"residents": 5}, {"residents": 3_000}])
def test_the_command_says_what_it_needs(words: dict[str, int]) -> None:
    with pytest.raises(CommandError, match=r"--residents 5|--out"):
        call_command("province", **words)
