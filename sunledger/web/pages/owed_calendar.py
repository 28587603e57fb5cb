"""The cells of a calendar, written straight as text: a year of seventy items has hundreds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sunledger.disclosure.category import Category
from sunledger.disclosure.owed.lights import Cell, Light
from sunledger.voices.questions.words import Subject
from sunledger.web.pages.asked_about import ask_address
from sunledger.web.templatetags.sun import day, period, say

_PLACE = "x--x"


class Shown(NamedTuple):
    """A cell of a calendar: how many months wide, and what it leads to."""

    span: int
    cell: Cell | None
    url: str


def writer(post: str) -> Callable[[Category, Sequence[Shown]], SafeString]:
    """Return what writes the cells of an item; `post` is the one that is bound to publish."""
    labels = {light: escape(str(light.label)) for light in Light}
    ask, nothing = _ask(), _nothing()

    def one(shape: Category, shown: Shown) -> str:
        cell = shown.cell
        if cell is None:
            return f'<td colspan="{shown.span}">{nothing}</td>'
        when = escape(period(cell.period))
        look = f'class="light {cell.light.value}"'
        said = f"<span {look}>{labels[cell.light]}</span>"
        if shown.url:
            said = f'<a {look} href="{escape(shown.url)}">{labels[cell.light]}</a>'
        if cell.light in (Light.MISSING, Light.SOON):
            said += f'<br><span class="small">{_who(post, cell)}</span>'
        if cell.light == Light.MISSING:
            said += ask(cell, f"{escape(say(shape.title))}, {when}")
        return f'<td colspan="{shown.span}"><span class="hidden">{when}: </span>{said}</td>'

    def write(shape: Category, across: Sequence[Shown]) -> SafeString:
        text = "".join([one(shape, shown) for shown in across])
        return mark_safe(text)  # noqa: S308 - every value passes through escape

    return write


def _who(post: str, cell: Cell) -> str:
    """Return who must publish it by when."""
    on = escape(day(cell.due))
    if post:
        return _("%(post)s must publish by %(on)s") % {"post": escape(post), "on": on}
    return _("due on %(on)s, and no post is named to publish it") % {"on": on}


def _ask() -> Callable[[Cell, str], str]:
    """Return what writes the link by which one asks why something is missing."""
    before, _mark, after = escape(ask_address(Subject.MISSING, _PLACE)).partition(_PLACE)
    words = escape(_("Ask about this"))

    def write(cell: Cell, what: str) -> str:
        place = quote(f"{cell.unit.code},{cell.category},{cell.period}", safe=",")
        return (
            f'<br><a class="small" href="{before}{place}{after}" rel="nofollow">{words}'
            f'<span class="hidden">: {what}</span></a>'
        )

    return write


def _nothing() -> str:
    label = escape(_("not owed"))
    return f'<span class="soft" role="img" aria-label="{label}">–</span>'
