"""The search: units, categories, and every public line that holds the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.lines import found
from sunledger.disclosure.lines.found import Wanted
from sunledger.disclosure.lines.limit import within
from sunledger.disclosure.lines.words import Word, plain, words_of
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import paged, public, sentence
from sunledger.web.pages import table_rows, values
from sunledger.web.pages.public_tables import address
from sunledger.web.pages.table_rows import Seen

UNITS = 12  # units named beside the lines; all of them stand on a page of their own
_LONGEST = 100
_NO_WORD = gettext_noop("“%(text)s” holds no letter and no digit that could be looked for.")
_NO_YEAR = gettext_noop("“%(text)s” is not a year. Write it like 2026.")


class NoWord(Refused):
    """What was looked for holds nothing that could be: no fault of whoever looks."""


class Hit(NamedTuple):
    """A line that was found."""

    url: str
    unit: str
    title: str
    period: str
    texts: list[tuple[str, SafeString]]  # heading, text with the words marked
    withdrawn: bool


class Part(NamedTuple):
    """A category in which lines were found."""

    title: str
    lines: int
    url: str


@public
def search(request: HttpRequest) -> HttpResponse:
    """Find units and categories by their names, and lines by any of their words."""
    words = " ".join(request.GET.get("q", "").split())
    context: dict[str, Any] = {"q": words[:_LONGEST]}
    status = 200
    if words:
        try:
            _look(request, words, context)
        except Refused as refused:
            context["problem"] = sentence(refused)
            status = 200 if isinstance(refused, NoWord) else 400
    return render(request, "search.html", context, status=status)


def _look(request: HttpRequest, text: str, context: dict[str, Any]) -> None:
    """Put what was found into the context."""
    wanted = _wanted(request, text)
    context["shapes"] = shapes_named(text)
    if request.GET.get("what") == "units":
        context |= {"only_units": True, "page": paged(request, named(text))}
        return
    units = list(named(text)[: UNITS + 1])
    with within():
        lines = found.find(wanted, request.GET.get("after", ""))
        parts, is_all = found.categories(wanted)
        seen = table_rows.seen(lines.records)
        hits = _hits(seen, wanted.words, lines.withdrawn)
    context |= {
        "units": units[:UNITS],
        "all_units": address(request.GET, what="units") if len(units) > UNITS else "",
        "hits": hits,
        "more": address(request.GET, after=seen[-1].code) if lines.more else "",
        "parts": _parts(request, parts),
        "is_all": is_all,
        "count": min(parts.total(), found.COUNTED),
        "unit": wanted.unit,
        "category": CATEGORIES.get(wanted.category),
        "everywhere": f"{reverse('search')}?{address(_only(request))[1:]}",
    }


def _only(request: HttpRequest) -> Any:
    """Return the words that were asked for, and nothing of where."""
    kept = request.GET.copy()
    for name in [name for name in kept if name != "q"]:
        del kept[name]
    return kept


def _wanted(request: HttpRequest, text: str) -> Wanted:
    """Return what is looked for and where, or refuse what makes no sense."""
    words = words_of(text[:_LONGEST])
    if not words:
        raise NoWord(_NO_WORD, text=shorten(text))
    unit = request.GET.get("unit", "")
    return Wanted(
        words=tuple(words),
        category=request.GET.get("category", "")[:64],
        unit=access.first(Unit.objects.all(), code=unit) if unit else None,
        first=_year(request.GET.get("from", "")),
        last=_year(request.GET.get("to", "")),
    )


def _year(text: str) -> str:
    text = text.strip()
    if text and not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise Refused(_NO_YEAR, text=shorten(text))
    return text


def _parts(request: HttpRequest, counted: Any) -> list[Part]:
    """Return the categories, the one with most lines first."""
    return [
        Part(values.title_of(code), count, address(request.GET, category=code))
        for code, count in counted.most_common()
    ]


def _hits(seen: Sequence[Seen], words: Sequence[Word], withdrawn: set[int]) -> list[Hit]:
    """Return lines as the page shows them."""
    changed = table_rows.corrected([row.pk for row in seen])
    return [
        Hit(
            url=reverse("record", args=[row.code]),
            unit=table_rows.unit_name(row),
            title=values.title_of(row.category),
            period=row.period,
            texts=_texts(row, row.values | changed.get(row.pk, {}), words),
            withdrawn=row.pk in withdrawn,
        )
        for row in seen
    ]


def _texts(row: Seen, today: dict[str, Any], words: Sequence[Word]) -> list[tuple[str, SafeString]]:
    """Return a line's fields in words."""
    shape = values.shape_of(row.category)
    texts = []
    for field in shape.fields if shape else ():
        if today.get(field.name) is not None:
            text = values.text(field, today[field.name], row.currency)
            texts.append((values.heading(field, ""), marked(text, words)))
    return texts


def marked(text: str, words: Sequence[Word]) -> SafeString:
    """Return a text with the words marked, where each of its signs is one sign of its spelling."""
    spelled = plain(text)
    if len(spelled) != len(text):
        return mark_safe(escape(text))  # noqa: S308 - escaped
    pattern = "|".join(",?".join(map(re.escape, word.text)) for word in words)
    parts, end = [], 0
    for one in re.finditer(pattern, spelled):
        parts.append(
            f"{escape(text[end : one.start()])}<mark>{escape(text[one.start() : one.end()])}</mark>"
        )
        end = one.end()
    whole = "".join(parts) + escape(text[end:])
    return mark_safe(whole)  # noqa: S308 - every piece passes through escape


def shapes_named(words: str) -> list[Category]:
    """Return the categories whose title holds every word, in either language."""
    titles = {
        code: f"{one.title.zh} {one.title.en} {code}".lower() for code, one in CATEGORIES.items()
    }
    asked = words.lower().split()
    return [
        CATEGORIES[code]
        for code, title in titles.items()
        if asked and all(w in title for w in asked)
    ]


def named(words: str) -> QuerySet[Unit]:
    """Return the units whose name or code holds every word."""
    condition = Q()
    for word in words[:_LONGEST].split():
        condition &= Q(name__contains=word) | Q(name_en__icontains=word) | Q(code=word)
    return Unit.objects.filter(condition).order_by("depth", "code").select_related("parent")
