"""The public form of suggestions as its author uses it: filled in, sent, and a code typed."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.pages_world import at as page_at
from tests.voices_story import TEXT, TITLE


def given(unit: str, **more: str) -> dict[str, str]:
    """Return the form as a villager fills it in."""
    words = {"unit": unit, "theme": "roads", "giver": "public", "title": TITLE, "text": TEXT}
    return words | {"may_publish": "on"} | more


def send(client: Client, unit: str, **more: str) -> tuple[HttpResponse, str]:
    """Send a suggestion; return the page and the code on it."""
    answer: Any = client.post(page_at("suggestion_new"), given(unit, **more))
    found = re.search(r'class="code">([0-9A-Z-]{29})<', answer.content.decode())
    return answer, found[1] if found else ""


def look(client: Client, code: str, **more: Any) -> str:
    """Type a code; return the page."""
    answer = client.post(page_at("suggestion_mine"), {"receipt": code}, **more)
    return str(answer.content.decode())
