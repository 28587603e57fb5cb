"""The quality of what a unit answers for: the cells to put right, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.face import values_today
from sunledger.disclosure.models import Record
from sunledger.ledger.models import Item
from sunledger.ledger.steps import OPEN
from sunledger.screening import dataerrors
from sunledger.screening.models import HeldLead, TableQuality
from sunledger.screening.onshelf import screens
from sunledger.units import access
from sunledger.units.models import Power
from sunledger.web.gates import desk, paged, person, worker_with
from sunledger.web.pages import quality_words, values
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_leads import title_of

POWERS = (Power.ENTER, Power.REVIEW, Power.SCREEN)


class Wrong(NamedTuple):
    """A cell to put right."""

    row: str
    record: Record | None  # where it is published
    column: str
    fault: str
    now: str  # what stands there, of what is published
    how: str


@desk
def quality(request: HttpRequest) -> HttpResponse:
    """Show how good the data of a person's units are, the poorest first; and what waits for it."""
    user, today = worker_with(request, *POWERS), timezone.localdate()
    rows = TableQuality.objects.filter(access.within(user, POWERS, today)).select_related("unit")
    kept = [(one, quality_words.title_of_source(one.source), one.part) for one in rows]
    kept.sort(key=lambda each: (each[2].score if each[2].score is not None else 2, each[0].pk))
    mine = Item.objects.filter(access.within(user, POWERS, today), kind=dataerrors.KIND)
    held = HeldLead.objects.filter(access.within(user, Power.SCREEN, today))
    known = screens()
    context = {
        "page": paged(request, kept),
        "tasks": mine.filter(state__in=OPEN).select_related("unit").order_by("due", "pk")[:50],
        "held_count": held.count(),
        "held": [(one, title_of(one.screen, known)) for one in held.select_related("unit")[:100]],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Quality of the data"))],
    }
    return render(request, "desk/quality.html", context)


@desk
def quality_of(request: HttpRequest, unit: str, source: str) -> HttpResponse:
    """Show one category or source of a unit: its columns, and the cells to put right."""
    user, today = person(request), timezone.localdate()
    rows = TableQuality.objects.select_related("unit")
    one = access.one(rows, user=user, power=POWERS, on=today, unit__code=unit, source=source)
    title = quality_words.title_of_source(source)
    context = {
        "quality": one,
        "title": title,
        "part": one.part,
        "columns": quality_words.column_lines(one.table, one.part),
        "faults": quality_words.fault_titles(),
        "needed": quality_words.needed_of(one.table, one.part),
        "absent": quality_words.absent_of(one.table, one.part),
        "asked": quality_words.asked_of(one.part),
        "cells": wrong_cells(one),
        "may_correct": access.may(user, Power.ENTER, one.unit, today),
        "crumbs": [Crumb(_("Quality of the data"), reverse("desk_quality")), Crumb(title)],
    }
    return render(request, "desk/quality_of.html", context)


def wrong_cells(one: TableQuality) -> list[Wrong]:
    """Return the cells to put right; of what is published, with what stands there today."""
    codes = {cell["row"] for cell in one.cells}
    found = Record.objects.standing().filter(code__in=codes).select_related("batch__unit")
    records = {record.code: record for record in found.prefetch_related("corrections")}
    return list(_cells(one, records))


def _cells(one: TableQuality, records: dict[str, Record]) -> Iterable[Wrong]:
    category = CATEGORIES.get(one.source)
    feeds = category.feeds.get(one.table, {}) if category else {}
    for cell in one.cells:
        record = records.get(cell["row"])
        if category and record is None:
            continue  # withdrawn since
        column, fault = quality_words.said_of(cell, one.table)
        now = ""
        if record is not None and cell["column"] in feeds and category:
            field = category.field(feeds[cell["column"]])
            now = values.text(field, values_today(record).get(field.name), record.currency)
        yield Wrong(cell["row"], record, column, fault, now, quality_words.mend_of(cell["fault"]))
