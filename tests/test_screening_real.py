"""Screens on real records with published results, and on as many payments as a province has."""

import csv
import gzip
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sunledger.core.days import read_day
from sunledger.core.money import read_money
from sunledger.screening.engine import Engine
from sunledger.screening.screen import shelf
from sunledger.screening.shapes import PAYMENTS
from sunledger.screening.stacking import stacked

SHELF = shelf()


def rows_of(file: Path) -> Iterator[dict[str, object]]:
    """Give the accounts payable of a book on the law, as published."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        for number, row in enumerate(csv.DictReader(text), 2):
            yield {
                "code": f"line {number}",
                "body": "the company",
                "payee": row["VendorNum"],
                "paid_on": read_day(row["Date"]),
                "amount": read_money(row["Amount"], "USD"),
                "currency": "USD",
                "reference": row["InvNum"],
                "batch": file.name,
                "line": number,
            }


def test_benford_gives_the_published_result(shared: Path) -> None:
    file = shared / "data" / "benford" / "corporate_payment.csv.gz"
    table = pa.Table.from_pylist(list(rows_of(file)), schema=PAYMENTS.schema())
    with Engine(memory="800MB") as engine:
        engine.table("payments", table)
        outcome = engine.run(SHELF["benford"])
    assert (outcome.seen, outcome.judged) == (189_470, 185_083)
    (measured,) = outcome.measures
    assert measured["n"] == 185_083
    assert round(measured["mad"], 9) == 0.002336614
    assert [measured[place] for place in ("first", "second", "third")] == [50, 11, 10]
    (lead,) = outcome.leads
    assert "185,083 amounts" in lead.sentence_en
    assert "50, 11, 10" in lead.sentence_zh


PLANTED = 12
ROWS = 2_500_000


def _paid_again(
    bodies: list[str],
    payees: list[str],
    amounts: list[int],
    references: list[str],
    days: list[int],
) -> list[int]:
    """Let a dozen invoices be paid again a month later; return the days."""
    for number in range(0, 2 * PLANTED, 2):
        bodies[number + 1] = bodies[number]
        payees[number + 1] = payees[number]
        amounts[number + 1] = amounts[number]
        references[number + 1] = references[number]
        days[number + 1] = days[number] + 30
    return days


def book(folder: Path) -> list[Path]:
    """Write a made-up book of a province: 500 bodies, three years, with a few wrongs in it."""
    random = Random(4)
    files = []
    for part in range(10):
        count = ROWS // 10
        bodies = [f"body {random.randrange(500)}" for _ in range(count)]
        amounts = [int(random.lognormvariate(11, 1.6)) + 1 for _ in range(count)]
        payees = [f"Firm {random.randrange(20_000)} Ltd" for _ in range(count)]
        days = [19_358 + random.randrange(1000) for _ in range(count)]
        references = [f"FP-{part}-{number:07}" for number in range(count)]
        if part == 0:
            days = _paid_again(bodies, payees, amounts, references, days)
        table = pa.table(
            {
                "code": [f"{part}:{number}" for number in range(count)],
                "body": bodies,
                "payee": payees,
                "paid_on": pa.array(days, pa.int32()).cast(pa.date32()),
                "amount": pa.array(amounts, pa.int64()),
                "currency": ["CNY"] * count,
                "reference": references,
                "purpose": ["办公用品"] * count,
                "batch": [f"{part} {number % 50}" for number in range(count)],
                "line": list(range(count)),
            }
        )
        files.append(folder / f"{part}.parquet")
        pq.write_table(table, files[-1])
    return files


@pytest.mark.long
def test_two_and_a_half_million_payments_take_a_minute_and_under_two_gigabytes(
    tmp_path: Path,
) -> None:
    files = book(tmp_path)
    started = time.process_time()
    with Engine(memory="1500MB", spill=tmp_path, threads=2) as engine:
        assert engine.table("payments", files) == ROWS
        outcomes = [engine.run(screen) for screen in SHELF.values()]
        best = stacked(outcomes)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    twice = [outcome for outcome in outcomes if outcome.screen.code == "duplicate_payments"]
    assert len(twice[0].leads) >= PLANTED
    assert best[0].reasons[0] == "duplicate_payments"
    assert seconds < 120, "two cores for a minute"
    assert peak < 2048
