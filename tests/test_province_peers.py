"""Polars, pandas and PostgreSQL find what the screens find: each question is written anew there."""

import importlib
import json
import os
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from bench import province, province_peers, province_postgres, province_tables
from bench.measure import Cost

Found = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Found]:
    """A province of a few thousand, and what our screens find in it."""
    folder = tmp_path_factory.mktemp("peers") / "province"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(province_tables, "BUCKETS", 3)
        province.make(str(folder), "6000")
    # One care home lost its document.
    lost = folder / "exceptions" / "bucket=0" / "rows-0.parquet"
    pq.write_table(pq.read_table(lost).slice(0, 0), lost)
    said = json.loads(province.run_all(str(folder)))
    return folder, {code: (one["leads"], one["rows"]) for code, one in said.items()}


def test_every_question_has_something_to_find(made: tuple[Path, Found]) -> None:
    _folder, ours = made
    assert set(ours) == set(province.SCREENS)
    assert all(rows >= leads > 0 for leads, rows in ours.values()), ours


@pytest.mark.parametrize("name", ["polars", "pandas"])
def test_a_library_finds_what_ours_find(made: tuple[Path, Found], name: str) -> None:
    folder, ours = made
    questions = importlib.import_module(f"bench.province_{name}")
    assert {code: getattr(questions, code)(folder) for code in ours} == ours


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="asks a PostgreSQL"
)
def test_a_server_finds_what_ours_find(made: tuple[Path, Found]) -> None:
    folder, ours = made
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        province_postgres.load(connection, folder)
        found = {code: province_postgres.ask(connection, code) for code in ours}
        connection.rollback()
    assert found == ours


def test_memory_that_does_not_suffice_is_told_and_ends_nothing() -> None:
    ours = Cost(2.0, 4.0, 100.0, "")
    found = {"two_places": (3, 12)}

    def told(cost: Cost | None, said: dict[str, tuple[int, int] | None]) -> list[str]:
        return province_peers.cell((cost, said), ours, found).split()

    assert told(Cost(0.1, 6.0, 300.0, ""), {**found}) == ["=", "0.050", "1.50", "3.00"]
    assert told(ours, {"two_places": (3, 11)}) == ["≠", "1.00", "1.00", "1.00"]
    assert told(ours, {"two_places": None}) == ["memory"]
    assert told(None, {}) == ["ended"]
