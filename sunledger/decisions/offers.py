"""Which meetings a text seems to tell of: each a stretch of it, with its facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

TITLE = 200
HEADLINE = 80  # signs; a longer first line is a paragraph


@dataclass(frozen=True)
class Offer:
    """A meeting that is offered to a person to confirm."""

    start: int
    end: int
    title: str
    body: str = ""
    date_text: str = ""
    date_iso: str = ""
    chair: str = ""
    conveys: list[str] = field(default_factory=list)
    directives: int = 0

    @property
    def lacks_year(self) -> bool:
        """Whether the text says a day and not of which year."""
        return bool(self.date_text) and not self.date_iso


def offers_of(text: str, found: dict[str, Any]) -> list[Offer]:
    """Return the meetings of a text in its order; together they cover all of it.

    A stretch that says nobody what to do is the head or the tail of its neighbour.
    """
    starts = [place["start"] for place in found["directives"]]
    meetings = sorted(found["meetings"], key=lambda one: one["start"])
    held: list[dict[str, Any]] = []
    for number, one in enumerate(meetings):
        after = meetings[number + 1]["start"] if number + 1 < len(meetings) else len(text)
        if any(one["start"] <= start < after for start in starts):
            held.append(one)
    held = held or meetings[-1:] or [{"start": 0}]
    edges = [0, *(_line_start(text, one["start"]) for one in held[1:]), len(text)]
    stretches = [(start, end) for start, end in pairwise(edges)]
    several = len(held) > 1
    return [
        _offer(text, found, one, start, end, several)
        for one, (start, end) in zip(held, stretches, strict=True)
        if end > start
    ]


def inside(spans: Iterable[list[int]], start: int, end: int) -> list[list[int]]:
    """Return the places that lie in a stretch, counted from its beginning."""
    cut = [(max(one, start) - start, min(other, end) - start) for one, other in spans]
    return [[one, other] for one, other in cut if other > one]


def _offer(
    text: str, found: dict[str, Any], facts: dict[str, Any], start: int, end: int, several: bool
) -> Offer:
    """Return one meeting with what is known of it."""
    iso = facts.get("date_iso") or ""
    body = facts.get("body") or ""
    return Offer(
        start,
        end,
        title=(several and body) or _headline(text, found["boilerplate"], start, end) or body,
        body=body[:TITLE],
        date_text=facts.get("date") or "",
        date_iso=iso if len(iso) == 10 else "",
        chair=(facts.get("chair") or "")[:100],
        conveys=list(facts.get("conveys") or ()),
        directives=sum(start <= one["start"] < end for one in found["directives"]),
    )


def _headline(text: str, boilerplate: list[list[int]], start: int, end: int) -> str:
    """Return the first line that is of the matter, if it is short enough to be a title."""
    place = start
    for line in text[start:end].split("\n"):
        words = " ".join(line.split())
        grey = any(one <= place and place + len(line) <= other for one, other in boilerplate)
        if words and not grey:
            return words if len(words) <= HEADLINE else ""
        place += len(line) + 1
    return ""


def _line_start(text: str, place: int) -> int:
    """Return where the line begins, so that a stretch begins with a line."""
    return text.rfind("\n", 0, place) + 1
