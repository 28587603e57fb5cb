"""A sheet for the ear: what is said, and how it is said in both languages; large type beside it."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import spoken
from sunledger.core.numerals import read_numeral
from sunledger.disclosure import actions
from sunledger.web.pages.aloud import unmasked
from tests.beginning import begins_with
from tests.disclosure_story import Story, make_story
from tests.own_story import shown
from tests.pages_world import at

pytestmark = [pytest.mark.django_db, begins_with(make_story)]


@pytest.fixture
def story(begun: Story) -> Story:
    return begun


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "零", "zero"),
        (10, "十", "ten"),
        (105, "一百零五", "one hundred and five"),
        (2000, "两千", "two thousand"),
        (2_222, "两千二百二十二", "two thousand two hundred and twenty-two"),
        (10_005, "一万零五", "ten thousand and five"),
        (120_000, "十二万", "one hundred and twenty thousand"),
        (100_000_005, "一亿零五", "one hundred million and five"),
        (-12, "负十二", "minus twelve"),
    ],
)
def test_whole_numbers_are_said_as_people_say_them(value: int, zh: str, en: str) -> None:
    assert spoken.number(value, "zh") == zh
    assert spoken.number(value, "en") == en


@given(st.integers(0, 99_999_999))
def test_a_number_that_is_said_is_read_back_as_it_was(value: int) -> None:
    assert read_numeral(spoken.number(value, "zh")) == value


@pytest.mark.parametrize(
    ("fen", "currency", "zh", "en"),
    [
        (490_000, "CNY", "四千九百元", "four thousand nine hundred yuan"),
        (490_056, "CNY", "四千九百元五角六分", "four thousand nine hundred yuan and fifty-six fen"),
        (1_005, "CNY", "十元零五分", "ten yuan and five fen"),
        (5, "CNY", "五分", "five fen"),
        (0, "CNY", "零元", "zero yuan"),
        (-101, "GBP", "负一英镑一便士", "minus one pound and one penny"),
        (300, "JPY", "三百 J P Y", "three hundred J P Y"),
    ],
)  # fmt: skip
def test_amounts_are_said_in_words(fen: int, currency: str, zh: str, en: str) -> None:
    assert spoken.money(fen, currency, "zh") == zh
    assert spoken.money(fen, currency, "en") == en


def test_decimals_are_said_figure_by_figure_and_other_texts_stay() -> None:
    assert spoken.decimal("8.60", "zh") == "八点六"
    assert spoken.decimal("-0.5", "en") == "minus zero point five"
    assert spoken.decimal("约三亩", "zh") == "约三亩"


def heard(path: str) -> str:
    """Return what a page says, without its marks."""
    answer = Client().get(path)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def test_masked_words_are_said_without_stars(story: Story) -> None:
    batch = shown(story)
    said = heard("/en" + at("sheet_aloud", batch.code))
    assert "王某" in said
    assert "*" not in said
    chinese = heard(at("sheet_aloud", batch.code))
    assert "第二行。" in chinese
    assert "二百元" in chinese
    assert "尾号一零" in chinese
    assert "2024年3月5日" in chinese
    assert "*" not in chinese
    assert unmasked("欧阳*、李*") == "欧阳某、李某"
    assert unmasked("青泉商贸有限公司") == "青泉商贸有限公司"
    assert "*" not in unmasked("210***19**")


def test_the_chinese_in_an_english_page_is_marked_for_another_voice(story: Story) -> None:
    batch = story.published()
    page = Client().get("/en" + at("sheet_aloud", batch.code)).content.decode()
    assert '<span lang="zh-Hans">道路维修</span>' in page
    assert "one yuan" in page
    assert "<script>" not in page


def test_a_correction_is_said_with_what_it_was(story: Story) -> None:
    batch = story.published()
    record = batch.records.earliest("number")
    asked = actions.ask_correction(
        record=record, field="amount", new="5.00", reason="凭证写错", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)
    said = heard("/en" + at("sheet_aloud", batch.code))
    assert "five yuan; corrected, before it was one yuan." in said


def test_large_type_is_kept_without_an_account_and_given_up_again() -> None:
    client = Client()
    assert 'class="large"' not in client.get("/en/").content.decode()
    answer = client.get("/en/type/large/", {"next": "/en/units/?page=2"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/units/?page=2")
    assert answer.cookies["type"]["httponly"]
    large = client.get("/en/")
    assert '<html lang="en" class="large">' in large.content.decode()
    assert "Cookie" in large["Vary"], "no store between hands one reader's page to another"
    client.get("/en/type/normal/")
    assert 'class="large"' not in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    "where",
    [
        "https://elsewhere.example",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:x",
        "",
    ],
)
def test_the_choice_of_type_leads_nowhere_else(where: str) -> None:
    answer = Client().get("/en/type/large/", {"next": where})
    assert answer["Location"] == "/en/"
    assert Client().get("/en/type/huge/").status_code == 404
