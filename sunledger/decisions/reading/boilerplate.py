"""Which words belong to the site and not to the matter: greyed, never taken away."""

import re
from collections.abc import Iterator
from pathlib import Path

from sunledger.decisions.reading.blocks import Line, lines_of
from sunledger.decisions.reading.document import Span
from sunledger.decisions.reading.shelf import Shelf

SHELF = Shelf(Path(__file__).parent / "rules")
_SHORT = 400
_SENTENCE = re.compile(r"[，。；：、,.;:|\t]|\d")
_CHINESE = re.compile(r"[一-龥]")


def boilerplate_in(text: str) -> tuple[Span, ...]:
    """Return the stretches that say nothing of the matter, in order."""
    rules = SHELF.subject("boilerplate")
    found: list[Span] = []
    lines = [line for line in lines_of(text) if line.words.strip()]
    for number, line in enumerate(lines):
        start = line.start + len(line.words) - len(line.words.lstrip())
        end = line.start + len(line.words.rstrip())
        words = text[start:end]
        for hit in rules.all(words, 0, len(words)):
            span = _span(hit.rule.says, Span(start, end), Span(hit.start, hit.end), number)
            if hit.rule.says == "tail" and number >= len(lines) // 3:
                return _merged(text, [*found, Span(start, _last(lines))])
            if span:
                found.append(span)
    found.extend(_menus(lines))
    return _merged(text, found)


def _menus(lines: list[Line]) -> Iterator[Span]:
    """Give the menus: many very short lines in a row."""
    run: list[Line] = []
    for line in [*lines, Line(0, 0, "，")]:
        if len(line.words.strip()) <= 8 and not _SENTENCE.search(line.words):
            run.append(line)
            continue
        if len(run) >= 5 and sum(bool(_CHINESE.search(one.words)) for one in run) > len(run) // 2:
            yield Span(run[0].start, run[-1].end)
        run = []


def _span(says: str, line: Span, hit: Span, number: int) -> Span | None:
    """Return which words of the line are meant."""
    if says in ("line", "tail"):
        return line if line.end - line.start <= _SHORT and hit.start == 0 else None
    if says == "title" and number > 1:
        return None
    return Span(line.start + hit.start, line.start + hit.end)


def _last(lines: list[Line]) -> int:
    """Return where the last words end."""
    return lines[-1].start + len(lines[-1].words.rstrip())


def _merged(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Return the stretches in order, those with nothing but space between them as one."""
    out: list[Span] = []
    for span in sorted(spans):
        start = span.start
        while start < span.end and text[start].isspace():
            start += 1
        if (out and not text[out[-1].end : start].strip() and start <= span.end) or (
            out and start < out[-1].end
        ):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif start < span.end:
            out.append(Span(start, span.end))
    return tuple(out)
