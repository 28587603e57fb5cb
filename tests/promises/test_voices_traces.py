"""What those who write leave behind: no traces, and in time no words."""

import contextlib
import http.client
import logging
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, models
from django.test import Client, override_settings

from sunledger.voices import actions as voices
from sunledger.voices import receipt
from sunledger.voices.models import Message, Voice
from sunledger.voices.quiet import Quiet
from tests.a_site import Server, Site
from tests.cast import Cast, day
from tests.pages_world import at as page_at
from tests.story_site import set_up
from tests.tables_counted import counts
from tests.voices_form import given, look, send
from tests.voices_story import (
    ANSWER,
    TEXT,
    TITLE,
    adopted,
    english,
    heard,
    received,
    worked_out,
)

__all__ = ["english"]

AGENT = "Canary-Browser/7.7"


# --- traces ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = set_up(tmp_path_factory.mktemp("site"))
    try:
        yield found
    finally:
        found.drop()


def from_there(port: int, source: str, path: str, fields: dict[str, str], token: str) -> str:
    """Send a form from another address of this machine, with a browser's name to look for."""
    there = http.client.HTTPConnection("127.0.0.1", port, 10, source_address=(source, 0))
    with contextlib.closing(there):
        there.request(
            "POST",
            path,
            urlencode(fields | ({"csrfmiddlewaretoken": token} if token else {})),
            {
                "User-Agent": AGENT,
                "Cookie": f"csrftoken={token}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        return there.getresponse().read().decode()


def test_s15_no_address_no_browser_and_no_moment_is_in_the_log_or_the_database(
    site: Site, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    server = Server(site)
    with log.open("w") as out:
        words = [sys.executable, "-m", "sunledger", "serve", "--port", str(server.port)]
        process = subprocess.Popen(words, env=site.environment, stdout=out, stderr=out)
        try:
            _until_it_answers(server.port)
            _three_visitors(server.port)
        finally:
            process.terminate()
            process.wait(20)
    assert site.rows("SELECT count(*) FROM voices_voice") == [(3,)]
    kept = b"".join(file.read_bytes() for file in site.home.rglob("*") if file.is_file())
    kept += log.read_bytes().replace(b"127.0.0.1:", b"")  # where it listens
    for trace in (AGENT, "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1", "suggestions/"):
        assert trace.encode() not in kept, trace
    moments = re.findall(rb"\d\d:\d\d:\d\d", log.read_bytes())
    assert not moments


def _until_it_answers(port: int) -> None:
    for _attempt in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def _three_visitors(port: int) -> None:
    token = "a" * 32
    for source in ("127.0.0.2", "127.0.0.3", "127.0.0.4"):
        page = from_there(port, source, "/suggestions/new/", given("q-l"), token)
        assert 'class="code"' in page
        from_there(port, source, "/suggestions/new/", given("q-l"), "")  # refused: no token
        from_there(port, source, "/suggestions/mine/", {"receipt": "wrong"}, token)


def test_s15_a_fault_of_ours_is_reported_without_words_and_without_the_moment() -> None:
    record: Any = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "%s %s", ("a", "b"), None
    )
    record.request = type("Request", (), {"path": "/en/suggestions/new/"})()
    record.exc_info = (ValueError, ValueError(TEXT), None)
    assert Quiet().filter(record)
    line = logging.Formatter("{asctime} {message}", style="{").format(record)
    assert TEXT not in line
    assert "ValueError" in line
    assert record.created % 86_400 == 0
    record.levelno = logging.WARNING
    assert not Quiet().filter(record)
    record.request.path = "/units/"
    assert Quiet().filter(record)


def test_s16_of_an_author_there_are_days_and_no_moments() -> None:
    fields = [field for model in (Voice, Message) for field in model._meta.get_fields()]
    assert not [field.name for field in fields if isinstance(field, models.DateTimeField)]
    assert [field.name for field in fields if isinstance(field, models.DateField)]


@pytest.mark.django_db
def test_s16_a_suggestion_leaves_rows_in_its_own_tables_alone(cast: Cast) -> None:
    before = counts()
    client = Client()
    _page, code = send(client, cast.town.code)
    look(client, code)
    look(client, receipt.new_receipt())
    changed = {table for table, count in counts().items() if count != before[table]}
    assert changed == {"voices_voice", "voices_message"}


@pytest.mark.django_db
def test_s17_a_flood_is_met_with_a_sentence_and_the_site_goes_on(cast: Cast) -> None:
    limit = settings.SUNLEDGER_VOICES | {"an_hour": 3}
    with override_settings(SUNLEDGER_VOICES=limit):
        client = Client()
        codes = [send(client, cast.town.code)[1] for _ in range(5)]
        assert [bool(code) for code in codes] == [True, True, True, False, False]
        assert Voice.objects.count() == 3
        assert client.get(page_at("suggestions")).status_code == 200


@pytest.mark.django_db
def test_s20_no_mail_is_sent_whatever_happens_to_a_suggestion(cast: Cast) -> None:
    one = heard(cast.town)
    voices.ask(voice=one.voice, question="何处？", by=cast.worker, on=day())
    worked_out(cast, adopted(cast, one.voice))
    assert mail.outbox == []


@pytest.mark.django_db
def test_s23_a_receipt_found_on_its_bearer_says_nothing(cast: Cast) -> None:
    page, code = send(Client(), cast.town.code)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert TEXT not in page.content.decode()
    assert TITLE not in page.content.decode()
    other = send(Client(), cast.bureau.code, theme="water", giver="enterprise")[1]
    assert len(set(code[:4]) | set(other[:4])) > 1


# --- forgetting -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_s18_words_are_forgotten_when_their_time_is_over(cast: Cast) -> None:
    one = heard(cast.town)
    voices.reply(voice=one.voice, text="补充一句。", on=day())
    voices.answer(voice=one.voice, answer=ANSWER, by=cast.worker, on=day(1))
    assert voices.forget(on=day(181)) == 0
    assert voices.forget(on=day(182)) == 1
    one.voice.refresh_from_db()
    assert (one.voice.title, one.voice.text, one.voice.answer) == ("", "", "")
    assert (one.voice.receipt, one.voice.once) == (None, None)
    assert not one.voice.messages.exclude(text="").exists()
    assert voices.look_back(one.receipt) is None
    assert one.voice.decided_on == day(1)  # what is counted stays


@pytest.mark.django_db
def test_s18_new_words_of_the_author_set_the_time_back(cast: Cast) -> None:
    voice = received(cast.town)
    voices.reply(voice=voice, text="还在等。", on=day(300))
    assert voices.forget(on=day(400)) == 0
    assert voices.forget(on=day(666)) == 1


@pytest.mark.django_db
def test_s18_nothing_is_forgotten_while_its_item_is_open(cast: Cast) -> None:
    voice = received(cast.town)
    item = adopted(cast, voice)
    assert voices.forget(on=day(400)) == 0
    worked_out(cast, item)
    assert voices.forget(on=day(400)) == 1


@pytest.mark.django_db
def test_s18_what_was_published_stays_published(cast: Cast) -> None:
    voice = received(cast.town)
    voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day(1))
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(1))
    voices.forget(on=day(400))
    page = Client().get(page_at("suggestion", voice.code)).content.decode()
    assert TEXT in page
    assert ANSWER in page


WRITE = """
from datetime import timedelta
from django.utils import timezone
from sunledger.units.models import Unit
from sunledger.voices import actions as voices
now = timezone.now() - timedelta(days=400)
for number in range(30):
    one = voices.hear(
        giver="public", unit=Unit.objects.get(code="q-l"), known=True, about=None, theme="roads",
        title=f"CANARY-title-{number}", text=f"CANARY-text-{number} " * 60, may_publish=True,
        at=now,
    )
    voices.reply(voice=one.voice, text=f"CANARY-reply-{number} " * 40, on=now.date())
"""


def test_s19_nothing_is_left_in_the_file_of_the_database(site: Site) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("about the file of SQLite; PostgreSQL frees the place for what comes next")
    site.ask(WRITE)
    assert b"CANARY-title" in _files(site)
    site.run("forget")
    assert b"CANARY-t" not in _files(site)
    assert b"CANARY-reply" not in _files(site)


def _files(site: Site) -> bytes:
    found = [file for file in site.home.iterdir() if file.name.startswith("sunledger.sqlite3")]
    return b"".join(file.read_bytes() for file in found)
