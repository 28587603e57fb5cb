"""What is judged again after a change, with the answers of before, is what a full run finds."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.screening.engine import Engine
from sunledger.screening.outcome import Outcome
from sunledger.screening.recall import recalling
from sunledger.screening.recall.recalling import Again
from sunledger.screening.screen import Screen, load, shelf
from sunledger.screening.shapes import SHAPES
from tests.apart_rows import Shuffle, rows_of

SHELF = shelf()
KEYED = [one for one in SHELF.values() if (one.apart or one.alone) and not one.measures]
# One of each table and key; that all of them say what is true of their rows, test_apart holds.
APART = list({(one.tables[0], one.apart, one.alone): one for one in KEYED}.values())
Tables = Mapping[str, pa.Table]


@pytest.fixture(autouse=True)
def _however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys be judged by themselves even where nearly all of them changed."""
    monkeypatch.setattr(recalling, "_MOST", 1.0)


def whole(one: Outcome) -> tuple[Any, ...]:
    """Return everything that an outcome says."""
    beside = {name: rows(None, None).read_all().to_pylist() for name, rows in one.beside.items()}
    links = sorted(map(str, one.links().read_all().to_pylist()))
    return one, list(one.rows()), one.states().read_all().to_pylist(), beside, links


def judged(
    tables: Tables, screens: list[Screen], recall: Path | None, asked: Any = None, **more: Any
) -> tuple[list[tuple[Any, ...]], Again]:
    """Return what screens find in loaded tables, and how much was judged."""
    with Engine(memory="256MB", threads=1, recall=recall, **more) as engine:
        for name, rows in tables.items():
            engine.table(name, rows)
        return [whole(one) for one in engine.run_all(screens, asked)], engine.again


def kept(
    tables: Tables, screens: list[Screen], folder: Path, recall: Path | None, asked: Any = None
) -> tuple[list[tuple[Any, ...]], Again]:
    """Return what screens find in the same tables, kept in buckets, and how much was judged."""
    if not folder.exists():
        by = {"benefits": ["person", "account"], "deaths": ["person"], "people": ["person"]}
        with Engine(memory="256MB", threads=1) as engine:
            for name, rows in tables.items():
                engine.table(name, rows)
            engine.keep(folder, by=by, buckets=3)
    with Engine(memory="256MB", threads=1, kept=folder, recall=recall) as engine:
        return [whole(one) for one in engine.run_all(screens, asked)], engine.again


# Every screen that keeps rows apart ---------------------------------------------------------------


def many(screen: Screen) -> dict[str, pa.Table]:
    """Return the tables of all examples of a screen, each under keys of its own."""
    return rows_of(screen, (screen.apart or screen.alone)[0], Shuffle(parts=2))


@pytest.mark.parametrize("screen", APART, ids=[one.code for one in APART])
def test_a_screen_that_judges_some_keys_finds_what_it_finds_among_all(
    screen: Screen, tmp_path: Path
) -> None:
    tables, main = many(screen), screen.tables[0]
    before = {**tables, main: tables[main].slice(1)}
    judged(before, [screen], tmp_path)
    again = judged(tables, [screen], tmp_path)
    assert again[0] == judged(tables, [screen], None)[0]
    assert again[1].keys == [screen.code]


# Whatever changes ---------------------------------------------------------------------------------

SOME = [SHELF[code] for code in ("paid_after_death", "exclusive_schemes", "shared_account")]
CHANGES = (
    *(
        "add",
        "change",
        "remove",
        "move",
        "register",
        "rule",
        "document",
        "limit",
        "same",
        "rewrite",
    ),
)


class World:
    """A few persons, what they are paid, and what the registers know; changed step by step."""

    def __init__(self, seed: int) -> None:
        self.draw, self.next = random.Random(seed), 0
        self.limits: dict[str, dict[str, int]] = {}
        self.benefits = [self.payment() for _ in range(60)]
        self.deaths = [self.death() for _ in range(4)]
        self.people = [
            {"code": f"r{n}", "person": n, "name": f"王{n}", "household": n // 3} for n in range(25)
        ]
        self.schemes: list[dict[str, Any]] = [
            {"code": "s1", "scheme": "低保", "needs_tested": 1, "exclusive": "生活", "grace": 1},
            {"code": "s2", "scheme": "养老", "min_age": 60, "grace": 1},
            {"code": "s3", "scheme": "特困", "exclusive": "生活"},
        ]
        self.exceptions: list[dict[str, Any]] = [{"code": "e1", "account": 3, "kind": "care home"}]

    def _code(self, stem: str) -> str:
        self.next += 1
        return f"{stem}{self.next}"

    def payment(self) -> dict[str, Any]:
        draw = self.draw
        person = draw.choice([None, *range(20)])
        return {
            "code": self._code("b"),
            "body": draw.choice(["大河镇", "小河镇"]),
            "scheme": draw.choice(["低保", "养老", "特困"]),
            "person": person,
            "name": f"王{person}",
            "born": draw.choice([None, -5_000, 9_000]),
            "village": draw.choice(["柳树村", "杨树村"]),
            "month": draw.choice([None, *range(24_288, 24_294)]),
            "amount": draw.choice([0, 400_00, 400_00, -400_00, 90_00]),
            "currency": "CNY",
            "account": draw.choice([None, *range(6)]),
        }

    def death(self) -> dict[str, Any]:
        day = self.draw.choice([19_700, 19_720, 19_780])
        return {"code": self._code("d"), "person": self.draw.randrange(20), "died_on": day}

    def change(self, what: str) -> None:
        """Change something, as records change."""
        draw, rows = self.draw, self.benefits
        if what == "add":
            rows.append(self.payment())
        elif what == "remove":
            rows.pop(draw.randrange(len(rows)))
        elif what == "change":
            draw.choice(rows)["amount"] = draw.choice([0, 800_00, 400_00])
        elif what == "move":
            draw.choice(rows)["person"] = draw.choice([None, *range(25)])
        elif what == "register":
            self.deaths.append(self.death())
            self.people.pop(0)
        elif what == "rule":
            self.schemes[0]["grace"] = draw.choice([0, 1, 2])
        elif what == "document":
            self.exceptions[0]["account"] = draw.randrange(6)
        elif what == "limit":
            self.limits = {"shared_account": {"households": draw.choice([1, 2, 3])}}
        elif what == "rewrite":
            draw.shuffle(rows)

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables as they stand."""
        names = ("benefits", "deaths", "people", "schemes", "exceptions")
        return {
            name: pa.Table.from_pylist(getattr(self, name), schema=SHAPES[name].schema())
            for name in names
        }


@given(
    seed=st.integers(0, 10_000),
    steps=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2),
    in_buckets=st.booleans(),
)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_changes_a_run_that_remembers_is_a_full_run(
    seed: int, steps: list[str], in_buckets: bool
) -> None:
    world = World(seed)
    with TemporaryDirectory() as place:
        home = Path(place)
        for number, step in enumerate(["same", *steps]):
            world.change(step)
            tables, limits, folder = world.tables(), world.limits, home / str(number)
            if in_buckets:
                found, _again = kept(tables, SOME, folder, home / "recall", limits)
                right, _none = kept(tables, SOME, folder, None, limits)
            else:
                found, _again = judged(tables, SOME, home / "recall", limits)
                right, _none = judged(tables, SOME, None, limits)
            assert found == right, step


# What is judged again -----------------------------------------------------------------------------


def test_only_the_keys_whose_rows_changed_are_judged_again(tmp_path: Path) -> None:
    world, screens = World(1), [SHELF["paid_after_death"], SHELF["exclusive_schemes"]]
    kept(world.tables(), screens, tmp_path / "0", tmp_path / "recall")
    world.deaths.append({"code": "new", "person": 7, "died_on": 19_700})
    found, again = kept(world.tables(), screens, tmp_path / "1", tmp_path / "recall")
    assert found == kept(world.tables(), screens, tmp_path / "1", None)[0]
    assert (again.keys, again.nothing) == (["paid_after_death"], ["exclusive_schemes"])
    assert again.judged == 1
    assert f"1 of {len({one['person'] for one in world.benefits})} keys" in str(again)


def test_a_changed_text_limit_or_small_table_judges_everything_again(tmp_path: Path) -> None:
    world, recall = World(2), tmp_path / "recall"
    file = tmp_path / "late.py"
    text = SHELF["paid_after_death"].file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    judged(world.tables(), [load(file)], recall)
    assert judged(world.tables(), [load(file)], recall)[1].nothing == ["late"]
    other = {"late": {"grace": 3}}
    changed = judged(world.tables(), [load(file)], recall, other)
    assert changed[1].all == ["late"]
    file.write_text(f"{text}\n# another text\n", encoding="utf-8")
    assert judged(world.tables(), [load(file)], recall, other)[1].all == ["late"]
    world.change("rule")
    world.schemes[0]["grace"] = 5
    assert judged(world.tables(), [load(file)], recall, other)[1].all == ["late"]
    assert judged(world.tables(), [load(file)], recall, other, full=True)[1].all == ["late"]


def test_a_memory_that_is_damaged_or_gone_is_not_used_and_said(tmp_path: Path) -> None:
    world, screens = World(3), [SHELF["paid_after_death"]]
    judged(world.tables(), screens, tmp_path)
    for kind in ("salt", "*.page", "*.flagged-*", "*.asides-*", "keys-*"):
        files = list(tmp_path.glob(kind))
        assert files, kind
        for file in files:  # which of them is the one in use, its name does not tell
            content = file.read_bytes()
            file.write_bytes(content[: len(content) // 2])
        world.benefits[0]["amount"] += 1
        found, again = judged(world.tables(), screens, tmp_path)
        assert found == judged(world.tables(), screens, None)[0], kind
        assert again.all == ["paid_after_death"]
        assert again.trouble or kind == "salt"


def test_a_run_that_is_stopped_leaves_the_memory_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, screens = World(4), [SHELF["paid_after_death"], SHELF["two_places"]]
    judged(world.tables(), screens, tmp_path)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    old = world.tables()
    world.change("add")

    def stop(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(recalling.Recall, "_remember", stop)
        with pytest.raises(KeyboardInterrupt):
            judged(world.tables(), screens, tmp_path)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before
    assert judged(old, screens, tmp_path)[1].nothing == ["paid_after_death", "two_places"]
    found, again = judged(world.tables(), screens, tmp_path)
    assert again.keys == ["paid_after_death", "two_places"]
    assert found == judged(world.tables(), screens, None)[0]


def test_what_is_remembered_names_nobody(tmp_path: Path) -> None:
    tables = many(SHELF["paid_after_death"])
    found, _again = judged(tables, [SHELF["paid_after_death"]], tmp_path / "recall")
    assert found[0][0].leads
    for file in (tmp_path / "recall").glob("*.recall"):
        content = file.read_bytes()
        start = 32 if file.name.startswith("keys-") else 0
        said = pq.read_table(io.BytesIO(content[start:])).to_pylist()
        assert "王秀英" not in str(said), file.name
    assert (tmp_path / "recall").stat().st_mode & 0o077 == 0


def test_two_runs_at_once_do_not_use_one_memory(tmp_path: Path) -> None:
    world, screens = World(5), [SHELF["paid_after_death"]]
    right, _again = judged(world.tables(), screens, tmp_path)
    with Engine(memory="64MB", threads=1, recall=tmp_path):
        found, again = judged(world.tables(), screens, tmp_path)
    assert found == right
    assert "Another run" in again.trouble[0]
