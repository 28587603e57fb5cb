"""The menus of every page: the public one, the desk's, and the same page in another language."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse, translate_url
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import gate
from sunledger.units import access
from sunledger.units.models import Power, User

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
    ("categories", _("Categories"), ("categor", "pack")),
    ("not_published", _("Who has not published"), ("not_published", "exemptions")),
    ("results", _("Results"), ("result", "item", "late", "fairness")),
    ("drives", _("Drives"), ("drive", "programme", "meeting", "conveying", "wall")),
    ("suggestions", _("Suggestions"), ("suggestion", "question")),
    ("screens", _("Screens"), ("screen",)),
    ("seal", _("Check"), ("seal",)),
]
ANY_POST = "any"  # whoever holds a post, also one without powers
PART = "part"  # whoever has a duty in an item or is asked for a reply, also without powers
LEDGER = {Power.ASSIGN, Power.ANSWER, Power.VERIFY}
FEW = 7  # so many links stand in one row; more are grouped, a row of groups and a row of pages


class Entry(NamedTuple):
    """A link of the desk's menu, and the powers of which one is needed to see it."""

    name: str
    words: Any
    starts: tuple[str, ...]
    powers: Collection[Power | str] = ()


class Group(NamedTuple):
    """Links of the desk's menu that belong together."""

    words: Any
    entries: tuple[Entry, ...]


class DeskMenu(NamedTuple):
    """The desk's menu: its groups, or all its pages; then the pages of the group we are in."""

    links: list[Link]
    inside: list[Link]
    inside_name: str


DESK = (
    Group(
        _("My work"),
        (
            Entry("desk", _("My work"), ("desk_job",)),
            Entry("desk_today", _("Today"), ("desk_digest", "desk_reply"), {*LEDGER, PART}),
            Entry("desk_calendar", _("My calendar"), ("desk_work_calendar",), {*LEDGER, PART}),
        ),
    ),
    Group(
        _("Ledger"),
        (
            Entry(
                "desk_items",
                _("Items"),
                ("desk_item", "desk_evidence", "desk_copy", "desk_take"),
                LEDGER,
            ),
            Entry(
                "desk_leads",
                _("Leads"),
                ("desk_lead", "desk_stack", "desk_queue", "desk_explanation"),
                {Power.SCREEN},
            ),
            Entry("desk_imports", _("Lists"), ("desk_import",), {Power.ASSIGN}),
            Entry("desk_programmes", _("Programmes"), ("desk_programme",), LEDGER),
            Entry("desk_fairness", _("Tolerance and recognition"), ("desk_fairness",), LEDGER),
        ),
    ),
    Group(
        _("Oversight"),
        (
            Entry("desk_my_unit", _("My unit"), ("desk_unit",), LEDGER),
            Entry("desk_overdue", _("Overdue"), ("desk_overdue", "desk_chased"), {Power.ASSIGN}),
            Entry("desk_wall", _("Wall map"), ("desk_wall",), {Power.ASSIGN}),
            Entry("desk_untracked", _("Untracked"), (), {Power.ASSIGN}),
        ),
    ),
    Group(
        _("Publishing"),
        (
            Entry(
                "desk_owed",
                _("What we owe"),
                ("desk_exemption_ask", "desk_residents"),
                {Power.ENTER},
            ),
            Entry("desk_upload", _("Upload"), ("desk_upload", "desk_bundle"), {Power.ENTER}),
            Entry("desk_entry", _("Type in"), ("desk_entry", "desk_blank"), {Power.ENTER}),
            Entry("desk_batches", _("Sheets"), ("desk_batch",), {Power.ENTER, Power.REVIEW}),
            Entry("desk_exemptions", _("Exemptions"), ("desk_exemption",), {Power.REVIEW}),
            Entry("desk_adoptions", _("Packs adopted"), ("desk_adoption",), {Power.REVIEW}),
            Entry("desk_packs", _("Packs"), ("desk_pack",), {Power.ADMIN}),
            Entry(
                "desk_corrections",
                _("Corrections"),
                ("desk_correction", "desk_quality"),
                {Power.ENTER, Power.REVIEW},
            ),
        ),
    ),
    Group(
        _("Meetings"),
        (
            Entry(
                "desk_meetings", _("Meetings"), ("desk_meeting", "desk_decision"), {Power.DECIDE}
            ),
            Entry(
                "desk_conveying",
                _("Passed down"),
                ("desk_conv", "desk_receipt", "desk_ruling", "desk_chain"),
                {Power.DECIDE, Power.ANSWER},
            ),
        ),
    ),
    Group(
        _("Suggestions"),
        (
            Entry("desk_suggestions", _("Suggestions"), ("desk_suggestion",), {ANY_POST}),
            Entry(
                "desk_questions", _("Questions"), ("desk_question",), {Power.ANSWER, Power.ASSIGN}
            ),
        ),
    ),
)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return the page's address in every language."""
    request: HttpRequest | None = context.get("request")
    here = get_language() or settings.LANGUAGE_CODE
    if request is None:
        return []
    return [
        LanguageLink(_tag(code), name, _in_language(code, here, request), code == here)
        for code, name in settings.LANGUAGES
    ]


def _in_language(code: str, here: str, request: HttpRequest) -> str:
    """Return the address of this page in a language; of the first page, where this is none."""
    match = request.resolver_match
    if match is None:
        return translate_url(reverse("home"), code)
    if code == here:
        return request.get_full_path()
    with override(code):
        try:
            url = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return request.get_full_path()
    asked = request.META.get("QUERY_STRING", "")
    return f"{url}?{iri_to_uri(asked)}" if asked else url


def _tag(code: str) -> str:
    first, _sep, script = code.partition("-")
    return f"{first}-{script.title()}" if script else first


@register.simple_tag(takes_context=True)
def public_links(context: Context) -> tuple[Link, ...]:
    """Return the menu of the public pages."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    return _public((match.url_name or "") if match else "", get_language(), get_script_prefix())


@lru_cache(maxsize=1000)
def _public(here: str, _language: str | None, _prefix: str) -> tuple[Link, ...]:
    """Return the public menu as it stands on pages of a name, in a language of a site."""
    return tuple(
        Link(reverse(name), str(words), _current(name, starts, here))
        for name, words, starts in PUBLIC
    )


@register.simple_tag(takes_context=True)
def desk_links(context: Context) -> DeskMenu | None:
    """Return the menu of the desk, as far as the person's posts reach; none on a public page."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    here = (match.url_name or "") if match else ""
    if request is None or not here.startswith("desk"):
        return None
    user, today = cast("User", request.user), timezone.localdate()
    held = {power for post in access.held(user, today) for power in [ANY_POST, *post.powers]}
    if held and not held & LEDGER and gate.has_part(user, today):
        held.add(PART)
    return desk_menu(held, here)


def desk_menu(held: set[Power | str], here: str) -> DeskMenu:
    """Return the menu of whoever holds these powers: one row of links, or groups if many."""
    seen = [(group, _links(group, held, here)) for group in DESK]
    groups = [(group, links) for group, links in seen if links]
    every = [link for _group, links in groups for link in links]
    if len(every) <= FEW:
        return DeskMenu(every, [], "")
    rows = [_first(group, links) for group, links in groups]
    inside = ((str(group.words), links) for group, links in groups if _within(links))
    name, links = next(inside, ("", []))
    return DeskMenu(rows, links if len(links) > 1 else [], name)


def _links(group: Group, held: set[Power | str], here: str) -> list[Link]:
    """Return the links of a group that its powers let a person see."""
    return [
        Link(reverse(one.name), str(one.words), _current(one.name, one.starts, here))
        for one in group.entries
        if not one.powers or held.intersection(one.powers)
    ]


def _first(group: Group, links: list[Link]) -> Link:
    """Return the link of a group: to the first of its pages, by its name if it is the only one."""
    if len(links) == 1:
        return links[0]
    return Link(links[0].url, str(group.words), "true" if _within(links) else "")


def _within(links: list[Link]) -> bool:
    return any(link.current for link in links)


def _current(name: str, starts: tuple[str, ...], here: str) -> str:
    if here == name:
        return "page"
    return "true" if starts and here.startswith(starts) else ""
