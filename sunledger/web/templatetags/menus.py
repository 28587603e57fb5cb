"""The menus of every page: the public one, the desk's, and the same page in another language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sunledger.units.access import posts_of
from sunledger.units.models import Power

register = template.Library()


class LanguageLink(NamedTuple):
    """The same page in a language."""

    tag: str
    name: str
    url: str
    current: bool


class Link(NamedTuple):
    """A link of a menu; `current` is what aria-current says."""

    url: str
    name: str
    current: str


# A menu: the page it leads to, its words, and the beginnings of the names of the pages it covers.
PUBLIC = [
    ("units", _("Units"), ("unit", "units", "sheet", "record")),
    ("categories", _("Categories"), ("categor",)),
    ("results", _("Results"), ("result", "item")),
    ("drives", _("Drives"), ("drive", "programme", "meeting", "conveying")),
    ("suggestions", _("Suggestions"), ("suggestion",)),
    ("screens", _("Screens"), ("screen",)),
    ("seal", _("Check"), ("seal",)),
]
ANY_POST = "any"  # whoever holds a post, also one without powers
# The desk's menu has a fourth part: the powers of which one is needed to see the link.
DESK: list[tuple[str, Any, tuple[str, ...], set[Power] | set[str]]] = [
    ("desk", _("My work"), ("desk_job",), set()),
    (
        "desk_today",
        _("Today"),
        ("desk_today", "desk_digest", "desk_calendar", "desk_work_calendar"),
        {Power.ASSIGN, Power.ANSWER, Power.VERIFY},
    ),
    ("desk_my_unit", _("My unit"), ("desk_unit",), {Power.ASSIGN, Power.ANSWER, Power.VERIFY}),
    ("desk_overdue", _("Overdue"), ("desk_overdue", "desk_untracked"), {Power.ASSIGN}),
    ("desk_upload", _("Upload"), ("desk_upload",), {Power.ENTER}),
    ("desk_batches", _("Sheets"), ("desk_batch",), {Power.ENTER, Power.REVIEW}),
    ("desk_corrections", _("Corrections"), ("desk_correction",), {Power.ENTER, Power.REVIEW}),
    ("desk_leads", _("Leads"), ("desk_lead",), {Power.SCREEN}),
    (
        "desk_items",
        _("Items"),
        ("desk_item", "desk_evidence"),
        {Power.ASSIGN, Power.ANSWER, Power.VERIFY},
    ),
    (
        "desk_programmes",
        _("Programmes"),
        ("desk_programme", "desk_import"),
        {Power.ASSIGN, Power.ANSWER, Power.VERIFY},
    ),
    ("desk_suggestions", _("Suggestions"), ("desk_suggestion",), {ANY_POST}),
    ("desk_meetings", _("Meetings"), ("desk_meeting", "desk_decision"), {Power.DECIDE}),
    (
        "desk_conveying",
        _("Passed down"),
        ("desk_conv", "desk_receipt", "desk_ruling", "desk_chain"),
        {Power.DECIDE, Power.ANSWER},
    ),
]


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return the page's address in every language."""
    request: HttpRequest | None = context.get("request")
    here = get_language() or settings.LANGUAGE_CODE
    if request is None:
        return []
    path = request.get_full_path() if request.resolver_match else reverse("home")
    return [
        LanguageLink(_tag(code), name, translate_url(path, code), code == here)
        for code, name in settings.LANGUAGES
    ]


def _tag(code: str) -> str:
    first, _sep, script = code.partition("-")
    return f"{first}-{script.title()}" if script else first


@register.simple_tag(takes_context=True)
def public_links(context: Context) -> list[Link]:
    """Return the menu of the public pages."""
    return menu(PUBLIC, context)


@register.simple_tag(takes_context=True)
def desk_links(context: Context) -> list[Link]:
    """Return the menu of the desk, as far as the person's posts reach; none on a public page."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    if request is None or not match or not (match.url_name or "").startswith("desk"):
        return []
    posts = posts_of(request.user, timezone.localdate())
    held = {power for post in posts for power in [ANY_POST, *post.powers]}
    seen = [row[:3] for row in DESK if not row[3] or row[3] & held]
    return menu(seen, context)


def menu(rows: Iterable[tuple[str, Any, tuple[str, ...]]], context: Context) -> list[Link]:
    """Return the links of a menu, the one that covers this page marked."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    here = (match.url_name or "") if match else ""
    return [
        Link(reverse(name), str(words), _current(name, starts, here))
        for name, words, starts in rows
    ]


def _current(name: str, starts: tuple[str, ...], here: str) -> str:
    if here == name:
        return "page"
    return "true" if here.startswith(starts) else ""
