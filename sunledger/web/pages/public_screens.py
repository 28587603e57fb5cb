"""What each screen asks, why, which innocent answers there are, and with which settings."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.screening.actions import screens as screens_on_shelf
from sunledger.screening.screen import Screen, Setting
from sunledger.screening.shapes import SHAPES
from sunledger.screening.words import Words
from sunledger.web.gates import public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.public_precision import of_one
from sunledger.web.templatetags.sun import day, in_chinese, money, say


class Shown(NamedTuple):
    """A setting of a screen, in words."""

    what: str
    value: str
    since: str
    source: str


@public
def screens(request: HttpRequest) -> HttpResponse:
    """Show every screen with the question it asks, by the table whose rows it judges."""
    groups: dict[str, list[tuple[str, Words]]] = {name: [] for name in SHAPES}
    for code, one in screens_on_shelf().items():
        groups[one.tables[0]].append((code, words_of(one)))
    context = {
        "groups": [
            (name, capfirst(say(SHAPES[name].title)), asked)
            for name, asked in groups.items()
            if asked
        ],
        "crumbs": [Crumb(_("Screens"))],
    }
    return render(request, "screens.html", context)


@public
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show one screen: its question, its reasons, its settings."""
    one = screens_on_shelf().get(code)
    if one is None:
        raise Http404
    words = words_of(one)
    context = {
        "screen": one,
        "words": words,
        **of_one(request, one),
        "settings": settings_of(one),
        "needs": needs_of(one),
        "tables": [capfirst(say(SHAPES[name].title)) for name in one.tables],
        "law": say(one.law) if one.law else "",
        "reasons": [say(reason.text) for reason in one.reasons.values()],
        "crumbs": [Crumb(_("Screens"), reverse("screens")), Crumb(words.title)],
    }
    return render(request, "screen.html", context)


def words_of(screen: Screen) -> Words:
    """Return a screen's documentation in the language of the page."""
    return screen.zh if in_chinese() else screen.en


def settings_of(screen: Screen) -> list[Shown]:
    """Return the settings with their defaults, since when they hold, and where they come from."""
    return [
        Shown(say(one.what), value_of(one, screen.defaults[name]), day(one.since), source_of(one))
        for name, one in screen.settings.items()
    ]


def settings_words(screen: Screen, used: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the settings that a lead was raised with, in words."""
    return [
        (say(one.what), value_of(one, used.get(name, screen.defaults[name])))
        for name, one in screen.settings.items()
    ]


def source_of(setting: Setting) -> str:
    """Return where a default comes from; a text in two languages in that of the page."""
    return say(setting.source)


def value_of(setting: Setting, value: Any) -> str:
    """Return a default in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(value_of(setting, one) for one in value) if value else "–"
    if setting.kind == "share":
        return f"{value:.0%}"
    if setting.kind == "money" and isinstance(value, int):
        return money(value)
    return str(value)


def needs_of(screen: Screen) -> list[str]:
    """Return the columns without which the screen cannot judge a row."""
    columns = [
        SHAPES[table].column(name) for table, names in screen.needs.items() for name in names
    ]
    return [say(column.title) for column in columns]
