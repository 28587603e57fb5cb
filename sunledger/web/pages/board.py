"""Board sheets: a published sheet on one page for a wall, with the address where all of it is."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.face import BatchFace, batch_face, values_today
from sunledger.disclosure.models import PUBLIC, Batch, Record
from sunledger.disclosure.visibility import seen
from sunledger.web.gates import public
from sunledger.web.pages import board_page, values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.owed_words import bound
from sunledger.web.pages.public_records import of_period, public_batch
from sunledger.web.permalink import permalink, public_address
from sunledger.web.readers import reader_of
from sunledger.web.templatetags.sun import money

_MANY = 60  # records that are measured; more lines never stand on one page
_ROOM = 185.0  # millimetres for the lines of a sheet, with one total and a short title
SHORT = 12  # signs of a code in the short address: sixty bits, enough to meet no other
_GROUP = 4


class Shown(NamedTuple):
    """The lines of a sheet that stand on its board, and what is said of the others."""

    columns: list[board_page.Column]
    headings: list[values.Heading]
    rows: list[tuple[int, list[values.Cell]]]
    left: int  # lines that are not shown
    sum_left: str
    largest: bool


@public
def sheet_board(request: HttpRequest, code: str) -> HttpResponse:
    """Show one sheet as it is printed for a wall."""
    batch = public_batch(code, reader_of(request))
    face = batch_face(batch)
    here = permalink(reverse("sheet", args=[batch.code]))
    context = {
        "batch": batch,
        "face": face,
        "title": values.title_then(batch),
        "shown": _lines(batch, face),
        "post": bound([batch.unit]).get(batch.unit_id, ""),
        "here": here,
        "short": short_words(batch.code),
        "today": timezone.localdate(),
        "crumbs": of_unit(
            batch.unit,
            Crumb(of_period(batch), reverse("sheet", args=[batch.code])),
            Crumb(_("Board sheet")),
        ),
    }
    return render(request, "board/sheet.html", context)


@public
def short(request: HttpRequest, code: str) -> HttpResponseBase:
    """Lead from the short address on a board to its sheet."""
    signs = code.replace("-", "").lower()
    if len(signs) != SHORT:
        raise Http404
    # A stretch of the index, whatever the database's order of letters is.
    near = Batch.objects.filter(seen(reader_of(request)), state__in=PUBLIC)
    near = near.filter(code__gte=signs, code__lte=signs + "z" * (26 - SHORT))
    codes = [one for one in near.values_list("code", flat=True)[:2] if one.startswith(signs)]
    if len(codes) != 1:
        raise Http404
    return redirect("sheet", code=codes[0])


def short_words(code: str) -> str:
    """Return the short address of a sheet as it is typed from a wall; empty where there is none."""
    signs = code[:SHORT]
    groups = "-".join(signs[start : start + _GROUP] for start in range(0, SHORT, _GROUP))
    return words_of(reverse("short", args=[groups]))


def words_of(path: str) -> str:
    """Return an address of ours as people type it."""
    address = public_address()
    return f"{address.partition('://')[2]}{path}" if address else ""


def _lines(batch: Batch, face: BatchFace) -> Shown:
    """Return the lines of a sheet that fit; where not all do, the largest, and what the rest is."""
    records = Record.objects.filter(batch=batch).prefetch_related("corrections")
    largest = batch.rows > _MANY
    first_ones = list(records.order_by("number")[: _MANY + 1])
    currency = next(iter(face["totals"]), "") if len(face["totals"]) == 1 else ""
    made = _made(batch, first_ones[:_MANY], currency, face)
    if len(made.rows) == batch.rows or not any(one.amount for one in first_ones):
        return made
    if largest:
        first_ones = list(
            records.filter(amount__isnull=False).order_by("-amount", "number")[:_MANY]
        )
    else:
        first_ones.sort(key=lambda one: (-(one.amount or 0), one.number))
    return _made(batch, first_ones, currency, face)._replace(largest=True)


def _made(batch: Batch, records: list[Record], currency: str, face: BatchFace) -> Shown:
    """Return the lines of a board in an order that is given."""
    columns = board_page.columns(values.fields_of(batch, records))
    fields = [one.field for one in columns]
    rows = []
    for record in records:
        drawn = zip(values.cells(record, fields, currency), columns, strict=True)
        made = [
            cell._replace(text=board_page.cut(cell.text, column.width), was="")
            for cell, column in drawn
        ]
        rows.append((record, made))
    room = _ROOM - (_head_height(columns, currency) + board_page.LINE * _extra(batch, face))

    def height(row: tuple[Record, list[values.Cell]]) -> float:
        texts = [cell.text for cell in row[1]]
        return board_page.height(list(zip(texts, [one.width for one in columns], strict=True)))

    kept = board_page.fitting(rows, room, height)
    amount = [values_today(record).get(_amount(batch)) for record, _cells in kept]
    whole = face["totals"].get(currency) if currency else None
    rest = whole - sum(one for one in amount if isinstance(one, int)) if whole is not None else None
    return Shown(
        columns,
        values.headings(fields, currency),
        [(record.line, made) for record, made in kept],
        batch.rows - len(kept),
        money(rest, currency) if rest is not None else "",
        largest=False,
    )


def _amount(batch: Batch) -> str:
    """Return the name of the field that is summed up."""
    shape = values.shape_then(batch)
    role = shape.role("amount") if shape else None
    return role.name if role else ""


def _head_height(columns: list[board_page.Column], currency: str) -> float:
    heads = [(values.heading(one.field, currency), one.width) for one in columns]
    return board_page.height(heads)


def _extra(batch: Batch, face: BatchFace) -> int:
    """Return how many lines of text a board has over its usual ones: a long title, many sums."""
    title = board_page.width(values.title_then(batch)) * 2.2 / 120
    withdrawn = board_page.width(face["withdrawn_reason"]) / 150 + 3 if face["withdrawn_at"] else 0
    posts = board_page.width(f"{face['reviewed_post']}{face['second_post']}") / 110
    return round(2 * title + withdrawn + posts + 2 * max(0, len(face["totals"]) - 2))
