"""The careful road to a day: the orders, signs and month names of many habits."""

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Literal

from babel import Locale

from sunledger.core.numerals import TwoWays, read_numeral
from sunledger.core.problem import Refused, gettext_noop, shorten

FIRST_YEAR, LAST_YEAR = 1900, 2199

# A month name that two of these languages give to different months ("listopad") is left out.
_LANGUAGES = (
    *("en", "es", "fr", "de", "it", "pt", "nl", "ca", "pl", "cs", "sv", "da", "fi", "ru", "uk"),
    *("tr", "id", "ro", "hu", "vi", "sw"),
)
# What may stand behind a day: a time in 12 or 24 hours, with or without its zone.
_TIME = (
    r"(?:[t ,]+(?:上午|下午|am |pm )? ?\d{1,2}[:.时h]\d{2}分?(?:[:.]?\d{2}秒?)?(?:[.,]\d{1,9})?"
    r" ?(?:[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?)?"
)
_HAN = "[0-9〇零○一二三四五六七八九十廿卅]"
# The year before an era's first; calendars of Japan and Taiwan count from it.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_ERA = "|".join(_ERAS)
_NAME = r"([^\W\d]{3,12})"
_WEEKDAY = r"(?:([^\W\d]{2,12})[.,]? )?"
_HAN_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_BEFORE_YEAR = r"[-/ .,]*(?:de |del )?"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + _TIME)


_YEAR_FIRST = _form(r"(\d{4}) ?([-/. ]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_YEAR_LAST = _form(r"(\d{1,2}) ?([-/. ]) ?(\d{1,2}) ?\2 ?(\d{4}|\d\d)")
_DIGITS = _form(r"(\d{4})(\d\d)(\d\d)")
_SIGNED = _form(
    rf"(?:({_HAN}{{4}})|({_ERA}) ?(元|{_HAN}{{1,3}})) ?年"
    rf" ?({_HAN}{{1,3}}) ?月 ?({_HAN}{{1,3}}) ?[日号號]?"
    r"(?: ?[(]?(?:星期|周)[一二三四五六日天][)]?)?"
)
_NAMED = (  # a weekday, and the places of year, name and day
    (
        _form(
            rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er|º)?[-/ .,]*(?:de |d')?{_NAME}"
            rf"{_BEFORE_YEAR}(\d{{4}}|\d\d)"
        ),
        (4, 3, 2),
    ),
    (_form(rf"{_WEEKDAY}{_NAME}[-/ .]*(\d{{1,2}})(?:st|nd|rd|th)?[-/ .,]+(\d{{4}})"), (4, 2, 3)),
    (_form(rf"()(\d{{4}})[-/ .]*{_NAME}[-/ .]*(\d{{1,2}})"), (2, 3, 4)),
)


class NotDay(Refused):
    """A text or cell that is not a day, or not surely one."""


def not_day(value: object) -> NotDay:
    """Return the refusal of what is no day at all."""
    sentence = gettext_noop("“%(text)s” is not a day. Write it like 2024-03-04.")
    return NotDay(sentence, text=shorten(value))


def read_written(text: str, day_first: bool | None) -> date:
    """Return the day, or raise NotDay."""
    plain = _plain(text)
    order = _by_number(plain) or _by_sign(plain) or _by_name(plain)
    if order is None and (found := _YEAR_LAST.fullmatch(plain)):
        order = _by_habit(text, found, day_first)
    if order is None:
        raise not_day(text)
    try:
        day = date(*order)
    except ValueError as error:
        raise not_day(text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise not_day(text)
    return day


def _plain(text: str) -> str:
    """Return the text with one kind of digit and space, and without unseen marks."""
    if len(text) > 60:
        return ""
    seen = (
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    signs = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)
    return " ".join("".join(signs).split()).casefold().removeprefix("'")


def _by_number(plain: str) -> tuple[int, int, int] | None:
    """Return year, month, day of 2024/3/4 and 20240304."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DIGITS.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _by_sign(plain: str) -> tuple[int, int, int] | None:
    """Return year, month, day of 2024年3月4日 and 二〇二四年三月四日."""
    found = _SIGNED.fullmatch(plain)
    if found is None:
        return None
    year, month, day = _signed_year(found), _small(found[4]), _small(found[5])
    return (year, month, day) if year and month and day else None


def _signed_year(found: re.Match[str]) -> int | None:
    """Return the year of 2024年, 二〇二四年 and 令和6年."""
    if found[1]:
        digits = "".join(_HAN_DIGITS.get(sign, sign) for sign in found[1])
        return int(digits) if digits.isdigit() else None
    within = 1 if found[3] == "元" else _small(found[3])
    return _ERAS[found[2]] + within if within else None


def _small(text: str) -> int | None:
    """Return the number of a month or a day."""
    if text.isdigit():
        return int(text)
    try:
        return read_numeral(text.replace("廿", "二十").replace("卅", "三十"))
    except TwoWays:
        return None


def _by_name(plain: str) -> tuple[int, int, int] | None:
    """Return year, month, day of 04-Mar-2024, 4 mars 2024 and March 4, 2024."""
    for form, (year, name, day) in _NAMED:
        found = form.fullmatch(plain)
        if found is None or (found[1] and found[1] not in _names("days")):
            continue
        months = _names("months").get(found[name], set())
        if len(months) == 1:
            return _full_year(found[year]), min(months), int(found[day])
    return None


def _by_habit(text: str, found: re.Match[str], day_first: bool | None) -> tuple[int, int, int]:
    """Return year, month, day of 04/03/2024, whose order is a habit of the place."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    if day_first is None:
        day_first = _own_order(first, second, found[2], year)
    if day_first is None:
        sentence = gettext_noop("“%(text)s” can be two days. Write it like 2024-03-04.")
        raise NotDay(sentence, text=shorten(text))
    day, month = (first, second) if day_first else (second, first)
    return _full_year(year), month, day


def _own_order(first: int, second: int, sign: str, year: str) -> bool | None:
    """Whether the day stands first, by the text alone."""
    if len(year) == 2:
        return None  # 24/03/04 may begin with its year
    if sign == "." or first > 12 or first == second:
        return True  # nobody writes the month first with dots
    return False if second > 12 else None


def _full_year(text: str) -> int:
    """Return the year; of two digits, the one that lies in 1970 to 2069."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


@cache
def _names(kind: Literal["months", "days"]) -> dict[str, set[int]]:
    """Return the names of months or weekdays, long and short, and which they can mean."""
    names: dict[str, set[int]] = {"sept": {9}}
    for locale in map(Locale, _LANGUAGES):
        for forms in getattr(locale, kind).values():
            for number, name in (*forms["wide"].items(), *forms["abbreviated"].items()):
                names.setdefault(name.casefold().rstrip("."), set()).add(number)
    return names
