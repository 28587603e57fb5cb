"""How good the data are that questions rest on: by category and source, with every definition.

Units are shown, never persons, and never a row of what is not published.
"""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.screening import qualityruns
from sunledger.screening.models import HeldLead, TableQuality
from sunledger.screening.quality.result import Part, together
from sunledger.web.gates import paged, public
from sunledger.web.pages import quality_words
from sunledger.web.pages.crumbs import Crumb


@public
def quality(request: HttpRequest) -> HttpResponse:
    """Show each category and source with its score, and what every word of it means."""
    kept: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for one in TableQuality.objects.select_related("unit").iterator(500):
        kept[one.table, one.source].append(one.part)
    lines = [
        (source, quality_words.title_of_source(source), together(parts), len(parts))
        for (_table, source), parts in kept.items()
    ]
    lines.sort(key=lambda one: (one[0] not in CATEGORIES, one[1]))
    context = {
        "lines": lines,
        "definitions": quality_words.definitions(),
        "levels": qualityruns.levels(),
        "held": HeldLead.objects.count(),
        "crumbs": [Crumb(_("Quality of the data"))],
    }
    return render(request, "quality.html", context)


@public
def quality_of(request: HttpRequest, source: str) -> HttpResponse:
    """Show one category or source: its columns, its questions, and the units that answer."""
    rows = TableQuality.objects.filter(source=source).select_related("unit")
    first = rows.first()
    if first is None:
        raise Http404
    whole = together([one.part for one in rows.iterator(500)])
    title = quality_words.title_of_source(source)
    few = qualityruns.levels().rows
    if source not in CATEGORIES:
        # How many rows of a register concern one small place is told to nobody.
        rows = rows.filter(rows__gte=few)
    context = {
        "few": few,
        "title": title,
        "category": source if source in CATEGORIES else "",
        "whole": whole,
        "counted_on": first.counted_on,
        "columns": quality_words.column_lines(first.table, whole),
        "faults": quality_words.fault_titles(),
        "needed": quality_words.needed_of(first.table, whole),
        "absent": quality_words.absent_of(first.table, whole),
        "asked": quality_words.asked_of(whole),
        "page": paged(request, rows.order_by("unit__path", "pk")),
        "crumbs": [Crumb(_("Quality of the data"), reverse("quality")), Crumb(title)],
    }
    return render(request, "quality_of.html", context)
