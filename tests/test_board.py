"""Board sheets: one page for a wall, with an address that leads back to all of it."""

import re
from datetime import date
from typing import Any

import pytest
import segno
from django.test import Client
from django.utils import translation

from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch, Record
from sunledger.web.pages import board_page
from sunledger.web.pages.board import short_words
from sunledger.web.permalink import drawn, permalink, public_address
from tests.beginning import begins_with
from tests.disclosure_story import Story, make_story
from tests.pages_world import at

pytestmark = [pytest.mark.django_db, begins_with(make_story)]
SITE = "https://open.example.org"


@pytest.fixture
def story(begun: Story) -> Story:
    return begun


@pytest.fixture(autouse=True)
def outside(settings: Any) -> None:
    """Let the site know its address."""
    settings.SUNLEDGER_ADDRESS = SITE


def words(name: str, *codes: str) -> str:
    """Return what an English page says, on one line."""
    answer = Client().get("/en" + at(name, *codes))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_sheet_on_a_board_says_what_it_is_and_where_to_read_and_to_ask(story: Story) -> None:
    batch = story.published()
    said = words("sheet_board", batch.code)
    for text in (
        "Dahe Village",
        "March 2024",
        "Published on",
        "¥6.00",
        "青泉商贸有限公司",
        "道路维修",
    ):
        assert text in said
    with translation.override("en"):
        assert short_words(batch.code) in said
    assert "To ask or to object:" in said
    assert "At the address above anyone asks or objects" in said
    assert 'aria-label="QR code of this address"' in said
    assert "more line" not in said


def test_the_code_that_is_drawn_is_the_permalink_s(story: Story) -> None:
    batch = story.published()
    said = words("sheet_board", batch.code)
    with translation.override("en"):
        link = permalink(f"/en/sheets/{batch.code}/")
    assert link is not None
    assert link.code.path in said
    assert cells_of(link.code) == matrix(f"{SITE}/en/sheets/{batch.code}/")


@pytest.mark.parametrize("text", ["a", SITE, f"{SITE}/sheets/{'a' * 26}/", f"{SITE}/" + "z" * 400])
def test_what_is_drawn_is_cell_for_cell_the_code(text: str) -> None:
    assert cells_of(drawn(text)) == matrix(text)


def matrix(text: str) -> set[tuple[int, int]]:
    """Return the dark cells of a text's code, as its maker gives them."""
    rows = segno.make_qr(text, error="q", boost_error=False).matrix
    return {(x + 4, y + 4) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}


def cells_of(code: Any) -> set[tuple[int, int]]:
    """Return the dark cells of a drawing, as a browser fills them."""
    found = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    assert "".join(f"M{x} {y}h{one}v1h-{two}z" for x, y, one, two in found) == code.path
    assert all(int(x) + int(length) <= code.size - 4 for x, _y, length, _back in found)
    return {(int(x) + step, int(y)) for x, y, length, _back in found for step in range(int(length))}


@pytest.mark.parametrize(
    "address",
    ["", "http://localhost:8000", "http://127.0.0.1", "http://[::1]:80", "http://10.0.0.7",
     "http://192.168.1.20:8000", "https://office", "https://pc.local", "ftp://open.example.org",
     "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_never_printed(
    story: Story, settings: Any, address: str
) -> None:
    """Neither that of the settings nor the one by which the page was called: it warns instead."""
    settings.SUNLEDGER_ADDRESS = address
    assert public_address() == ""
    said = words("sheet_board", story.published().code)
    assert "Do not hang this up yet" in said
    assert "not to be hung up" in said
    assert "<svg" not in said
    assert "testserver" not in said
    assert not address or address not in said


def test_a_long_sheet_is_cut_to_its_largest_lines_and_says_what_is_left(story: Story) -> None:
    batch = story.published(rows=90)
    said = words("sheet_board", batch.code)
    shown = len(re.findall(r'<th scope="row">', said))
    assert 10 < shown < 40
    assert f"These are the largest; {90 - shown} more lines are not shown here." in said
    whole = sum(range(100, 9001, 100))
    left = whole - sum(range(9000, 9000 - 100 * shown, -100))
    assert f"Together they come to ¥{left / 100:,.2f}." in said
    with translation.override("en"):
        assert f"All of them stand at {short_words(batch.code)}" in said


def test_a_withdrawn_sheet_says_so_on_its_board(story: Story) -> None:
    batch = story.published()
    actions.withdraw(batch=batch, reason="金额有误", by=story.reviewer)
    said = words("sheet_board", batch.code)
    assert "Withdrawn on" in said
    assert "金额有误" in said


def test_a_hostile_cell_stays_a_text(story: Story) -> None:
    batch = story.submitted()
    bad = '</td><script>alert(1)</script><svg onload="x">'
    record = Record.objects.filter(batch=batch)[0]
    record.values = {**record.values, "purpose": bad}
    record.save()
    said = words("sheet_board", actions.publish(batch=batch, by=story.reviewer).code)
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said


def test_the_short_address_leads_to_the_sheet_however_it_is_typed(story: Story) -> None:
    batch = story.published()
    with translation.override("en"):
        path = short_words(batch.code).partition("/")[2]
    for typed in (f"/{path}", f"/{path.upper().replace('EN/S', 'en/s')}", f"/s/{batch.code[:12]}/"):
        answer = Client().get(typed)
        assert answer.status_code == 302, typed
        assert answer["Location"].endswith(f"/sheets/{batch.code}/")
    for nowhere in ("aaaa-aaaa-aaaa", batch.code[:11], batch.code):
        assert Client().get(f"/s/{nowhere}/").status_code == 404


def test_the_short_address_of_what_is_not_for_everyone_is_not_there(story: Story) -> None:
    batch = story.submitted()
    Batch.objects.filter(pk=batch.pk).update(visibility="residents")
    batch = actions.publish(batch=batch, by=story.reviewer)
    assert Client().get(f"/s/{batch.code[:12]}/").status_code == 404
    assert Client().get(at("sheet_board", batch.code)).status_code == 404
    assert Client().get(at("sheet_aloud", batch.code)).status_code == 404
    draft = story.draft(rows=2)
    assert Client().get(f"/s/{draft.code[:12]}/").status_code == 404


def test_what_is_missing_stands_first_on_a_unit_s_board_and_names_the_post(story: Story) -> None:
    story.village.kind = "village"
    story.village.save()
    actions.adopt(unit=story.cast.town, pack="village", since=date(2024, 1, 1), by=story.reviewer)
    story.published()
    said = words("unit_board", story.village.code, "2024-03")
    rows = said[said.index("<tbody>") :]
    assert rows.index("light missing") < rows.index("published on")
    assert re.search(r"must publish by \d+ April 2024", said)
    assert f"open.example.org/en/units/{story.village.code}/calendar/?year=2024" in said
    assert "3 lines · ¥6.00" in said
    year = words("unit_board", story.village.code, "2024")
    assert re.search(r"\d+ more items are not shown here", year)
    assert "3 lines · ¥6.00" in year, "what is public has its room beside all that is missing"


@pytest.mark.parametrize("word", ["2024-13", "2024-3", "once", "2024-W10", "2024-03-05", "x"])
def test_a_board_of_no_period_is_not_there(story: Story, word: str) -> None:
    assert Client().get(f"/units/{story.village.code}/board/{word}/").status_code == 404


def test_columns_fill_the_page_and_no_more() -> None:
    for count in range(1, 9):
        weights = [1 + number % 3 for number in range(min(count, board_page.COLUMNS))]
        shares = board_page._shares(weights)
        assert sum(shares) == board_page.TWELFTHS - 1, weights
        assert min(shares) >= 1


def test_a_text_that_is_cut_says_so_and_fits() -> None:
    long = "维修" * 200
    kept = board_page.cut(long, 3)
    assert kept.endswith("…")
    assert board_page.height([(kept, 3)]) <= 3 * board_page.LINE + board_page.PADDING
    assert board_page.cut("短", 1) == "短"
