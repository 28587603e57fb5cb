"""Emphasis and numbers before the words of a paragraph, taken off without moving a letter."""

import re

from sunledger.decisions.reading.blocks import Block
from sunledger.decisions.reading.document import Stretch
from sunledger.decisions.readout.rules import SHELF

_STRESSED = re.compile(r"([*_]{1,2})([^*_]{1,60}?)(\s?:?)\1(\s?:)?(?=\s|$)")
_NUMBER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+|\d{2,4}/\d{1,4}[.:]?\s+(?=[A-Z])")
_LABELS = ("en action label", "en response label", "en goal label")


def plain(block: Block) -> Block:
    """Return a paragraph whose label is not in bold: “**Owner:** Ann Lee”."""
    stressed = _STRESSED.match(block.body.words)
    if stressed is None:
        return block
    marks = [*range(*stressed.span(1)), *range(stressed.end(3), stressed.end(3) + len(stressed[1]))]
    kept = [place for place in range(len(block.body.words)) if place not in marks]
    words = "".join(block.body.words[place] for place in kept)
    if not _is_label(words):
        return block
    return Block(
        Stretch(words, [block.body.at[place] for place in kept]), block.marker, block.after_gap
    )


def _is_label(words: str) -> bool:
    """Whether the words begin with a label that rules know."""
    if SHELF.subject("lines").at(words, 0, len(words), "en"):
        return True
    if SHELF.subject("modals").by_name["en name: act"].match(words):
        return True
    return any(SHELF.subject("leads").by_name[name].match(words) for name in _LABELS)


def unnumbered(part: Stretch) -> Stretch:
    """Return a sentence without the number before it: “(b) The clerk shall …”."""
    number = _NUMBER.match(part.words)
    return part.cut(number.end()) if number else part
