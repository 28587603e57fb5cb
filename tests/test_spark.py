"""Spark says what DuckDB says, row for row: every example of every screen, and a made-up year."""

from typing import Any

import pytest

from sunledger.screening import examples
from sunledger.screening.engine import Kind
from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Example, Screen, shelf
from tests import test_graph as ties
from tests import test_same_as
from tests.screening_year import year

pytestmark = pytest.mark.long
SHELF = shelf()


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


def test_the_graph_is_the_same_on_both_engines() -> None:
    tables = {
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
    assert one.turns
    assert one.circles
