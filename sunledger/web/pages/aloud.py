"""A sheet as sentences in the order in which they are read: for the ear, and for a telephone.

The page is complete as it stands, for a screen reader or for whoever reads it to somebody. A small
script of our own adds buttons that let the browser speak, where it can.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sunledger.core import spoken
from sunledger.disclosure.category import Field
from sunledger.disclosure.face import batch_face, values_today
from sunledger.disclosure.models import Record
from sunledger.web.gates import paged, public
from sunledger.web.pages import values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.owed_words import bound
from sunledger.web.pages.public_records import of_period, public_batch
from sunledger.web.readers import reader_of
from sunledger.web.templatetags.sun import day, in_chinese, say

LINES = 40  # a page: about ten minutes of speech
TOGETHER = 10  # lines under one heading, and one button
_HAN = re.compile(r"[\u3400-\u9fff]")
# Masked: the end of a number that is left, the family name that is left, an initial.
_ENDING = re.compile(r"^[*＊×]+([0-9A-Za-z]{1,6})$")
_FAMILY = re.compile(r"([\u3400-\u9fff]{1,2})[*＊×]+")
_INITIAL = re.compile(r"\b([A-Za-z])[*＊×]+")
_STARS = re.compile(r"[*＊]+")


class Part(NamedTuple):
    """Some lines that are read in one go."""

    first: int
    last: int
    sentences: list[SafeString]


@public
def aloud(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published sheet as sentences."""
    batch = public_batch(code, reader_of(request))
    face = batch_face(batch)
    records = Record.objects.filter(batch=batch).prefetch_related("corrections")
    page = paged(request, records.order_by("number"), LINES)
    lines = list(page.object_list)
    fields = values.fields_of(batch, lines)
    context = {
        "batch": batch,
        "face": face,
        "title": values.title_then(batch),
        "sums": [amount(total, currency) for currency, total in face["totals"].items()],
        "count": spoken.number(face["rows"], language()),
        "parts": [_part(lines[start : start + TOGETHER], fields)
                  for start in range(0, len(lines), TOGETHER)],
        "page": page,
        "post": bound([batch.unit]).get(batch.unit_id, ""),
        "crumbs": of_unit(
            batch.unit,
            Crumb(of_period(batch), reverse("sheet", args=[batch.code])),
            Crumb(_("To listen to")),
        ),
    }  # fmt: skip
    return render(request, "aloud/sheet.html", context)


def language() -> spoken.Language:
    """Return the language in which numbers are said on this page."""
    return "zh" if in_chinese() else "en"


def amount(total: int, currency: str) -> str:
    """Return an amount as it is said."""
    return spoken.money(total, currency or "CNY", language())


def said(field: Field, value: Any, currency: str) -> str:
    """Return a value as it is said: amounts, numbers, days, and what is left of a masked word."""
    if value is None or value == "":
        return _("nothing")
    if field.kind == "money" and isinstance(value, int):
        return amount(value, currency)
    if field.kind in ("number", "whole"):
        return spoken.decimal(str(value), language())
    if field.kind == "day":
        return _day(str(value))
    return unmasked(values.text(field, value))


def unmasked(text: str) -> str:
    """Return a text without stars, which no engine of speech reads as anything: 张某."""
    if not _STARS.search(text) and "×" not in text:
        return text
    if found := _ENDING.match(text):
        return _("ending in %(signs)s") % {"signs": spoken.digits(found[1], language())}
    text = _FAMILY.sub(r"\1某", text)
    text = _INITIAL.sub(r"\1.", text)
    return _STARS.sub(_("(not public)"), text)


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _part(records: list[Record], fields: list[Field]) -> Part:
    """Return some lines, a paragraph each."""
    return Part(records[0].line, records[-1].line, [_line(one, fields) for one in records])


def _line(record: Record, fields: list[Field]) -> SafeString:
    """Return a line as one sentence a field; what was corrected is said with what it was."""
    today = values_today(record)
    head = _("Line %(line)s.") % {"line": spoken.number(record.line, language())}
    told = [
        _sentence(one, today.get(one.name), record.values.get(one.name), record.currency)
        for one in fields
        if today.get(one.name) is not None or record.values.get(one.name) is not None
    ]
    joint = "" if in_chinese() else " "
    return format_html_join(joint, "{}", [(one,) for one in (head, *told)])


def _sentence(field: Field, now: Any, was: Any, currency: str) -> SafeString:
    """Return what a field says."""
    title = say(field.title)
    text = said(field, now, currency)
    if now != was:
        words = _("%(title)s: %(now)s; corrected, before it was %(was)s.")
        return _filled(words, title=title, now=text, was=said(field, was, currency))
    return _filled(_("%(title)s: %(now)s."), title=title, now=text)


def _filled(words: str, **texts: str) -> SafeString:
    """Return a sentence, the Chinese in it marked where the page is not, for another voice."""
    marked = {name: _marked(text) for name, text in texts.items()}
    return format_html(words.replace("%(", "{").replace(")s", "}"), **marked)


def _marked(text: str) -> str | SafeString:
    if in_chinese() or not _HAN.search(text):
        return text
    return format_html('<span lang="zh-Hans">{}</span>', text)
