"""What those who write without a name are promised, each promise with the attack that tests it."""

import re
import statistics
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sunledger.voices import actions as voices
from sunledger.voices import receipt
from sunledger.voices.models import Message, Voice
from sunledger.voices.quiet import is_quiet
from tests.cast import Cast, day
from tests.pages_world import at as page_at
from tests.voices_form import given, look, send
from tests.voices_story import (
    TEXT,
    english,
    heard,
    received,
)

__all__ = ["english"]


# --- codes ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_s10_ten_thousand_guesses_find_nothing_and_are_told_nothing(cast: Cast) -> None:
    for _ in range(20):
        received(cast.town)
    codes = [receipt.new_receipt() for _ in range(10_000)]
    kept = [digest for code in codes for digest in receipt.digests(code)]
    assert not any(
        Voice.objects.filter(receipt__in=kept[start : start + 500]).exists()
        for start in range(0, len(kept), 500)
    )
    pages = {look(Client(), code, REMOTE_ADDR=f"10.0.0.{n}") for n, code in enumerate(codes[:20])}
    pages = {re.sub(r'value="[^"]*"', "", page) for page in pages}
    assert len(pages) == 1


@pytest.mark.django_db
def test_s10_few_wrong_codes_from_one_place_and_not_many_in_all(cast: Cast) -> None:
    right = heard(cast.town).receipt
    client = Client()
    for _ in range(5):
        look(client, receipt.new_receipt(), REMOTE_ADDR="10.0.0.1")
    wait = "Too many wrong codes were tried."
    with translation.override("en"):
        path = "/en" + page_at("suggestion_mine")
    there = {"receipt": right}
    assert wait in client.post(path, there, REMOTE_ADDR="10.0.0.1").content.decode()
    assert TEXT in client.post(path, there, REMOTE_ADDR="10.0.0.2").content.decode()
    with override_settings(SUNLEDGER_RECEIPT_LIMITS={"source": 5, "site": 5}):
        assert wait in client.post(path, there, REMOTE_ADDR="10.0.0.2").content.decode()


@pytest.mark.django_db
def test_s10_a_slip_of_the_pen_is_no_guess(cast: Cast) -> None:
    right = heard(cast.town).receipt
    slip = right[:-1] + ("A" if right[-1] != "A" else "B")
    for _ in range(20):
        assert TEXT not in look(Client(), slip)
    assert TEXT in look(Client(), f" {right.lower().replace('-', ' ').replace('0', 'o')} ")


def test_s11_a_code_carries_more_than_a_hundred_bits() -> None:
    codes = [receipt.read(receipt.new_receipt()) for _ in range(2000)]
    assert receipt.BITS >= 100
    assert len(set(codes)) == len(codes)
    assert all(receipt.is_well_formed(code) for code in codes)
    for place in range(receipt.LENGTH - 1):
        seen = {code[place] for code in codes}
        assert seen == set(receipt.SIGNS)


@pytest.mark.django_db
def test_s11_only_a_keyed_digest_is_kept(cast: Cast) -> None:
    one = heard(cast.town)
    rows = str(list(Voice.objects.values_list())) + str(list(Message.objects.values_list()))
    plain = receipt.read(one.receipt)
    assert one.receipt not in rows
    assert plain not in rows
    assert re.fullmatch("[0-9a-f]{64}", one.voice.receipt or "")
    with override_settings(SECRET_KEY="another key"):
        assert voices.look_back(one.receipt) is None
    with override_settings(SECRET_KEY="another key", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert voices.look_back(one.receipt) == one.voice


@pytest.mark.django_db
def test_s12_a_wrong_code_takes_the_same_steps_as_a_right_one(cast: Cast) -> None:
    right = heard(cast.town).receipt
    asked = []
    for code in (right, receipt.new_receipt(), "x", "", right[:-1]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            voices.look_back(code)
        asked.append(re.sub(r"'[^']*'", "?", queries[0]["sql"]))
        assert len(queries) == 1
    assert len(set(asked)) == 1


@pytest.mark.django_db
def test_s12_a_code_that_is_nearly_right_takes_no_longer(cast: Cast) -> None:
    """Told apart by the lower quarter of many, in turns; nearly right, or all wrong.

    Counted in the time of this process, so that what else the machine does is no part of it.
    """
    right = receipt.read(heard(cast.town).receipt)
    near = right[:-2] + ("00" if right[-2] != "0" else "11")
    times: dict[str, list[int]] = {near: [], receipt.read(receipt.new_receipt()): []}
    for _ in range(400):
        for code, spent in times.items():
            begun = time.process_time_ns()
            voices.look_back(code)
            spent.append(time.process_time_ns() - begun)
    one, other = (statistics.quantiles(spent)[0] for spent in times.values())
    assert abs(one - other) < 0.2 * max(one, other)


@pytest.mark.django_db
def test_s13_a_code_inside_the_words_is_refused_and_not_kept(cast: Cast) -> None:
    client = Client()
    _page, code = send(client, cast.town.code)
    before = Voice.objects.count()
    for way in (code, code.replace("-", ""), code.lower().replace("-", " ")):
        page, other = send(client, cast.town.code, text=f"我的码是{way}，请看。")
        assert not other
        assert Voice.objects.count() == before
        assert 'class="summary"' in page.content.decode()
    visit = re.search(r'name="visit" value="([^"]+)"', look(client, code))
    assert visit
    client.post(page_at("suggestion_mine"), {"visit": visit[1], "do": "reply", "text": code})
    assert not Message.objects.exclude(text="").exists()
    sentence = "In 2024 this road must also have lamp post near bend 12 past mill pond"
    assert not receipt.stands_in(sentence)


@pytest.mark.django_db
def test_s14_a_code_is_in_no_address_and_on_no_page_again(cast: Cast) -> None:
    client = Client()
    page, code = send(client, cast.town.code)
    assert page.status_code == 200  # no redirect that could carry it
    mine = client.post(page_at("suggestion_mine"), {"receipt": code})
    words = mine.content.decode()
    assert TEXT in words
    for answer in (page, mine):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
    assert code not in words
    assert receipt.read(code) not in words
    for form in re.findall(r"<form[^>]*>", words + page.content.decode()):
        assert 'method="post"' in form
        assert "action=" not in form
    assert TEXT not in client.get(page_at("suggestion_mine"), {"receipt": code}).content.decode()


@pytest.mark.django_db
def test_s14_no_cookie_but_the_forms(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=False)
    client.get(page_at("suggestion_new"))
    _page, code = send(client, cast.town.code)
    look(client, code)
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert not client.cookies[settings.CSRF_COOKIE_NAME]["max-age"]


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_s9_a_form_cannot_say_that_it_is_adopted(cast: Cast) -> None:
    hidden = {field.name: "1" for field in Voice._meta.concrete_fields}
    hidden |= {"state": "adopted", "view": "satisfied", "code": "mine", "once": "x"}
    asked = hidden | given(cast.town.code, about="")
    answer = Client().post(page_at("suggestion_new"), asked)
    assert 'class="code"' in answer.content.decode()
    voice = Voice.objects.get()
    assert (voice.state, voice.view, voice.item, voice.leaf, voice.by) == (
        "received",
        "",
        "",
        None,
        None,
    )
    assert voice.code != "mine"


EVIL = ["<script>mark()</script>", '"><img src=x onerror=mark()>', "{{ mark }}{% mark() %}"]


@pytest.mark.django_db
def test_s25_what_an_author_writes_is_never_run(cast: Cast) -> None:
    desk = Client()
    desk.force_login(cast.worker)
    for evil in EVIL:
        client = Client()
        _page, code = send(client, cast.town.code, title=evil, text=f"{evil} {TEXT}")
        voice = voices.look_back(code)
        assert voice
        voices.answer(voice=voice, answer=evil, by=cast.worker, on=timezone.localdate())
        voices.show(
            voice=voice, title=voice.title, text=voice.text, by=cast.worker, on=timezone.localdate()
        )
        pages = [look(client, code), *(client.get(page).content.decode() for page in (
            page_at("suggestions"), page_at("suggestion", voice.code)))]  # fmt: skip
        pages += [desk.get(page_at("desk_suggestion", voice.code)).content.decode()]
        for page in pages:
            assert "<script>mark" not in page
            assert "<img src=x" not in page
            assert "mark()" in page


JUNK = ["\0", "%", "a" * 4000, "😀", "\ud7ff", "'; DROP TABLE voices_voice; --", "-1", "[]"]


@pytest.mark.django_db
def test_s31_junk_is_a_sentence_and_no_fault_of_ours(cast: Cast) -> None:
    client = Client()
    names = ("unit", "about", "theme", "giver", "title", "text", "receipt", "visit", "do", "once")
    for junk in JUNK:
        for name in ("suggestion_new", "suggestion_mine"):
            answer = client.post(page_at(name), dict.fromkeys(names, junk))
            assert answer.status_code in (200, 400), junk[:10]
        for name, more in (("suggestions", {}), ("suggestion_rows", {"key": "received"})):
            asked = dict.fromkeys(("unit", "state", "page"), junk)
            assert client.get(page_at(name, **more), asked).status_code in (200, 400, 404)


def test_every_page_of_an_author_is_kept_out_of_the_log() -> None:
    with translation.override("zh-hans"):
        paths = [page_at("suggestion_new"), page_at("suggestion_mine")]
    assert all(is_quiet(path) and is_quiet("/en" + path) for path in paths)
    assert not is_quiet("/suggestions/")


@pytest.mark.django_db
def test_the_command_says_how_many_were_forgotten(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    received(cast.town)
    call_command("forget", on=day(400))
    assert "1" in capsys.readouterr().out
