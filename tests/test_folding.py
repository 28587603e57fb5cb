"""Folded templates: they say to the letter what plain ones say, on every page."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.test import Client, override_settings
from django.utils import translation

from tests.beginning import begins_with
from tests.pages_world import World, address, make_world
from tests.test_pages_access import ROLES, ROWS

LOCMEM = "django.template.loaders.locmem.Loader"
TEXTS = {
    "page": """{% extends "frame" %}{% load i18n %}{% block body %}
{% translate "Units" %} {% translate "Units" as units %}{{ units }} {% translate words %}
{% for one in rows %}{% include "row" %}{% include "row" with one="<b>" words="Line" only %}
{% empty %}{% translate "Line" %}{% endfor %}
{% blocktranslate %}Calendar{% endblocktranslate %} {% url "home" %} {% url "unit" code %}
{% blocktranslate with unit=words %}Calendar of {{ unit }}{% endblocktranslate %}
{% language "en" %}{% translate "Units" %} {% url "home" %}{% include "row" %}{% endlanguage %}
{% autoescape off %}{% translate "Units" %} {{ sign }}{% include name %}{% endautoescape %}
{% endblock %}""",
    "frame": """{% load i18n static %}<p>{% static "mark.svg" %} {% translate "Main" %}</p>
{% block body %}{% translate "Units" %}{% endblock %}{% if rows %}{% translate "Units" %}
{% elif sign %}{% url "seal" %}{% else %}{% translate "Period" %} 100 %{% endif %}{{ one }}""",
    "row": "{% load i18n %}{% if one %}{{ one }}{% include 'row' with one='' %}{% endif %}"
    "{% translate 'Line' %}, {% translate words %}",
}  # fmt: skip
GIVEN = {"words": "Period", "rows": ["a", "<"], "code": "q", "sign": "&", "name": "row"}


def engine(*, folded: bool) -> Engine:
    """Return an engine for the texts above."""
    inner = [(LOCMEM, TEXTS)]
    loaders: Any = [("sunledger.web.folding.Loader", inner)] if folded else inner
    return Engine(loaders=loaders, libraries={
        "i18n": "django.templatetags.i18n", "static": "django.templatetags.static",
    })  # fmt: skip


@pytest.mark.parametrize("given", [GIVEN, {}], ids=["full", "empty"])
def test_folded_templates_say_what_plain_ones_say(given: dict[str, Any]) -> None:
    plain, folded = engine(folded=False), engine(folded=True)
    said = set()
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            for name in TEXTS:
                if name == "page" and not given:
                    continue
                context = Context(given)
                right = plain.get_template(name).render(Context(given))
                assert folded.get_template(name).render(context) == right, (language, name)
                said.add(right)
    assert len(said) >= 4  # the languages differ


def test_what_is_fixed_is_asked_for_once_and_never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = engine(folded=True)
    with translation.override("en"):
        first = folded.get_template("frame").render(Context())
        monkeypatch.setattr(translation, "gettext", None)
        assert folded.get_template("frame").render(Context()) == first


@begins_with(make_world)
def test_every_page_is_the_same_folded_and_plain(begun: World) -> None:
    plain = deepcopy(settings.TEMPLATES)
    del plain[0]["OPTIONS"]["loaders"]
    plain[0]["APP_DIRS"] = True
    clients = {role: begun.client(role) for role in ROLES}
    asked = 0
    for name, row in ROWS.items():
        role = next((role for role in ROLES if row[role] == "200"), None)
        if role is None or name == "account_logout":
            continue
        path = address(name, begun)
        folded = page(clients[role], path)
        with override_settings(TEMPLATES=plain):
            assert folded == page(clients[role], path), (name, role)
        asked += folded != ""
    assert asked > 100


def page(client: Client, path: str) -> str:
    """Return a page without what is another one each time."""
    answer: Any = client.get(path)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return ""
    said = answer.content.decode()
    return re.sub(r'value="[\w:.-]{20,}"|\d\d:\d\d', "", said)  # drawn anew; the time of day
