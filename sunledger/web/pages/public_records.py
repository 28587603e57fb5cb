"""What is published: the categories, the sheets, and every record in them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES, PACKS, Category
from sunledger.disclosure.face import batch_face, record_face
from sunledger.disclosure.models import PUBLIC, Batch, Record, State
from sunledger.disclosure.models.shape import latest
from sunledger.disclosure.reason import REASONS
from sunledger.disclosure.restate import RECORD
from sunledger.disclosure.rowfacts import record_facts
from sunledger.disclosure.visibility import STRANGER, Reader, seen
from sunledger.screening.models import Link
from sunledger.seal.verify import Restated, is_as_said
from sunledger.units.access import first, may, within
from sunledger.units.models import Power
from sunledger.web.gates import paged, public
from sunledger.web.pages import telling_sheet, values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.public_seal import proof
from sunledger.web.readers import reader_of
from sunledger.web.templatetags.sun import period, say

ORDERS = {"": "number", "amount": "-amount", "day": "day"}


@public
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a category asks for, and the latest sheets of it."""
    shape = CATEGORIES.get(code) or latest(code)
    if shape is None:
        raise Http404
    sheets = Batch.objects.filter(
        seen(reader_of(request)), category=code, state=State.PUBLISHED
    ).select_related("unit")
    context = {
        "category": shape,
        "pack": PACKS.get(shape.pack),
        "reasons": [REASONS[one] for one in shape.exemptions if one in REASONS],
        "off_the_shelf": code not in CATEGORIES,
        "page": paged(request, sheets.order_by("-reviewed_at", "-pk")),
        "crumbs": crumbs_of(shape),
    }
    return render(request, "category.html", context)


def crumbs_of(shape: Category) -> list[Crumb]:
    """Return the way to a category: by its pack, where that is still on the shelf."""
    crumbs = [Crumb(_("Categories"), reverse("categories"))]
    if pack := PACKS.get(shape.pack):
        crumbs.append(Crumb(say(pack.title), reverse("pack", args=[pack.code])))
    return [*crumbs, Crumb(say(shape.title))]


def public_batch(code: str, who: Reader = STRANGER) -> Batch:
    """Return a sheet that the world may see, or this reader."""
    shown = Batch.objects.filter(seen(who), state__in=PUBLIC)
    named = ("entered_post", "reviewed_post", "second_post", "withdrawn_post")
    posts = shown.select_related("unit", *(f"{one}__unit" for one in named))
    return first(posts, code=code)


@public
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published sheet: its records page by page, its sums, and how it can be taken away."""
    batch = public_batch(code, reader_of(request))
    face = batch_face(batch)
    currencies = list(face["totals"])
    currency = currencies[0] if len(currencies) == 1 else ""
    order = request.GET.get("order", "")
    page = paged(request, asked(batch, request.GET.get("q", ""), order))
    records = list(page.object_list)
    fields = values.fields_of(batch, records)
    context = {
        "batch": batch,
        "face": face,
        "title": values.title_then(batch),
        "headings": values.headings(fields, currency),
        "rows": values.rows(records, fields, currency),
        "q": request.GET.get("q", ""),
        "order": order,
        "page": page,
        "telling": telling_sheet.telling(batch),
        "crumbs": of_unit(batch.unit, Crumb(of_period(batch))),
    }
    return render(request, "sheet.html", context)


def asked(batch: Batch, words: str, order: str) -> QuerySet[Record]:
    """Return a sheet's records, those with a word in the name of the other party, in an order."""
    records = Record.objects.filter(batch=batch).prefetch_related("corrections")
    if words.strip():
        records = records.filter(party__icontains=words.strip()[:100])
    return records.order_by(ORDERS.get(order, "number"), "number")


def of_period(batch: Batch) -> str:
    """Return what a sheet is called under its unit."""
    return f"{values.title_then(batch)} · {period(batch.period)}"


@public
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show a record: today's values, what they were, and the proof that it was said."""
    shown = Record.objects.public().filter(seen(reader_of(request), "batch__"))
    shown = shown.select_related("batch__unit")
    one = first(shown.prefetch_related("corrections__decided_post__unit"), code=code)
    face = record_face(one)
    sheet_crumb = Crumb(of_period(one.batch), reverse("sheet", args=[one.batch.code]))
    here = Crumb(_("Line %(line)s") % {"line": one.line})
    context = {
        "record": one,
        "face": face,
        "title": values.title_then(one.batch),
        "fields": shown_fields(one, face["fields"]),
        "may_correct": may_correct(request, one),
        "pair": pair_of(request),
        "proof": proof(one.leaf) if one.leaf is not None else None,
        "as_said": is_as_said(Restated(one.leaf, RECORD, record_facts(one, one.batch), "")),
        "crumbs": of_unit(one.batch.unit, sheet_crumb, here),
    }
    return render(request, "record.html", context)


def pair_of(request: HttpRequest) -> Link | None:
    """Return the link from whose page this one was opened, for who decides on it."""
    code = request.GET.get("pair", "")
    if not code or not request.user.is_authenticated:
        return None
    reach = within(request.user, Power.SCREEN, timezone.localdate())
    return Link.objects.filter(reach, code=code).first()


def may_correct(request: HttpRequest, record: Record) -> bool:
    """Whether who reads may ask for a correction: only the unit's own people."""
    standing = record.batch.state == State.PUBLISHED
    return standing and may(request.user, Power.ENTER, record.batch.unit, timezone.localdate())


def shown_fields(record: Record, fields: list[Any]) -> list[dict[str, Any]]:
    """Return each field in the words of the page: today's value, and each value before."""
    shape = values.shape_then(record.batch)
    kinds = {field.name: field for field in shape.fields} if shape else {}
    result = []
    for one in fields:
        field = kinds.get(one["name"])
        changes = [
            {**change, "old_words": words_of(field, change["old"], record)}
            for change in one["changes"]
        ]
        now = words_of(field, one["value"], record)
        result.append({"title": say(one["title"]), "text": now, "changes": changes})
    return result


def words_of(field: Any, value: Any, record: Record) -> str:
    """Return a value in words, with the currency of its record."""
    return values.text(field, value, record.currency) if field else str(value or "")
