"""The rows of who has not published, written straight as text: two hundred units have ten each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sunledger.disclosure.owed.figures import Figures
from sunledger.units.models import Unit

_LABELS = {
    "owed": gettext_noop("Owed"),
    "in_time": gettext_noop("In time"),
    "late": gettext_noop("Late"),
    "exempt": gettext_noop("Exempt"),
    "missing": gettext_noop("Missing"),
}


class Row(NamedTuple):
    """A unit with its figures, and of what they are: of all below it, of itself, of both."""

    unit: Unit
    figures: Figures
    of: str = ""  # "whole": the unit that the page is about, with all below it; "own": it alone

    @property
    def share(self) -> int | None:
        """Return the share published in time, in whole percent of what is owed."""
        return 100 * self.figures.in_time // self.figures.owed if self.figures.owed else None


def body(rows: Sequence[Row], query: str) -> SafeString:
    """Return the rows of a table; `query` is what the addresses that they lead to ask."""
    asked = f'?{escape(query)}"'
    below, calendar = _parted("not_published_in"), _parted("unit_calendar")
    cells = _cells(asked)
    together, itself = (
        f' <span class="soft">({escape(one)})</span>' for one in (_("together"), _("itself"))
    )
    parts = []
    for row in rows:
        code, name = escape(row.unit.code), escape(str(row.unit))
        before, after = calendar if row.of == "own" or row.figures.units == 1 else below
        link = f'<a href="{before}{code}{after}{asked}>{name}</a>'
        if row.of:
            link = f"{link}{itself}" if row.of == "own" else f"{name}{together}"
        parts.append(f'<tr><th scope="row">{link}</th>{cells(row, code)}</tr>\n')
    return mark_safe("".join(parts))  # noqa: S308 - every value passes through escape


def _cells(asked: str) -> Callable[[Row, str], str]:
    """Return what writes the figures of a row; each leads to the cells that it counts."""
    open_ = '<td class="number" data-label="'
    units, share = escape(_("Units")), escape(_("In time, of what is owed"))
    links = []
    for key, label in _LABELS.items():
        light = f'class="light {key}" ' if key != "owed" else ""
        before, after = _parted("not_published_rows", key)
        start = f'{open_}{escape(_(label))}"><a {light}href="{before}'
        links.append((key, start, f"{after}{asked}>"))

    def write(row: Row, code: str) -> str:
        said = "–" if row.share is None else f"{row.share} %"
        counts = [
            f"{start}{code}{end}{getattr(row.figures, key):,}</a></td>" for key, start, end in links
        ]
        first = f'{open_}{units}">{row.figures.units:,}</td>'
        return "".join([first, *counts, f'{open_}{share}">{said}</td>'])

    return write


def _parted(name: str, *more: str) -> tuple[str, str]:
    """Return the address of a page before the code of a unit and behind it."""
    before, _mark, after = reverse(name, args=["x--x", *more]).partition("x--x")
    return before, after
