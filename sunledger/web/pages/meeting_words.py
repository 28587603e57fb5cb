"""The words of a meeting as a page shows them: each entry marked, each sentence to be had."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sunledger.core.problem import shorten


class Marked(NamedTuple):
    """A stretch of the words that something stands on: its number, and how it looks."""

    number: int
    start: int
    end: int
    look: str = ""


class Words:
    """A text with what is marked in it, ready to be shown line by line."""

    def __init__(
        self,
        text: str,
        marks: Iterable[Marked],
        sentences: Iterable[Sequence[int]] = (),
        grey: Iterable[Sequence[int]] = (),
    ) -> None:
        self.text = text
        self.marks = sorted(marks, key=lambda one: (one.start, one.end))
        self.grey = [(start, end) for start, end in grey]
        self.free = {
            end: start
            for start, end in sentences
            if not any(one.start < end and start < one.end for one in self.marks)
        }
        edges = {edge for one in self.marks for edge in (one.start, one.end)}
        edges |= {edge for span in self.grey for edge in span}
        edges |= {edge for span in self.free.items() for edge in span}
        self.edges = sorted(edges)

    def html(self, target: str = "entry", *, adding: bool = False) -> SafeString:
        """Return the lines as paragraphs; a mark leads to what stands on it."""
        lines, place = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                lines.append((self._line(place, place + len(line), target, adding),))
            place += len(line) + 1
        return format_html_join("\n", "<p>{}</p>", lines)

    def _line(self, start: int, end: int, target: str, adding: bool) -> SafeString:
        """Return one line, cut wherever something begins or ends."""
        first = bisect_left(self.edges, start + 1)
        cuts = [start, *self.edges[first : bisect_left(self.edges, end)], end]
        pieces = [
            self._piece(one, other, target) + (self._button(other) if adding else "")
            for one, other in pairwise(cuts)
        ]
        return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped where it is made

    def _piece(self, start: int, end: int, target: str) -> SafeString:
        """Return a stretch in which nothing begins or ends."""
        words = self.text[start:end]
        over = [one for one in self.marks if one.start <= start < one.end]
        links = format_html_join(
            "",
            '<a class="ref" id="words-{0}" href="#{1}-{0}" aria-label="{2}">{0}</a>',
            [(one.number, target, _to(target, one.number)) for one in over if one.start == start],
        )
        if over:
            return format_html(
                '{}<mark class="{}" data-at="{}" data-of="{}">{}</mark>',
                links,
                over[-1].look,
                start,
                " ".join(str(one.number) for one in over),
                words,
            )
        look = "grey" if any(one <= start < other for one, other in self.grey) else ""
        return format_html('<span class="{}" data-at="{}">{}</span>', look, start, words)

    def _button(self, end: int) -> SafeString:
        """Return the button that makes an entry of the sentence that ends here, if one does."""
        if end not in self.free:
            return SafeString("")
        start = self.free[end]
        label = _("Add as an entry: %(words)s") % {"words": shorten(self.text[start:end], 50)}
        return format_html(
            '<button form="add" class="add" name="place" value="{}-{}" aria-label="{}">+</button>',
            start,
            end,
            label,
        )


def _to(target: str, number: int) -> str:
    """Return what a link says that leads from the words to what stands on them."""
    if target == "entry":
        return _("To entry %(number)s") % {"number": number}
    return _("To decision %(number)s") % {"number": number}
