"""By when: the words, and the day where the text alone gives it."""

import calendar
import re
from datetime import date, timedelta

from sunledger.core.numerals import TwoWays, read_numeral
from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Deadline

# Where a directive names several, the one that binds most closely is taken.
_ORDER = ("date", "span", "period_end", "relative", "recurring", "event", "vague")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b"
_FIRST_DAY = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)? ?(?:[-–—]|to|until) ?(?:the )?(?=\d{1,2}(?:\b|st|nd|rd|th))(?!\d{4})"
)
_BARE_YEAR = re.compile("(?:20\\d\\d|[今本明全]|当)年度?")
_QUARTERS = {"first": 3, "second": 6, "third": 9, "fourth": 12, "last": 12}


def deadline_in(
    words: str, language: str, said_on: str | None, *, month_first: bool = False
) -> Deadline | None:
    """Return the deadline that the words name; `said_on` is the day of the meeting, if known."""
    found = list(SHELF.subject("deadlines").all(words, 0, len(words), language))
    found = [
        one for one in found if not _quoted(words, one) and not _gone(one, said_on, month_first)
    ]
    if not found:
        return None
    found = [one for one in found if not any(_within(one, other) for other in found)]
    best = min(found, key=_nearness)
    text = re.sub(r"^(?:应|须|务必|并|要)?[于在](?=.)", "", best.match[0].strip())
    text = re.sub(r"^(?:确保|力争|争取)(?=[\d年今明到])", "", text)
    says = "date" if best.rule.says == "event" else best.rule.says
    if said_on is None and language == "zh":
        year = re.search(r"(20\d\d)年", words[: best.start])
        said_on = year[1] if year else None
    return Deadline(text, says, _day(text, says, language, said_on, month_first=month_first))


def _nearness(one: Found) -> tuple[int, bool, int, int]:
    """Return how closely it binds: a kind before another, a quarter before a bare year."""
    bare = bool(_BARE_YEAR.fullmatch(one.match[0]))
    return _ORDER.index(one.rule.says), bare, one.start, -one.end


def _gone(one: Found, said_on: str | None, month_first: bool) -> bool:
    """Whether “on 3 May” is not known to be still to come."""
    if one.rule.says != "event":
        return False
    day = _day(one.match[0], "date", "en", said_on, month_first=month_first)
    return not (day and said_on and day > said_on)


def _within(one: Found, other: Found) -> bool:
    """Whether one stands inside a longer one."""
    inside = other.start <= one.start and one.end <= other.end
    return inside and one.end - one.start < other.end - other.start


def _quoted(words: str, found: Found) -> bool:
    """Whether the words stand in the title of something."""
    before = words[: found.start]
    return before.count("《") > before.count("》")


def day_of(text: str, language: str, said_on: str | None = None) -> str | None:
    """Return a day as ISO, where the words give day, month and year."""
    return _day(text, "date", language, said_on)


def _day(
    text: str, says: str, language: str, said_on: str | None, *, month_first: bool = False
) -> str | None:
    """Return the last day that the words allow."""
    if says in ("relative", "recurring", "vague"):
        return None
    if language == "en" and says == "span":
        text = _FIRST_DAY.sub("", text)
    tail = (
        re.split(r"至|到(?=.)|—|－|~|\b(?:to|until|till|through)\b", text)[-1]
        if says == "span"
        else text
    )
    if language == "zh":
        parts = _chinese_parts(tail, text)
    else:
        parts = _figures(tail, month_first) or _english_parts(tail)
    day = _last_day(*parts, said_on=said_on) if parts else None
    if day and language == "en" and re.match(r"(?i)(?:before|prior to)\b(?! the end)", text):
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if parts[2] else None  # type: ignore[index]
    return day


def _number(text: str) -> int | None:
    """Return a number in figures or Chinese signs; a year may be spelt sign by sign."""
    if text.isdigit():
        return int(text)
    if len(text) == 4 and not set(text) & set("十百千"):
        signs = "零一二三四五六七八九"
        figures = ["0" if sign in "〇零" else str(signs.find(sign)) for sign in text]
        return int("".join(figures)) if "-1" not in figures else None
    try:
        return read_numeral(text)
    except TwoWays:
        return None


def _chinese_parts(tail: str, whole: str) -> tuple[int | str | None, int | None, int | None] | None:
    """Return year, month and day of a Chinese date; the year may be a word."""
    if figures := re.search(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", tail):
        return int(figures[1]), int(figures[2]), int(figures[3])
    year_text = re.search(r"(\d{4}|[二一][〇零一二三四五六七八九]{3})年", tail)
    year_text = year_text or re.search(r"(\d{4})年", whole)
    word = re.search(r"今年|本年|当年|明年|后年|年底|年末|年内|全年", tail)
    year: int | str | None = _number(year_text[1]) if year_text else (word[0] if word else None)
    month_text, day_text = re.search(r"(\d{1,2})月", tail), re.search(r"(\d{1,2})[日号]", tail)
    month = int(month_text[1]) if month_text else None
    if spelt := re.search(r"(十[一二]?|[一二三四五六七八九])月", tail):
        month = _number(spelt[1])
    if quarter := re.search(r"第?([一二三四1-4])季度", tail):
        month = 3 * (_number(quarter[1]) or 4)
    elif "上半年" in tail:
        month = 6
    day = int(day_text[1]) if day_text else None
    if month is None and year is None and (this := re.search(r"([本当下])月|^月[底末]", tail)):
        month = -1 if this[1] == "下" else 0
    if day is None and (part := re.search(r"月([上中])旬", tail)):
        day = {"上": 10, "中": 20}[part[1]]
    if (
        day is None
        and month
        and re.search(r"月份?(?:以?前|之前)$", tail)
        and not re.search("底|末", tail)
    ):
        return None
    return (year, month, day) if year or month is not None else None


def _figures(tail: str, month_first: bool) -> tuple[int, int, int] | None:
    """Return year, month and day of a date in figures: 30/04/2025, 15.5.20, 2025/04/30."""
    if found := re.search(r"\b(\d{4})[./](\d{1,2})[./](\d{1,2})\b", tail):
        return int(found[1]), int(found[2]), int(found[3])
    found = re.search(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)\b", tail)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    if second > 12 or (month_first and first <= 12):
        return year, first, second
    return year, second, first


def _english_parts(tail: str) -> tuple[int | str | None, int | None, int | None] | None:
    """Return year, month and day of an English date."""
    if iso := re.search(r"(\d{4})[- ](\d\d)[- ](\d\d)", tail):
        return int(iso[1]), int(iso[2]), int(iso[3])
    low = tail.lower()
    if re.search(
        r"fy|fiscal|financial|academic|school|term|week|spring|summer|autumn|fall|winter", low
    ):
        return None
    year_text = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", low)
    year: int | str | None = int(year_text[1]) if year_text else None
    month_text = re.search(_MONTH, low)
    if year is None and (short := re.search(_MONTH + r"[-’'](\d\d)$", low)):
        return 2000 + int(short[2]), _MONTHS[short[1]], None
    month = _MONTHS[month_text[1]] if month_text else None
    if quarter := re.search(r"(first|second|third|fourth|last) quarter|\bq([1-4])\b", low):
        if year is None and quarter[2]:
            return None
        month = _QUARTERS[quarter[1]] if quarter[1] else 3 * int(quarter[2])
    elif "first half" in low or re.search(r"\bmid", low):
        month = 6
    day_text = (
        re.search(r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])", low) if month_text else None
    )
    if re.search(r"this year|the year\b(?! \d)|year[- ]end", low) and not year:
        year = "今年"
    elif "next year" in low:
        year = "明年"
    day = int(day_text[1]) if day_text else None
    if day is None and re.search(r"\b(?:beginning|start|early) of|\bearly\b|\bmiddle\b", low):
        return None
    return (year, month, day) if year or month else None


def _last_day(
    year: int | str | None, month: int | None, day: int | None, *, said_on: str | None
) -> str | None:
    """Return the day; a missing year is taken from the day of the meeting, never from today."""
    said = None
    if said_on and len(said_on) in (4, 10):
        said = date.fromisoformat(said_on if len(said_on) == 10 else said_on + "-01-01")
    if isinstance(year, str):
        if said is None:
            return None
        year = said.year + {"明": 1, "后": 2}.get(year[0], 0)
    elif year is None:
        if said is None:
            return None
        year = said.year + (1 if month and month < said.month else 0)
    if month in (0, -1):
        if said is None or said_on is None or len(said_on) < 10:
            return None
        year, month = divmod(said.year * 12 + said.month - 1 - month, 12)
        month += 1
    month = month or 12
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1]).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return None
