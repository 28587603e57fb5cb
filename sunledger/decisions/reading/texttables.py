"""Tables in a plain text: cells between upright strokes or tabs, one row a line."""

import re
from collections.abc import Iterator

from sunledger.decisions.reading.blocks import Line, lines_of
from sunledger.decisions.reading.document import Span, Table

_RULE = re.compile(r"^[\s|:+=-]+$")


def tables_in(text: str) -> tuple[Table, ...]:
    """Return the tables of a text."""
    if "|" not in text and "\t" not in text:
        return ()
    found: list[Table] = []
    held: list[Line] = []
    sign = ""
    for line in lines_of(text):
        this = _sign(line.words)
        if held and this != sign:
            found.extend(_table(held, sign))
            held = []
        sign = this
        if this:
            held.append(line)
    return (*found, *_table(held, sign))


def _sign(words: str) -> str:
    """Return what stands between the cells of this line, or nothing."""
    if words.strip().strip("|").count("|") >= 1 or (_RULE.match(words) and "|" in words):
        return "|"
    return "\t" if words.strip().count("\t") >= 1 else ""


def _table(lines: list[Line], sign: str) -> Iterator[Table]:
    """Give the table that these lines make, if they make one."""
    lines = [line for line in lines if not _RULE.match(line.words)]
    framed = bool(lines) and lines[0].words.strip().startswith(sign)
    rows = [tuple(_cells(line, sign, framed=framed)) for line in lines]
    rows = [row for row in rows if row]
    if len(rows) >= 2:
        yield Table(tuple(rows))


def _cells(line: Line, sign: str, *, framed: bool) -> Iterator[Span]:
    """Give the cells of a line, without the spaces around."""
    words, start = line.words, line.start
    lead = len(words) - len(words.lstrip(" "))
    if framed and words.strip().startswith(sign) and sign == "|":
        lead += 1
    tail = len(words.rstrip())
    if words.rstrip().endswith(sign) and sign == "|" and words.count(sign) > 1 and framed:
        tail -= 1
    place = lead
    for cell in words[lead : max(tail, lead)].split(sign):
        stripped = cell.strip()
        inner = place + (cell.index(stripped) if stripped else 0)
        yield Span(start + inner, start + inner + len(stripped))
        place += len(cell) + 1
