"""Own lines on the site: what the page tells, to whom, and what it leaves behind."""

import logging
import re
import time
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sunledger.disclosure.models import OwnTag, Slip, SlipHandle
from sunledger.voices.quiet import Quiet
from sunledger.web.pages import own_lines as page
from tests.beginning import begins_with
from tests.disclosure_story import Story, make_story
from tests.own_story import CARD, FIRST, SECOND, SLIPS, codes_of, shown

pytestmark = [pytest.mark.django_db, begins_with(make_story)]
NOBODY_S = "222222-222222-222222"


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """What is slow on purpose need not be slow in a test; the tries begin anew."""
    cheap = {"memory_kib": 64, "rounds": 1, "answer_ms": 0}
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, **cheap}
    page.tries.forget()


@pytest.fixture
def story(begun: Story) -> Story:
    return begun


def path(story: Story) -> str:
    with translation.override("en"):
        return reverse("own", args=[story.village.code])


def asked(story: Story, code: str, client: Client | None = None, **more: Any) -> Any:
    """Return the answer to a code."""
    return (client or Client()).post(path(story), {"code": code}, **more)


def words(answer: Any) -> str:
    """Return what the page says, on one line."""
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_household_reads_when_it_was_paid_and_how_much(story: Story) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    said = words(asked(story, slip.lower().replace("-", " ")))
    assert "1 line is yours." in said
    assert "200.00" in said
    assert "300.00" not in said
    assert "王*" in said


def test_where_nothing_is_found_it_says_how_to_ask_and_object(story: Story) -> None:
    shown(story)
    said = words(asked(story, NOBODY_S))
    assert "No line is found by this code." in said
    assert "Ask " in said
    assert reverse("suggestion_new") in said or "/en/suggestions/new/" in said


def test_a_mistyped_code_is_told_from_one_that_finds_nothing(story: Story) -> None:
    slip = codes_of(story)["王小明"]
    wrong = slip[:-1] + ("2" if slip[-1] != "2" else "3")
    said = words(asked(story, wrong))
    assert "mistyped" in said
    assert "No line is found" not in said


def test_hit_and_miss_are_alike_in_all_but_their_words(story: Story) -> None:
    """Status, headers, size: who only watches the line learns nothing."""
    shown(story)
    slip = codes_of(story)["王小明"]
    mistyped = slip[:-1] + ("2" if slip[-1] != "2" else "3")
    answers = [asked(story, code) for code in (slip, NOBODY_S, mistyped)]
    assert {one.status_code for one in answers} == {200}
    assert len({len(one.content) for one in answers}) == 1
    assert len({tuple(sorted(one.headers)) for one in answers}) == 1
    assert len({one.headers["Content-Length"] for one in answers if "Content-Length" in one}) <= 1


def test_every_answer_takes_a_whole_number_of_steps(
    story: Story, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, "answer_ms": 400}
    clock = iter([100.0, 100.137, 200.0, 200.03])
    slept: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(time, "sleep", slept.append)
    for _each in range(2):
        page._alike(HttpResponse("x"), time.monotonic())
    assert slept == pytest.approx([0.263, 0.37])


def test_the_same_tables_are_asked_for_a_code_that_opens_nothing(story: Story) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    tables = []
    for code in (slip, NOBODY_S):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(story, code)
        found = [re.search(r'FROM "(\w+)"', one["sql"]) for one in queries]
        names = [one[1] for one in found if one]
        tables.append(
            {
                one
                for one in names
                if one.startswith(("disclosure_slip", "disclosure_own", "disclosure_record"))
            }
        )
    assert tables[0] == tables[1]


def test_nobody_keeps_a_copy_and_nothing_stands_in_the_address(story: Story) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    client = Client()
    answer = asked(story, slip, client)
    assert answer["Cache-Control"] == "no-store"
    assert answer.request["QUERY_STRING"] == ""
    assert slip not in answer.request["PATH_INFO"]
    assert slip not in answer.content.decode(), "what was typed is not repeated"
    assert client.get(path(story), {"code": slip}).content.count(b"200.00") == 0
    assert "sessionid" not in client.cookies, "nothing is remembered of it"
    assert slip not in str(client.cookies)


def test_wrong_ways_of_asking_are_refused(story: Story) -> None:
    slip = codes_of(story)["王小明"]
    assert Client(enforce_csrf_checks=True).post(path(story), {"code": slip}).status_code == 403
    assert Client().put(path(story), {"code": slip}).status_code == 405
    assert Client().post("/units/nowhere/own/", {"code": slip}).status_code == 404


def test_guessing_ends_after_a_few_tries_and_hits_count_as_well(
    story: Story, settings: Any
) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    settings.SUNLEDGER_OWN_LINES = {**settings.SUNLEDGER_OWN_LINES, "source": 3, "site": 5}
    for code in (slip, NOBODY_S, slip):
        assert "Too many" not in words(asked(story, code, REMOTE_ADDR="192.0.2.1"))
    refused = asked(story, slip, REMOTE_ADDR="192.0.2.1")
    assert "Too many" in words(refused)
    assert "200.00" not in words(refused)
    assert "Too many" not in words(asked(story, slip, REMOTE_ADDR="192.0.2.2"))
    assert "Too many" not in words(asked(story, slip, REMOTE_ADDR="192.0.2.3"))
    assert "Too many" in words(asked(story, slip, REMOTE_ADDR="192.0.2.4")), "the whole site"


def test_no_line_of_a_log_says_what_was_asked(
    story: Story, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(story)
    slip = codes_of(story)["王小明"]
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(Quiet())
    for code in (slip, NOBODY_S, "x" * 90):
        asked(story, code)
    Client(enforce_csrf_checks=True).post(path(story), {"code": slip})

    def fails(*_args: Any) -> None:
        raise RuntimeError(slip)

    monkeypatch.setattr(page, "own_lines", fails)
    asked(story, slip, Client(raise_request_exception=False))
    written = caplog.text.replace("-", "")
    for secret in (slip, NOBODY_S):
        assert secret.replace("-", "") not in written
    assert "/own/" not in written


def test_no_file_that_is_taken_away_holds_anything_of_it(story: Story) -> None:
    batch = shown(story)
    slip = codes_of(story)["王小明"]
    secrets = [FIRST, SECOND, CARD, slip, slip.replace("-", "")]
    secrets += OwnTag.objects.values_list("tag", flat=True)
    secrets += SlipHandle.objects.values_list("handle", flat=True)
    secrets += Slip.objects.values_list("digest", flat=True)
    pages = [reverse("sheet", args=[batch.code]), reverse("sheet_json", args=[batch.code])]
    pages += [reverse("sheet_csv", args=[batch.code]), path(story)]
    pages += [
        reverse("sheet_file", args=[batch.code, f"lines.{kind}"]) for kind in ("xlsx", "parquet")
    ]
    pages += [f"/seal/{leaf}/" for leaf in range((batch.leaf or 0), (batch.leaf or 0) + 3)]
    for one in pages:
        answer = Client().get(one)
        assert answer.status_code == 200, one
        content = b"".join(answer) if answer.streaming else answer.content
        for secret in secrets:
            assert secret.encode() not in content, one


def test_the_clerk_prints_slips_and_no_page_shows_them_again(story: Story) -> None:
    client = Client()
    client.force_login(story.clerk)
    with translation.override("en"):
        here = reverse("desk_slips", args=[story.village.code])
    answer = client.post(here, {"lines": SLIPS.replace(",", "\t")})
    said = words(answer)
    printed = re.findall(r"[2-9A-HJ-Z]{6}-[2-9A-HJ-Z]{6}-[2-9A-HJ-Z]{6}", said)
    assert len(printed) == 2
    assert FIRST not in said
    assert answer["Cache-Control"] == "no-store"
    again = words(client.get(here))
    assert not any(code in again for code in printed)
    assert "2 households here hold a slip" in again
    shown(story)
    assert "1 line is yours." in words(asked(story, printed[0]))


def test_a_refused_list_is_not_repeated_on_the_page(story: Story) -> None:
    client = Client()
    client.force_login(story.clerk)
    here = reverse("desk_slips", args=[story.village.code])
    answer = client.post(here, {"lines": f"姓名,证件\n王小明,{FIRST[:-1]}9\n"})
    assert FIRST[:-1] not in words(answer)
    assert not Slip.objects.exists()
    assert 'class="summary"' in words(answer)


def test_another_village_s_clerk_finds_no_page_for_slips(story: Story) -> None:
    client = Client()
    client.force_login(story.stranger)
    assert client.get(reverse("desk_slips", args=[story.village.code])).status_code == 404
