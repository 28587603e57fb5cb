"""Spark says of procurement what DuckDB says, row for row, and each says the same twice."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench import tenders_made
from sunledger.core.content import Content
from sunledger.core.problem import Refused
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import flags, judging, run
from sunledger.screening.procurement.settings import Debarment, Settings
from sunledger.screening.procurement.shared import SHARED
from sunledger.screening.procurement.shelf import ALL
from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from tests import test_eleven as eleven
from tests import test_procurement_contacts as contacts
from tests.both_engines import rows_of, same, spark, tables
from tests.moments import moment
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
        flagged |= {one.indicator for one in flags.listed(told.found.flags)}
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
    releases = [tenders_made.release(random, number) for number in range(300)]
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
        flags.write(found.flags, tmp_path / "flags.csv")
        return (tmp_path / "flags.csv").read_bytes(), repr(found.rates)

    first = written(run.screened(folder, Settings(), ALL))
    assert first[0].count(b"\n") > 100
    for threads in (1, 2, 4):
        assert written(run.screened(folder, Settings(), ALL, threads=threads)) == first
    some = [SCREENS[code] for code in ("R011", "R017", "R024", "R038", "R051", "R057")]
    alone = written(run.screened(folder, Settings(), some))
    with spark(folder, Settings(), shuffle_partitions="5") as asked:
        assert written(run.found(asked, some)) == alone
    assert written(run.screened(folder, Settings(), some, kind="spark")) == alone


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


def test_contacts_come_to_the_same_form_on_both_engines(tmp_path: Path) -> None:
    """R043 and R044: telephones, emails and addresses as people write them, and any other text."""
    random = Random(3)
    pairs = (*contacts.ONE_TELEPHONE, *contacts.TWO_TELEPHONES)
    said = [*(one for pair in pairs for one in pair), *contacts.NOBODY]
    said += [
        *contacts.NO_EMAIL,
        *contacts.NO_STREET,
        "Ａ＠ｂ．ｃｎ",
        "12, Main St. 3 4-5",
        "a\\b'c@d.cn",
    ]
    said += ["".join(map(chr, random.choices(range(1, 0xD800), k=9))) for _ in range(300)]
    said += [
        "".join(random.choices("0123456789+-/;、（）０８６ x.@号路", k=14)) for _ in range(600)
    ]
    parties = [
        {
            "id": str(number),
            "address": {"streetAddress": one, "locality": random.choice([None, one[:2], "清河县"])},
            "contactPoint": {"telephone": one, "email": one},
        }
        for number, one in enumerate(said)
    ]
    folder = tables(tmp_path / "t", [process("x", parties=parties)])
    asked = "SELECT id, kind, said, town, contact FROM ways"
    with run.opened(folder, Settings()) as here, spark(folder, Settings()) as there:
        for one in (here, there):
            one.make("ways", one.filled(SHARED["ways"]))
        rows = rows_of(here.answer(asked))
        assert rows_of(there.answer(asked)) == rows
    assert len(rows) > 2500
