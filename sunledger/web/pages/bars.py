"""The bars of a programme: where each begins and ends on a line, for a drawing without style."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sunledger.ledger.programme.tree import Node, Programme
from sunledger.web.templatetags.sun import day

WIDTH = 1000  # the units of the drawing from its first day to its last
SMALLEST = 4


@dataclass(frozen=True)
class Bar:
    """One item on the line."""

    node: Node
    meant: tuple[int, int] | None  # where it begins, how long it is
    now: tuple[int, int]
    marks: tuple[int, ...]  # the days on the way
    words: str  # the same, for whoever does not see it

    @property
    def look(self) -> str:
        """Return how the bar looks: done, late, or neither."""
        if self.node.done == self.node.leaves:
            return "done"
        return "late" if self.node.late else ""


@dataclass(frozen=True)
class Line:
    """The line on which all bars stand."""

    first: date
    last: date

    def at(self, when: date) -> int:
        """Return where a day stands."""
        days = max(1, (self.last - self.first).days + 1)
        return max(0, min(WIDTH, (when - self.first).days * WIDTH // days))

    def stretch(self, since: date, until: date) -> tuple[int, int]:
        """Return where a stretch begins and how long it is; none is too short to be seen."""
        start = self.at(since)
        return start, max(SMALLEST, self.at(until) - start)

    @property
    def years(self) -> list[int]:
        """Return where each new year begins."""
        return [
            self.at(date(year, 1, 1)) for year in range(self.first.year + 1, self.last.year + 1)
        ]


def line_of(shown: Programme) -> Line:
    """Return the line of a programme, from the first month to the last."""
    last = max(shown.last, shown.planned)
    return Line(shown.first.replace(day=1), last)


def bars(shown: Programme) -> list[Bar]:
    """Return a bar for every item."""
    line = line_of(shown)
    return [_bar(node, line) for node in shown.nodes]


def _bar(node: Node, line: Line) -> Bar:
    """Return the bar of one item."""
    item = node.item
    meant = line.stretch(item.starts_on or item.opened_on, item.due) if item.due else None
    begins, ends = node.begins or line.first, node.ends or line.last
    return Bar(
        node=node,
        meant=meant,
        now=line.stretch(begins, ends),
        marks=tuple(line.at(mark.due) for mark in node.milestones),
        words=_words(node, begins, ends),
    )


def _words(node: Node, begins: date, ends: date) -> str:
    """Return what a bar shows as a sentence."""
    words = {"begins": day(begins), "ends": day(ends), "due": day(node.item.due)}
    if node.done == node.leaves:
        return _("Done: from %(begins)s to %(ends)s.") % words
    if node.item.due is None:
        return _("Expected from %(begins)s to %(ends)s; no day is set.") % words
    return _("Expected from %(begins)s to %(ends)s; due on %(due)s.") % words
