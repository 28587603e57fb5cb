"""Where a quotation may begin and end: at exact characters, at words, at sentences."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from sunledger.decisions.quotation import Place
from sunledger.ledger.refusals import Incomplete

LONGEST = 2_000
# A word of letters or figures, or one Han sign with the marks after it.
_WORD = re.compile(r"[A-Za-z0-9À-ɏ'’%-]+|[\u3400-\u9fff]|[^\s]")
_EDGE = " \t\n\r\u3000,.;:，。；：、"
_CLAUSE = re.compile(r"[，,；;：:。.!?！？]\s*")


def fitting(text: str, start: int, end: int) -> Place:
    """Return a stretch without the spaces at its edges, or refuse an empty or endless one."""
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end <= start:
        raise Incomplete(_("No words are left. Choose some."))
    if end - start > LONGEST:
        raise Incomplete(
            _("These are %(length)s signs. Quote at most %(limit)s.")
            % {"length": end - start, "limit": LONGEST}
        )
    return Place(start, end)


def stepped(text: str, place: Place, edge: str, way: int) -> Place:
    """Return the stretch with one edge moved by a word: `edge` start or end, `way` -1 or 1."""
    words = [Place(*match.span()) for match in _WORD.finditer(text)]
    if edge == "start":
        starts = [word.start for word in words]
        return fitting(text, _next(starts, place.start, way), place.end)
    ends = [word.end for word in words]
    return fitting(text, place.start, _next(ends, place.end, way))


def sentence_around(sentences: Sequence[Sequence[int]], place: Place) -> Place:
    """Return the whole sentences that a stretch touches."""
    touched = [(start, end) for start, end in sentences if start < place.end and place.start < end]
    if not touched:
        return place
    return Place(min(touched)[0], max(end for _start, end in touched))


def halves(text: str, place: Place, at: int) -> tuple[Place, Place]:
    """Return the two parts of a stretch, without the marks between them."""
    if not place.start < at < place.end:
        raise Incomplete(_("Choose a place within the words to split them."))
    left, right = at, at
    while left > place.start and text[left - 1] in _EDGE:
        left -= 1
    while right < place.end and text[right] in _EDGE:
        right += 1
    return fitting(text, place.start, left), fitting(text, right, place.end)


def joints(text: str, place: Place) -> list[int]:
    """Return where a stretch may be split: after each mark that ends a clause."""
    return [match.end() for match in _CLAUSE.finditer(text, place.start, place.end - 1)]


def _next(edges: list[int], here: int, way: int) -> int:
    """Return the next edge of a word to the left or to the right."""
    beyond = [edge for edge in edges if (edge > here if way > 0 else edge < here)]
    if not beyond:
        return here
    return min(beyond) if way > 0 else max(beyond)
