"""The three-year plan of the demonstration: from a sheet, down three levels, through a year."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.core.workbook import open_sheets
from sunledger.demo import planyear
from sunledger.demo.fill import Filled, Wish, _found
from sunledger.demo.people import settle
from sunledger.demo.plan import TITLE, lines, plan_sheet
from sunledger.demo.province import build
from sunledger.drives.drive import DRIVES
from sunledger.drives.figures import figures
from sunledger.ledger.imports.reading import Wishes, read
from sunledger.ledger.models import Dependency, Item, Move, Step

SCRIPT = Path(__file__).parents[1] / "docs" / "how-to" / "recount_programme.py"


@pytest.fixture
def year(transactional_db: None) -> Iterator[date]:
    """Work through the plan until today, and return that day."""
    today = timezone.localdate()
    province = build(1)
    units = _found(province)
    people = settle(province, units, "a long password", date(today.year - 2, 1, 1))
    filled = Filled(province, units, people, [], "", None, None)  # type: ignore[arg-type]
    planyear.work_through(filled, Wish(on=today), lambda *_told: None)
    with translation.override("en"):
        yield today


def test_the_sheet_has_ten_breakthroughs_140_tasks_and_205_parts() -> None:
    province, start = build(1), date(2025, 11, 24)
    levels = Counter(line.number.count(".") for line in lines(province, start))
    assert levels == {0: 10, 1: 140, 2: 205}
    name, content = plan_sheet(province, start)
    reading = read(list(open_sheets(content, name)), Wishes(TITLE))
    assert Counter(entry.depth for entry in reading.entries) == {1: 10, 2: 140, 3: 205}
    assert not reading.refused
    assert sum(reading.counts.values()) == 355 + 3  # a title, the headings, a total


def test_the_plan_goes_down_three_levels_and_ends_with_figures_that_anyone_can_recount(
    year: date, tmp_path: Path
) -> None:
    _it_went_down_three_levels(year)
    _not_all_went_well(year)
    _the_figures_are_those_of_the_export(year, tmp_path)
    call_command("verify")  # what was said in public is what the rows say


def _it_went_down_three_levels(year: date) -> None:
    items = Item.objects.filter(drive="breakthroughs")
    kinds = Counter(items.filter(parent=None).values_list("doer__kind", flat=True))
    assert kinds == {"city": 10}
    kinds = Counter(
        items.filter(parent__parent=None).exclude(parent=None).values_list("doer__kind", flat=True)
    )
    assert kinds == {"county": 140}
    below = items.filter(parent__parent__parent=None).exclude(parent__parent=None)
    assert below.count() == 205
    assert set(below.values_list("doer__kind", flat=True)) <= {
        "town",
        "village",
        "school",
        "enterprise",
    }
    assert Step.objects.filter(move=Move.ASSIGN, item__in=items).count() == 355
    assert Dependency.objects.count() > 100
    first = Step.objects.filter(item__in=items).earliest("at")
    assert timezone.localdate(first.at) <= year - timedelta(days=360)


def _not_all_went_well(year: date) -> None:
    items = Item.objects.filter(drive="breakthroughs")
    moves = Counter(Step.objects.filter(item__in=items).values_list("move", flat=True))
    for move in (Move.SEND_BACK, Move.PAUSE, Move.GIVE_UP, Move.NOTIFY, Move.CLOSE):
        assert moves[move] > 0, move
    assert items.overdue(year).exists()
    assert items.filter(closed_at__isnull=False, parent__parent=None).exclude(parent=None).exists()


def _the_figures_are_those_of_the_export(year: date, folder: Path) -> None:
    """Fetch the public file, count again with the script alone, and hold it against the drive."""
    answer = Client().get(reverse("programme_file", args=["breakthroughs", "json"]))
    assert answer.status_code == 200
    file = folder / "plan.json"
    file.write_bytes(answer.content)
    ran = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=True
    )
    counted: dict[str, Any] = json.loads(ran.stdout)
    drive = DRIVES["breakthroughs"]
    said = {figure.key: figure.value for figure in figures(drive, year)}
    same = {"items": "items", "closed": "closed", "put_right": "put_right",
            "not_done": "not_done", "overdue": "overdue", "oldest": "oldest_days"}  # fmt: skip
    assert {key: said[key] for key in same} == {key: counted[name] for key, name in same.items()}
    assert (counted["items"], counted["levels"], counted["leaves"]) == (355, 3, 205)
    page = Client().get(reverse("programme", args=["breakthroughs"]))
    assert page.context["programme"].done == counted["done"] > 40
    assert counted["closed"] + counted["open"] == 355
