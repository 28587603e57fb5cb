"""What a unit published of a category over time, and beside similar units; a sheet's lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.disclosure.shape import Category
from sunledger.disclosure.telling.figures import Measure, main_measure, measures
from sunledger.disclosure.telling.peers import Compared, compare
from sunledger.disclosure.telling.series import Point, series
from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.web.gates import public
from sunledger.web.pages import public_records, public_tables, telling_around, values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.telling_chart import Column, Columns, Placed, placed
from sunledger.web.templatetags.sun import period, say


@public
def sheet_lines(request: HttpRequest, code: str) -> HttpResponse:
    """Show the lines of one sheet, filtered: what stands behind a figure that was told of it."""
    batch = public_records.public_batch(code)
    shape = values.shape_then(batch)
    if shape is None or not batch.rows:
        raise Http404
    title = public_records.of_period(batch)
    context: dict[str, Any] = {
        "batch": batch,
        "title": title,
        "caption": title,
        "form": public_tables.form(request.GET, shape),
        "crumbs": of_unit(
            batch.unit, Crumb(title, reverse("sheet", args=[batch.code])), Crumb(_("Lines"))
        ),
    }
    status = public_tables.answer(request, context, shape, batch=batch)
    return render(request, "telling/sheet_lines.html", context, status=status)


@public
def over_time(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Show a unit's figures of one category over its periods, and beside similar units."""
    shape = public_tables.open_category(code)
    here = first(Unit.objects.select_related("parent__parent"), code=unit)
    points = series(shape, here, timezone.localdate())
    chosen = _chosen(request.GET.get("period", ""), points)
    found = compare(shape, here, chosen) if chosen else None
    context = {
        "shape": shape,
        "unit": here,
        "chart": columns(shape, points),
        "names": [telling_around.MEASURES[name] for name in _names(shape)],
        "rows": [_row(one, shape, points) for one in reversed(points)],
        "chosen": chosen,
        "compared": found,
        "similar": similar(found, here, chosen) if found else None,
        "figures": _figures(found) if found else [],
        "measure": telling_around.MEASURES[found.measure.name] if found else "",
        "cautions": telling_around.cautions(found) if found else [],
        "periods": [one.period for one in reversed(points) if one.figures],
        "crumbs": of_unit(
            here,
            Crumb(say(shape.title), reverse("table_of", args=[code, here.code])),
            Crumb(_("Over time")),
        ),
    }
    return render(request, "telling/over_time.html", context)


def _chosen(asked: str, points: list[Point]) -> str:
    """Return the period that is compared: the one asked for, else the last with figures."""
    if asked and asked not in [one.period for one in points]:
        raise Http404
    known = [one.period for one in points if one.figures]
    return asked or (known[-1] if known else "")


def _names(shape: Category) -> list[str]:
    """Return what the table over time says of each period."""
    return list(dict.fromkeys([*measures(shape), "lines"]))


def _measure(shape: Category, points: list[Point], name: str = "") -> Measure:
    found = [one.figures for one in points if one.figures]
    return main_measure(shape, found, [name] if name else ())


@dataclass(frozen=True)
class Row:
    """One period in the table over time."""

    point: Point
    cells: list[tuple[str, str]]  # what it is, and how much
    sheets: list[tuple[int, str]]  # numbered, with their codes


def _row(point: Point, shape: Category, points: list[Point]) -> Row:
    cells = []
    for name in _names(shape):
        measure = _measure(shape, points, name)
        figure = point.figures.of(measure) if point.figures else None
        text = "–" if figure is None else telling_around.shown(measure, figure)
        cells.append((str(telling_around.MEASURES[name]), text))
    codes = point.figures.sheets if point.figures else []
    return Row(point, cells, list(enumerate([*codes, *point.withdrawn], 1)))


def columns(shape: Category, points: list[Point]) -> Columns | None:
    """Return the chart of a unit's periods; a gap stays a gap."""
    measure = _measure(shape, points)
    drawn = []
    for one in points:
        figure = one.figures.of(measure) if one.figures else None
        text = "" if figure is None else telling_around.shown(measure, figure)
        drawn.append(Column(period(one.period), one.period, figure, text))
    known = [one for one in drawn if one.value is not None]
    if not known:
        return None
    most = max(known, key=lambda one: one.value or 0)
    name = capfirst(telling_around.MEASURES[measure.name])
    title = _("%(measure)s, period by period") % {"measure": name}
    words = ngettext(
        "%(count)s period, %(gaps)s without a figure; the most is %(text)s in %(label)s.",
        "%(count)s periods, %(gaps)s without a figure; the most is %(text)s in %(label)s.",
        len(drawn),
    )
    gaps = len(drawn) - len(known)
    about = words % {"count": len(drawn), "gaps": gaps, "text": most.text, "label": most.label}
    return Columns(title, about, most.text, drawn)


def similar(found: Compared, unit: Unit, when: str) -> Placed | None:
    """Return the drawing of where a unit stands among similar ones."""
    four = found.quartiles
    if four is None or found.own is None:
        return None
    numbers = [four.low, four.median, four.high, found.own]
    place = telling_around.PLACES[four.place(found.own)]
    about = _("%(unit)s is %(place)s.") % {"unit": unit, "place": place}
    ends = [telling_around.shown(found.measure, end(0, *numbers)) for end in (min, max)]
    title = _("%(unit)s among similar units, %(period)s") % {"unit": unit, "period": period(when)}
    return placed(title, about, numbers, (ends[0], ends[1]))


def _figures(found: Compared) -> list[tuple[str, str]]:
    """Return the figures of a comparison, each with what it means."""
    four = found.quartiles
    shown = [(_("here"), found.own)]
    if four:
        shown += [
            (_("a quarter of the others have this or less"), four.low),
            (_("half of the others have this or less (the middle)"), four.median),
            (_("three quarters of the others have this or less"), four.high),
        ]
    return [
        (words, telling_around.shown(found.measure, figure))
        for words, figure in shown
        if figure is not None
    ]
