"""Flat tables of procurement in DuckDB and in Spark, and what each says of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import flags, judging, run
from sunledger.screening.procurement.settings import Settings
from tests.test_procurement_screens import Json


class Seen(NamedTuple):
    """The rows that questions were answered with, and what was found in them."""

    rows: dict[str, list[str]]
    found: judging.Found

    @property
    def flagged(self) -> set[str]:
        return {one.subject for one in flags.listed(self.found.flags)}

    @property
    def why(self) -> set[str]:
        return {code for rate in self.found.rates for code in rate.why}


@contextmanager
def spark(folder: Path, settings: Settings, **more: str) -> Iterator[run.Asked]:
    """Open tables in Spark, set to be quick with few rows."""
    quick = {
        "shuffle_partitions": "1",
        "adaptive_enabled": "false",
        "codegen_wholeStage": "false",
        "codegen_factoryMode": "NO_CODEGEN",
    }
    with run.engine(folder, settings, "1GB", 2, "spark") as asked:
        for name, value in (quick | more).items():
            asked.db.conf.set(f"spark.sql.{name.replace('_', '.')}", value)
        yield asked


def tables(folder: Path, releases: list[Json]) -> Path:
    """Return a folder with the flat tables of releases."""
    lines = "\n".join(json.dumps(one) for one in releases).encode()
    flat.write([Content(lines or b" ", "releases.jsonl")], folder)
    return folder


def seen(asked: run.Asked, screens: Any) -> Seen:
    for _ in ("the rows", "what is found in them"):
        asked.expect(question for screen in screens for question in screen.questions)
    rows = {
        f"{screen.code}-{number}": rows_of(asked.facts(screen, question))
        for screen in screens
        for number, question in enumerate(screen.questions)
    }
    return Seen(rows, run.found(asked, screens))


def rows_of(table: Any) -> list[str]:
    """Return every row in an order; DuckDB counts in wider numbers than Spark."""
    columns = {name: table[name].to_pylist() for name in sorted(table.column_names)}
    if "weight" in columns:
        columns["weight"] = [one if one is None else int(one) for one in columns["weight"]]
    return sorted(map(repr, zip(*columns.values(), strict=True)))


def same(folder: Path, settings: Settings, screens: Any) -> Seen:
    """Hold the rows of both engines, and what is found in them, against each other."""
    with run.opened(folder, settings) as asked:
        here = seen(asked, screens)
    with spark(folder, settings) as asked:
        there = seen(asked, screens)
    for code, rows in here.rows.items():
        assert there.rows[code] == rows, code
    assert there.found.flags == here.found.flags
    assert repr(there.found.rates) == repr(here.found.rates)
    return there
