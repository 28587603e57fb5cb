"""The made-up province: the same from the same seed, and what was planted in it is found."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from sunledger.decisions.models import Receipt, Reply
from sunledger.demo import books as ordinary
from sunledger.demo import schemes
from sunledger.demo.books import Book, months_before
from sunledger.demo.province import build
from sunledger.demo.schemes import Truth
from sunledger.demo.sheets import sheet
from sunledger.disclosure.models import Batch
from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.lights import Light, cells
from sunledger.drives.drive import DRIVES
from sunledger.ledger import lists
from sunledger.ledger.models import Item, Outcome
from sunledger.ledger.steps import State
from sunledger.screening import course, precision
from sunledger.screening.engine import Engine
from sunledger.screening.models import Explanation, HeldLead, Stack, Switch
from sunledger.screening.screen import shelf
from sunledger.screening.shapes import SHAPES
from sunledger.units.models import Unit
from sunledger.voices.models import Voice
from sunledger.voices.questions.models import Question
from sunledger.voices.steps import State as Suggestion
from tests import exchange_round_trip, two_presses

ON = date(2026, 11, 22)


def planted(seed: int, size: int = 1) -> tuple[list[Book], list[Truth]]:
    """Return the books of a province, with what was planted in them."""
    province = build(seed, size)
    return schemes.plant(province, list(ordinary.books(province, months_before(ON, 6))))


def payments(books: list[Book]) -> pa.Table:
    """Return the books as the screens see them."""
    return pa.Table.from_pylist(list(_rows(books)), schema=SHAPES["payments"].schema())


def _rows(books: list[Book]) -> Iterator[dict[str, Any]]:
    for book in books:
        batch = f"{book.place.code}/{book.period}"
        for line, paid in enumerate(book.lines, start=2):
            yield {
                "code": f"{batch}/{line}",
                "body": book.place.code,
                "body_name": book.place.name,
                "payee": paid.payee,
                "paid_on": paid.day,
                "amount": paid.amount,
                "currency": "CNY",
                "reference": paid.voucher,
                "purpose": paid.purpose,
                "batch": batch,
                "line": line,
            }


def test_a_seed_makes_the_same_province_each_time() -> None:
    books, truths = planted(7)
    again, truths_again = planted(7)
    assert books == again
    assert truths == truths_again
    assert planted(8)[0] != books


def test_no_code_of_the_province_is_a_real_one() -> None:
    province = build(1, 3)
    assert all(place.code.startswith("99") for place in province.places)
    assert len({place.code for place in province.places}) == len(province.places)
    assert len(province.of("village")) == 72


def test_most_bodies_do_nothing_wrong() -> None:
    books, truths = planted(1)
    guilty = {truth.place for truth in truths if not truth.innocent}
    assert len(guilty) < len({book.place.code for book in books}) / 3


def test_a_book_is_handed_in_as_the_file_of_its_kind() -> None:
    kinds = {book.place.kind: sheet(book)[0].rpartition(".")[2] for book in planted(1)[0]}
    assert kinds == {"village": "xlsx", "enterprise": "xlsx", "school": "csv"}


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 1), (3, 2)])
def test_every_scheme_is_found_and_no_look_alike_is(seed: int, size: int) -> None:
    books, truths = planted(seed, size)
    with Engine() as engine:
        engine.table("payments", payments(books))
        outcomes = [engine.run(screen) for screen in shelf().values()]
    leads = [(lead.screen, lead.body) for outcome in outcomes for lead in outcome.leads]
    found = set(leads)
    wrong = {(truth.screen, truth.place) for truth in truths if not truth.innocent}
    # A duplicate that was given back and published asks nothing any more.
    settled = {(truth.screen, truth.place) for truth in truths if truth.scheme == "returned"}
    innocent = {(truth.screen, truth.place) for truth in truths if truth.innocent}
    assert wrong - settled <= found
    assert not found & (innocent | settled)
    guilty = {truth.place for truth in truths if not truth.innocent}
    # Hundreds of honest payments look odd now and then by chance, and a lead is only a question.
    by_chance = [body for _screen, body in leads if body not in guilty]
    assert len(by_chance) <= len(leads) * 0.15


def the_calendar_has_every_light() -> None:
    """What was owed: in time, late, not at all and by leave; and, as the next is due, due soon."""
    villages = list(Unit.objects.filter(kind="village"))
    asked = Asked(ON, date(2026, 8, 1), date(2026, 11, 30))
    found = Counter(cell.light for cell in cells(villages, asked, due_only=True))
    # Five reports were never given, and Dahe's payments wait for their reviewer.
    assert found.pop(Light.MISSING) == 6
    assert found.pop(Light.EXEMPT) == 3
    assert found[Light.LATE] >= 5
    assert found[Light.IN_TIME] > 5 * found[Light.LATE]
    soon = cells(villages, asked._replace(on=date(2026, 12, 9)), due_only=False)
    assert sum(cell.light == Light.SOON for cell in soon) == 2 * len(villages)
    assert Question.objects.filter(subject="missing").exists()


def the_desk_shows_what_screening_does() -> None:
    """A queue, an explanation, a lead held back, screens in pilot, in use and off, a clearing."""
    county = Stack.objects.open().filter(unit__code="990101")
    assert 0 < county.up().count() < county.count(), "the others wait"
    assert any(len(stack.reasons) > 1 for stack in county.up())
    explained = Explanation.objects.holding(ON).get()
    assert explained.reference
    assert explained.kept_back == 1
    held = HeldLead.objects.get()
    task = Item.objects.get(kind="data_error", theme=held.screen)
    assert (task.doer, task.due) != (None, None)
    assert {one.course for one in Switch.objects.all()} == {"full", "off"}
    figures = precision.of_screen("paid_after_death")
    assert figures.checked >= course.enough()
    assert 0 < figures.confirmed < figures.checked
    cleared = Item.objects.get(theme="paid_after_death", outcome=Outcome.UNFOUNDED)
    assert cleared.clearing
    found = Item.objects.filter(theme="paid_after_death", outcome=Outcome.PUT_RIGHT)
    assert found.exists()
    assert all(one.answered_on for one in found), "whoever is named has answered first"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_command_fills_a_site_and_anyone_finds_what_happened_in_two_presses(
    settings: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    live_server: LiveServer,
    chromium: Browser,
) -> None:
    settings.HOME = tmp_path
    for name in ("sources", "data", "tables"):
        setattr(settings, f"SUNLEDGER_{name.upper()}", tmp_path / name)
    settings.SUNLEDGER_TABLE_KEY = tmp_path / "table_key"
    call_command("demo", "--no-serve", "--on", ON.isoformat())
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000/" in said
    assert "clerk" in said
    truths = (tmp_path / "demo" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["scheme"] for line in truths} >= {"duplicate", "innocent_reversal"}
    assert Batch.objects.filter(state="published", rows__gt=0).count() == 191
    the_calendar_has_every_light()
    assert Batch.objects.filter(state="submitted").count() == 1
    the_desk_shows_what_screening_does()
    closed = Item.objects.filter(state=State.CLOSED, drive="")
    closed = closed.exclude(source__startswith="conveyance:")
    assert [item.recovered_amount for item in closed if item.found_amount] == [6_350_00]
    assert set(Voice.objects.values_list("state", flat=True)) == set(Suggestion)
    kinds = {"list", "words", "not_ours"}
    assert set(Reply.objects.values_list("kind", flat=True)) == kinds
    assert Receipt.objects.filter(acknowledgement=None).exists()
    assert Receipt.objects.values("level").distinct().count() == 3
    assert lists.public_late(ON).exists()
    call_command("verify")
    # The demonstration is filled once for all the tests, so it is walked through here.
    exchange_round_trip.goes_whole(tmp_path)
    figures, items = two_presses.walk(chromium, live_server.url)
    assert figures >= 40 * len(DRIVES)
    assert items >= 15

    (tmp_path / "demo-sign-in.txt").unlink()
    with pytest.raises(CommandError, match="in use"):
        call_command("demo", "--no-serve")
