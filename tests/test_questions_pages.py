"""Asking about a line, from the press beside it to the level above; no script, no account."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation

from sunledger.core.days import add_working_days
from sunledger.disclosure import actions as disclosure
from sunledger.units.models import User
from sunledger.voices import limits
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import Move
from sunledger.web.pages.desk_question_forms import FORMS
from tests.cast import day
from tests.pages_world import at as chinese
from tests.questions_story import ANSWER, WORDS, Asked, make_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Asked:
    limits.forget()
    return make_asked()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Give the day on which the site lives, as a list of one, to be moved."""
    today = [day()]

    def now() -> datetime:
        return datetime.combine(today[0], datetime.min.time(), timezone.get_current_timezone())

    monkeypatch.setattr(timezone, "localdate", lambda value=None: _day(value, today[0]))
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(hours=10))
    return today


_localdate = timezone.localdate


def _day(value: datetime | None, today: date) -> date:
    return today if value is None else _localdate(value)


def at(name: str, *args: Any) -> str:
    return chinese(name, *args).replace("/", "/en/", 1)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", unescape(plain))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def give(client: Client, path: str, **more: str) -> str:
    """Ask; return the code."""
    form = {"kind": "question", "text": WORDS, "may_show": "on"} | more
    page = client.post(path, form).content.decode()
    found = re.search(r'class="code">([0-9A-Z-]+)<', page)
    assert found, text_of(client.post(path, form))
    return found[1]


def move(client: Client, question: Question, name: str, **fields: str) -> str:
    """Make a move on the desk; return the page that follows."""
    path = at("desk_question_move", question.code, name)
    hidden = re.search(r'name="turn" value="(\d+)"', client.get(path).content.decode())
    return text_of(client.post(path, {"turn": hidden[1] if hidden else ""} | fields, follow=True))


def mine(client: Client, code: str, **act: str) -> str:
    """Look with the code, and do something there; return the page."""
    answer = client.post(at("question_mine"), {"receipt": code})
    if act:
        visit = re.search(r'name="visit" value="([^"]+)"', answer.content.decode())
        assert visit
        answer = client.post(at("question_mine"), {"visit": visit[1]} | act)
    return text_of(answer)


def press(client: Client, page: str, words: str) -> str:
    """Return where the press with these words beside a line leads."""
    body = client.get(page).content.decode()
    found = re.search(rf'href="([^"]+)"[^>]*>{words}', body)
    assert found, words
    return unescape(found[1])


def test_the_story_from_a_press_beside_the_line_to_the_level_above(
    site: Asked, clock: list[date]
) -> None:
    villager = Client(enforce_csrf_checks=False)
    record = at("record", site.record.code)
    code = give(villager, press(villager, record, "Ask about this"))
    question = Question.objects.get()
    page = text_of(villager.get(record))  # it is there at once, its words are not
    assert "answer due on" in page
    assert WORDS not in page
    elder = signed_in(site.elder)
    assert WORDS in text_of(elder.get(at("desk_questions")))
    assert WORDS in text_of(elder.get(at("desk")))
    assert WORDS in text_of(elder.get(at("desk_today")))
    clock[0] = day(8)
    questions.go_round(day(8))
    page = text_of(villager.get(record))
    assert "not answered in time" in page
    assert "gone up 1 level" in page
    mayor = signed_in(site.mayor)
    assert "gone up 1 level" in text_of(mayor.get(at("desk_today")))
    assert "Done: order" in move(mayor, question, "order", until=day(10).isoformat())
    clock[0] = day(9)
    elder = signed_in(site.elder)  # who sits still for so long is signed out
    assert "Done: answer" in move(elder, question, "answer", outcome="explained", answer=ANSWER)
    assert ANSWER in mine(villager, code)
    assert ANSWER not in text_of(villager.get(record))
    assert ANSWER in text_of(elder.get(at("desk_question_move", question.code, "show")))
    move(elder, question, "show", text=WORDS)
    page = text_of(villager.get(record))
    assert WORDS in page
    assert ANSWER in page
    assert "answered late" in page
    page = mine(villager, code, do="dispute", why="只说了有，没说为什么。")
    assert "Does it not answer" not in page
    assert "Qinghe County must answer" in text_of(villager.get(at("question", question.code)))
    assert "Done: answer" in move(
        signed_in(site.chief), question, "answer", outcome="refused", answer="县里核过，属实。"
    )
    assert "Does it not answer" not in mine(villager, code)


def test_an_objection_leads_to_a_correction_and_is_tied_to_it(
    site: Asked, clock: list[date]
) -> None:
    villager, elder = Client(), signed_in(site.elder)
    give(
        villager,
        press(villager, at("record", site.record.code), "Object to this"),
        kind="objection",
    )
    question = Question.objects.get()
    clerk = signed_in(site.story.clerk)
    assert clerk.get(at("desk_question", question.code)).status_code == 404  # no power to answer
    page = move(elder, question, "answer", outcome="corrected", answer=ANSWER)
    assert "No correction was made" in page
    made = site.corrected()
    assert "corrected since" in text_of(villager.get(at("question", question.code)))
    move(elder, question, "answer", outcome="corrected", answer=ANSWER, correction=made.code)
    question.refresh_from_db()
    assert question.correction == made


def test_every_place_has_its_press(site: Asked, clock: list[date]) -> None:
    disclosure.adopt(
        unit=site.story.cast.town, pack="village", since=day(-200), by=site.story.reviewer
    )
    site.village.kind = "village"
    site.village.save()
    reader = Client()
    record, sheet = at("record", site.record.code), at("sheet", site.batch.code)
    table = at("table_of", "village-payments", site.village.code)
    calendar = f"{at('unit_calendar', site.village.code)}?year=2024"
    places = [(record, "Ask about this"), (sheet, "Ask about this"), (sheet, "ask<"),
              (table, "ask<"), (calendar, "Ask about this")]  # fmt: skip
    for page, words in places:
        give(reader, press(reader, page, words))
    assert [one.subject for one in Question.objects.order_by("pk")] == [
        "record", "sheet", "record", "record", "missing",
    ]  # fmt: skip
    clerk = signed_in(site.story.clerk)
    owed = "".join(text_of(clerk.get(f"{at('desk_owed')}?page={page}")) for page in range(1, 5))
    assert "1 asks why it is missing" in owed
    page = text_of(reader.get(sheet))
    assert page.count("answer due on") == 4
    unit = text_of(reader.get(at("unit", site.village.code)))
    assert "What was asked about it" in unit
    for key in ("asked", "in_time", "late", "open", "escalated"):
        rows = f"{at('question_rows', key)}?unit={site.village.code}"
        assert reader.get(rows).status_code == 200
    assert reader.get(at("question_rows", "nothing")).status_code == 404


def test_a_withdrawn_sheet_is_not_asked_about(site: Asked) -> None:
    disclosure.withdraw(batch=site.batch, reason="重复公开。", by=site.story.reviewer)
    page = text_of(Client().get(at("record", site.record.code)))
    assert "Ask about this" not in page


def test_what_is_personal_is_refused_and_not_kept(site: Asked) -> None:
    path = at("question_new", "record", site.record.code)
    answer = Client().post(
        path, {"kind": "question", "text": "他的电话13800138000", "may_show": "on"}
    )
    assert "13800138000" in text_of(answer)
    assert not Question.objects.exists()


def test_nobody_learns_who_asked_and_codes_stand_in_no_address(site: Asked) -> None:
    client = Client()
    page = client.post(
        at("question_new", "record", site.record.code),
        {
            "kind": "question",
            "text": WORDS,
            "may_show": "on",
            "name": "王五",
            "unit": "q",
            "state": "answered",
        },
    )
    assert page["Cache-Control"].startswith("max-age=0")
    assert "sessionid" not in client.cookies
    question = Question.objects.get()
    assert (question.state, question.at) == ("asked", site.village)  # what is no field is ignored
    code = re.search(r'class="code">([0-9A-Z-]+)<', page.content.decode())
    assert code
    assert client.get(f"{at('question_mine')}?receipt={code[1]}").status_code == 200
    assert WORDS not in text_of(client.get(f"{at('question_mine')}?receipt={code[1]}"))


def test_codes_cannot_be_guessed_through_the_page(site: Asked) -> None:
    give(Client(), at("question_new", "record", site.record.code))
    wrong = "0000-0000-0000-0000-0000-0000"
    with override_settings(SUNLEDGER_RECEIPT_LIMITS={"source": 3, "site": 600}):
        pages = [mine(Client(), wrong) for _each in range(5)]
    assert "No question has this code" in pages[0]
    assert "Too many wrong codes" in pages[4]


def test_every_move_of_a_post_has_a_form() -> None:
    assert set(FORMS) == set(Move) - {Move.ASK, Move.DISPUTE, Move.RISE}


def test_another_unit_finds_nothing_on_the_desk(site: Asked) -> None:
    question = site.asked()
    inspector = signed_in(site.story.cast.inspector)  # of a bureau beside
    paths = [at("desk_question", question.code), at("desk_question", "nothing")]
    for path in [*paths, at("desk_question_move", question.code, "answer")]:
        assert inspector.get(path).status_code == 404


def test_chinese_has_all_its_words(site: Asked) -> None:
    site.asked()
    with translation.override("zh-hans"):
        page = text_of(Client().get(chinese("record", site.record.code)))
    assert "Ask about" not in page


def test_the_days_of_the_form_are_those_of_the_setting(site: Asked) -> None:
    page = text_of(Client().get(at("question_new", "record", site.record.code)))
    assert "within 5 working days, an objection within 10" in page
    assert add_working_days(day(), 5, "CN") == day(7)
