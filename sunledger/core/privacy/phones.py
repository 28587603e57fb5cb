"""Mobile telephones of China and abroad.

A land line can be an office's or a person's, and nobody can tell by the digits: it is left alone,
as are hotlines, unless a word calls it one of a home. Abroad, a number counts only when it is
written internationally and lies in a range that the country gives to mobiles (North America has
none: all but free numbers count).
"""

import re
from collections.abc import Iterator

from sunledger.core.privacy import words
from sunledger.core.privacy.numbers import Number

_CHINESE = re.compile(
    r"((?:00)?86)?(0)?(?:13\d|14[14-9]|15[0-35-9]|16[2567]|17[0-8]|18\d|19[0-35-9])\d{8}"
)
# How people break the eleven digits; any other break is more likely several numbers in a row.
_BREAKS = {
    (11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (5, 6),
    (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 3, 3, 2), (1,) * 11,
}  # fmt: skip
# These breaks are clear even in a row of numbers; the others only where no more digits stand by.
_CLEAR_BREAKS = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_BRITISH_AT_HOME = re.compile(r"07[1-9]\d{8}")
_BRITISH_BREAKS = {(5, 6), (5, 3, 3), (4, 3, 4), (3, 4, 4), (4, 7)}
_DIGIT_BEFORE = re.compile(r"\d{3}\s$")
_DIGIT_AFTER = re.compile(r"\s\d{3}")

# Country code: what follows it when the telephone is a mobile.
_ABROAD: dict[str, str] = {
    "1": r"(?!8(?:00|33|44|55|66|77|88)|900)[2-9]\d{2}[2-9]\d{6}",
    "7": r"[79]\d{9}", "20": r"1\d{9}", "27": r"[678]\d{8}", "30": r"69\d{8}", "31": r"6\d{8}",
    "32": r"4\d{8}", "33": r"[67]\d{8}", "34": r"[67]\d{8}", "36": r"[2357]0\d{7}",
    "39": r"3\d{8,9}",
    "40": r"7\d{8}", "41": r"7[5-9]\d{7}", "43": r"6\d{8,11}", "44": r"0?7[1-9]\d{8}",
    "45": r"[2-9]\d{7}", "46": r"7\d{8}", "47": r"[49]\d{7}", "48": r"[4-8]\d{8}",
    "49": r"1[5-7]\d{8,9}", "51": r"9\d{8}", "52": r"1?\d{10}", "54": r"9\d{10}",
    "55": r"\d{2}9\d{8}", "56": r"9\d{8}", "57": r"3\d{9}", "58": r"4\d{9}", "60": r"1\d{8,9}",
    "61": r"4\d{8}", "62": r"8\d{8,11}", "63": r"9\d{9}", "64": r"2\d{7,9}", "65": r"[89]\d{7}",
    "66": r"[689]\d{8}", "81": r"[789]0\d{8}", "82": r"10\d{7,8}", "84": r"[35789]\d{8}",
    "90": r"5\d{9}", "91": r"[6-9]\d{9}", "92": r"3\d{9}", "94": r"7\d{8}", "95": r"9\d{7,9}",
    "98": r"9\d{9}", "212": r"[67]\d{8}", "213": r"[567]\d{8}", "234": r"[789]\d{9}",
    "254": r"[17]\d{8}", "255": r"[67]\d{8}", "351": r"9\d{8}", "353": r"8\d{8}",
    "358": r"[45]\d{6,9}",
    "380": r"[3-9]\d{8}", "420": r"[67]\d{8}", "421": r"9\d{8}", "852": r"[5-79]\d{7}",
    "853": r"6\d{7}", "855": r"[1-9]\d{7,8}", "856": r"20\d{8}", "880": r"1\d{9}", "886": r"9\d{8}",
    "966": r"5\d{8}", "971": r"5\d{8}", "972": r"5\d{8}", "992": r"9\d{8}", "998": r"9\d{8}",
}  # fmt: skip
_INTERNATIONAL = re.compile("|".join(f"(?:{code}{rest})" for code, rest in _ABROAD.items()))

# Digits of which one or two were typed as the letters that look like them.
_DISGUISED = re.compile(
    r"(?<![A-Za-z0-9])1[3-9](?=(?:[OoIl]?\d){7})(?=\d*[OoIl])[\dOoIl]{9}(?![A-Za-z0-9])"
)
_LAND_LINE = re.compile(
    r"[^\d]{0,4}?((?:\(?0\d{2,3}\)?[\s\-]{0,2})?[2-9]\d{2,3}[\s\-]?\d{4})(?!\d)"
)
# A day and what was counted on it, as many an office numbers its bills: 171114 00003.
_COUNTED_BY_DAY = re.compile(r"1[3-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])000\d{2}")
# The address of a machine: four numbers below 256 with dots between.
_OF_A_NETWORK = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1?\d{1,2})")


def disguised(text: str) -> Iterator[tuple[int, int]]:
    """Yield mobile telephones with a letter in the place of a digit."""
    for match in _DISGUISED.finditer(text):
        yield match.span()


def home_telephones(text: str, heading: str) -> Iterator[tuple[int, int]]:
    """Yield land lines that a word or the heading calls those of a home."""
    if words.heads(words.OF_A_HOME_TELEPHONE, heading) and (match := _LAND_LINE.match(text)):
        yield match.span(1)
    for word in words.OF_A_HOME_TELEPHONE.finditer(text):
        if match := _LAND_LINE.match(text, word.end()):
            yield match.span(1)


def is_mobile(number: Number, heading: str = "") -> bool:
    """Whether the digits are a mobile telephone."""
    if (
        number.is_amount
        or not number.is_tidy
        or _OF_A_NETWORK.fullmatch(number.text, number.start, number.end)
    ):
        return False
    return _is_chinese(number, heading) or _is_abroad(number) or _is_british_at_home(number)


def _is_chinese(number: Number, heading: str) -> bool:
    match = _CHINESE.fullmatch(number.digits)
    if not match or not _is_broken_like_a_telephone(number):
        return False
    if match[1] == "0086" or number.has_plus or words.OF_A_TELEPHONE.search(number.before[-8:]):
        return True
    if match[2]:  # twelve digits from 0 on begin many an invoice
        return False
    of_a_paper = words.OF_A_PAPER.search(number.before) or words.heads(words.OF_A_PAPER, heading)
    return _stands_alone(number) and not of_a_paper and not _COUNTED_BY_DAY.fullmatch(number.digits)


def _is_broken_like_a_telephone(number: Number) -> bool:
    """Whether the breaks, without those after a prefix, are those of a telephone."""
    sizes = list(number.shape)
    while sum(sizes) > 11 and sizes[0] <= sum(sizes) - 11:
        sizes.pop(0)
    if sum(sizes) > 11:
        sizes[0] -= sum(sizes) - 11
    if tuple(sizes) in _CLEAR_BREAKS:
        return True
    in_a_row = _DIGIT_BEFORE.search(number.before) or _DIGIT_AFTER.match(number.text, number.end)
    return not in_a_row and tuple(sizes) in _BREAKS


def _stands_alone(number: Number) -> bool:
    """Whether it is free, or only hangs together with another telephone."""
    after = re.match(r"\s?-\s?(1[3-9]\d{9})(?!\d)", number.text[number.end : number.end + 15])
    before = re.search(r"(?<!\d)1[3-9]\d{9}\s?-\s?$", number.before)
    return number.is_free or bool(after) or bool(before)


def _is_abroad(number: Number) -> bool:
    """Whether it is written internationally: with a plus, or with 00 and a word or breaks."""
    if number.has_plus:
        return bool(_INTERNATIONAL.fullmatch(number.digits))
    if not number.text.startswith("00", number.start) or not number.is_free:
        return False
    clear = len(number.shape) > 1 or words.OF_A_TELEPHONE.search(number.before)
    return bool(clear and _INTERNATIONAL.fullmatch(number.digits[2:]))


def _is_british_at_home(number: Number) -> bool:
    """Whether it is a British mobile as written in Britain."""
    if not _BRITISH_AT_HOME.fullmatch(number.digits) or not number.is_free:
        return False
    return number.shape in _BRITISH_BREAKS or bool(words.OF_A_TELEPHONE.search(number.before))
