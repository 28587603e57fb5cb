"""Spark says of procurement what DuckDB says, row for row, and each says the same twice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from bench import tenders
from sunledger.core.content import Content
from sunledger.core.problem import Refused
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import judging, run
from sunledger.screening.procurement.lists import moment
from sunledger.screening.procurement.settings import Debarment, Settings
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from tests import test_eleven as eleven
from tests.test_ocds_command import said
from tests.test_procurement_screens import CASES, SCREENS, Json, awarded, process
from tests.wild_releases import wild

pytestmark = pytest.mark.long

LISTED = tuple(
    Debarment(name, moment("2024-01-01", 0), moment("2024-01-20", 0), "a list")
    for name in ("A LTD", "D LTD", "Acme")
)
# Words that SQL, or one of its dialects, could take for its own.
ODD = "it's \\ ${x}"
SETTINGS = {
    "as they come": Settings(),
    "as Cardinal": Settings(compatible=True),
    "everything set": Settings(
        currency="USD",
        no_price_comparison=frozenset({ODD}),
        excluded=frozenset({"公开招标", "\\"}),
        days_of={ODD: 12},
        methods_with_days=frozenset({"open", "o'pen"}),
        grounds=frozenset({"flood", ODD}),
        band=0.07,
        window_days=7,
        digits=3,
        debarred=LISTED,
        least={"R019": 1, "R040": 1, "R050": 1, "R051": 1, "R053": 1, "R057": 1},
        statuses={"bids": {"admitida": "valid"}, "methods": {"limited": "direct"}},
    ),
}


@pytest.fixture(scope="module", autouse=True)
def quick_java() -> Iterator[None]:
    """Start Java without the compiler that pays for itself only in hours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield


class Seen(NamedTuple):
    """The rows that questions were answered with, and what was found in them."""

    rows: dict[str, list[str]]
    found: judging.Found

    @property
    def flagged(self) -> set[str]:
        return {one.subject for one in judging.listed(self.found.flags)}

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
        f"{screen.code}-{number}": _rows(asked.facts(screen, question))
        for screen in screens
        for number, question in enumerate(screen.questions)
    }
    return Seen(rows, run.found(asked, screens))


def _rows(table: Any) -> list[str]:
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


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_examples_of_a_screen_give_the_same_on_both_engines(case: Any, tmp_path: Path) -> None:
    """The flagged one, the innocent one, and the one that cannot be judged."""
    code, guilty, subjects, innocent, lacking, why = case
    screens = [SCREENS[code]]
    assert same(tables(tmp_path / "guilty", guilty), Settings(), screens).flagged == subjects
    assert same(tables(tmp_path / "innocent", innocent), Settings(), screens).flagged == set()
    if lacking:
        assert why in same(tables(tmp_path / "lacking", lacking), Settings(), screens).why


def _apart(number: int, value: Any) -> Any:
    """Return releases with ids that no other example has."""
    if isinstance(value, list):
        return [_apart(number, one) for one in value]
    if isinstance(value, dict):
        return {
            key: f"{number}-{one}" if key in ("ocid", "id") else _apart(number, one)
            for key, one in value.items()
        }
    return value


def test_the_examples_of_the_eleven_give_the_same_on_both_engines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that their own tests ask about, put beside each other by its settings."""
    asked: dict[str, tuple[Settings, list[Json]]] = {}
    found = eleven.found

    def heard(releases: list[Json], setting: Settings = eleven.COMPATIBLE) -> Any:
        held = asked.setdefault(repr(setting), (setting, []))[1]
        held.extend(_apart(len(held), releases))
        return found(releases, setting)

    monkeypatch.setattr(eleven, "found", heard)
    eleven.test_each_indicator_flags_something_and_passes_over_its_innocent_twin()
    cases = eleven.TestWhatCardinalLeavesOut()
    cases.test_lots_are_judged_by_themselves()
    cases.test_a_consortium_is_one_bidder()
    cases.test_the_bid_that_an_award_names_is_the_one_that_won()
    flagged: set[str] = set()
    for number, (setting, releases) in enumerate(asked.values()):
        told = same(tables(tmp_path / str(number), releases), setting, ELEVEN)
        flagged |= {one.indicator for one in judging.listed(told.found.flags)}
    assert {"R003", "R018", "R028", "R030", "R035", "R036"} <= flagged


@pytest.mark.parametrize(("seed", "name"), list(enumerate(SETTINGS)), ids=SETTINGS)
def test_wild_releases_give_the_same_on_both_engines(seed: int, name: str, tmp_path: Path) -> None:
    screens = ELEVEN if name == "as Cardinal" else ALL
    told = same(tables(tmp_path / "t", wild(seed, 250)), SETTINGS[name], screens)
    if screens is ALL:
        assert sum(rate.flagged > 0 for rate in told.found.rates) > 20
        assert {"no_price", "no_limit", "no_value", "other_currency", "few"} <= told.why


@pytest.mark.parametrize("seed", [7, 8])
def test_made_up_tenders_give_the_same_on_both_engines(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    releases = [tenders._release(random, number) for number in range(300)]
    assert same(tables(tmp_path / "t", releases), Settings(), ALL).flagged


def test_published_tenders_give_the_same_on_both_engines(shared: Path, tmp_path: Path) -> None:
    data = shared / "data/ocds"
    files = [data / "uk_contracts_finder.jsonl", *sorted((data / "ocdskit_realdata").iterdir())]
    flat.write([Content(one, one.name) for one in files], tmp_path)
    assert same(tmp_path, Settings(), ALL).rows["R005-0"]


def test_nothing_at_all_gives_the_same_on_both_engines(tmp_path: Path) -> None:
    assert same(tables(tmp_path / "t", []), Settings(), ALL).flagged == set()


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    """With one thread or four, with few parts or many, with Spark as it comes."""
    folder = tables(tmp_path / "t", wild(3, 200))

    def written(found: judging.Found) -> tuple[bytes, str]:
        judging.write(found.flags, tmp_path / "flags.csv")
        return (tmp_path / "flags.csv").read_bytes(), repr(found.rates)

    first = written(run.screened(folder, Settings(), ALL))
    assert first[0].count(b"\n") > 100
    for threads in (1, 2, 4):
        assert written(run.screened(folder, Settings(), ALL, threads=threads)) == first
    for parts in ("2", "7"):
        with spark(folder, Settings(), shuffle_partitions=parts) as asked:
            assert written(run.found(asked, ALL)) == first
    assert written(run.screened(folder, Settings(), ALL, kind="spark")) == first


def test_the_command_writes_the_same_files_with_both_engines(tmp_path: Path) -> None:
    file = tmp_path / "releases.jsonl"
    file.write_text("\n".join(map(json.dumps, wild(5, 120))), "utf-8")
    written, told = {}, {}
    for engine in ("duckdb", "spark"):
        (tmp_path / engine).mkdir()
        outs = {name: tmp_path / engine / name for name in ("flags", "rates", "evidence")}
        words = [word for name, out in outs.items() for word in (f"--{name}", out)]
        screens = ["--screens", "R018,R022,R031,R048", "--engine", engine]
        told[engine] = said(file, *words, *screens)
        written[engine] = {name: out.read_bytes() for name, out in outs.items()}
    assert written["spark"] == written["duckdb"]
    assert told["spark"] == told["duckdb"]
    assert all(written["spark"].values())


NUMBERS = [
    *(0.0, -0.0, 0.005, 1.005, 2.675, 0.015, 0.1, 1 / 3, 99.995, -2.5, 1e15 / 3, 2.0**53),
    *(9.007199254740993e13, 123456789012345.67, 9.2e16, 9.3e16, 1.2345678901234567e20),
    *(9.999999999999999e27, 1e28, 1.7e308, 2.5, 3.5, -7e13),
]
TEXTS = [
    *("İstanbul ΟΔΟΣ", "ὈΔΥΣΣΕΎΣ", "ẞ Ǆ ǅ K Å", "\u3000 两边 \u2003", "\xa0x\t", "𐐀𝒳", "ＡＢＣ"),
    *("", " ", "a'b\\n", "é".upper()),
]


CENTS = "(SELECT *, TRY_CAST(round(number * 100) AS DECIMAL(30, 0)) AS cents FROM odd) AS c"
ASKED = (
    "SELECT * FROM $cents",
    "SELECT place, CAST(cents AS DOUBLE) AS it FROM $cents WHERE cents > -1000",
    "SELECT place, CAST(cents * 1000000 AS DOUBLE) / 7 AS it FROM $cents"
    " WHERE cents > -1000 AND abs(number) < 1e24",
    "SELECT kind, CAST(sum(cents) AS DOUBLE) AS it FROM $cents WHERE cents > 0 GROUP BY kind",
    "SELECT kind, median(number) AS it FROM odd GROUP BY kind",
    "SELECT place, CAST(number AS BIGINT) AS it FROM odd WHERE abs(number) < 1e18",
    "SELECT place, trunc(number / 7) + 0 AS it FROM odd WHERE abs(number) < 1e18",
    "SELECT place, number / (place - place) AS it, place / 7 AS other FROM odd",
    "SELECT place, CAST(number > 1 AND NOT text = '' AS INTEGER) AS it FROM odd",
    "SELECT place, lower(text) AS it, trim(text) AS other, length(text) AS more FROM odd",
    "SELECT kind, min_by(text, (number, place)) AS it, any_value(kind) AS other"
    " FROM odd GROUP BY kind",
    "SELECT place, row_number() OVER (ORDER BY few, text, place) AS it"
    " FROM (SELECT *, CASE WHEN kind > 4 THEN kind END AS few FROM odd) AS held",
)


def test_numbers_and_letters_are_the_same_to_the_last_bit(tmp_path: Path) -> None:
    """Roundings, sums, quotients and medians of any size; large letters and spaces of any kind."""
    import pyarrow as pa

    random = Random(1)
    numbers = [*NUMBERS, *(random.lognormvariate(9, 12) for _ in range(300))]
    places = list(range(len(numbers)))
    texts = [*TEXTS, *("".join(map(chr, random.choices(range(1, 0xD800), k=9))) for _ in places)]
    held = pa.table(
        {"place": places, "kind": [one % 9 for one in places], "number": numbers}
        | {"text": texts[: len(places)]}
    )
    folder = tables(tmp_path / "t", [])
    with run.opened(folder, Settings()) as here, spark(folder, Settings()) as there:
        here.db.from_arrow(held).create("odd")
        there.give("odd", held)
        for sql in (one.replace("$cents", CENTS) for one in ASKED):
            theirs = _rows(there.answer(sql))
            assert theirs == _rows(here.answer(sql)), sql
            assert theirs


def test_what_spark_cannot_say_exactly_it_refuses(tmp_path: Path) -> None:
    """A sum far below nothing; nothing else is refused of what the screens ask."""
    held = [process("x", **awarded(-1e15))]
    with pytest.raises(Refused, match="too far below nothing"):
        run.screened(tables(tmp_path / "t", held), Settings(), [SCREENS["R031"]], kind="spark")


def test_a_folder_without_tables_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Spark: "):
        run.screened(tmp_path, Settings(), ELEVEN, kind="spark")


def test_debarred_firms_are_found_by_name_and_day_on_both_engines(tmp_path: Path) -> None:
    named = {"suppliers": [{"id": "a", "name": "Acme, Inc."}]}
    held = [
        process("during", award=named | {"date": "2024-06-01"}),
        process("after", award=named | {"date": "2025-01-01"}),
    ]
    listed = Debarment("ACME INC", moment("2024-01-01", 0), moment("2025-01-01", 0), "a list")
    settings = replace(Settings(), debarred=(listed,))
    assert same(tables(tmp_path / "t", held), settings, [SCREENS["R046"]]).flagged == {"during"}
