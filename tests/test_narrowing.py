"""A screen that says whom it may flag flags the same rows as when it looks at every row."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from bench.province import SCREENS as TOGETHER
from sunledger.screening import narrowing
from sunledger.screening.duck import Duck
from sunledger.screening.engine import Engine
from sunledger.screening.judging import Judging
from sunledger.screening.screen import Screen, shelf
from sunledger.screening.shapes import SHAPES

NARROW = [one for one in shelf().values() if one.narrow]
SEEDS = (1, 2)
_PERSONS = [n * 7919 + 12 for n in range(8)]
_HOMES = [901, 902, 903, 904, 905]
_FIRST = 2024 * 12


def a_day(draw: Random) -> date:
    """Return a day in two years."""
    return date(2023, 7, 1) + timedelta(days=draw.randrange(700))


def benefits(draw: Random) -> dict[str, Any]:
    """Return a payment; much of it may be missing, and many are alike."""
    month = _FIRST + draw.randrange(8)
    person = draw.choice(_PERSONS)
    return {
        "body": "b1",
        "scheme": draw.choice(["养老", "低保", "特困", "高龄", "地力"]),
        "person": person,
        "name": draw.choice(["王秀英", "李桂兰"]),
        "born": draw.choice([date(1939, 5, 2), date(1990, 2, 1), date(1964, 1, 31)]),
        "household": draw.choice(_HOMES),
        "village": draw.choice(["v1", "v1", "v1", "v2"]),
        "village_name": draw.choice(["柳树村", None, "柳树村", "大石村"]),
        "county": draw.choice(["c1", "c1", "c1", "c2"]),
        "month": month,
        "paid_on": date(month // 12, month % 12 + 1, draw.choice([9, 12])),
        "amount": draw.choice([400_00, 400_00, 400_00, 520_00, 0, -400_00]),
        "account": draw.choice([person, person, person, 555, 777]),
        "malformed": draw.choice([None] * 9 + ["length"]),
    }


def others(draw: Random) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the other tables."""
    rules: list[tuple[Any, ...]] = [
        ("养老", 0, None, 0, 60, None, 1, None, None),
        ("低保", 1, "基本", 0, None, None, None, 0, None),
        ("特困", 1, "基本", None, None, 17, 0, 0, None),
        ("特困", 0, None, 1, None, None, 0, 0, date(2024, 6, 1)),
        ("高龄", None, "高", 0, 80, None, -1, 0, None),
    ]
    columns: tuple[str, ...] = ("scheme", "needs_tested", "exclusive", "in_custody")
    columns += ("min_age", "max_age", "grace", "by_area", "since")
    schemes = [dict(zip(columns, one, strict=True)) for one in rules]
    known = draw.sample(_PERSONS, 6)
    return {
        "schemes": schemes,
        "people": [
            {"person": one, "name": "王秀英", "born": date(1939, 5, 2)}
            | {"household": draw.choice(_HOMES), "village": "v1", "county": "c1"}
            for one in [*known, known[0]]
        ],
        "deaths": [
            {"person": one, "died_on": draw.choice([a_day(draw), None])}
            for one in draw.choices(_PERSONS, k=5)
        ],
        "posts": [
            {"person": one, "household": draw.choice([*_HOMES, None]), "kind": "official"}
            | {"since": draw.choice([None, a_day(draw)]), "name": draw.choice(["王秀英", None])}
            for one in draw.choices(_PERSONS, k=5)
        ],
        "custody": [
            {"person": one, "since": a_day(draw), "until": draw.choice([None, date(2025, 1, 1)])}
            for one in draw.choices(_PERSONS, k=4)
        ],
        "kin": [{"person": draw.choice(known), "relative": draw.choice(known)}],
        "exceptions": [{"account": 777, "kind": "care home", "document": "d", "person": known[1]}],
        "awards": [
            {"person": one, "scheme": "低保", "month": _FIRST + 1, "amount": 800_00}
            for one in known[:4]
        ],
    }


def tables(seed: int) -> dict[str, pa.Table]:
    """Return a small made-up province in which much is missing."""
    draw = Random(seed)
    paid = [benefits(draw) for _ in range(300)]
    filled = {one.name for one in SHAPES["benefits"].columns if one.filled}
    for row in paid:
        for name in row.keys() - filled:
            if draw.random() < 0.04:
                row[name] = None
    found = {"benefits": paid} | others(draw)
    return {name: table(name, rows) for name, rows in found.items()}


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows as a table of that shape, each with a code of its own."""
    schema = SHAPES[name].schema()
    given = [{"code": f"{name}-{number * 37 % 1009}", **row} for number, row in enumerate(rows)]
    names = [one for one in schema.names if any(one in row for row in given)]
    return pa.table(
        {one: pa.array([r.get(one) for r in given], schema.field(one).type) for one in names}
    )


def kept(seed: int, folder: Path) -> Engine:
    """Return an engine with the tables loaded whole; the folder keeps them in buckets."""
    engine = Engine(memory="256MB", threads=1)
    by = {"benefits": ["person", "account"]}
    for name, rows in tables(seed).items():
        engine.table(name, rows)
        if name != "benefits" and SHAPES[name].has("person") and name not in ("kin", "exceptions"):
            by[name] = ["person"]
    engine.keep(folder, by=by, buckets=3)
    return engine


def test_every_screen_of_the_province_says_whom_it_may_flag() -> None:
    assert {one.code for one in NARROW} >= set(TOGETHER)


Made = list[tuple[Engine, Path]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Give made-up provinces, each loaded whole and kept in buckets."""
    folders = [tmp_path_factory.mktemp("kept") / str(seed) for seed in SEEDS]
    with ExitStack() as stack:
        yield [
            (stack.enter_context(kept(seed, folder)), folder)
            for seed, folder in zip(SEEDS, folders, strict=True)
        ]


@pytest.mark.parametrize("screen", NARROW, ids=[one.code for one in NARROW])
def test_looking_at_few_rows_finds_what_looking_at_all_finds(
    screen: Screen, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed: list[Judging] = []
    judge = narrowing.judge

    def spy(*args: Any) -> list[Judging]:
        narrowed.extend(found := judge(*args))
        return found

    monkeypatch.setattr(narrowing, "judge", spy)
    flagged = 0
    for engine, folder in made:
        whole = engine.run(screen)
        with Engine(memory="256MB", threads=1, kept=folder) as other:
            found = other.run(screen)
            assert found.leads == whole.leads
            assert (found.not_applicable, found.cannot) == (whole.not_applicable, whole.cannot)
            assert (found.seen, found.judged) == (whole.seen, whole.judged)
            assert list(found.rows()) == list(whole.rows())
            assert sorted(found.beside) == sorted(whole.beside)
            for name, rows in found.beside.items():
                assert list(rows(None, None)) == list(whole.beside[name](None, None))
            assert found.states().read_all() == whole.states().read_all()
        flagged += whole.flagged
    assert len(narrowed) == len(SEEDS), "every row was looked at"
    assert flagged > 0, "the made-up rows show nothing"


def test_together_they_find_what_each_finds(made: Made) -> None:
    engine, folder = made[0]
    with Engine(memory="256MB", threads=1, kept=folder) as other:
        for found in other.run_all(NARROW):
            alone = engine.run(found.screen)
            assert alone.leads == found.leads, found.screen.code
            assert list(alone.rows()) == list(found.rows())


def test_columns_that_no_row_lacks_are_known_from_the_files(made: Made) -> None:
    with Engine(memory="256MB", threads=1, kept=made[0][1]) as engine:
        tables = engine._tables
        assert isinstance(tables, Duck)
        complete = tables.kept.complete("benefits")
        assert "code" in complete
        assert not complete & {"person", "account", "amount", "reference"}
