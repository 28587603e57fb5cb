"""The pages of programmes and lists, as a browser asks for them."""

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from sunledger.jobs import actions as jobs
from sunledger.ledger.models import Import, Item
from sunledger.ledger.programme import actions as programme
from tests import programme_story as story
from tests.cast import Cast, at, make_cast
from tests.test_imports import PLAN, sheet


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def signed_in(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lead)
    return client


def public_programme(cast: Cast) -> Item:
    whole, (survey, build, _sign) = story.parted(cast, public=True)
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    return whole


def test_anyone_sees_the_tree_the_bars_and_what_decides_the_end(cast: Cast) -> None:
    whole = public_programme(cast)
    words = Client().get(reverse("programme", args=[whole.code])).content.decode()
    assert "What decides the end" in words
    assert "1.2" in words
    assert words.count('role="img"') == 4
    assert "Expected from" in words
    assert "style=" not in words
    assert "after</span>" in words or "after 1.1" in words


def test_what_is_not_public_has_no_programme(cast: Cast) -> None:
    whole, _parts = story.parted(cast)
    for name, rest in (("programme", []), ("programme_file", ["json"])):
        assert Client().get(reverse(name, args=[whole.code, *rest])).status_code == 404
    public = public_programme(cast)
    assert Client().get(reverse("programme_file", args=[public.code, "exe"])).status_code == 404


def test_a_programme_can_be_taken_along_in_every_form(cast: Cast) -> None:
    whole = public_programme(cast)

    def file(kind: str) -> bytes:
        answer = Client().get(reverse("programme_file", args=[whole.code, kind]))
        assert answer["Content-Disposition"].startswith("attachment")
        return answer.content

    book = CalamineWorkbook.from_filelike(BytesIO(file("xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["修好出村的路", "勘测", "施工", "立牌"]
    told = json.loads(file("json"))
    assert [item["after"] for item in told["items"]] == [[], [], ["1.1"], []]
    assert file("csv").decode("utf-8-sig").startswith("number,code,parent")
    assert file("ics").count(b"BEGIN:VEVENT") == 4


def test_an_item_shows_its_whole_its_parts_and_what_it_waits_for(cast: Cast) -> None:
    whole = public_programme(cast)
    build = Item.objects.get(title="施工")
    words = Client().get(reverse("item", args=[build.code])).content.decode()
    assert "Part of" in words
    assert "Begins after" in words
    assert "勘测" in words
    words = Client().get(reverse("item", args=[whole.code])).content.decode()
    assert "0 of 3 done" in words


def test_an_item_is_broken_down_on_the_desk(cast: Cast) -> None:
    whole, client = story.root(cast), signed_in(cast)
    address = reverse("desk_item_move", args=[whole.code, "divide"])
    said = {"turn": whole.turn, "title1": "打桩", "problem1": "打桩。", "unit1": cast.town.code,
            "due1": "2099-05-01"}  # fmt: skip
    assert client.get(address).status_code == 200
    assert client.post(address, said).status_code == 302
    assert whole.parts.get().title == "打桩"


def test_a_list_goes_from_its_file_to_its_items_on_the_desk(cast: Cast) -> None:
    client = signed_in(cast)
    rows = (*PLAN, ("2", "查账", "财政部门", "", "", ""))
    said = {
        "unit": cast.county.code,
        "title": "三年行动",
        "currency": "CNY",
        "sheets": [SimpleUploadedFile("plan.csv", sheet(*rows))],
    }
    answer = client.post(reverse("desk_import_new"), said)
    assert answer.status_code == 302, answer.content.decode()
    one = Import.objects.get()
    assert one.job is not None
    jobs.run_here(one.job)
    page = reverse("desk_import", args=[one.code])
    words = client.get(page).content.decode()
    assert "Who is meant?" in words
    assert "财政部门" in words
    assert "Open the items" not in words
    client.post(page, {"do": "open"})
    assert not Item.objects.exists()
    client.post(page, {"do": "name", "owner0": cast.bureau.code})
    assert "Open the items" in client.get(page).content.decode()
    client.post(page, {"do": "open"})
    one.refresh_from_db()
    jobs.run_here(one.job)
    assert Item.objects.count() == 5
    assert "5 items were opened" in client.get(page).content.decode()


def test_a_list_with_a_wrong_row_says_where_and_can_be_given_up(cast: Cast) -> None:
    client = signed_in(cast)
    rows = (*PLAN, ("9.9", "无父", "柳河镇", "", "", ""))
    file = SimpleUploadedFile("plan.csv", sheet(*rows))
    said = {"unit": cast.county.code, "title": "错", "currency": "CNY", "sheets": [file]}
    client.post(reverse("desk_import_new"), said)
    one = Import.objects.get()
    assert one.job is not None
    jobs.run_here(one.job)
    page = reverse("desk_import", args=[one.code])
    words = client.get(page).content.decode()
    assert "No row has the number 9" in words
    assert "Open the items" not in words
    client.post(page, {"do": "drop"})
    one.refresh_from_db()
    assert one.stage == "dropped"
