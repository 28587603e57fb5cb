"""How what a sheet comes to is written: sentences with links, each figure to its lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from sunledger.core.periods import read_period
from sunledger.disclosure.lines.words import word_of
from sunledger.disclosure.models import Batch, Visibility
from sunledger.disclosure.shape import Category, Field
from sunledger.disclosure.telling.count import Came, Part
from sunledger.disclosure.telling.outline import Outline, outline
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import in_chinese, many, period

_LONGEST = 200  # signs that a table is asked for at once


class Source(NamedTuple):
    """The sheet that is told of, and what can be told of it."""

    batch: Batch
    shape: Category
    what: Outline


def source(batch: Batch, shape: Category) -> Source:
    """Return what a page tells of."""
    return Source(batch, shape, outline(shape))


def safe(part: object) -> SafeString:
    """Return a part of a sentence as markup; what is none yet is escaped."""
    return conditional_escape(part if isinstance(part, str) else str(part))


def fill(words: str, **parts: object) -> SafeString:
    """Return a sentence with its parts in their places; what is no markup yet is escaped."""
    return mark_safe(escape(words) % {name: safe(part) for name, part in parts.items()})  # noqa: S308 - every part is escaped


def joined(parts: Iterable[object]) -> SafeString:
    """Return parts as a list within a sentence."""
    between = "；" if in_chinese() else "; "
    return mark_safe(between.join(map(safe, parts)))  # noqa: S308


def link(text: object, url: str) -> SafeString:
    """Return a text that leads somewhere, if there is anywhere to go."""
    return format_html('<a href="{}">{}</a>', url, text) if url else safe(text)


def lines_of(of: Source, **asked: str) -> str:
    """Return where the lines of a sheet stand that are asked for; nowhere, if not for everyone."""
    if of.batch.visibility != Visibility.PUBLIC:
        return ""
    url = reverse("sheet_lines", args=[of.batch.code])
    parts = {name.replace("__", "."): text for name, text in asked.items() if text}
    return f"{url}?{urlencode(parts)}" if parts else url


def lines(count: int) -> str:
    """Return how many lines."""
    shown = ngettext("%(shown)s line", "%(shown)s lines", count)
    return shown % {"shown": many(count)}


def key_words(field: Field | None, key: str) -> str:
    """Return what a group is called."""
    if field is None:
        return period(key) if len(key) > 4 else key
    return values.text(field, key) if field.kind == "choice" else key


def part_url(of: Source, field: Field | None, one: Part, came: Came) -> str:
    """Return where the lines of a group stand."""
    currency = came.currency if of.what.adds_up else ""
    if field is None:
        first, last = _days(one.key)
        return lines_of(of, day_from=first, day_to=last, currency=currency)
    if len(one.key) > _LONGEST or not word_of(one.key).text:
        return lines_of(of, currency=currency)
    return lines_of(of, currency=currency, **{f"is__{field.name}": one.key})


def _days(key: str) -> tuple[str, str]:
    """Return the first and the last day of a month or a year."""
    if len(key) == 4:
        return f"{key}-01-01", f"{key}-12-31"
    month = read_period(key)
    return month.start.isoformat(), month.end.isoformat()
