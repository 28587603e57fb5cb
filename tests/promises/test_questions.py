"""What those who ask about a line are promised, each promise with the attack that tests it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import models
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation

from sunledger.voices import limits, receipt
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.quiet import is_quiet
from tests.cast import day
from tests.pages_world import at
from tests.questions_story import ANSWER, WORDS, Asked, make_asked
from tests.tables_counted import counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    limits.forget()
    with translation.override("en"):
        yield


@pytest.fixture
def site() -> Asked:
    return make_asked()


def send(site: Asked, client: Client, **more: str) -> tuple[HttpResponse, str]:
    """Ask about the first line; return the page and the code on it."""
    form = {"kind": "question", "text": WORDS, "may_show": "on"} | more
    answer: Any = client.post(at("question_new", "record", site.record.code), form)
    found = re.search(r'class="code">([0-9A-Z-]{29})<', answer.content.decode())
    return answer, found[1] if found else ""


def look(client: Client, code: str, **more: Any) -> str:
    """Type a code; return the page."""
    return str(client.post(at("question_mine"), {"receipt": code}, **more).content.decode())


def test_s10_guesses_find_nothing_and_are_told_nothing(site: Asked) -> None:
    site.asked()
    pages = {look(Client(), receipt.new_receipt(), REMOTE_ADDR=f"10.0.0.{n}") for n in range(10)}
    assert len({re.sub(r'value="[^"]*"', "", page) for page in pages}) == 1


def test_s11_only_a_keyed_digest_is_kept(site: Asked) -> None:
    one = site.ask()
    rows = str(list(Question.objects.values_list())) + str(list(Step.objects.values_list()))
    assert receipt.read(one.receipt) not in rows
    assert one.receipt not in rows
    with override_settings(SECRET_KEY="another key"):
        assert questions.look_back(one.receipt) is None


def test_s13_a_code_inside_the_words_is_refused_and_not_kept(site: Asked) -> None:
    _page, code = send(site, Client())
    _page, other = send(site, Client(), text=f"我的码是{code}。")
    assert not other
    assert Question.objects.count() == 1


def test_s14_a_code_is_in_no_address_and_on_no_page_again(site: Asked) -> None:
    client = Client()
    page, code = send(site, client)
    assert page.status_code == 200  # no redirect that could carry it
    mine = client.post(at("question_mine"), {"receipt": code})
    assert WORDS in mine.content.decode()
    assert code not in mine.content.decode()
    for answer in (page, mine):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
    assert WORDS not in client.get(at("question_mine"), {"receipt": code}).content.decode()


def test_s14_no_cookie_but_the_forms(site: Asked) -> None:
    client = Client()
    client.get(at("question_new", "record", site.record.code))
    _page, code = send(site, client)
    look(client, code)
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_s15_the_log_of_the_site_says_nothing_of_who_asks(site: Asked) -> None:
    for name in (at("question_new", "record", "x"), at("question_mine")):
        assert is_quiet(name)
        assert is_quiet(f"/en{name}")
    assert not is_quiet(at("questions"))


def test_s16_of_who_asks_there_are_days_and_no_moments() -> None:
    fields = [field for model in (Question, Step) for field in model._meta.get_fields()]
    assert not [field.name for field in fields if isinstance(field, models.DateTimeField)]


def test_s16_a_question_leaves_rows_in_its_own_tables_alone(site: Asked) -> None:
    before = counts()
    client = Client()
    _page, code = send(site, client)
    look(client, code)
    look(client, receipt.new_receipt())
    changed = {table for table, count in counts().items() if count != before[table]}
    assert changed == {"voices_question", "voices_step"}


def test_s17_a_flood_is_met_with_a_sentence_and_the_site_goes_on(site: Asked) -> None:
    with override_settings(SUNLEDGER_QUESTIONS=settings.SUNLEDGER_QUESTIONS | {"a_line": 3}):
        codes = [send(site, Client())[1] for _ in range(5)]
    assert [bool(code) for code in codes] == [True, True, True, False, False]
    assert Client().get(at("record", site.record.code)).status_code == 200


def test_s18_what_was_forgotten_is_on_no_page_and_what_was_published_stays(site: Asked) -> None:
    hidden, open_ = site.answered(site.asked()), site.answered(site.asked(text="另一句话？"))
    questions.show(question=open_, text="另一句话？", by=site.elder, on=day(2))
    questions.forget(on=day(300))
    for one in (hidden, open_):
        one.refresh_from_db()
        assert (one.text, one.answer, one.receipt, one.once) == ("", "", None, None)
        assert not one.steps.exclude(text="").exists()
    page = Client().get(at("question", open_.code)).content.decode()
    assert "另一句话？" in page
    assert ANSWER in page


def test_s20_no_mail_is_sent_whatever_happens_to_a_question(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.dispute(question=question, on=day(2))
    questions.go_round(day(60))
    assert mail.outbox == []


def test_s25_words_are_shown_as_words(site: Asked) -> None:
    words = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7|add:7 }}'
    question = site.answered(site.asked(text=words), answer=words)
    questions.show(question=question, text=words, by=site.elder, on=day(2))
    record, sheet = at("record", site.record.code), at("sheet", site.batch.code)
    for page in (record, sheet, at("question", question.code), at("questions")):
        body = Client().get(page).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body


def test_s58_of_two_who_answer_at_once_one_is_told(site: Asked) -> None:
    question = site.asked()
    seen = Question.objects.get(pk=question.pk)
    site.answered(question)
    with pytest.raises(Exception, match="Meanwhile this question was moved on"):
        site.answered(seen, by=site.story.cast.lead)
