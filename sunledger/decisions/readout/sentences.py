"""Where a sentence ends, and where a clause."""

import re
from collections.abc import Iterator

from sunledger.decisions.reading.document import Stretch

_END = re.compile(
    r"[。！？](?:[”’」』）)\"]*)|[.!?]+(?:[\"”’)\]]*)(?:\[\^?\d{1,3}\])*(?=\s|$)"
    r"|(?<=[a-z])\.(?=[A-Z][a-z])|(?<=[A-Z)])\.(?=The |This )"
)
_SHORT_FORMS = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Hon|St|No|Nos|Art|Arts|Sec|Sect|Fig|vs|etc|e\.g|i\.e|cf|al|Jr|Sr"
    r"|Rev|Gen|Gov|Sen|Rep|Lt|Col|Capt|Sgt|Inc|Ltd|Co|Corp|Dept|Rs|approx|viz|pp|p|vol|ed|H\.E"
    r"|a\.m|p\.m|U\.S|U\.K|U\.N|Pvt|Messrs|ha|km|Eng|Para|Cap|Ch|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Oct|Nov|Dec|M/s|Ven|Most|Rt|Smt|Shri|Cllrs?|Govt|Asst|Addl|Dy|Ref|Pte|Bros|Esq"
    r"|Regd|Ave|Blvd|Mt|incl|excl|Maj|Cmdr|Supt|Insp|Ph\.D|Hon'ble|Annex|Encl)|(?<![\w])[A-Z]|\b\w\.\w)$"
)
_OPEN, _CLOSE = "（(《“「『[【〔", "）)》”」』]】〕"
_CHINESE_BRACKETS = {"（": "）", "(": ")", "《": "》"}


def sentences(stretch: Stretch) -> Iterator[Stretch]:
    """Give the sentences, each without its closing point."""
    words, start = stretch.words, 0
    for end in _END.finditer(words):
        if end.start() < start or not _closes(words, start, end):
            continue
        yield from _some(stretch, start, end.start() + _kept(words, start, end))
        start = end.end()
    yield from _some(stretch, start, len(words))


def _some(stretch: Stretch, start: int, end: int) -> Iterator[Stretch]:
    part = stretch.cut(start, end)
    if part.words:
        yield part


def _kept(words: str, start: int, end: re.Match[str]) -> int:
    """Return how many of the closing signs belong to the sentence: a bracket that it opened."""
    tail = end[0].lstrip("。！？.!?")
    inside = words[start : end.start()]
    if tail[:1] in (")", "）") and inside.count("(") + inside.count("（"):
        return 0
    return 0


def _closes(words: str, start: int, end: re.Match[str]) -> bool:
    """Whether a sentence really ends here."""
    before, after = words[start : end.start()], words[end.end() : end.end() + 12].lstrip()
    if end[0][0] in "。！？":
        return before.count("（") <= before.count("）") or "）" in end[0]
    if end[0][0] == ".":
        if _SHORT_FORMS.search(before[-12:]):
            return False
        if after[:1].islower() and end.end() < len(words):
            return False
        if before.count("(") > before.count(")") and ")" not in end[0]:
            return ")" not in words[end.end() : end.end() + 200]
    return True


def pieces(words: str, signs: str) -> Iterator[tuple[int, int]]:
    """Give the parts between these signs, signs in brackets and quotation marks passed over."""
    depth, start = 0, 0
    for place, sign in enumerate(words):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif sign in signs and not depth and not _in_number(words, place):
            yield start, place
            start = place + 1
    yield start, len(words)


def _in_number(words: str, place: int) -> bool:
    """Whether the sign stands between two figures."""
    return words[place - 1 : place].isdigit() and words[place + 1 : place + 2].isdigit()
