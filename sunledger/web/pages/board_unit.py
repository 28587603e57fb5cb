"""The board sheet of a unit: all that it owes of a period, on one page for a wall."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.periods import NotPeriod, Period, period_of, read_period
from sunledger.disclosure.models import Batch, State
from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.lights import Cell, Light, cells
from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.web.gates import public
from sunledger.web.pages import board_page, values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.owed_words import bound
from sunledger.web.permalink import permalink
from sunledger.web.templatetags.sun import category_title, day, money, period

_ROOM = 170.0  # millimetres for the items
_KINDS = {"monthly", "quarterly", "half-yearly", "yearly"}
# In which order a board shows how things stand: what is missing before all else.
_FIRST = [Light.MISSING, Light.SOON, Light.LATE, Light.IN_TIME, Light.EXEMPT, Light.AHEAD]


class Row(NamedTuple):
    """One item on the board of a unit."""

    title: str
    period: str
    light: Light
    words: str


@public
def unit_board(request: HttpRequest, code: str, word: str = "") -> HttpResponse:
    """Show all that a unit owes in a period, as it is printed for a wall."""
    unit, today = first(Unit.objects.all(), code=code), timezone.localdate()
    span = _span(word) if word else _month_before(today)
    found = cells([unit], Asked(today, span.start, span.end), due_only=False)
    post = bound([unit]).get(unit.pk, "")
    rows = _rows(unit, found, post) + _besides(unit, span, found)
    rows.sort(key=lambda row: _FIRST.index(row.light))
    shown = _fitting(rows)
    counts = Counter(row.light for row in rows)
    year = f"{reverse('unit_calendar', args=[unit.code])}?year={span.start.year}"
    context = {
        "unit": unit,
        "span": span,
        "rows": shown,
        "left": len(rows) - len(shown),
        "counts": [(light, counts[light]) for light in _FIRST if counts[light]],
        "post": post,
        "here": permalink(year),
        "today": today,
        "before": period_of(span.start - timedelta(1), span.kind).word,
        "after": span.next().word if span.end < today else "",
        "crumbs": of_unit(unit, Crumb(_("Board sheet"))),
    }
    return render(request, "board/unit.html", context)


def _fitting(rows: list[Row]) -> list[Row]:
    """Return the items that fit: of those not public as many as leave a third to those that are."""
    open_ones = [row for row in rows if row.light in (Light.MISSING, Light.SOON)]
    others = rows[len(open_ones) :]
    kept = min(sum(map(_height, others)), _ROOM / 3)
    first_ones = board_page.fitting(open_ones, _ROOM - kept, _height)
    left = _ROOM - sum(map(_height, first_ones))
    return [*first_ones, *board_page.fitting(others, left, _height)]


def _span(word: str) -> Period:
    """Return the period that an address names: a month, or what is longer."""
    try:
        span = read_period(word)
    except NotPeriod:
        raise Http404 from None
    if span.kind not in _KINDS or span.word != word:
        raise Http404
    return span


def _month_before(on: date) -> Period:
    return period_of(on.replace(day=1) - timedelta(1), "monthly")


def _rows(unit: Unit, found: list[Cell], post: str) -> list[Row]:
    """Return what is owed, each with how it stands in words."""
    codes = [one.published.batch_id for one in found if one.published]
    sheets = {one.pk: one for one in Batch.objects.filter(pk__in=codes)}
    return [
        Row(category_title(one.category), period(one.period), one.light, _said(one, sheets, post))
        for one in found
    ]


def _said(cell: Cell, sheets: dict[int, Batch], post: str) -> str:
    """Return how an item stands: what was published, or who is bound to publish it by when."""
    batch = sheets.get(cell.published.batch_id) if cell.published else None
    if batch is not None:
        return _published(batch)
    if cell.exemption:
        return _("exempt; see the register")
    said = {"post": post or str(cell.unit), "on": day(cell.due)}
    return _("%(post)s must publish by %(on)s") % said


def _published(batch: Batch) -> str:
    """Return what a published sheet comes to, in few words."""
    on = _("published on %(on)s") % {"on": day(batch.public_at)}
    if not batch.rows:
        return f"{on} · {_('nothing to report')}"
    sums = [money(total, currency) for currency, total in batch.totals.items()]
    return " · ".join([on, _("%(count)s lines") % {"count": f"{batch.rows:,}"}, *sums[:2]])


def _besides(unit: Unit, span: Period, found: list[Cell]) -> list[Row]:
    """Return what the unit published of the period without owing it by the calendar."""
    owed = {(one.category, one.period) for one in found}
    sheets = Batch.objects.filter(unit=unit, state=State.PUBLISHED, visibility="public")
    sheets = sheets.filter(period__startswith=str(span.start.year)).order_by("category", "period")
    return [
        Row(values.title_then(one), period(one.period), Light.IN_TIME, _published(one))
        for one in sheets
        if (one.category, one.period) not in owed and _ends_in(one.period, span)
    ]


def _ends_in(word: str, span: Period) -> bool:
    try:
        return read_period(word).end in span
    except NotPeriod:
        return False


def _height(row: Row) -> float:
    """Return how high an item stands on the board."""
    return board_page.height(
        [(row.title, 4), (row.period, 2), (str(row.light.label), 2), (row.words, 4)]
    )
