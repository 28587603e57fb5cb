"""Under which heading a paragraph stands: one that commands, or one that only tells."""

import re

from sunledger.decisions.reading.blocks import Block
from sunledger.decisions.readout.draft import Context
from sunledger.decisions.readout.rules import SHELF

# The order in which Chinese papers count, from parts to single points.
_DEPTHS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第?[一二三四五六七八九十\d]+[章节部篇]|[一二三四五六七八九十]+[、．]",
        r"[（(][一二三四五六七八九十]+[）)]",
        r"\d{1,2}[、．.]?(?!\d|[）)])",
        r"[（(]?\d{1,2}[）)]",
        r"[①-⑳❶-❿]",
    )
)
_YEAR = re.compile(r"(20\d\d)年")
_PLAN = re.compile(
    r"(?:方案|计划|规划|要点|安排|措施|任务(?:清单|分解表|书)?|(?:责任|任务|重点|问题|整改)清单|分工)(?:（[^）]*）)?$"
)


def depth(marker: str) -> int:
    """Return how deep a point stands; 1 without a mark."""
    bare = marker.strip()
    return next((deep for deep, form in enumerate(_DEPTHS, 2) if form.match(bare)), 1)


def leave(context: Context, block: Block) -> None:
    """Leave the section that only tells where a point as high as its heading begins."""
    if context.telling and block.marker and depth(block.marker) <= context.telling:
        context.telling = 0


def enter(context: Context, words: str, marker: str) -> None:
    """Enter the section that a heading opens."""
    deep = depth(marker)
    if said := _YEAR.search(words):
        context.year = said[1]
    words = words.strip(" *_#")
    found = SHELF.subject("sections").first(words, 0, len(words), context.language)
    context.acting = found is not None and found.rule.says == "acting"
    if found and found.rule.says == "telling":
        context.telling = deep
    elif deep <= context.telling:
        context.telling = 0
    if deep == 1 and context.language == "zh":
        context.planned = bool(_PLAN.search(words)) or context.genre == "plan"
