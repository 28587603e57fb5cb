"""The careful road to an amount: signs, words, units and separators of many habits."""

import re
import unicodedata
from decimal import Decimal

from sunledger.core.amount import NotMoney, from_decimal, not_money, two_ways
from sunledger.core.currencies import ALL_WORDS, MINOR, WORDS
from sunledger.core.numerals import SIGNS, TwoWays, read_numeral
from sunledger.core.problem import gettext_noop, shorten

_MINUS = frozenset("-−–‐‑‒△▲负負")
_MARKS = {"cr": -1, "dr": 1}
# South Asia writes crore, ten million, as "Cr", which elsewhere says credit.
_CRORE = frozenset({"INR", "PKR", "BDT", "LKR", "NPR"})
# "500/-", "500/=" and "1'200.-" say that nothing follows the whole amount.
_NOTHING_FOLLOWS = re.compile(r"(?<=\d)(?:/[-=]|[.,][-–—]{1,2})$")
_LONGEST_WORD = max(map(len, ALL_WORDS))
_SCALES = {
    "百": 100, "千": 10**3, "仟": 10**3, "万": 10**4, "萬": 10**4, "만": 10**4, "十万": 10**5,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "억": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "crore": 10**7, "crores": 10**7,
    "k": 10**3, "thousand": 10**3, "mil": 10**3, "tsd": 10**3, "tsd.": 10**3, "тыс.": 10**3,
    "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mio.": 10**6, "million": 10**6,
    "millones": 10**6, "milhões": 10**6, "млн": 10**6, "млн.": 10**6,
    "bn": 10**9, "mrd": 10**9, "mrd.": 10**9, "milliard": 10**9, "milliards": 10**9,
    "млрд": 10**9, "млрд.": 10**9,
}  # fmt: skip
# A thousand million in English, a million million on the continent, where the comma is decimal.
_ENGLISH_SCALES = {"billion": 10**9, "trillion": 10**12}
_GROUPED = {  # 1,234,567 with one separator throughout, or 12,34,567 as in India
    ".": r"[1-9]\d{0,2}([,' ])\d{3}(?:\1\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3}",
    ",": r"[1-9]\d{0,2}([.' ])\d{3}(?:\1\d{3})*",
}
_NUMBERS = {
    point: re.compile(rf"(?:(?:\d+|{grouped})(?:[{point}]\d*)?|[{point}]\d+)", re.ASCII)
    for point, grouped in _GROUPED.items()
}
_SCALED = re.compile(r"(.*\d[.,]?) ?(\D+)")
_MIXED = re.compile(
    r"(?:(\d+)亿)?(?:(\d{1,4})万)?(?:(\d)千)?(?:(\d)百)?(\d{1,4}(?:\.\d+)?)?", re.ASCII
)
_MIXED_SIZES = (10**8, 10**4, 1000, 100)
_YUAN = re.compile(r"(?:(.+)[元圆圓块])?[零〇]?(?:(.)[角毛])?[零〇]?(?:(.)分)?[整正]?")


def read_written(text: str, currency: str, decimal: str) -> int:
    """Return the amount in minor units, or raise NotMoney."""
    plain = _plain(text)
    if not plain or decimal not in _NUMBERS:
        raise not_money(text)
    try:
        rest, sign = _without_signs(plain, currency)
        value = _value(rest, plain, currency, decimal)
    except TwoWays as problem:
        raise two_ways(text) from problem
    if value is None:
        raise _foreign(text, rest, currency) or not_money(text)
    return sign * from_decimal(text, value, MINOR[currency])


def _plain(text: str) -> str:
    """Return the text with one kind of digit, space and bracket, and without unseen marks."""
    categories = {unicodedata.category(sign) for sign in text[:81]}
    # A raised 1 is a footnote, yet it would turn into a digit of the amount.
    if len(text) > 80 or "No" in categories:
        return ""
    seen = [
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    ]
    signs = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)
    plain = " ".join("".join(signs).split()).casefold().removeprefix("'")
    plain = plain.replace("’", "'").replace("٬", "'").replace("٫", ".")
    return _NOTHING_FOLLOWS.sub("", plain)


def _without_signs(plain: str, currency: str) -> tuple[str, int]:
    """Take minus signs, brackets, CR, DR and the currency from both ends; give the sign."""
    rest, before, marks = plain, "", []
    while rest != before:
        before = rest
        rest, mark = _without_mark(rest, currency)
        marks += [mark] if mark else []
        rest = _without_currency(rest, WORDS[currency]).strip()
    if len(marks) > 1:
        raise TwoWays(plain)
    return rest, marks[0] if marks else 1


def _without_mark(rest: str, currency: str) -> tuple[str, int]:
    """Take one sign from an end: what is left, and -1, 1, or 0 if there was none."""
    if rest[:1] == "(" and rest[-1:] == ")":
        return rest[1:-1].strip(), -1
    if rest[:1] in _MINUS:
        return rest[1:].strip(), -1
    if rest[-1:] in _MINUS:
        return rest[:-1].strip(), -1
    if rest[:1] == "+":
        return rest[1:].strip(), 1
    if rest[-2:] in _MARKS and not rest[-3:-2].isalpha():
        if rest[-2:] == "cr" and currency in _CRORE:
            raise TwoWays(rest)
        return rest[:-2].strip(), _MARKS[rest[-2:]]
    return rest, 0


def _without_currency(rest: str, words: frozenset[str]) -> str:
    """Take one sign or name of a currency from the front, else from the end."""
    for length in range(min(_LONGEST_WORD, len(rest)), 0, -1):
        if rest[:length] in words and not _one_word(rest[:length], rest[length:]):
            return rest[length:]
        if rest[-length:] in words and not _one_word(rest[:-length], rest[-length:]):
            return rest[:-length]
    return rest


def _one_word(left: str, right: str) -> bool:
    """Whether the two parts are one word of a script that puts spaces between words."""
    edge = left[-1:] + right[:1]
    return len(edge) == 2 and edge.isalpha() and all(ord(sign) < 0x2E80 for sign in edge)


def _foreign(text: str, rest: str, currency: str) -> NotMoney | None:
    """Return the refusal of an amount that names another currency."""
    if _without_currency(rest, ALL_WORDS - WORDS[currency]) == rest or not any(
        map(str.isdigit, rest)
    ):
        return None
    sentence = gettext_noop("“%(text)s” is not in %(currency)s. Give one currency a sheet.")
    return NotMoney(sentence, text=shorten(text), currency=currency)


def _value(rest: str, plain: str, currency: str, decimal: str) -> Decimal | None:
    """Return the number that is left when the signs are gone."""
    value = _number(rest, decimal)
    if value is not None:
        return value
    chinese = _in_characters(rest, plain, decimal)
    if chinese is None and "元" in WORDS[currency]:
        return _yuan(rest, plain, decimal)
    return chinese


def _number(rest: str, decimal: str) -> Decimal | None:
    """Return digits with their separators, and a unit such as 万 or bn, as a number."""
    if _NUMBERS[decimal].fullmatch(rest):
        digits = "".join(sign for sign in rest if sign.isdigit() or sign == decimal)
        return Decimal(digits.replace(",", "."))
    scaled = _SCALED.fullmatch(rest)
    if scaled and _NUMBERS[decimal].fullmatch(scaled[1]):
        scales = _SCALES | (_ENGLISH_SCALES if decimal == "." else {})
        size = scales.get(scaled[2].strip())
        number = _number(scaled[1], decimal)
        return None if size is None or number is None else number * size
    return None


def _in_characters(rest: str, plain: str, decimal: str) -> Decimal | None:
    """Return 壹万贰仟, or 1亿2000万, as a number."""
    if rest and SIGNS.issuperset(rest):
        number = read_numeral(rest)
        return None if number is None else Decimal(number)
    mixed = _MIXED.fullmatch(rest)
    if not rest or mixed is None or decimal != ".":
        return None
    *parts, tail = mixed.groups()
    sizes = [size for size, part in zip(_MIXED_SIZES, parts, strict=True) if part]
    room = len(str(sizes[-1])) - 1
    length = len((tail or "").partition(".")[0])
    # "1万2" is twelve thousand in speech, 10,002 by its signs.
    if length > room or (tail and length < room and not any(sign in plain for sign in "元圆圓块")):
        raise TwoWays(rest)
    values = zip(_MIXED_SIZES, parts, strict=True)
    return Decimal(tail or 0) + sum(size * int(part) for size, part in values if part)


def _yuan(rest: str, plain: str, decimal: str) -> Decimal | None:
    """Return 3元5角, 壹万元整 and the like as a number of yuan."""
    found = _YUAN.fullmatch(rest)
    if not rest or found is None or not any(found.groups()):
        return None
    value = Decimal(0)
    if found[1] is not None:
        whole = _number(found[1].strip(), decimal)
        whole = _in_characters(found[1].strip(), plain, decimal) if whole is None else whole
        if whole is None or (whole % 1 and (found[2] or found[3])):
            return None
        value += whole
    for part, size in ((found[2], Decimal("0.1")), (found[3], Decimal("0.01"))):
        digit = int(part) if part and part in "0123456789" else read_numeral(part or "零")
        if digit is None:
            return None
        value += size * digit
    return value
