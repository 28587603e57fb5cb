"""Who has not published: from the top of the tree down to one village and its calendar."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Adoption, Batch, Exemption
from sunledger.disclosure.owed import walk
from sunledger.disclosure.owed.duties import Asked, words
from sunledger.disclosure.owed.figures import Figures, Plan, figures, plan
from sunledger.disclosure.owed.lights import Cell, Light, cells
from sunledger.disclosure.reason import REASONS
from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.units.paths import branch
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb, of_unit, over
from sunledger.web.pages.downloads import harmless
from sunledger.web.pages.owed_calendar import Shown, writer
from sunledger.web.pages.owed_rows import Row, body
from sunledger.web.pages.owed_words import (
    asked_of,
    bound,
    options,
    owed_anywhere,
    query,
    years,
)
from sunledger.web.templatetags.sun import say

AT_ONCE = 200  # units a page
SPAN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
# What each figure means; the denominator of the shares is what is owed.
FIGURES = {
    "units": (gettext_lazy("Units"), gettext_lazy("Units that owe something, here and below.")),
    "owed": (
        gettext_lazy("Owed"),
        gettext_lazy("One category of one unit for one period, once its due day is over."),
    ),
    "in_time": (
        gettext_lazy("In time"),
        gettext_lazy("Published on the due day or before, and not withdrawn."),
    ),
    "late": (gettext_lazy("Late"), gettext_lazy("Published after the due day, and not withdrawn.")),
    "exempt": (
        gettext_lazy("Exempt"),
        gettext_lazy("Not published, under an exemption that stands in the register today."),
    ),
    "missing": (
        gettext_lazy("Missing"),
        gettext_lazy("Owed, and neither published nor exempt today."),
    ),
}


@public
def not_published(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show how a unit and the units right below it stand."""
    unit, asked = _unit(code), asked_of(request)
    if unit is None:
        return render(request, "owed/not_published.html", {"crumbs": [Crumb(_title())]})
    known = list(Adoption.objects.select_related("unit"))
    what = plan(asked, known)
    page = paged(request, unit.children.order_by("code"), AT_ONCE)
    below = list(page)
    counted = figures([unit, *below], what)
    whole, own = counted[unit.pk], _own(unit, what)
    rows = [Row(unit, whole, "whole")]
    rows += [Row(unit, own, "own")] if own.owed and own != whole else []
    rows += [Row(one, counted[one.pk]) for one in below if counted[one.pk].units]
    context = {
        **_common(unit, asked, known),
        "whole": whole,
        "body": body(rows, query(asked)),
        "page": page,
        "definitions": FIGURES.values(),
        "adoptions": [one for one in known if unit.path.startswith(one.unit.path)],
        "crumbs": _crumbs(unit),
    }
    return render(request, "owed/not_published.html", context)


@public
def not_published_rows(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the cells that a figure counts."""
    unit, asked = first(Unit.objects.all(), code=code), asked_of(request)
    if key not in walk.LIGHTS:
        raise Http404
    after = request.GET.get("after", "")[:2000]
    found, following = walk.page(unit, key, asked, after)
    posts = bound({cell.unit for cell in found})
    context = {
        **_common(unit, asked),
        "key": key,
        "title": FIGURES[key][0],
        "meaning": FIGURES[key][1],
        "groups": [
            (one, posts.get(one.pk, ""), list(group))
            for one, group in groupby(found, key=lambda cell: cell.unit)
        ],
        "following": following,
        "crumbs": [*_crumbs(unit, linked=True), Crumb(str(FIGURES[key][0]))],
    }
    return render(request, "owed/rows.html", context)


@public
def not_published_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the table of a unit and the units right below it as a file."""
    unit, asked = first(Unit.objects.all(), code=code), asked_of(request)
    below = list(unit.children.order_by("code"))
    counted = figures([unit, *below], plan(asked))
    rows = ((one, counted[one.pk]) for one in (unit, *below) if counted[one.pk].units)
    answer = StreamingHttpResponse(_csv(rows, asked), content_type="text/csv; charset=utf-8")
    name = f"not-published-{unit.code}-{asked.first.year}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one unit owes in a year: items down, periods across."""
    unit, asked = first(Unit.objects.all(), code=code), asked_of(request)
    found = cells([unit], asked, due_only=False)
    context = {
        **_common(unit, asked),
        "months": range(1, 13),
        "parts": _parts(found, asked, bound([unit]).get(unit.pk, "")),
        "counts": Counter(cell.light for cell in found),
        "lights": list(Light),
        "crumbs": of_unit(unit, Crumb(_("Calendar"))),
    }
    return render(request, "owed/calendar.html", context)


@public
def exemptions(request: HttpRequest) -> HttpResponse:
    """Show the register: what need not be published, why, by whose leave, until when."""
    code = request.GET.get("unit", "")
    unit = first(Unit.objects.all(), code=code) if code else None
    rows = Exemption.objects.public().select_related("unit", "decided_post__unit")
    if unit:
        rows = rows.filter(branch(unit.path, "unit__path"))
    page = paged(request, rows.order_by("-decided_at", "-pk"))
    today = timezone.localdate()
    context = {
        "unit": unit,
        "page": page,
        "rows": [(one, say(REASONS[one.reason].title), one.is_over(today)) for one in page],
        "crumbs": [*(_crumbs(unit, linked=True) if unit else ()), Crumb(_("Exemptions"))],
    }
    return render(request, "owed/exemptions.html", context)


def _title() -> str:
    return _("Who has not published")


def _unit(code: str) -> Unit | None:
    """Return the unit asked for, else the topmost."""
    if code:
        return first(Unit.objects.all(), code=code)
    return Unit.objects.filter(parent=None).order_by("code").first()


def _common(unit: Unit, asked: Asked, known: list[Adoption] | None = None) -> dict[str, Any]:
    """Return what every page of it needs."""
    codes = owed_anywhere(known)
    return {
        "unit": unit,
        "asked": asked,
        "year": asked.first.year,
        "years": years(asked.on),
        "options": options(codes, next(iter(asked.categories), "")),
        "query": query(asked),
    }


def _own(unit: Unit, what: Plan) -> Figures:
    """Return the figures of a unit without those below it."""
    mine = cells([unit], what.asked, due_only=True, known=what.claims)
    found = Counter(cell.light for cell in mine)
    owed = found.total()
    return Figures(
        1 if owed else 0, owed, found[Light.IN_TIME], found[Light.LATE], found[Light.EXEMPT]
    )


def _crumbs(unit: Unit, *, linked: bool = False) -> list[Crumb]:
    """Return the way down to a unit, within these pages."""
    above = [Crumb(str(one), reverse("not_published_in", args=[one.code])) for one in over(unit)]
    here = reverse("not_published_in", args=[unit.code]) if linked else ""
    return [Crumb(_title(), reverse("not_published")), *above, Crumb(str(unit), here)]


def _parts(found: list[Cell], asked: Asked, post: str) -> list[tuple[str, list[Any]]]:
    """Return the rows of a calendar under their headings."""
    held: dict[str, dict[str, Cell]] = {}
    for cell in found:
        held.setdefault(cell.category, {})[cell.period] = cell
    urls, write = _urls(found), writer(post)
    rows = []
    for code in sorted(held, key=lambda code: (_place(code), code)):
        shape = CATEGORIES[code]
        across = [_shown(code, held[code].get(word), urls) for word in words(shape, asked)]
        rows.append((say(shape.heading), shape, write(shape, across)))
    return [
        (heading, [(shape, across) for _heading, shape, across in group])
        for heading, group in groupby(rows, key=lambda row: row[0])
    ]


def _place(code: str) -> tuple[str, tuple[int, ...]]:
    """Return where a category stands in its pack: 3.10 comes after 3.9."""
    shape = CATEGORIES[code]
    return shape.pack, tuple(int(one) for one in shape.number.split(".") if one.isdecimal())


def _shown(code: str, cell: Cell | None, urls: dict[int, str]) -> Shown:
    url = ""
    if cell and cell.published:
        url = urls.get(cell.published.batch_id, "")
    elif cell and cell.light == Light.EXEMPT and cell.exemption:
        url = f"{reverse('exemptions')}?unit={cell.unit.code}#{cell.exemption.code}"
    return Shown(SPAN[CATEGORIES[code].period], cell, url)


def _urls(found: list[Cell]) -> dict[int, str]:
    """Return the addresses of the sheets behind the cells."""
    pks = [cell.published.batch_id for cell in found if cell.published]
    codes = Batch.objects.filter(pk__in=pks).order_by().values_list("pk", "code")
    before, _mark, after = reverse("sheet", args=["x--x"]).partition("x--x")
    return {pk: f"{before}{code}{after}" for pk, code in codes}


class _Echo:
    """A file that gives back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[tuple[Unit, Figures]], asked: Asked) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(["code", "unit", "year", "on", *FIGURES])
    for unit, of in rows:
        numbers = [walk.value(of, key) for key in FIGURES]
        cells_ = [unit.code, str(unit), asked.first.year, asked.on.isoformat(), *numbers]
        yield writer.writerow([harmless(cell) for cell in cells_])
