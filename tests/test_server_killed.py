"""Server and worker are killed while sheets come in: what was answered for is there, and whole."""

import contextlib
import http.client
import random
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.a_site import Server, Site

ROWS = 1200
ROUNDS = 5
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tests.disclosure_story import make_story
story = make_story()
session = SessionStore()
session[SESSION_KEY] = str(story.clerk.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = story.clerk.get_session_auth_hash()
session.save()
answer = [session.session_key, story.village.code]
"""
LOOK = """
from sunledger.disclosure.models import Batch, Record, Upload
answer = {
    "uploads": {u.code: [u.state, u.batch.rows if u.batch else None, u.content is None]
                for u in Upload.objects.all()},
    "batches": {b.code: [b.state, b.records.count()] for b in Batch.objects.all()},
    "records": Record.objects.count(),
}
"""


class Clerk:
    """Hands sheets in over HTTP, and remembers what the server answered for."""

    def __init__(self, session: str, unit: str) -> None:
        self.session, self.unit = session, unit
        self.answered: list[str] = []

    def hand_in(self, port: int, period: str) -> None:
        """Post a sheet; a connection that breaks is no answer."""
        secret, border = "a" * 32, uuid.uuid4().hex
        fields = {
            "csrfmiddlewaretoken": secret,
            "unit": self.unit,
            "category": "village-payments",
            "period": period,
        }
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in fields.items()]  # fmt: skip
        file = 'Content-Disposition: form-data; name="file"; filename="sheet.csv"'
        parts.append(f"--{border}\r\n{file}\r\nContent-Type: text/csv\r\n\r\n{sheet(period)}\r\n")
        body = ("".join(parts) + f"--{border}--\r\n").encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Cookie": f"sessionid={self.session}; csrftoken={secret}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        with (
            contextlib.closing(connection),
            contextlib.suppress(OSError, http.client.HTTPException),
        ):
            connection.request("POST", "/en/desk/upload/", body, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 302, "the form was refused"
            code = str(answer.getheader("Location")).rstrip("/").rpartition("/")[2]
            self.answered.append(code)


def sheet(period: str) -> str:
    """Return a sheet of the month that nobody else hands in."""
    lines = ["付款日期,凭证号,收款单位（人）,用途,金额"]
    lines.extend(
        f"{period}-{1 + n % 28:02},{period}/{n},青泉商贸有限公司,维修{n},{n}.50"
        for n in range(ROWS)
    )
    return "\n".join(lines)


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A migrated site whose worker is taken for dead after a second."""
    site = Site(tmp_path_factory.mktemp("site"), SUNLEDGER_LOST_AFTER="1")
    yield site
    site.drop()


def test_what_the_server_answered_for_survives_its_killing(site: Site) -> None:
    clerk = Clerk(*site.ask(SIGN_IN))
    chance = random.Random(20240304)
    for number in range(ROUNDS):
        with Server(site) as server:
            handing = [
                threading.Thread(target=clerk.hand_in, args=(server.port, period))
                for period in (f"2023-{number + 1:02}", f"2024-{number + 1:02}")
            ]
            for one in handing:
                one.start()
                time.sleep(0.3)
            time.sleep(chance.uniform(0.0, 1.5))
        for one in handing:
            one.join()
    time.sleep(1.2)  # the last worker is silent for longer than a living one may be
    site.run("worker", "--drain")
    whole(site.ask(LOOK), clerk.answered)
    assert "ok" in site.run("verify")


def whole(seen: dict[str, Any], answered: list[str]) -> None:
    """Every sheet that was answered for is there and whole, and there is nothing beside."""
    assert len(answered) >= ROUNDS, "hardly anything was handed in before the server was killed"
    assert set(answered) <= set(seen["uploads"])
    for state, rows, forgotten in seen["uploads"].values():
        assert (state, rows, forgotten) == ("taken", ROWS, True)
    assert len(seen["batches"]) == len(seen["uploads"])
    assert all(batch == ["draft", ROWS] for batch in seen["batches"].values())
    assert seen["records"] == ROWS * len(seen["uploads"])
