"""Words that only name what follows: titles, headings, the beginnings of lists."""

import re

from sunledger.decisions.reading.blocks import Block
from sunledger.decisions.reading.document import Stretch
from sunledger.decisions.readout.draft import Context
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.sections import depth

# Who is told to act in general stays told until the meeting ends; a single office does not.
_LABEL = re.compile(
    r"(?i)(?:action(?: point| item)?s?(?: \d+)?|agreed|resolved|decision|ai|to-?do)"
    r"(?: ?\([^)]{2,40}\))? ?[:–-] ?\S|@?[A-Z][\w/&. -]{1,40} to [a-z]+ "
)
# “By 2027, 95% of …” is no name of what follows, however short.
_LEVEL = re.compile(r"(?:By|At least|No (?:more|less|fewer) than) .*\d")
_STAGE = re.compile(
    r"(?:阶段|目标|任务|要求|原则|措施|内容|范围|时间|步骤|保障|重点)(?:（[^）]*）)?$"
)


# Points that are counted within a paragraph: “（一）落实责任。”.
_COUNTED = re.compile(r"[（(][一二三四五六七八九十]{1,2}[）)]")


def is_heading(block: Block, after: Block | None, number: int, language: str, genre: str) -> bool:
    """Whether a paragraph only names what follows."""
    words = block.body.words
    if block.marker.startswith("#"):
        return True
    if not words or re.search(r"[.。；;！!]$", words):
        return not words
    known = _english_says(words) if language == "en" else _chinese_says(words)
    if known is not None:
        return known
    if words[-1] in ":：" and len(words) > 12:
        return False
    if number == 0:
        return len(words) < 120
    if language == "en" and (_LABEL.match(words) or _LEVEL.match(words)):
        return False
    if language == "en" and words.isupper():
        return not re.search(r"\b(?:SHALL|MUST|SHOULD|WILL)\b", words)
    return _stands_over(block, after, language)


def _english_says(words: str) -> bool | None:
    """Return that English words are a heading which rules know, or nothing."""
    return True if _names_section(words) else None


def _chinese_says(words: str) -> bool | None:
    """Return that Chinese words only say that something is left out, or nothing."""
    return True if re.search(r"（(?:略|无)）$|[：:] ?(?:略|无)$", words) else None


def _stands_over(block: Block, after: Block | None, language: str) -> bool:
    """Whether short words stand over what follows, by their number and length."""
    words = block.body.words
    short = len(words) <= (30 if language == "zh" else 70)
    if not short or after is None or re.match(r"[-*•●▪◦‣○◆■□➢►✓–—·]", block.marker):
        return False
    if language == "en" and _opens(block.marker, after.marker):
        return True
    if language == "zh" and block.marker and depth(after.marker) > depth(block.marker) > 1:
        return True
    if block.marker and after.marker and block.marker[:1].isdigit() == after.marker[:1].isdigit():
        return False
    return not block.marker or len(after.body.words) > 2 * len(words)


def _names_section(words: str) -> bool:
    """Whether English words are one of the headings that rules know."""
    return len(words) < 70 and bool(SHELF.subject("sections").first(words, 0, len(words), "en"))


def _opens(marker: str, after: str) -> bool:
    """Whether a number is that of a part, and the next that of its first point: 2. and 2.1."""
    whole = re.match(r"\d{1,2}(?=\.?$)", marker.strip())
    return bool(whole and re.match(rf"{whole[0]}\.\d", after))


def is_run_in(
    part: Stretch, number: int, parts: list[Stretch], block: Block, context: Context
) -> bool:
    """Whether the first words of an item are its heading: “（一）加强领导。各镇要……”."""
    counted = context.language == "zh" and _COUNTED.match(part.words)
    if (number and not counted) or part is parts[-1]:
        return False
    if all(re.match("[（(【]", other.words) for other in parts[number + 1 :]):
        return False
    if context.language != "zh":
        return bool(block.marker) and (_is_label(part.words) or _is_name(parts, block, context))
    if block.marker and len(part.words) <= 40 and _STAGE.search(part.words):
        return True
    return (
        bool(block.marker or counted)
        and len(re.sub(r"（[^）]*）$", "", part.words)) <= 20
        and not re.search("要|必须|应|不得|严禁|禁止|务必|一律", part.words)
    )


def _is_name(parts: list[Stretch], block: Block, context: Context) -> bool:
    """Whether a point is named before it is set out, as translators do: “(1) Open the books.”."""
    words = parts[0].words
    return (
        block.marker[:1] in "(（"
        and context.genre in ("plan", "notice")
        and len(words.split()) <= 9
        and len(parts[1].words) > len(words)
        and not re.search(r"(?i)\b(?:shall|must|should|will|by|before)\b|\d", words)
    )


def _is_label(words: str) -> bool:
    """Whether a short first sentence of a point is its name: “Inventory. Each agency shall…”."""
    return (
        len(words.split()) <= 4
        and words[:1].isupper()
        and not re.search(r"(?i)\b(?:shall|must|will)\b|\d", words)
        and not re.search(r"(?i)\b(?:the|an?|all|every|each|its|their|our)\b", words)
    )


def says_more(words: str, language: str) -> bool:
    """Whether a sentence before a list is a directive itself and not only its heading."""
    if language == "zh":
        return bool(re.search(r"(?:要|应|须)[^，；]{4,}，", words))
    return not re.search(
        r"(?i)\b(?:shall|must|should|will|to) (?:\w+ )?(?:includ\w+|be as follows|do the"
        r" following|be the following|:)\s*:?$|following:?$",
        words,
    ) or bool(re.search(r"(?i)through the following", words))
