"""Public tables: what is asked of them, what they answer, and that no sum is ever stale."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from sunledger.disclosure import actions
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.lines import asked, keeping, limit, rows, sums, words
from sunledger.disclosure.models import Batch, Line, Record, Sum, Visibility
from tests.answers import hand_on
from tests.disclosure_story import PERIOD, Story, make_story
from tests.test_visibility import restricted

SHAPE = CATEGORIES["village-payments"]
SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    "SELECT count(*) FROM n"
)


@pytest.fixture
def story(db: None) -> Story:
    return make_story()


def ask(**given: str) -> tuple[sums.Totals, list[Record]]:
    question = asked.read({name.replace("__", "."): text for name, text in given.items()}, SHAPE)
    totals = sums.totals(question)
    numbers, _before, _after = rows.page(question, totals.lines)
    found = Record.objects.in_bulk(numbers)
    return totals, [found[number] for number in numbers]


def page(client: Client, **given: str) -> Any:
    path = reverse("table", args=[SHAPE.code])
    return client.get(f"/en{path}".replace("/en/en", "/en"), given)


def kept() -> list[Any]:
    return sorted(Sum.objects.values_list("category", "unit", "period", "lines", "amount"), key=str)


@pytest.mark.parametrize(
    ("given", "lines", "amount"),
    [
        ({}, 60, 183_000),
        ({"q": "青泉"}, 20, 63_000),
        ({"q": "泉"}, 20, 63_000),
        ({"q": "青泉 维修"}, 20, 63_000),
        ({"q": "泉青"}, 0, 0),
        ({"f__payee": "商贸"}, 20, 63_000),
        ({"f__purpose": "商贸"}, 0, 0),
        ({"is__payee": "青泉商贸有限公司"}, 20, 63_000),
        ({"is__purpose": "道路维修"}, 60, 183_000),
        ({"is__purpose": "道路"}, 0, 0),
        ({"q": "12.00"}, 1, 1_200),
        ({"amount_from": "59"}, 2, 11_900),
        ({"amount_to": "2.00"}, 2, 300),
        ({"day_from": "2024-03-02", "day_to": "2024-03-02"}, 3, 8_700),
        ({"from": "2024", "to": "2024"}, 60, 183_000),
        ({"from": "2025"}, 0, 0),
    ],
)
def test_a_filter_finds_and_adds_up_exactly_its_lines(
    story: Story, given: dict[str, str], lines: int, amount: int
) -> None:
    story.published(60)
    totals, found = ask(**given)
    assert totals.is_whole
    assert totals.lines == lines
    assert len(found) == min(lines, rows.PAGE)
    assert sum(one.amount for one in totals.sums) == amount


@pytest.mark.parametrize("sort", ["", "period", "-day", "day", "amount", "-amount", "-party"])
@pytest.mark.parametrize("few", [rows.FEW, 10])
def test_paging_by_key_shows_every_line_once_there_and_back(
    story: Story, sort: str, few: int
) -> None:
    story.published(130)
    with patch.object(rows, "FEW", few):
        _totals, first = ask(sort=sort, q="维修")
        _totals, second = ask(sort=sort, q="维修", after=first[-1].code)
        _totals, third = ask(sort=sort, q="维修", after=second[-1].code)
        assert ask(sort=sort, q="维修", before=third[0].code)[1] == second
        _totals, plain = ask(sort=sort)
    codes = [one.code for one in [*first, *second, *third]]
    assert len(codes) == len(set(codes)) == 130
    if sort:
        assert plain == first


def test_more_lines_than_are_counted_are_said_to_be_more_and_added_up_when_asked(
    story: Story, client: Client
) -> None:
    story.published(30)
    with patch.object(rows, "FEW", 10):
        assert not ask(q="维修")[0].is_whole
        assert ask(q="维修", sum="1")[0] == sums.Totals(30, [sums.Came("CNY", 30, 46_500)], True)
        said = page(client, q="维修").content.decode()
        assert "more than 10" in said
        assert "46" not in re.findall(r'class="value">([^<]*)', said)


def test_where_words_stand_in_too_many_lines_nothing_is_counted_until_it_is_asked_for(
    story: Story, client: Client
) -> None:
    story.published(30)
    with patch.object(rows, "LOOKED_THROUGH", 29):
        totals, found = ask(q="维修", amount_from="29")
        assert totals == sums.Totals(0, [], False)
        assert found == ask(amount_from="29", sort="period")[1][::-1] != []
        assert ask(q="维修", sum="1")[0] == sums.Totals(30, [sums.Came("CNY", 30, 46_500)], True)
        said = page(client, q="维修").content.decode()
        assert "not counted" in said
        assert "sum=1" in said
    with patch.object(rows, "LOOKED_THROUGH", 30):
        assert ask(q="维修")[0].lines == 30


def test_sums_follow_publishing_correcting_and_withdrawing_and_can_be_made_anew(
    story: Story,
) -> None:
    batch = story.published(3)
    record = batch.records.get(number=2)
    asking = actions.ask_correction(
        record=record, field="amount", new="5.00", reason="抄错", by=story.clerk
    )
    actions.correct(correction=asking, by=story.reviewer)
    totals, found = ask(amount_from="5", amount_to="5")
    assert [one.pk for one in found] == [record.pk]
    assert totals.sums == [sums.Came("CNY", 1, 500)]
    assert ask()[0].sums == [sums.Came("CNY", 3, 900)]
    assert ask(q="2.00")[0].lines == 0, "the old value is not found any more"
    before = kept()
    assert keeping.rebuild() == 3
    assert kept() == before
    assert ask(q="5.00")[0].lines == 1
    actions.withdraw(batch=batch, reason="重复公开", by=story.reviewer)
    assert ask()[0] == sums.Totals(0, [], True)
    assert Line.objects.filter(standing=False).count() == 3


@pytest.mark.parametrize("whose", [Visibility.RESIDENTS, Visibility.STAFF])
def test_nothing_that_is_not_for_everyone_gets_into_a_table(
    story: Story, client: Client, whose: Visibility
) -> None:
    batch = restricted(story, whose)
    assert not Line.objects.exists()
    assert not Sum.objects.exists()
    assert keeping.rebuild() == 0
    assert client.get(reverse("sheet_file", args=[batch.code, "raw.csv"])).status_code == 404


def test_what_is_forgotten_is_in_no_table_and_no_index(story: Story) -> None:
    batch = story.published(3)
    keeping.forget([batch])
    assert ask()[0].lines == ask(q="青泉")[0].lines == 0
    assert not Line.objects.exists()


def test_tables_of_units_and_branches_hold_their_own_lines(story: Story) -> None:
    story.published(5)
    for unit, lines in ((story.village, 5), (story.cast.town, 5), (story.cast.hamlet, 0)):
        for given in ({}, {"q": "维修"}, {"amount_from": "0"}):
            for reach in (asked.reach_of(unit), "small", "large"):
                question = asked.read(given, SHAPE, unit)
                question = asked.Asked(**{**vars(question), "reach": reach})
                totals = sums.totals(question)
                assert totals.lines == lines, (unit, given, reach)
                assert len(rows.page(question, totals.lines)[0]) == lines


@pytest.mark.parametrize(
    "given",
    [
        {"sort": "_junk"}, {"sort": "amount; DROP TABLE x"}, {"amount_from": "about 30"},
        {"day_to": "31.2.2024"}, {"from": "soon"}, {"from": "2025", "to": "2024"},
        {"amount_from": "5", "amount_to": "4"}, {"after": "1"}, {"after": "a" * 26},
        {"page": "2"}, {"f.nothing": "x"}, {"is.amount.x": "x"}, {"q": "…"}, {"q": "a" * 201},
        {"currency": "yuan"}, {"f.payee": "%"}, {"is.": "x"}, {"day_from": "9999999999-01-01"},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_answered_with_a_sentence(
    story: Story, client: Client, given: dict[str, str]
) -> None:
    story.published(3)
    answer = page(client, **given)
    assert answer.status_code == 400
    assert re.search(r'role="alert"><p>[^<]{20,}\.</p>', answer.content.decode())


@pytest.mark.parametrize(
    "text", ['"', "' OR 1=1 --", "* AND NOT x", "(((", "a\\", "a.*b", "[x", "NEAR(a b)"]
)
def test_no_sign_means_more_than_itself(story: Story, client: Client, text: str) -> None:
    story.published(3)
    for name in ("q", "f.payee", "is.payee", "is.purpose"):
        answer = page(client, **{name: text})
        assert answer.status_code in (200, 400), (name, text)
        assert "上限" not in answer.content.decode()


def test_a_question_that_takes_too_long_is_given_up_with_a_sentence(
    story: Story, client: Client, settings: Any
) -> None:
    story.published(3)
    settings.SUNLEDGER_QUERY_SECONDS = 0.2

    with pytest.raises(limit.TooLong), limit.within():
        rows._fetch(SLOW, [])
    with limit.within():
        assert rows._fetch("SELECT 1", []) == [(1,)]
    with patch.object(rows, "page", lambda *_: rows._fetch(SLOW, [])):
        answer = page(client)
    assert answer.status_code == 400
    assert "took longer than" in answer.content.decode()


def test_the_filters_of_a_table_are_folded_until_one_is_used(story: Story, client: Client) -> None:
    story.published(rows=2)
    shown = page(client).content.decode()
    assert "<details>" in shown.partition('name="q"')[2].partition('name="amount_from"')[0]
    shown = page(client, amount_from="1").content.decode()
    folded = shown.partition('name="q"')[2].partition('name="amount_from"')[0]
    assert "<details open>" in folded
    assert '<span class="tag">1</span>' in folded


def test_what_a_line_says_is_text_on_the_page(story: Story, client: Client) -> None:
    batch = story.draft(1)
    Record.objects.filter(batch=batch).update(
        values={"payee": "<script>x</script>", "purpose": '" onload="x', "amount": 100}
    )
    actions.publish(batch=hand_on(batch=batch, by=story.clerk), by=story.reviewer)
    said = page(client).content.decode()
    assert "<script>x" not in said
    assert "&lt;script&gt;" in said
    assert '" onload' not in said


def test_a_page_asks_the_database_no_more_for_more_rows(
    story: Story, client: Client, django_assert_max_num_queries: Any
) -> None:
    story.published(60)
    page(client)
    # On PostgreSQL four of them are the savepoint and the bound on time around the others.
    with django_assert_max_num_queries(9):
        assert page(client, q="维修", sort="-amount").status_code == 200


def test_a_category_that_is_not_open_has_no_table(story: Story, client: Client) -> None:
    assert client.get(reverse("table", args=["nothing"])).status_code == 404


def test_pairs_find_words_of_one_two_and_more_signs() -> None:
    text = words.text_of({"purpose": "办公用品　ABC-12", "amount": 490_000}, SHAPE.fields, "CNY")
    kept_pairs = set(words.pairs_of_line(text))
    for part in (
        "公",
        "办公",
        "公用品",
        "abc",
        "ＡＢＣ-12",
        "4,900.00",
        "4900",
        "900.0",
        "￥4,900元",
    ):
        word = words.word_of(part)
        assert set(word.pairs) <= kept_pairs, part
        assert all(any(one.startswith(sign) for one in kept_pairs) for sign in word.begins), part
        assert re.search(word.pattern(), text), part
    assert not re.search(words.word_of("purpose").pattern(), text), "a field's name is no word"


def test_one_period_has_one_sum_of_all_units(story: Story) -> None:
    story.published(3)
    assert Sum.objects.get(unit=None).period == PERIOD
    assert Batch.objects.get().rows == Sum.objects.get(unit=None).lines == 3
