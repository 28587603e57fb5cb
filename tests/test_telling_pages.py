"""Sheets in plain words on their pages: each figure leads to its lines, and nobody is named."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sunledger.core.money import show_money
from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch, Visibility
from sunledger.disclosure.telling import kept
from sunledger.web.pages import telling_chart
from tests.disclosure_story import Story, make_story
from tests.telling_story import paid, stand, villages

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')


@pytest.fixture
def story() -> Story:
    return make_story()


def page(name: str, *args: str, **given: str) -> Any:
    with translation.override("en"):
        return Client().get(reverse(name, args=args), given)


def section(batch: Batch) -> str:
    """Return what a sheet's page tells in plain words."""
    text = page("sheet", batch.code).content.decode()
    found = re.search(r'<section class="telling".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def plain(markup: str) -> str:
    """Return the words alone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markup)).split())


def mixed(story: Story) -> Batch:
    """Return a sheet with bodies, persons, a line without an amount and one without a payee."""
    lines: list[dict[str, Any]] = [
        {"payee": "青泉商贸有限公司", "purpose": "水泥", "amount": 50_000},
        {"payee": "青泉商贸有限公司", "purpose": "沙子", "amount": 20_000},
        {"payee": "白溪建材有限公司", "purpose": "水泥", "amount": 10_000},
        {"payee": "张*", "purpose": "公益用工", "amount": 15_000},
        {"payee": "张*", "purpose": "公益用工", "amount": 5_000},
        {"payee": "王小明", "purpose": "王小明误工补贴", "amount": 99_000},
        {"payee": "", "purpose": "水泥", "amount": 1_000},
        {"payee": "双台农机合作社", "purpose": "水泥"},
    ]
    days = ["2024-03-04", "2024-03-05"]
    return stand(
        story,
        story.village,
        [one | {"paid_on": days[n % 2]} for n, one in enumerate(lines)],
    )


def test_the_sentences_say_what_the_sheet_comes_to(story: Story) -> None:
    said = plain(section(mixed(story)))
    assert "There are 8 lines." in said
    assert "¥2,000.00 was paid out in all." in said
    assert "The largest lines: ¥990.00 (line 7, a person, 50%); ¥500.00 (line 2, 水泥" in said
    assert (
        "40% of the money, ¥800.00 of ¥2,000.00, went to the 3 largest receivers"
        not in said  # the third has no amount
    )
    assert "40% of the money, ¥800.00 of ¥2,000.00, went to the 2 largest receivers" in said
    assert "3 lines with ¥1,190.00 name persons." in said
    assert "1 line of 8 have no amount, and count in no sum." in said
    assert "1 line of 8 say nothing under “Paid to”." in said


def test_no_person_is_named_masked_or_not(story: Story) -> None:
    told = section(mixed(story))
    assert "王小明" not in told
    assert "张" not in told


def test_every_figure_leads_to_the_lines_that_it_is_made_of(story: Story) -> None:
    """The table behind a link adds up to the figure that the link says."""
    told = section(mixed(story))
    links = [(unescape(url), text) for url, text in LINK.findall(told) if "/lines/" in url]
    assert len(links) > 6
    checked = 0
    for url, text in links:
        answer = Client().get(url)
        assert answer.status_code == 200, url
        shown = answer.context["shown"]
        if "is.payee" in url or "is.purpose" in url or url.endswith("lines/?currency=CNY"):
            (came,) = shown.totals.sums
            assert text in (f"¥{show_money(came.amount)}", f"{came.lines} lines"), url
            checked += 1
    assert checked > 4
    records = [url for url, _text in LINK.findall(told) if "/records/" in url]
    assert [Client().get(url).status_code for url in records] == [200] * 3


def test_the_chart_has_words_and_the_same_figures_in_a_table(story: Story) -> None:
    told = section(mixed(story))
    svg = re.search(r"<svg.*?</svg>", told, re.DOTALL)
    assert svg
    assert "<title" in svg[0]
    assert "<desc" in svg[0]
    assert "style" not in told
    assert "<script" not in told
    drawn = re.findall(r'<text class="end"[^>]*>([^<]+)<', svg[0])
    table = re.search(r"<table.*?</table>", told, re.DOTALL)
    assert table
    assert drawn == re.findall(r'data-label="Amount"><a[^>]*>([^<]+)<', table[0])
    assert drawn[:2] == ["¥700.00", "¥100.00"]


def test_bars_are_as_long_as_their_figures() -> None:
    bars = [telling_chart.Bar("a", 400, "4.00"), telling_chart.Bar("b", -100, "-1.00")]
    chart = telling_chart.Bars("t", "d", "c", "f", bars, has_shares=False)
    assert [(one.width, one.minus) for one in chart.drawn] == [(360, False), (90, True)]


def test_a_gap_is_drawn_as_a_gap_and_zero_as_a_line() -> None:
    given = [("2024-01", 100), ("2024-02", None), ("2024-03", 0), ("2024-04", -100)]
    columns = [telling_chart.Column(when, when, value, "") for when, value in given]
    drawn = telling_chart.Columns("t", "d", "m", columns).drawn
    assert [one.look for one in drawn] == ["", "gap", "", "minus"]
    assert [one.height for one in drawn] == [65, 26, 2, 65]


def test_what_changed_is_said_against_the_period_before_and_the_year_before(story: Story) -> None:
    stand(story, story.village, paid(10_000), "2024-02")
    stand(story, story.village, [], "2023-03")
    batch = stand(story, story.village, paid(15_000), "2024-03")
    said = plain(section(batch))
    assert "For February 2024, the sum of all lines was ¥100.00; now it is ¥50.00 more" in said
    assert "more, 50% of that." in said
    assert "For March 2023, the sum of all lines was ¥0.00; now it is ¥150.00 more." in said
    assert "Then and now" in said


def test_nothing_before_is_said_as_nothing(story: Story) -> None:
    said = plain(section(stand(story, story.village, paid(15_000, 1), "2024-03")))
    assert "Nothing stands in public for February 2024; March 2023, so nothing is" in said


def test_what_was_corrected_or_withdrawn_is_said(story: Story) -> None:
    gone = stand(story, story.village, paid(7, 8))
    actions.withdraw(batch=gone, reason="期间填错", by=story.reviewer)
    batch = stand(story, story.village, paid(100, 200))
    record = batch.records.get(number=2)
    asked = actions.ask_correction(
        record=record, field="amount", new="5.00", reason="抄错", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)
    said = plain(section(batch))
    assert "¥6.00 was paid out in all." in said
    assert "Corrected since, and counted as corrected: line 3." in said
    assert "For the same period another sheet was withdrawn: 期间填错" in said
    assert "its figures count nowhere else" in plain(section(gone))


def test_where_a_unit_stands_is_a_question_and_no_list_of_units(story: Story) -> None:
    peers = villages(story, 6)
    batch = stand(story, story.village, paid(90_000))
    for one, amount in zip(peers, (100, 200, 300, 400, 500, 600), strict=True):
        stand(story, one, paid(amount * 100))
    said = plain(section(batch))
    assert "With half of the 6 similar units under Liuhe Town that have published" in said
    assert "Here it is ¥900.00: higher than with three quarters of them." in said
    answer = page("over_time", "village-payments", story.village.code).content.decode()
    words = plain(answer)
    assert "A difference is a question, and no verdict" in words
    assert "Only 6 similar units have figures" in words
    assert "¥350.00" in words
    assert not any(one.name in words for one in peers)


def test_what_costs_more_peers_costs_no_more_questions(story: Story) -> None:
    counts = []
    peers = villages(story, 12)
    batch = stand(story, story.village, paid(1))
    for some in (peers[:6], peers[6:]):
        for one in some:
            stand(story, one, paid(100))
        page("over_time", "village-payments", story.village.code)
        with CaptureQueriesContext(connection) as queries:
            section(batch)
            page("over_time", "village-payments", story.village.code)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_period_that_is_none_of_the_unit_is_not_there(story: Story) -> None:
    stand(story, story.village, paid(1))
    where = ("over_time", "village-payments", story.village.code)
    assert page(*where, period="2024-03").status_code == 200
    assert page(*where, period="2031-01").status_code == 404
    assert page("over_time", "village-low-income", story.village.code).status_code == 404


def test_of_what_is_not_for_everyone_no_public_page_tells(story: Story) -> None:
    secret = stand(story, story.village, paid(12_345), visibility=Visibility.RESIDENTS)
    assert page("sheet_lines", secret.code).status_code == 404
    assert (
        "123.45" not in page("over_time", "village-payments", story.village.code).content.decode()
    )
    client = Client()
    client.force_login(story.clerk)
    with translation.override("en"):
        told = client.get(reverse("sheet", args=[secret.code])).content.decode()
    found = re.search(r'<section class="telling".*?</section>', told, re.DOTALL)
    assert found
    assert "¥123.45 was paid out in all." in plain(found[0])
    assert "/lines/" not in found[0]
    assert "similar" not in found[0]


def test_a_large_sheet_that_is_being_counted_says_so(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SMALL", 2)
    batch = stand(story, story.village, paid(1, 2, 3))
    assert "what it comes to is being counted" in plain(section(batch))


def test_prices_are_not_added_up_and_a_balance_is_told_by_its_parts(story: Story) -> None:
    fees = [{"matter": "学费", "fee": 100_000}, {"matter": "住宿费", "fee": 60_000}]
    said = plain(section(stand(story, story.village, fees, "2024-H1", "school-fees")))
    assert "“Rate” goes from ¥600.00 to ¥1,000.00. Prices and rates are not added up." in said
    assert "1,600" not in said
    cash = [{"book": "基本户", "opening": 100, "income": 50, "spent": 30, "closing": 119}]
    said = plain(section(stand(story, story.village, cash, "2024-03", "village-cash")))
    assert "At first there was ¥1.00; ¥0.50 came in, ¥0.30 went out, and ¥1.19 was left" in said
    assert "by the other three, ¥1.20 would have been left" in said
