"""A text as it would be typed on a plain keyboard, so that one pattern finds every spelling."""

import re
import unicodedata
from functools import lru_cache

_NUMERALS = str.maketrans(
    "〇零○⓪一二三四五六七八九壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨幺两", "0000" + "123456789" * 3 + "12"
)
# Eleven figures spelt out without 十, 百, 千, 万 are nobody's amount: they are a number read aloud.
_NUMERAL = "[〇零○⓪一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两①-⑨]"
SPELT_OUT = rf"{_NUMERAL}(?:[ \-]?{_NUMERAL}){{10,}}"
_SPELT_OUT = re.compile(SPELT_OUT)
# Half in figures, half in words; a circled figure beside a number is a mark and no part of it.
_HAN = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两"
MIXED = rf"(?=\d*(?:[{_HAN}]\d*){{4}})[\d{_HAN}]{{11,}}"
_MIXED = re.compile(MIXED)
# Letters and signs that stand for the X at the end of an identity number.
_LOOKS_LIKE_X = "×Χχ\u0425\u0445╳✕"


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    """Return the plain form of one sign, always of length one, or nothing if it is invisible."""
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Pd" or sign == "−":
        return "-"
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(sign))
    if sign in _LOOKS_LIKE_X:
        return "x"
    if category == "No":  # ①, ², ½: a mark beside a number, and no part of it
        return sign
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


class Plain:
    """A text in plain signs that knows where each of them stood."""

    def __init__(self, text: str) -> None:
        self._places: list[int] | None = None
        self.text = text
        if not text.isascii():
            signs = [(_plain_sign(sign), place) for place, sign in enumerate(text)]
            kept = [(sign, place) for sign, place in signs if sign]
            self.text = _spell("".join(sign for sign, _ in kept))
            self._places = [place for _, place in kept]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the plain text stands in the text as it was given."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1


def _spell(text: str) -> str:
    """Return the text with long numbers in words turned into figures, sign by sign."""
    for pattern in (_SPELT_OUT, _MIXED):
        text = pattern.sub(lambda found: found.group().translate(_NUMERALS), text)
    return text
