"""What the public pages show, and what they never show."""

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch, Correction, Record
from sunledger.ledger.models import FairnessObjection, Item, Objection
from sunledger.units.models import User
from sunledger.voices.models import Question, Voice
from sunledger.web.pages import downloads
from tests.answers import hand_on
from tests.beginning import begins_with
from tests.pages_world import World, address, at, make_world
from tests.test_pages_access import ROWS

pytestmark = begins_with(make_world)


@pytest.fixture
def world(begun: World) -> World:
    return begun


def text(client: Client, path: str) -> str:
    """Return what a page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    words = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


# Pages of one person, whose address is a key that only they have.
OF_ONE_PERSON = {"calendar"}
# Pages on which anyone may write, or give a code; without words they keep nothing.
TAKE_WORDS = {
    "fairness_one",
    "item_object",
    "own",
    "question_new",
    "question_mine",
    "residents",
    "suggestion_new",
    "suggestion_mine",
}


def public_pages(world: World) -> list[str]:
    """Return the addresses that anyone can read, in both languages."""
    names = [name for name, row in ROWS.items() if row["anonymous"] == "200"]
    names = [name for name in names if name not in OF_ONE_PERSON]
    paths = [address(name, world) for name in names]
    return [*paths, *(f"/en{path}" for path in paths)]


def test_no_public_page_names_a_person(client: Client, world: World) -> None:
    people = set(User.objects.values_list("name", flat=True))
    for path in public_pages(world):
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        found = [name for name in people if name.encode() in body]
        assert not found, f"{path} names {found}"


def test_a_page_in_english_has_no_chinese_of_ours_and_the_other_way_round(
    client: Client, world: World
) -> None:
    """The words around what people wrote are in the language of the address."""
    assert "Published last" in text(client, "/en/")
    assert "最近公开" not in text(client, "/en/")
    assert "最近公开" in text(client, "/")
    assert "Published last" not in text(client, "/")


def test_a_corrected_value_stands_beside_the_one_that_was_published(
    client: Client, world: World
) -> None:
    page = client.get(at("record", world.codes["record"])).content.decode()
    made = Correction.objects.get(state="made")
    assert f"<del>{made.old}</del>" in page
    assert f"<ins>{made.new}</ins>" in page
    assert made.reason in page
    sheet = client.get(at("sheet", world.codes["batch"])).content.decode()
    assert f"<del>{made.old}</del> <ins>{made.new}</ins>" in sheet


def test_a_withdrawn_sheet_stays_in_view_with_its_reason(client: Client, world: World) -> None:
    batch = Batch.objects.get(code=world.codes["batch"])
    disclosure.withdraw(batch=batch, reason="月份填错。", by=world.story.reviewer)
    page = text(client, f"/en/sheets/{batch.code}/")
    assert "Withdrawn on" in page
    assert "月份填错。" in page


def test_what_is_not_public_yet_is_not_there(client: Client, world: World) -> None:
    for path in (
        at("sheet", world.codes["draft"]),
        at("sheet", world.codes["waiting"]),
        at("sheet_csv", world.codes["waiting"]),
        at("record", Record.objects.get(batch__code=world.codes["waiting"]).code),
        at("item", world.codes["item"]),
        at("meeting", world.codes["meeting"]),
    ):
        assert client.get(path).status_code == 404, path


def test_a_lead_is_on_no_public_page(client: Client, world: World) -> None:
    item = Item.objects.get(code=world.codes["item"])
    for path in public_pages(world):
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        assert world.codes["lead"].encode() not in body
        assert item.code.encode() not in body


def test_the_result_comes_with_the_answer_of_the_unit(client: Client, world: World) -> None:
    page = text(client, at("item", world.codes["closed"]))
    item = Item.objects.get(code=world.codes["closed"])
    assert item.result in page
    assert item.steps.get(move="answer").note in page
    assert item.steps.get(move="verify").note in page


def test_search_finds_units_by_part_of_a_name_and_categories(client: Client, world: World) -> None:
    assert "大河村" in text(client, "/search/?q=大河")
    assert "Dahe Village" in text(client, "/en/search/?q=dahe")
    assert "Village payments" in text(client, "/en/search/?q=village+payments")
    assert "no letter and no digit" in text(client, "/en/search/?q=%25")


def test_the_raw_file_has_every_value_and_the_other_runs_no_formula(
    client: Client, world: World
) -> None:
    batch = world.story.draft(rows=2, period="2023-01")
    values = Record.objects.filter(batch=batch).order_by("number")[0].values
    values["purpose"] = "=HYPERLINK(0)"
    Record.objects.filter(batch=batch, number=1).update(values=values, amount=-1250)
    Record.objects.filter(batch=batch, number=1).update(values=values | {"amount": -1250})
    hand_on(batch=batch, by=world.story.clerk)
    disclosure.publish(batch=batch, by=world.story.reviewer)
    raw = _rows(client, "sheet_csv", batch.code)
    safe = _rows(client, "sheet_spreadsheet", batch.code)
    assert raw[0]["purpose"] == "=HYPERLINK(0)"
    assert safe[0]["用途"] == "'=HYPERLINK(0)"
    assert raw[0]["amount"] == safe[0]["金额"] == "-12.50"
    assert raw[1]["amount"] == "2.00"


def _rows(client: Client, name: str, code: str) -> list[dict[str, str]]:
    answer = client.get(at(name, code))
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_is_made_harmless(sign: str) -> None:
    assert downloads.harmless(f"{sign}1+cmd") == f"'{sign}1+cmd"


@pytest.mark.parametrize("number", ["-12.5", "-12", "+3.0", 12, None, "", "水泥"])
def test_numbers_and_plain_words_stay_as_they_are(number: object) -> None:
    assert downloads.harmless(number) == number


def test_a_sheet_as_json_adds_up_to_what_its_page_says(client: Client, world: World) -> None:
    answer = client.get(at("sheet_json", world.codes["batch"]))
    sheet = json.loads(b"".join(answer))
    assert len(sheet["records"]) == sheet["rows"]
    assert sum(one["values"]["amount"] for one in sheet["records"]) == sheet["totals"]["CNY"]
    assert sheet["records"][0]["published"] != sheet["records"][0]["values"]


def test_the_lines_on_the_page_check_the_log_with_nothing_but_python(
    client: Client, world: World, tmp_path: Path
) -> None:
    for name in ("entries.txt", "facts.jsonl", "root.txt"):
        (tmp_path / name).write_bytes(b"".join(client.get(at("seal_file", name))))
    page = client.get("/en/seal/").content.decode()
    code = re.findall(r"<pre[^>]*><code>(import hashlib.*?)</code></pre>", page, re.DOTALL)
    lines = [sys.executable, "-c", unescape(code[0])]
    said = subprocess.run(lines, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("whole "), said.stdout

    facts = (tmp_path / "facts.jsonl").read_text(encoding="utf-8")
    (tmp_path / "facts.jsonl").write_text(facts.replace("道路维修", "道路养护", 1), "utf-8")
    said = subprocess.run(lines, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("changed: "), said.stdout


def test_reading_changes_nothing_and_nothing_can_be_posted_to_a_public_page(
    client: Client, world: World
) -> None:
    kept = Objection.objects.count() + FairnessObjection.objects.count()
    voices, questions = Voice.objects.count(), Question.objects.count()
    for name, row in ROWS.items():
        if row["anonymous"] == "200" and not name.startswith("account"):
            status = client.post(address(name, world)).status_code
            assert status == (200 if name in TAKE_WORDS else 405), name
    assert Objection.objects.count() + FairnessObjection.objects.count() == kept
    assert Voice.objects.count() == voices
    assert Question.objects.count() == questions


def test_every_public_address_leads_to_the_same_page_in_the_other_language(
    client: Client, world: World
) -> None:
    for path in ("/", f"/sheets/{world.codes['batch']}/?page=2&q=x", "/seal/0/"):
        assert f'href="/en{path}"'.replace("&", "&amp;") in client.get(path).content.decode()
        assert f'href="{path}"'.replace("&", "&amp;") in client.get("/en" + path).content.decode()


def test_junk_in_an_address_is_never_a_fault_of_the_server(client: Client, world: World) -> None:
    junk = ["-1", "0", "x", "%00", "9" * 400, "' or 1=1 --", "<script>", "\u202e"]
    for word in junk:
        for path in (
            "/results/", "/search/", f"/sheets/{world.codes['batch']}/", "/units/", "/seal/"
        ):  # fmt: skip
            for name in ("page", "q", "order", "unit", "outcome", "entry"):
                answer = client.get(path, {name: word})
                assert answer.status_code in (200, 302, 404), f"{path}?{name}={word}"


def test_pages_carry_no_script_or_style_of_their_own(client: Client, world: World) -> None:
    for path in public_pages(world):
        answer = client.get(path)
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=|<style", page), path


def test_the_resolver_knows_no_address_of_djangos_own_administration() -> None:
    assert not any("admin" in str(pattern.pattern) for pattern in get_resolver().url_patterns)
