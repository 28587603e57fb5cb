"""Numbers and amounts as they are said, so that no engine of speech has to guess how to read them.

“4,900.00” is read by some as four and nine hundred, “11012” as digits one by one. Words are not.
"""

import re
from decimal import Decimal
from typing import Literal

from sunledger.core.currencies import MINOR

Language = Literal["zh", "en"]

_SIGNS = "零一二三四五六七八九"
_BIG = ("", "万", "亿", "万亿", "亿亿")
_SMALL = ("", "十", "百", "千")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "-", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")
# The whole and the hundredth part, in both languages; of one, and of several.
_ZH = {"CNY": "元", "GBP": "英镑", "EUR": "欧元", "USD": "美元"}
_ZH_PARTS = {"GBP": "便士", "EUR": "欧分", "USD": "美分"}
_EN = {
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "USD": ("dollar", "dollars", "cent", "cents"),
}
_DECIMAL = re.compile(r"-?\d{1,18}(?:\.\d{1,8})?", re.ASCII)
_MOST = 10**18


def number(value: int, language: Language) -> str:
    """Return a whole number in words; one beyond all words, digit by digit."""
    if value < 0:
        return f"{'负' if language == 'zh' else 'minus '}{number(-value, language)}"
    if value >= _MOST:
        return digits(str(value), language)
    return _chinese(value) if language == "zh" else _english(value)


def decimal(text: str, language: Language) -> str:
    """Return a number with decimals in words; anything else as it stands."""
    plain = text.replace(",", "")
    if not _DECIMAL.fullmatch(plain):
        return text
    whole, _point, part = plain.partition(".")
    said = number(abs(int(whole)), language)
    part = part.rstrip("0")
    if part:
        said += f"点{digits(part, 'zh')}" if language == "zh" else f" point {digits(part, 'en')}"
    less = "负" if language == "zh" else "minus "
    return f"{less}{said}" if Decimal(plain) < 0 else said


def digits(text: str, language: Language) -> str:
    """Return figures said one by one, and letters as they are."""
    said = [_SIGNS[int(sign)] if language == "zh" else _ONES[int(sign)] if sign.isascii() and
            sign.isdigit() else sign for sign in text]  # fmt: skip
    return ("" if language == "zh" else " ").join(said)


def money(amount: int, currency: str, language: Language) -> str:
    """Return an amount of minor units in words."""
    if amount < 0:
        return f"{'负' if language == 'zh' else 'minus '}{money(-amount, currency, language)}"
    if currency not in _EN:
        places = MINOR.get(currency, 2)
        plain = f"{Decimal(amount).scaleb(-places):f}"
        return f"{decimal(plain, language)} {' '.join(currency)}"
    whole, part = divmod(amount, 100)
    if language == "zh":
        return _yuan(whole, part) if currency == "CNY" else _foreign(whole, part, currency)
    one, many, small, smalls = _EN[currency]
    said = f"{number(whole, 'en')} {one if whole == 1 else many}"
    if not part:
        return said
    rest = f"{number(part, 'en')} {small if part == 1 else smalls}"
    return f"{said} and {rest}" if whole else rest


def _yuan(whole: int, part: int) -> str:
    """Return yuan, jiao and fen."""
    jiao, fen = divmod(part, 10)
    said = f"{_chinese(whole)}元" if whole or not part else ""
    if jiao:
        said += f"{_SIGNS[jiao]}角"
    elif fen and said:
        said += "零"
    return f"{said}{_SIGNS[fen]}分" if fen else said


def _foreign(whole: int, part: int, currency: str) -> str:
    said = f"{_chinese(whole)}{_ZH[currency]}" if whole or not part else ""
    return f"{said}{_chinese(part)}{_ZH_PARTS[currency]}" if part else said


def _chinese(value: int) -> str:
    """Return a number in Chinese: 一万零五, 十二, 两千三百."""
    if value == 0:
        return "零"
    said, gap = "", False
    sections: list[int] = []
    while value:
        value, section = divmod(value, 10_000)
        sections.append(section)
    for place in range(len(sections) - 1, -1, -1):
        section = sections[place]
        if section == 0:
            gap = bool(said)
            continue
        if said and (gap or section < 1000):
            said += "零"
        said += _section(section) + _BIG[place]
        gap = False
    said = re.sub(r"(^|零)一十", r"\1十", said) if said.startswith("一十") else said
    return re.sub(r"(^|[万亿零])二(?=[千万亿])", r"\1两", said)


def _section(value: int) -> str:
    """Return a number below ten thousand."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        sign = value // 10**place % 10
        if sign == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _SIGNS[sign] + _SMALL[place]
        gap = False
    return said


def _english(value: int) -> str:
    """Return a number in English: two thousand three hundred and four."""
    if value < 1000:
        return _hundreds(value)
    groups: list[str] = []
    rest, place = value, 0
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            joint = "and " if place == 0 and group < 100 else ""
            groups.append(f"{joint}{_hundreds(group)} {_GROUPS[place]}".strip())
        place += 1
    return " ".join(reversed(groups))


def _hundreds(value: int) -> str:
    """Return a number below a thousand."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    small = _ONES[rest] if rest < 20 else _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    if not hundreds:
        return small
    return f"{_ONES[hundreds]} hundred" + (f" and {small}" if rest else "")
