"""Screens on real records whose answers were known before: what nature planted comes out."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

from sunledger.screening.engine import Engine, Outcome
from sunledger.screening.screen import SCREENS, load
from sunledger.screening.shapes import SHAPES


def outcome(code: str, table: str, rows: Iterator[dict[str, Any]]) -> Outcome:
    """Return what a screen makes of rows."""
    with Engine(memory="500MB") as engine:
        engine.table(table, pa.Table.from_pylist(list(rows), schema=SHAPES[table].schema()))
        return engine.run(load(SCREENS / f"{code}.py"))


def findings(folder: Path) -> Iterator[dict[str, Any]]:
    """Give each finding of the six audits once, however many awards it stands beside."""
    seen = set()
    with (folder / "findings.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            one = (line["report"], line["reference_number"])
            if one in seen:
                continue
            seen.add(one)
            year = 2000 + int(line["report"][-2:])
            yield {
                "code": " ".join(one),
                "body": line["report"],
                "body_name": line["report"],
                "reference": line["reference_number"],
                "until": date(year, 6, 30),
                "about": line["compliance_requirement"],
                "again": {"Y": 1, "N": 0}[line["repeat_prior_reference"]],
                "earlier": line["prior_references"] or None,
                "grave": {"Y": 1, "N": 0}[line["material_weakness"]],
            }


def test_findings_that_the_auditors_call_repeated_come_out(shared: Path) -> None:
    found = outcome("finding_again", "findings", findings(shared / "data" / "audit_findings"))
    assert (found.seen, found.judged, found.flagged) == (127, 127, 54)
    assert len(found.leads) == 25  # one for a body and a requirement
    assert sum(lead.rows for lead in found.leads) == 54


def price_lists(folder: Path) -> Iterator[dict[str, Any]]:
    """Give the prices of the provinces' lists, as they stand there."""
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for number, line in enumerate(csv.DictReader(lines), 2):
                yield {
                    "code": f"{file.stem} {number}",
                    "body": line["prov"],
                    "body_name": line["prov"],
                    "item": line["name"],
                    "maker": line["create_company"] or None,
                    "on": date(int(line["year"]), 12, 31),
                    "price": fen(line["price"]),
                    "currency": "CNY",
                }


def fen(text: str) -> int | None:
    """Return a price in fen; nothing for whatever is no number."""
    try:
        price = Decimal(text) * 100
    except InvalidOperation:
        return None
    return int(price) if price.is_finite() else None


def test_one_products_prices_differ_between_provinces_and_packs_are_no_leads(shared: Path) -> None:
    rows = list(price_lists(shared / "data" / "vaccine_prices" / "csv"))
    found = outcome("dearer_than_elsewhere", "purchases", iter(rows))
    assert found.seen == len(rows) == 3_197
    assert sum(row["price"] is None for row in rows) == 665  # words where a price should be
    assert (found.cannot["no price"], found.cannot["no maker"]) == (663, 2)
    # The widest spread of one product of one maker: a price sixteen times the usual one.
    (flu,) = [lead for lead in found.leads if lead.subject == "流感病毒裂解疫苗"]
    assert flu.body == "湖南省"
    assert "599.00" in flu.sentence_en
    assert len(found.leads) == 7
    # A fivefold price that many provinces pay is another pack and no question.
    assert widest(rows) > 3 * len(found.leads)


def widest(rows: list[dict[str, Any]]) -> int:
    """Return how many prices lie beyond half as much again as the product's median in its year."""
    goods: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows:
        if row["price"]:
            goods[row["item"], row["maker"], row["on"]].append(row["price"])
    beyond: Counter[bool] = Counter()
    for prices in goods.values():
        middle = sorted(prices)[len(prices) // 2]
        beyond.update(price * 2 > middle * 3 for price in prices if len(prices) > 5)
    return beyond[True]
