"""Lines into paragraphs: what was broken only to fit a page is joined again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sunledger.decisions.reading.document import Document, Span, Stretch
from sunledger.decisions.reading.signs import full_width

# What may stand before an item of a list.
MARKER = re.compile(
    r"\s*(?:"
    r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[）)]\s*[.、．]?"
    r"|[一二三四五六七八九十]{1,3}[、．]\s*"
    r"|第[一二三四五六七八九十百\d]+[条章节款]\s*[　 :：]?"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}[、．.)）](?:(?!\d)|(?=\d{1,2}月))\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=\S)"
    r"|[①-⑳❶-❿]\s*"
    r"|(?:[a-zA-Z]|[ivx]{1,4})[.)]\s+(?=\S)"
    r"|(?:Section|SECTION|Sec\.?|Article|ARTICLE|Clause|Para(?:graph)?|Recommendation"
    r"|Milestone|Step"
    r"|Decision|Resolution)\s+[\dIVX]{1,5}[A-Za-z]?\s*[.:)–—-]\s*|[§$]+\s?\d+(?:\.\d+)*[.)]?\s+"
    r"|[-*+]\s+\[[ xX]?\]\s+|[-*•●▪◦‣○◆■□➢►✓–—·]+\s+|[•●▪◦‣○◆■□➢►✓]"
    r"|#{1,6}\s+|>\s+"
    r")"
)
_STARTS_ANEW = re.compile(
    r"\s*(?:WHEREAS|NOW,? THEREFORE|RESOLVED|AND WHEREAS|附件|附表|抄送|特此)"
)
_ENDS = re.compile(r"[.:;!?。；：！？][\"”’')）」』]*\s*$")
_HYPHEN = re.compile(r"[a-z]{2}-$")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_GAP = re.compile(
    r"(?<=[\u3400-\u9fff，。；：、（）“”《》]) (?=[\u3400-\u9fff，。；：、（）“”《》])"
)
_SENTENCE = re.compile(r"[，。；]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


class Line(NamedTuple):
    """A line of the text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading or an item of a list, with what marks it cut off."""

    body: Stretch
    marker: str = ""
    after_gap: bool = False


def lines_of(text: str, tables: Sequence[Span] = ()) -> Iterator[Line]:
    """Give the lines outside tables."""
    start, waiting = 0, sorted(tables)
    for words in text.split("\n"):
        end = start + len(words)
        while waiting and waiting[0].end <= start:
            waiting.pop(0)
        if not (waiting and waiting[0].start < end and waiting[0].end > start):
            yield Line(start, end, words)
        start = end + 1


def blocks_of(document: Document) -> Iterator[Block]:
    """Give the paragraphs outside tables, in order."""
    tables = [Span(table.start, table.end) for table in document.tables]
    lines = list(lines_of(document.text, tables))
    wrap = _wrap(lines)
    held: list[Line] = []
    gap = False
    for line in lines:
        if not line.words.strip():
            if held:
                yield _block(held, gap)
            held, gap = [], True
            continue
        if held and not _goes_on(held[-1], line, wrap):
            yield _block(held, gap)
            held, gap = [], False
        held.append(line)
    if held:
        yield _block(held, gap)


def _width(words: str) -> int:
    """Return how wide a line is on paper: a Chinese sign is two."""
    return len(words) + len(_WIDE.findall(words))


def _wrap(lines: list[Line]) -> int:
    """Return the width at which lines were broken, or 0 where paragraphs stand on one line."""
    widths = sorted(_width(line.words.rstrip()) for line in lines if line.words.strip())
    if len(widths) < 4:
        return 0
    pairs = [
        (one, two)
        for one, two in pairwise(lines)
        if one.words.strip() and two.words.strip() and one.end + 1 == two.start
    ]
    if full := _full_measure(widths, pairs):
        return full
    wide = widths[int(len(widths) * 0.85)]
    if not 36 <= wide <= 140:
        return 0
    open_ones = [(a, b) for a, b in pairs if not _ENDS.search(a.words)]
    on = sum(_looks_broken(a, b, wide) for a, b in open_ones)
    return wide if open_ones and on >= max(2, 0.4 * len(open_ones)) else 0


def _full_measure(widths: list[int], pairs: list[tuple[Line, Line]]) -> int:
    """Return the width that no Chinese line exceeds and that several reach, or 0."""
    wide = widths[-1]
    if not 36 <= wide <= 120:
        return 0
    full = [(a, b) for a, b in pairs if _width(a.words.rstrip()) >= wide - 4]
    on = [
        a for a, b in full
        if _WIDE.match(b.words.lstrip()) and not MARKER.match(b.words) and not _ENDS.search(a.words)
    ]  # fmt: skip
    return wide if len(on) >= max(3, 0.6 * len(full)) else 0


def _looks_broken(line: Line, after: Line, wide: int) -> bool:
    """Whether the line seems to have been broken by the page and not by the writer."""
    first = after.words.lstrip()[:1]
    full = _width(line.words.rstrip()) >= wide - max(10, wide // 4)
    return full and not MARKER.match(after.words) and (first.islower() or bool(_WIDE.match(first)))


def _goes_on(line: Line, after: Line, wrap: int) -> bool:
    """Whether the next line belongs to the same paragraph."""
    if line.end + 1 != after.start:
        return False
    if MARKER.match(after.words) or _STARTS_ANEW.match(after.words):
        return False
    first = after.words.lstrip()[:1]
    if not _ENDS.search(line.words) and first.islower() and not _WIDE.search(line.words[-1:]):
        return True
    if not wrap:
        return False
    # A Chinese line breaks after any sign, an English one only after a word.
    room = wrap - (8 if _WIDE.match(first) else max(14, wrap // 4))
    return _width(line.words.rstrip()) >= room and not _indented(line, after)


def _indented(line: Line, after: Line) -> bool:
    """Whether the next line begins further in, as a new paragraph does."""
    lead = len(after.words) - len(after.words.lstrip())
    return lead >= 2 and lead > len(line.words) - len(line.words.lstrip())


def _single_spaced(words: str, at: list[int]) -> Stretch:
    """Return the words with one plain space where there were several or others."""
    if not _SPACES.search(words):
        return Stretch(words, at)
    kept, places, end = [], [], 0
    for gap in _SPACES.finditer(words):
        kept += [words[end : gap.start()], " "]
        places += [*at[end : gap.start()], at[gap.start()]]
        end = gap.end()
    return Stretch("".join([*kept, words[end:]]), [*places, *at[end:]])


def _closed_up(whole: Stretch) -> Stretch:
    """Return a Chinese paragraph without the gaps that a printed page puts between its signs."""
    words = whole.words
    gaps = {gap.start() for gap in _GAP.finditer(words)} if _SENTENCE.search(words) else ()
    if not gaps:
        return whole
    kept = [place for place in range(len(words)) if place not in gaps]
    return Stretch("".join(words[place] for place in kept), [whole.at[place] for place in kept])


def _block(lines: list[Line], gap: bool) -> Block:
    """Return the paragraph that these lines are."""
    words: list[str] = []
    at: list[int] = []
    for line in lines:
        stripped = line.words.strip()
        start = line.start + line.words.index(stripped) if stripped else line.start
        if words and _HYPHEN.search(words[-1]) and stripped[:1].islower():
            words[-1] = words[-1][:-1]
            at.pop()
        elif words and stripped and not (_WIDE.match(words[-1][-1:]) and _WIDE.match(stripped)):
            words.append(" ")
            at.append(at[-1] + 1)
        words.append(stripped)
        at.extend(range(start, start + len(stripped)))
    whole = _closed_up(_single_spaced(full_width("".join(words)), at))
    marker = MARKER.match(whole.words)
    cut = marker.end() if marker else 0
    return Block(whole.cut(cut), whole.words[:cut].strip(), gap)
