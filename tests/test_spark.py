"""Spark says what DuckDB says, row for row.

Of every example of every screen, of a made-up year, and of a made-up province with every scheme
that can be planted. `./run test-long -k spark --stepwise` goes on where it stopped.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sunledger.demo.planted import planted
from sunledger.screening import examples, spark
from sunledger.screening.engine import Engine, EngineError, Kind
from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Example, Screen, shelf
from tests import test_graph as ties
from tests import test_same_as
from tests.screening_year import year
from tests.spark_session import quick_session

__all__ = ["quick_session"]

pytestmark = pytest.mark.long
SHELF = shelf()
RESIDENTS = 3_000


def all_of(outcome: Outcome) -> dict[str, Any]:
    """Return everything that an outcome says."""
    return {
        "leads": outcome.leads,
        "counts": (outcome.seen, outcome.judged, outcome.flagged),
        "aside": (dict(outcome.not_applicable), dict(outcome.cannot)),
        "rows": outcome.table().read_all().to_pylist(),
        "beside": {
            name: give(None, None).read_all().to_pylist() for name, give in outcome.beside.items()
        },
        "links": sorted(map(repr, outcome.links().read_all().to_pylist())),
        "states": outcome.states().read_all().to_pylist(),
        "measures": outcome.measures,
    }


def run(screen: Screen, example: Example, kind: Kind) -> dict[str, Any]:
    with examples.engine(example, kind) as engine:
        return all_of(engine.run(screen, example.settings))


@pytest.mark.parametrize("screen", SHELF.values(), ids=SHELF)
def test_every_example_gives_the_same_on_both_engines(screen: Screen) -> None:
    for example in screen.examples:
        assert run(screen, example, "spark") == run(screen, example, "duckdb"), example.name


@pytest.mark.parametrize(
    "screen",
    [one for one in SHELF.values() if one.tables[0] == "payments"],
    ids=[one.code for one in SHELF.values() if one.tables[0] == "payments"],
)
def test_a_made_up_year_of_payments_gives_the_same_on_both_engines(screen: Screen) -> None:
    example = Example("a year", payments=year(20))
    assert run(screen, example, "spark") == run(screen, example, "duckdb")


def test_names_that_are_one_firms_are_joined_the_same_on_both_engines() -> None:
    tables = {"same_as": test_same_as.SAME}
    example = Example("confirmed", payments=test_same_as.PAID, tables=tables)
    found = run(SHELF["one_payee"], example, "duckdb")
    assert found["leads"]
    assert run(SHELF["one_payee"], example, "spark") == found


@pytest.mark.parametrize("same", ["", ties.SAME])
def test_the_graph_is_the_same_on_both_engines(same: str) -> None:
    said = {"same_as": same} if same else {}
    tables = said | {
        "companies": ties.COMPANIES,
        "officers": ties.OFFICERS,
        "posts": ties.POSTS,
        "kin": ties.KIN,
        "people": "person | household\nw | h1",
        "exceptions": "phone | since\nt9 | 2022-01-01",
        "bids": ties.lots_of("abcabc"),
        "flows": ties.FLOWS,
        "contract_payments": "body | number | supplier_id | paid_on | amount\n"
        "b1 | h1 | c1 | 2024-02-01 | 100,000",
    }
    one, two = ties.graph_of(tables), ties.graph_of(tables, kind="spark")
    assert one == two
    assert one.parts
    assert [firm.links for firm in one.same] == [("01A",)] * bool(same)
    assert one.turns
    assert one.circles


@pytest.fixture(scope="module")
def province(quick_session: None) -> Iterator[tuple[Engine, Engine]]:
    """The same small province in both engines."""
    world = planted(RESIDENTS)
    with (
        Engine(memory="1GB", threads=2, kind="spark") as there,
        Engine(memory="1GB", threads=2) as here,
    ):
        world.load(there)
        world.load(here)
        yield there, here


@pytest.mark.parametrize("screen", SHELF.values(), ids=SHELF)
def test_a_made_up_province_gives_the_same_on_both_engines(
    screen: Screen, province: tuple[Engine, Engine]
) -> None:
    there, here = province
    assert all_of(there.run(screen)) == all_of(here.run(screen))


def test_kept_tables_give_the_same_on_both_engines(tmp_path: Path) -> None:
    screen, folder = SHELF["duplicate_payments"], tmp_path / "kept"
    example = next(one for one in screen.examples if one.flagged)
    with examples.engine(example) as engine:
        found = all_of(engine.run(screen))
        engine.keep(folder, by={"payments": ["amount"]}, buckets=3)
    assert found["leads"]
    with Engine(memory="256MB", threads=1, kind="spark", kept=folder) as there:
        with pytest.raises(EngineError, match="kept already"):
            there.table("payments", pa.table({"code": ["p0"]}))
        assert all_of(there.run(screen)) == found


@pytest.mark.parametrize("few", [0, 100_000])
def test_what_is_compared_here_for_few_rows_is_compared_there_for_many(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "_FEW", few)
    with Engine(memory="256MB", threads=1, kind="spark") as there:
        there.table("deaths", pa.table({"code": ["a", "b", "a"]}))
        with pytest.raises(EngineError, match="Two deaths have the code “a”"):
            there.ask("deaths", lambda rows: rows)
    screen = SHELF["copied_publication"]
    example = next(one for one in screen.examples if one.flagged)
    assert run(screen, example, "spark") == run(screen, example, "duckdb")


@pytest.mark.parametrize("kind", ["duckdb", "spark"])
def test_the_names_that_were_given_are_told_before_a_screen_runs(kind: Kind) -> None:
    with Engine(memory="1GB", threads=2, kind=kind) as tables:
        names = pa.array(["Jia Co", "Jia Co", "Yi Co", "", None], pa.string())
        tables.table("payments", pa.table({"code": list("abcde"), "payee": names}))
        assert tables.texts("payments", "payee") == {"Jia Co", "Yi Co"}


@pytest.mark.parametrize("kind", ["duckdb", "spark"])
def test_a_source_that_breaks_off_leaves_no_rows(kind: Kind) -> None:
    def breaks_off() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"code": ["a"]})
        raise ValueError("halfway")

    with Engine(memory="256MB", threads=1, kind=kind) as tables:
        schema = pa.schema([("code", pa.string())])
        with pytest.raises(ValueError, match="halfway"):
            tables.table("deaths", pa.RecordBatchReader.from_batches(schema, breaks_off()))
        assert tables.given() == []
        assert tables.ask("deaths", lambda rows: rows) == []


@pytest.mark.parametrize("kind", ["duckdb", "spark"])
@pytest.mark.parametrize(
    "columns", [{"code": ["a", None]}, {"code": ["a"], "died_on": ["long ago"]}], ids=str
)
def test_rows_that_do_not_fit_are_refused_by_a_sentence(
    kind: Kind, columns: dict[str, list[str]]
) -> None:
    with (
        Engine(memory="256MB", threads=1, kind=kind) as tables,
        pytest.raises(EngineError, match="deaths: "),
    ):
        tables.table("deaths", pa.table(columns))
