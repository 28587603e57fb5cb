"""The search finds what is public by any part of a word or an amount, and nothing that is not."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sunledger.disclosure import actions
from sunledger.disclosure.lines import found, keeping, words
from sunledger.disclosure.models import Record
from sunledger.web.pages.public_search import marked
from tests.disclosure_story import Story, make_story


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def look(client: Client, q: str, **given: str) -> Any:
    return client.get("/en" + reverse("search").removeprefix("/en"), {"q": q, **given})


def said(client: Client, q: str, **given: str) -> str:
    answer = look(client, q, **given)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def publish(story: Story, period: str = "2024-03", **values: Any) -> Record:
    batch = story.draft(1, period)
    whole = {"payee": "青泉商贸有限公司", "purpose": "Cement 水泥 No.7", "amount": 490_000}
    Record.objects.filter(batch=batch).update(values=whole | values)
    actions.publish(batch=actions.submit(batch=batch, by=story.clerk), by=story.reviewer)
    return batch.records.get()


@pytest.mark.parametrize(
    "part",
    ["泉", "水泥", "青泉", "商贸有限", "泉商 水", "cement", "CEM", "ment", "ｃｅｍｅｎｔ", "4900",
     "4,900.00", "4900.00", "￥4,900", "4,900元", "900.0", "no.7", "t 水泥"],
)  # fmt: skip
def test_a_part_of_a_word_or_an_amount_finds_the_line(
    story: Story, client: Client, part: str
) -> None:
    record = publish(story)
    assert record.code in said(client, part)
    assert "<mark>" in said(client, part)


@pytest.mark.parametrize(
    "part", ["泉青", "商有", "水泥青", "4901", "4900.01", "purpose", "cementx", "payee"]
)
def test_what_no_line_says_is_not_found(story: Story, client: Client, part: str) -> None:
    record = publish(story)
    page = said(client, part)
    assert record.code not in page
    assert "No public line holds these words." in page


def test_drafts_and_what_waits_are_not_found(story: Story, client: Client) -> None:
    batch = story.submitted(3)
    codes = batch.records.values_list("code", flat=True)
    assert not any(code in said(client, "青泉") for code in codes)


def test_a_withdrawn_line_is_found_and_says_so(story: Story, client: Client) -> None:
    record = publish(story)
    actions.withdraw(batch=record.batch, reason="重复公开", by=story.reviewer)
    page = said(client, "水泥")
    assert record.code in page
    assert '<span class="tag bad">withdrawn</span>' in page


def test_what_was_corrected_is_found_as_it_is_today(story: Story, client: Client) -> None:
    record = publish(story)
    asking = actions.ask_correction(
        record=record, field="purpose", new="钢筋", reason="抄错", by=story.clerk
    )
    actions.correct(correction=asking, by=story.reviewer)
    assert record.code in said(client, "钢筋")
    assert record.code not in said(client, "水泥")


def test_what_was_forgotten_is_found_no_more(story: Story, client: Client) -> None:
    record = publish(story)
    keeping.forget([record.batch])
    assert record.code not in said(client, "水泥")


def test_a_line_whose_values_were_taken_away_is_made_anew(story: Story, client: Client) -> None:
    record = publish(story)
    line = record.batch
    keeping.again([record.pk])
    assert record.code in said(client, "青泉")
    assert line.rows == 1


def test_lines_are_found_in_a_unit_a_category_and_a_time(story: Story, client: Client) -> None:
    old, new = publish(story, "2023-05"), publish(story, "2024-05")
    page = said(client, "水泥", **{"from": "2024"})
    assert new.code in page
    assert old.code not in page
    page = said(client, "水泥", to="2023", unit=story.cast.town.code)
    assert old.code in page
    assert new.code not in page
    assert new.code not in said(client, "水泥", unit=story.cast.hamlet.code)
    assert new.code in said(client, "水泥", unit=story.village.code)
    assert new.code in said(client, "水泥", category="village-payments")
    assert new.code not in said(client, "水泥", category="village-income")


def test_pages_follow_one_another_and_hold_every_line_once(story: Story, client: Client) -> None:
    story.published(45)
    seen: list[int] = []
    wanted = found.Wanted(tuple(words.words_of("维修")))
    after = ""
    while True:
        page = found.find(wanted, after)
        seen += page.records
        if not page.more:
            break
        after = Record.objects.get(pk=page.records[-1]).code
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen, reverse=True)
    assert found.categories(wanted)[0] == {"village-payments": 45}


def test_units_and_categories_are_found_by_their_names(story: Story, client: Client) -> None:
    assert reverse("unit", args=[story.village.code]) in said(client, story.village.name[:2])
    assert "/categories/village-payments/" in said(client, "支出")
    assert story.village.name in said(client, story.village.name, what="units")


@pytest.mark.parametrize(
    "given",
    [
        {"q": "水泥", "from": "soon"},
        {"q": "水泥", "after": "x"},
        {"q": "水泥", "to": "12345"},
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(
    story: Story, client: Client, given: dict[str, str]
) -> None:
    answer = look(client, **given)
    assert answer.status_code == 400
    assert re.search(r'role="alert"><p>[^<]{20,}\.</p>', answer.content.decode())


@pytest.mark.parametrize(
    "text", ['"', "' OR 1=1", "a* NEAR b", "水泥)", "[水泥", "水泥\\", "-水泥", "水.泥"]
)
def test_no_sign_is_read_as_a_command(story: Story, client: Client, text: str) -> None:
    publish(story)
    assert look(client, text).status_code in (200, 400)


def test_what_a_line_says_stays_text_and_is_marked_as_it_is_written() -> None:
    one = words.words_of("b 4900")
    assert marked("<b> 4,900.00", one) == "&lt;<mark>b</mark>&gt; <mark>4,900</mark>.00"
    assert marked("Ａ & B", words.words_of("a")) == "<mark>Ａ</mark> &amp; B"
    assert marked("a  b", words.words_of("b")) == "a  b", "spaces are not counted alike"


def test_the_index_is_made_anew_by_a_command(story: Story, client: Client, capsys: Any) -> None:
    record = publish(story)
    call_command("search", "rebuild")
    assert "1" in capsys.readouterr().out
    assert record.code in said(client, "水泥")
