"""Days as plans write them: “by June 30, 2024”, “Spring 2025”, “2026年底前”, “三季度末”.

Each form is a line of a table with examples that run as tests. A month or a season means its last
day. What names no day gives none, and says so.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sunledger.core.days import NotDay, read_day

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_HAN = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SEASONS = {
    "spring": 5, "summer": 8, "fall": 11, "autumn": 11, "winter": 12,
    "春": 5, "夏": 8, "秋": 11, "冬": 12,
}  # fmt: skip
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class When:
    """The days that a text names, in order; `year_missing` where only a year lacks."""

    days: tuple[date, ...] = ()
    year_missing: bool = False

    @property
    def last(self) -> date | None:
        """Return the day by which all is done."""
        return max(self.days, default=None)


@dataclass(frozen=True)
class Form:
    """A way of writing a day: the pattern, how a match becomes a day, and examples."""

    pattern: re.Pattern[str]
    day: Callable[[re.Match[str], int], date]
    examples: tuple[tuple[str, str], ...]
    needs_year: bool = False  # whether the year may be missing from the words


def _form(
    pattern: str, day: Callable[[re.Match[str], int], date], *examples: tuple[str, str]
) -> Form:
    form = re.compile(pattern, re.IGNORECASE)
    return Form(form, day, examples, needs_year="(?P<year>" not in pattern or ")?" in pattern)


def _year(found: re.Match[str], year: int) -> int:
    said = found.groupdict().get("year")
    return int(said) if said else year


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _quarter(found: re.Match[str], year: int) -> date:
    said = found["quarter"].casefold()
    number = _QUARTERS.get(said) or int(said)
    return _end_of(_year(found, year), number * 3)


def _month_of(found: re.Match[str]) -> int:
    said = found["month"].casefold()
    return _MONTHS[said] if said in _MONTHS else int(said)


def _part(found: re.Match[str], year: int) -> date:
    """Return the middle or the end of a month."""
    end = _end_of(_year(found, year), int(found["month"]))
    day = {"上旬": 10, "中旬": 20}.get(found["part"] or "", end.day)
    return end.replace(day=day)


_CN_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年)?"
FORMS = (
    _form(
        rf"{_MONTH},?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[.,]?\s*,?\s*{_YEAR}",
        lambda found, _year_: date(int(found["year"]), _month_of(found), int(found["day"])),
        ("by June 30, 2024", "2024-06-30"),
        ("August, 31, 2023", "2023-08-31"),
        ("February 28,2023", "2023-02-28"),
        ("April 11. 2023 for the guide", "2023-04-11"),
    ),
    _form(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        lambda found, _year_: date(int(found["year"]), _month_of(found), int(found["day"])),
        ("no later than 15 March 2025", "2025-03-15"),
    ),
    _form(
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        lambda found, _year_: date(int(found["year"]), int(found["month"]), int(found["day"])),
        ("2026-06-30", "2026-06-30"),
        ("于2026.6.30前", "2026-06-30"),
    ),
    _form(
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)",
        lambda found, _year_: _slashed(found),
        ("as of 11/30/2021", "2021-11-30"),
    ),
    _form(
        _CN_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]",
        lambda found, year: date(_year(found, year), int(found["month"]), int(found["day"])),
        ("2026年6月30日前", "2026-06-30"),
        ("6月30日前", "2026-06-30"),
    ),
    _form(
        _CN_YEAR + r"(?P<month>\d{1,2})月(?P<part>上旬|中旬|下旬|底|末)?",
        _part,
        ("2026年6月底前", "2026-06-30"),
        ("2027年2月", "2027-02-28"),
        ("9月中旬", "2026-09-20"),
    ),
    _form(
        _CN_YEAR + r"第?(?P<quarter>[一二三四1-4])季度",
        _quarter,
        ("2026年一季度", "2026-03-31"),
        ("三季度末", "2026-09-30"),
    ),
    _form(
        _CN_YEAR + r"(?P<half>上半年|下半年)",
        lambda found, year: _end_of(_year(found, year), 6 if found["half"][0] == "上" else 12),
        ("2027年上半年", "2027-06-30"),
    ),
    _form(
        r"(?P<year>(?:19|20)\d\d)年?(?P<season>[春夏秋冬])季?",
        lambda found, _year_: _end_of(int(found["year"]), _SEASONS[found["season"]]),
        ("2026年春季", "2026-05-31"),
    ),
    _form(
        r"(?P<year>(?:19|20)\d\d)年(?:年?底|末|内|度)?",
        lambda found, _year_: _end_of(int(found["year"]), 12),
        ("2027年底前", "2027-12-31"),
        ("2026年", "2026-12-31"),
    ),
    _form(
        r"年底",
        lambda _found, year: _end_of(year, 12),
        ("年底前", "2026-12-31"),
    ),
    _form(
        rf"\bQ(?P<quarter>[1-4])[\s/-]*{_YEAR}",
        _quarter,
        ("Q3 2026", "2026-09-30"),
    ),
    _form(
        rf"(?P<quarter>first|second|third|fourth) quarter(?: of)?\s+{_YEAR}",
        _quarter,
        ("the second quarter of 2025", "2025-06-30"),
    ),
    _form(
        rf"(?P<season>spring|summer|fall|autumn|winter)(?: of)?\s+{_YEAR}",
        lambda found, _year_: _end_of(int(found["year"]), _SEASONS[found["season"].casefold()]),
        ("Spring 2025", "2025-05-31"),
    ),
    _form(
        rf"\bmid[- ]{_YEAR}",
        lambda found, _year_: date(int(found["year"]), 6, 30),
        ("mid-2025", "2025-06-30"),
    ),
    _form(
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        lambda found, _year_: _end_of(int(found["year"]), _month_of(found)),
        ("December 2021", "2021-12-31"),
        ("filled in July 2022", "2022-07-31"),
    ),
    _form(
        rf"(?:end of|by|in|during)\s+(?:the year\s+)?{_YEAR}(?!\d)",
        lambda found, _year_: _end_of(int(found["year"]), 12),
        ("by the end of 2024", "2024-12-31"),
    ),
)


def _slashed(found: re.Match[str]) -> date:
    """Return the day of 11/30/2021; what could be two days is none."""
    return read_day(found[0])


def read_when(text: object, year: int | None = None) -> When:
    """Return the days that a cell names; `year` stands for one that the words leave out."""
    if isinstance(text, date | int | float):
        return _exact(text)
    words = _figures(unicodedata.normalize("NFKC", str(text or "")).strip())
    exact = _exact(words)
    if exact.days:
        return exact
    days, missing = _found(words, year)
    return When(tuple(days), year_missing=missing and not days)


def _exact(value: object) -> When:
    """Return the day of a cell that holds nothing else."""
    try:
        return When((read_day(value),))
    except NotDay:
        return When()


def _found(words: str, year: int | None) -> tuple[list[date], bool]:
    """Return the days in the order of the words, and whether a year was missing somewhere."""
    taken: list[tuple[int, int, date]] = []
    missing = False
    for form in FORMS:
        for found in form.pattern.finditer(words):
            if any(found.start() < end and begin < found.end() for begin, end, _day in taken):
                continue
            if form.needs_year and not found.groupdict().get("year") and year is None:
                missing = True
                continue
            day = _made(form, found, year or date.max.year)
            if day is not None:
                taken.append((*found.span(), day))
    return [day for _begin, _end, day in sorted(taken)], missing


def _made(form: Form, found: re.Match[str], year: int) -> date | None:
    """Return the day of a match, or nothing where the calendar has no such day."""
    try:
        return form.day(found, year)
    except (ValueError, NotDay):
        return None


def _figures(text: str) -> str:
    """Return the text with Chinese numbers before 年, 月 and 日 as figures."""
    return re.sub(r"[〇零一二三四五六七八九十两]+(?=[年月日号])", _figure, text)


def _figure(found: re.Match[str]) -> str:
    """Return 二〇二六 as 2026 and 十二 as 12."""
    text = found[0]
    if "十" not in text:
        return "".join(str(_HAN[sign]) for sign in text)
    tens, ones = text.split("十", 1)
    return str((_HAN.get(tens, 1) if tens else 1) * 10 + (_HAN.get(ones, 0) if ones else 0))


def examples() -> Iterator[tuple[str, str]]:
    """Give every example of the table: the words and the day."""
    for form in FORMS:
        yield from form.examples
