"""What must be public is read by anyone, pack by pack; keepers see what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sunledger.disclosure.category import CATEGORIES, FAULTS, IN_FORCE, PACKS, lay_over
from sunledger.disclosure.models.shape import keep
from sunledger.units.models import Power
from tests.cast import Cast, make_cast, person

pytestmark = pytest.mark.django_db


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("", "zh"), ("/en", "en")])
def test_every_item_is_found_by_its_pack(language: str, words: str) -> None:
    page = read(f"{language}/categories/")
    for pack in PACKS.values():
        assert f"{language}/packs/{pack.code}/" in page
        assert getattr(pack.title, words) in page
    page = read(f"{language}/packs/village/").replace("&amp;", "&").replace("&#x27;", "'")
    for heading in PACKS["village"].headings:
        assert getattr(heading.title, words) in page
    for item in PACKS["village"].items:
        assert getattr(item.title, words) in page
        assert f"{language}/categories/{item.code}/" in page


def test_a_page_of_a_pack_says_how_often_and_by_when() -> None:
    page = read("/en/packs/village/")
    assert "every month · by day 10 after the period ends" in page
    assert "each time it happens · within 5 working days" in page
    assert "every year · by 01-31 of the year after" in page
    assert "every quarter · within 15 days after the period ends" in page
    assert "those who work there" in read("/en/packs/enterprise/")


def test_a_page_of_an_item_says_all_of_its_rules() -> None:
    page = read("/en/categories/village-low-income/")
    for words in (
        "2.5.1", "Welfare lists", "Interim Measures for Social Assistance", "Second review",
        "the residents of the unit", "12 months", "The unit has nothing of this kind",
    ):  # fmt: skip
        assert words in page, words


def test_an_item_that_is_no_longer_asked_for_stays_readable() -> None:
    keep(CATEGORIES["village-payments"])
    gone = CATEGORIES.pop("village-payments")
    try:
        assert "no longer asked for" in read("/en/categories/village-payments/")
    finally:
        CATEGORIES["village-payments"] = gone


def test_a_pack_that_is_not_there_is_not_found() -> None:
    assert Client().get("/packs/nothing/").status_code == 404


@pytest.fixture
def broken(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A site with one draft, and one pack in force that cannot be read."""
    settings.SUNLEDGER_PACKS = tmp_path
    for place in (tmp_path / "mine", tmp_path / IN_FORCE / "mine" / "1"):
        place.mkdir(parents=True)
        (place / "pack.toml").write_text("version = 1\n", encoding="utf-8")
    lay_over(tmp_path / IN_FORCE)
    yield tmp_path
    lay_over(tmp_path / "none")


def test_administrators_see_what_is_wrong_and_others_no_such_page(broken: Path) -> None:
    assert FAULTS
    cast: Cast = make_cast()
    admin = person("packs-admin", "周管", cast.county, Power.ADMIN)
    clerk = person("packs-clerk", "周记", cast.county, Power.ENTER)
    client = Client()
    client.force_login(clerk)
    assert client.get("/en/desk/packs/").status_code == 404
    client.force_login(admin)
    page = client.get("/en/desk/packs/").content.decode()
    assert "goes on under the former version" in page
    assert page.count("version: Input should be a valid string") == 2
