"""The engine: bounded, shut, honest about what it could not judge, and the same bytes twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sunledger.screening.engine import Engine, EngineError
from sunledger.screening.examples import table
from sunledger.screening.screen import ScreenError, shelf
from sunledger.screening.settings import resolved
from sunledger.screening.shapes import PAYMENTS
from sunledger.screening.stacking import stacked

SHELF = shelf()
TWICE = """
    code | body | payee    | paid_on    | amount | reference | batch | line
    p1   | Dahe | Jia Co   | 2024-05-06 |  4,900 | FP-04417  | may   | 2
    p2   | Dahe | Jia Co   | 2024-06-11 |  4,900 | FP-04417  | june  | 7
    p3   | Dahe | Yi Co    | 2024-06-11 |     80 |           | june  | 8
    p4   | Dahe | REDACTED | 2024-06-11 |     80 |           | june  | 9
    p5   | Dahe |          | 2024-06-11 |     80 |           | june  | 10
    p6   | Dahe | Bing     | 2024-06-11 |        |           | june  | 11
    p7   | Dahe | Bing     |            |     12 |           | june  | 12
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine(memory="300MB", spill=tmp_path) as engine:
        yield engine


def payments(text: str) -> pa.Table:
    return table(text, PAYMENTS)


def test_every_row_is_judged_or_set_aside_for_a_reason_that_has_words(engine: Engine) -> None:
    engine.table("payments", payments(TWICE))
    outcome = engine.run(SHELF["duplicate_payments"])
    assert (outcome.seen, outcome.judged, outcome.flagged) == (7, 3, 2)
    assert outcome.not_applicable == {"withheld": 1}
    assert outcome.cannot == {"no amount": 1, "no payee": 1, "nothing to tell it by": 1}
    assert all(outcome.screen.reasons[why].text.zh for why in outcome.cannot)


def test_a_lead_brings_the_rows_that_made_it_fire(engine: Engine) -> None:
    engine.table("payments", payments(TWICE))
    outcome = engine.run(SHELF["duplicate_payments"])
    (lead,) = outcome.leads
    rows = list(outcome.rows(lead.key))
    assert [(row["code"], row["batch"], row["line"]) for row in rows] == [
        ("p1", "may", 2),
        ("p2", "june", 7),
    ]
    assert [row["figure"] for row in rows] == [0, 4900_00]
    assert lead.figure == 4900_00
    assert (lead.body, lead.payee, lead.currency) == ("Dahe", "JIACO", "CNY")
    assert outcome.table().read_all().column("lead").to_pylist() == [lead.key] * 2
    assert len(list(outcome.rows(lead.key, limit=1))) == 1


def test_parquet_files_and_arrow_tables_give_the_same(tmp_path: Path) -> None:
    whole = payments(TWICE)
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    pq.write_table(whole.slice(0, 1), files[0])
    pq.write_table(whole.slice(1), files[1])
    found = []
    for source in (whole, files, whole.to_reader(max_chunksize=2)):
        with Engine(memory="300MB") as engine:
            assert engine.table("payments", source) == 7
            found.append(engine.run(SHELF["duplicate_payments"]).leads)
    assert found[0] == found[1] == found[2]


def test_columns_that_a_source_lacks_stay_empty(engine: Engine) -> None:
    rows = {"code": ["a"], "body": ["Dahe"], "amount": [500]}
    engine.table("payments", pa.table(rows))
    outcome = engine.run(SHELF["duplicate_payments"])
    assert outcome.cannot == {"no payee": 1}


def test_a_run_without_any_row_finds_nothing(engine: Engine) -> None:
    for screen in SHELF.values():
        outcome = engine.run(screen)
        assert (outcome.seen, outcome.leads) == (0, ())


@pytest.mark.parametrize(
    "sentence",
    [
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('{folder}/in.csv')",
        "ATTACH '{folder}/other.duckdb'",
        "INSTALL httpfs",
        "SET memory_limit = '8GB'",
        "SET enable_external_access = true",
    ],
)
def test_the_engine_reaches_no_file_and_cannot_be_set_otherwise(
    engine: Engine, tmp_path: Path, sentence: str
) -> None:
    import duckdb

    (tmp_path / "in.csv").write_text("secret\n1\n")
    with pytest.raises(duckdb.Error):
        engine._tables.results.execute(sentence.format(folder=tmp_path))


def test_the_engine_leaves_nothing_behind(tmp_path: Path) -> None:
    with Engine(memory="300MB", spill=tmp_path) as engine:
        engine.table("payments", payments(TWICE))
        engine.run(SHELF["duplicate_payments"])
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_loaded_is_refused_with_a_sentence(engine: Engine) -> None:
    with pytest.raises(EngineError, match="There is no table “dreams”"):
        engine.table("dreams", [])
    with pytest.raises(EngineError, match="has no column “colour”"):
        engine.table("payments", pa.table({"code": ["a"], "colour": ["red"]}))
    with pytest.raises(EngineError, match="not an amount of memory"):
        Engine(memory="lots")
    twins = pa.table({"code": ["a", "a"], "amount": [1, 2]})
    engine.table("payments", twins)
    with pytest.raises(EngineError, match="Two payments have the code “a”"):
        engine.run(SHELF["benford"])


def test_rows_come_before_the_first_run(engine: Engine) -> None:
    engine.run(SHELF["benford"])
    with pytest.raises(EngineError, match="before the first screen runs"):
        engine.table("payments", payments(TWICE))


def test_a_screen_can_run_again_with_other_settings(engine: Engine) -> None:
    engine.table("payments", payments(TWICE))
    screen = SHELF["duplicate_payments"]
    assert engine.run(screen).leads
    assert not engine.run(screen, {"reference_length": 9}).leads
    assert engine.run(screen).leads


def test_a_setting_is_read_as_people_write_it() -> None:
    split = SHELF["split_payments"]
    assert resolved(split, {"limit": "5,000.00", "near": "0.7", "days": "7"}) == {
        **split.defaults,
        "limit": 5000_00,
        "near": 0.7,
        "days": 7,
    }


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"dayz": 3}, "has no setting “dayz”. It has: days, limit, near, pair, regular."),
        ({"days": "soon"}, "“soon” is not a value for “days”. Write it like 10."),
        ({"days": 2.5}, "“2.5” is not a value for “days”"),
        ({"limit": "about 30"}, "“about 30” is not a value for “limit”"),
        ({"days": True}, "“True” is not a value"),
    ],
)
def test_a_setting_that_is_none_is_refused(asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScreenError) as refused:
        resolved(SHELF["split_payments"], asked)
    assert sentence in str(refused.value)


def book(n: int) -> pa.Table:
    """Return a book of payments with something for several screens in it."""
    rows = [
        {
            "code": f"r{number:06}",
            "body": f"body {number % 7}",
            "payee": f"Firm {number * 7919 % 97} Ltd",
            "paid_on": date.fromordinal(738_000 + number % 700),
            "amount": (number * 7919) % 90_000_00 + 100,
            "currency": "CNY",
            "reference": f"FP-{number * 31 % (n // 2):06}" if number % 3 else None,
            "batch": f"sheet {number % 24}",
            "line": number // 24,
        }
        for number in range(n)
    ]
    return pa.Table.from_pylist(rows, schema=PAYMENTS.schema())


def test_two_runs_are_equal_to_the_byte_whatever_the_threads(tmp_path: Path) -> None:
    whole = book(6000)
    written = []
    for threads in (1, 3):
        with Engine(memory="500MB", threads=threads) as engine:
            engine.table("payments", whole)
            outcomes = [engine.run(screen) for screen in SHELF.values()]
            tables = [outcome.table().read_all().to_pylist() for outcome in outcomes]
            measures = [outcome.measures for outcome in outcomes]
            written.append(repr((stacked(outcomes), tables, measures)))
    assert written[0] == written[1]


def test_a_payee_is_one_however_it_is_typed(engine: Engine) -> None:
    names = ["Jia & Sons Limited", "JIA AND SONS LTD.", "jia  sons ltd"]
    rows = {"code": list("abc"), "body": ["Dahe"] * 3, "payee": names, "amount": [1, 2, 3]}
    engine.table("payments", pa.table(rows))
    engine.run(SHELF["benford"])
    assert engine._tables.results.execute("SELECT DISTINCT payee_key FROM payments").fetchall() == [
        ("JIASONSLTD",)
    ]


@pytest.mark.parametrize(
    ("payee", "kind"),
    [
        ("大河建筑有限公司", "organisation"),
        ("王记小卖部", "organisation"),
        ("张庄村", "organisation"),
        ("张*", "withheld"),
        ("王某某", "withheld"),
        ("欧阳＊", "withheld"),
        ("村民", "withheld"),
        ("REDACTED PERSONAL DATA", "withheld"),
        ("Redacted Personal Information", "withheld"),
        ("Various - Total Expenses", "withheld"),
        ("n/a", "withheld"),
        ("***", "withheld"),
        ("王小明", "person"),
        ("欧阳修", "person"),
        ("Mr C Singh", "person"),
        ("Dr Vivien Martin", "person"),
        ("Dr Carter and Partners", "organisation"),
        ("SQ *BRAND", "organisation"),
        ("ABC PRIVATE HIRE", "organisation"),
        ("Leeds City Council", "public"),
        ("清河县财政局", "public"),
        ("228979", "organisation"),
    ],
)
def test_who_is_paid_is_told_apart(payee: str, kind: str) -> None:
    import duckdb
    import narwhals as nw

    from sunledger.screening.payee import kind as kind_of

    frame: Any = nw.from_native(duckdb.sql("SELECT $name AS payee", params={"name": payee}))
    assert frame.select(kind_of(nw.col("payee")).alias("kind")).to_native().fetchall() == [(kind,)]
