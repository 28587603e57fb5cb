"""What we hand out, read again by our own reader: the same figures, and screens that can judge."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import State
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.processes import processes
from sunledger.screening.contracting.releases import Writer, package
from sunledger.screening.contracting.writing import compiled
from tests.answers import hand_on
from tests.disclosure_story import Story, make_story
from tests.pages_sheets import batch_of
from tests.test_contracting import AT, BUILDER, DITCH, KNOWN, OTHER, ZONE, line

THIRD = "南岗建设有限公司"
DEADLINE, OPENED = "2024-03-26", "2024-03-27"


def repair(code: str, stage: str, on: str, said: int, **parts: Any) -> Line:
    """Return a line of an enterprise that has its hall repaired."""
    return line(code, stage, on, said, title="厂区维修", unit="qy", **parts)


REPAIR = (
    repair("e1", "tender", "2024-03-04", 4, number="CJ-06", amount=1_860_000_00, until=DEADLINE,
           method="公开招标"),
    repair("e2", "offers", OPENED, 5, number="CJ-06", supplier=BUILDER, amount=1_798_000_00,
           won="是"),
    repair("e3", "offers", OPENED, 5, number="CJ-06", supplier=OTHER, amount=1_822_000_55,
           won="否"),
    repair("e4", "offers", OPENED, 5, number="CJ-06", supplier=THIRD, amount=900_000_00,
           won="无效"),
    repair("e5", "contract", "2024-04-08", 20, number="HT-11", supplier=BUILDER,
           amount=1_798_000_00),
    repair("e6", "change", "2024-06-12", 30, number="HT-11", supplier=BUILDER, amount=226_000_00),
    repair("e7", "settlement", "2024-09-20", 40, number="HT-11", amount=2_018_500_00),
)  # fmt: skip


@pytest.fixture(params=["releases", "compiled"])
def handed_out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the file that a stranger gets, in both forms."""
    writer = Writer("ocds-abc123", ZONE, KNOWN | {THIRD})
    found = list(processes((*DITCH, *REPAIR)))
    file = tmp_path / "handed-out.json"
    if request.param == "compiled":
        text = "".join(json.dumps(compiled(writer, one)) + "\n" for one in found)
    else:
        releases = [release for one in found for release in writer.releases(one)]
        text = json.dumps(package(releases, uri="https://example.org/", at=AT, publisher="大河村"))
    file.write_text(text, encoding="utf-8")
    return file


def test_the_tables_have_each_figure_in_whole_money(handed_out: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    call_command("ocds", str(handed_out), tables=tables, stdout=io.StringIO())

    def asked(query: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = duckdb.sql(query.format(tables=tables)).fetchall()
        return found

    assert asked(
        "SELECT id, amount, currency, status FROM '{tables}/bids.parquet' ORDER BY id"
    ) == [
        ("e2", 1_798_000, "CNY", "valid"),
        ("e3", 1_822_000.55, "CNY", "valid"),
        ("e4", 900_000, "CNY", "disqualified"),
        ("r2", 179_800, "CNY", "valid"),
        ("r3", 183_500.5, "CNY", "valid"),
    ]
    assert asked("SELECT id, amount FROM '{tables}/awards.parquet' ORDER BY id") == [
        ("e2", 1_798_000),
        ("r2", 179_800),
    ]
    assert asked("SELECT id, award_id, amount FROM '{tables}/contracts.parquet' ORDER BY id") == [
        ("e5", "e2", 2_024_000),
        ("r4", "r2", 189_400),
    ]
    assert asked(
        "SELECT amount, status, method FROM '{tables}/processes.parquet' ORDER BY ocid"
    ) == [
        (None, None, None),
        (1_860_000, None, "open"),
    ]


def test_our_own_screens_judge_it_and_find_what_is_in_it(handed_out: Path, tmp_path: Path) -> None:
    flags, rates = tmp_path / "flags.csv", tmp_path / "rates.csv"
    call_command(
        "ocds", str(handed_out), screens="all", flags=flags, rates=rates, stdout=io.StringIO()
    )
    judged = {(row["screen"], row["group"]): row for row in _rows(rates)}
    for screen in ("R003", "R022", "R024", "R031", "R035", "R036", "R058", "R059", "R060", "R061"):
        row = judged[screen, "OCID"]
        assert int(row["flagged"]) + int(row["not_flagged"]) >= 1, f"{screen} can tell nothing"
    found = {(row["indicator"], row["subject"]): float(row["value"]) for row in _rows(flags)}
    repaired = "ocds-abc123-qy-e1"
    assert found["R036", repaired] == 1, "the lowest offer was not let in"
    assert round(found["R069", repaired], 4) == round(226 / 1798, 4), "changes raised the price"
    assert ("R061", repaired) not in found, "the day after the deadline is a day after it"
    assert ("R030", repaired) not in found, "no offer came after the deadline"


def publish_examples(story: Story) -> int:
    """Publish the example of every sheet about works and purchases; return how many lines."""
    lines = 0
    for category in CATEGORIES.values():
        if not category.contracting:
            continue
        sheet = category.examples[0].sheet.strip()
        given = actions.receive(
            unit=story.village,
            category=category.code,
            period=sheet.split("\n")[1].split(",")[0],  # its first cell is a day
            file_name=f"{category.code}.csv",
            content=sheet.encode(),
            by=story.clerk,
        )
        batch = hand_on(batch=batch_of(given), by=story.clerk)
        actions.publish(batch=batch, by=story.reviewer)
        batch.refresh_from_db()
        if batch.state != State.PUBLISHED:
            actions.publish(batch=batch, by=story.second_reviewer)
        lines += batch.records.count()
    return lines


def test_a_site_hands_out_every_line_of_every_sheet(db: None, tmp_path: Path) -> None:
    story = make_story()
    many = publish_examples(story)
    answer = Client().get(reverse("unit_contracting", args=[story.village.code]))
    releases = json.loads(b"".join(answer))["releases"]
    assert len(releases) == many == 12
    assert len({one["ocid"] for one in releases}) == 2, "a ditch and a hall"
    out = tmp_path / "compiled.jsonl"
    call_command("contracting", form="compiled", out=out, stdout=io.StringIO())
    ditch, hall = sorted(
        map(json.loads, out.read_text(encoding="utf-8").splitlines()),
        key=lambda one: one["contracts"][0]["value"]["amount"],
    )
    for one, price, final in ((ditch, 189_400, 189_400), (hall, 1_924_000, 1_918_500)):
        (contract,) = one["contracts"]
        assert contract["value"]["amount"] == price
        assert contract["implementation"]["finalValue"]["amount"] == final
        assert len(one["bids"]["details"]) == 2
        assert len(one["awards"]) == 1


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))
