"""What the templates need to show money, days, texts in two languages, and where one is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_noop

from sunledger.core.money import show_money
from sunledger.disclosure.category import CATEGORIES
from sunledger.drives.figures import Figure
from sunledger.jobs.models import Job
from sunledger.ledger.clock import Light
from sunledger.ledger.reminders import Rung
from sunledger.ledger.steps import Move
from sunledger.ledger.wall import EARLIER, LATER, NO_DAY

register = template.Library()

QUARTER = gettext_noop("Quarter %(part)s of %(year)s")
HALF = gettext_noop("Half-year %(part)s of %(year)s")
DUE = re.compile(r"\w+, by day (?P<day>\d+)")
DUE_IN_YEAR = re.compile(r"yearly, by (?P<month>\d\d)-(?P<day>\d\d)")
DUE_WITHIN = re.compile(r"([a-z-]+), within (\d+) (working )?days?")
# By whether it arises on a day, and whether working days are counted.
WITHIN = {
    (True, True): gettext_noop("within %(count)s working days"),
    (True, False): gettext_noop("within %(count)s days"),
    (False, True): gettext_noop("within %(count)s working days after the period ends"),
    (False, False): gettext_noop("within %(count)s days after the period ends"),
}
OFTEN = {
    "once": gettext_noop("once"),
    "each time": gettext_noop("each time it happens"),
    "month": gettext_noop("every month"),
    "quarter": gettext_noop("every quarter"),
    "half-year": gettext_noop("every half-year"),
    "year": gettext_noop("every year"),
}
SEEN_BY = {
    "public": gettext_noop("everyone"),
    "residents": gettext_noop("the residents of the unit"),
    "staff": gettext_noop("those who work there"),
}
KINDS = {
    "text": gettext_noop("words"),
    "money": gettext_noop("an amount"),
    "day": gettext_noop("a day"),
    "number": gettext_noop("a number"),
    "whole": gettext_noop("a whole number"),
    "choice": gettext_noop("one of a few answers"),
    "person": gettext_noop("a name"),
}
COUNTS = {
    "kept": gettext_noop("records"),
    "blank": gettext_noop("blank lines"),
    "title": gettext_noop("titles"),
    "header": gettext_noop("headings"),
    "elsewhere": gettext_noop("of other periods"),
    "total": gettext_noop("totals"),
    "refused": gettext_noop("lines refused"),
    "masked": gettext_noop("cells masked"),
}
WORK = {
    "read-sheet": gettext_noop("Reading a sheet"),
    "tell-sheet": gettext_noop("Counting a large sheet"),
    "read-meeting": gettext_noop("Reading the text of a meeting"),
    "screen": gettext_noop("Screening the records"),
    "try-screen": gettext_noop("Trying a screen"),
    "link-names": gettext_noop("Looking for names that are one firm's"),
    "look-at-links": gettext_noop("Looking whether decisions on names still rest on what they did"),
    "read-list": gettext_noop("Reading a list"),
    "open-list": gettext_noop("Opening the items of a list"),
}
SIGNS = {"CNY": "¥", "GBP": "£", "EUR": "€", "USD": "$"}


def in_chinese() -> bool:
    """Whether the page being made is in Chinese."""
    return (get_language() or "zh").startswith("zh")


@register.filter
def say(text: Any) -> str:
    """Return a text that is kept in two languages, in the page's own."""
    key = "zh" if in_chinese() else "en"
    if text is None or isinstance(text, str):
        return text or ""
    return str(text[key] if isinstance(text, dict) else getattr(text, key))


@register.filter
def money(amount: int | None, currency: str = "CNY") -> str:
    """Return an amount in minor units as people of the page's language write it."""
    if amount is None:
        return ""
    if currency == "CNY" and in_chinese():
        return f"{show_money(amount, currency)} 元"
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{sign}{show_money(abs(amount), currency)}"


@register.filter
def day(value: date | str | None) -> str:
    """Return a day, or the day of a moment, in words."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value[:10]))
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return _day(value, get_language() or "")


@lru_cache(maxsize=10_000)
def _day(value: date, _language: str) -> str:
    return formats.date_format(value, "Y年n月j日" if in_chinese() else "j F Y")


@register.filter
def period(text: str) -> str:
    """Return the period of a sheet in words: 2024-03, 2024-Q1, 2024-H1, 2024 or a day."""
    return _period(text, get_language() or "")


@lru_cache(maxsize=10_000)
def _period(text: str, _language: str) -> str:
    """Return a period in words; there are few, and a page shows hundreds."""
    if text == "once":
        return gettext("once")
    year, _dash, part = text.partition("-")
    if part[:1] in ("Q", "H"):
        words = QUARTER if part[0] == "Q" else HALF
        return gettext(words) % {"year": year, "part": part[1:]}
    if len(part) == 2 and part.isdecimal():
        first = date(int(year), int(part), 1)
        return formats.date_format(first, "Y年n月" if in_chinese() else "F Y")
    if len(part) == 5:
        return day(text)
    return gettext("%(year)s, the whole year") % {"year": year} if year.isdecimal() else text


@register.filter
def category_title(code: str) -> str:
    """Return the title of a category, or its code once its file is off the shelf."""
    shape = CATEGORIES.get(code)
    return say(shape.title) if shape else code


@register.filter
def how_often(text: str) -> str:
    """Return how often a category is published."""
    return gettext(OFTEN.get(text, text))


@register.filter
def when_due(text: str) -> str:
    """Return by when a category is due: “monthly, by day 10”."""
    if match := DUE.fullmatch(text):
        return gettext("by day %(day)s after the period ends") % {"day": match["day"]}
    if match := DUE_IN_YEAR.fullmatch(text):
        return gettext("by %(month)s-%(day)s of the year after") % match.groupdict()
    if match := DUE_WITHIN.fullmatch(text):
        kind, count, working = match.groups()
        words = WITHIN[kind == "daily", bool(working)]
        return gettext(words) % {"count": count}
    return text


@register.filter
def seen_by(visibility: str) -> str:
    """Return who may read what is published of a category."""
    return gettext(SEEN_BY.get(visibility, visibility))


@register.filter
def kind_words(kind: str) -> str:
    """Return what a column holds."""
    return gettext(KINDS.get(kind, kind))


@register.filter
def count_words(what: str) -> str:
    """Return what became of some lines of a file."""
    return gettext(COUNTS.get(what, what))


@register.filter
def counted(what: str) -> bool:
    """Whether a count of a sheet is one of those that a page shows."""
    return what in COUNTS


@register.filter
def job_words(job: Job) -> str:
    """Return what a job does, in words."""
    return gettext(WORK.get(job.work, job.work))


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in words, to the minute."""
    if not value:
        return ""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def percent(part: float) -> str:
    """Return a share as a percentage; a little is never nothing, nor almost all everything."""
    if 0 < part < 0.0005:
        return "<0.1%"
    if 0 < part < 0.01 or 0.99 < part < 1:
        return f"{min(part, 0.999):.1%}"
    return f"{part:.0%}"


@register.filter
def figure(figures: Iterable[Figure], key: str) -> str:
    """Return the number of one of a drive's figures."""
    return next((many(one.value) for one in figures if one.key == key), "–")


@register.filter
def light(value: str) -> SafeString:
    """Return a light as a colour, a shape and a word."""
    return format_html('<span class="light {}">{}</span>', value, Light(value).label)


@register.filter
def rung_words(key: str) -> str:
    """Return how far up overdue items have gone, in words."""
    return str(capfirst(str(Rung[key.upper()].label)))


@register.filter
def wall_column(name: str) -> str:
    """Return the name of a column of the wall map in words."""
    words = {EARLIER: gettext("earlier"), LATER: gettext("later"), NO_DAY: gettext("no day set")}
    return str(words[name]) if name in words else period(name)


@register.filter
def over(left: int) -> int:
    """Return how many days something is over, of which so many are left."""
    return -left


@register.filter
def move_words(move: str) -> str:
    """Return a move as a button says it."""
    return str(capfirst(str(Move(move).label)))


@register.filter
def has(holder: Any, key: str) -> bool:
    """Whether a dictionary or a list holds the key."""
    return key in holder


@register.filter
def at(holder: dict[str, Any], key: str) -> Any:
    """Return what a dictionary holds under the key."""
    return holder.get(key, "")


@register.filter
def many(number: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{number:,}"
