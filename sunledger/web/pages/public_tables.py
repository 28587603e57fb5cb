"""Tables: the lines of a category over all units or a branch, filtered, sorted, added up."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sunledger.core.problem import Refused
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.lines import rows, sums
from sunledger.disclosure.lines.asked import Asked, read, text_fields
from sunledger.disclosure.lines.limit import within
from sunledger.disclosure.models import Batch
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public, sentence
from sunledger.web.pages import table_rows, values
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.table_rows import Column, Seen
from sunledger.web.templatetags.sun import say


class Head(NamedTuple):
    """What stands over a column: sorted by it a press on it turns the order round."""

    label: str
    is_number: bool
    url: str
    sorted: str  # "ascending", "descending" or nothing


class Shown(NamedTuple):
    """A page of a table."""

    totals: sums.Totals
    heads: list[Head]
    body: str
    rows: int
    before: str
    after: str
    whole: str  # the address that adds everything up


@public
def table(request: HttpRequest, code: str, unit: str = "") -> HttpResponse:
    """Show the lines of a category, of all units or of one and all below it."""
    shape = open_category(code)
    here = access.first(Unit.objects.all(), code=unit) if unit else None
    context: dict[str, Any] = {
        "shape": shape,
        "unit": here,
        "name": table_rows.name_of(here),
        "caption": say(shape.title),
        "form": form(request.GET, shape),
        "files": files(request.GET, shape, here),
        "crumbs": crumbs(shape, here),
    }
    status = answer(request, context, shape, here)
    return render(request, "table.html", context, status=status)


def answer(
    request: HttpRequest,
    context: dict[str, Any],
    shape: Category,
    unit: Unit | None = None,
    batch: Batch | None = None,
) -> int:
    """Put what is asked for into the context, or a sentence that says what is wrong; say which."""
    context["few"] = rows.FEW
    try:
        asked = read(single(request.GET), shape, unit, batch)
        with within():
            context["shown"] = shown(request, asked)
    except Refused as refused:
        context["problem"] = sentence(refused)
        return 400
    context["asked"] = asked
    return 200


def single(given: QueryDict) -> dict[str, str]:
    """Return each part of an address once; the last counts where one is given twice."""
    return {name: str(given[name]) for name in given}


def open_category(code: str) -> Category:
    """Return a category whose lines are for everyone."""
    shape = values.shape_of(code)
    if shape is None or shape.visibility != "public":
        raise Http404
    return shape


def crumbs(shape: Category, unit: Unit | None) -> list[Crumb]:
    """Return the way to a table."""
    way = [
        Crumb(_("Categories"), reverse("categories")),
        Crumb(say(shape.title), reverse("category", args=[shape.code])),
    ]
    return [*way, Crumb(table_rows.name_of(unit))]


def shown(request: HttpRequest, asked: Asked) -> Shown:
    """Return a page of a table."""
    totals = sums.totals(asked)
    numbers, before, after = rows.page(asked, totals.lines)
    found = table_rows.seen(numbers)
    currency = _one_currency(found)
    cols = table_rows.columns(asked.shape, found, currency)
    place = asked.batch is None
    return Shown(
        totals=totals,
        heads=_heads(request.GET, asked, cols, place=place),
        body=table_rows.body(found, cols, currency, place=place),
        rows=len(found),
        before=address(request.GET, before=found[0].code) if before and found else "",
        after=address(request.GET, after=found[-1].code) if after and found else "",
        whole="" if totals.is_whole else address(request.GET, sum="1"),
    )


def _one_currency(found: list[Seen]) -> str:
    """Return the currency of all rows, if it is one."""
    named = {row.currency for row in found}
    return named.pop() if len(named) == 1 else ""


def _heads(given: QueryDict, asked: Asked, cols: list[Column], *, place: bool) -> list[Head]:
    """Return what stands over the columns."""
    now = rows.sort_of(asked)
    heads = [Head(_("Line"), False, "", "")]
    if place:
        heads += [Head(_("Unit"), False, "", ""), _head(given, _("Period"), "period", now)]
    for col in cols:
        role = col.field.role if col.field.role in ("day", "amount", "party") else ""
        head = _head(given, col.label, role, now)
        heads.append(head._replace(is_number=col.is_number))
    return heads


def _head(given: QueryDict, label: str, by: str, now: str) -> Head:
    """Return a heading; one by which lines can be sorted leads there."""
    if not by:
        return Head(label, False, "", "")
    turned = by if now == f"-{by}" or (now != by and by == "party") else f"-{by}"
    way = {by: "ascending", f"-{by}": "descending"}.get(now, "")
    return Head(label, False, address(given, sort=turned), way)


def address(given: QueryDict, **parts: str) -> str:
    """Return this page's address with other parts; where a page begins is never kept."""
    return f"?{urlencode(_kept(given, 'after', 'before') | parts)}"


def _kept(given: QueryDict, *without: str) -> dict[str, str]:
    """Return the parts of an address that say something, those named left out."""
    parts = single(given).items()
    return {name: text for name, text in parts if text.strip() and name not in without}


def files(given: QueryDict, shape: Category, unit: Unit | None) -> list[tuple[str, str]]:
    """Return the addresses of the files that hold what this page shows, by their kinds."""
    kept = {"unit": unit.code} if unit else {}
    kept |= _kept(given, "after", "before", "sort", "sum")
    asked = f"?{urlencode(kept)}" if kept else ""
    before = reverse("table_file", args=[shape.code, "x"]).removesuffix("x")
    return [(words, f"{before}{name}{asked}") for name, words in kinds_of_files()]


def kinds_of_files() -> list[tuple[str, str]]:
    """Return the kinds of files, the one most people want first."""
    return [
        ("spreadsheet.csv", _("For a spreadsheet (CSV)")),
        ("lines.xlsx", "Excel"),
        ("raw.csv", _("Raw (CSV)")),
        ("lines.json", "JSON"),
        ("lines.parquet", "Parquet"),
        ("datapackage.json", _("What the columns mean (data package)")),
    ]


class Entry(NamedTuple):
    """A field of the form by which a table is filtered."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]  # code, words


def form(given: QueryDict, shape: Category) -> dict[str, Any]:
    """Return what the form asks: words, spans, and each column by itself."""
    day, amount = shape.role("day"), shape.role("amount")
    columns = [_text(given, field) for field in text_fields(shape) if field not in (day, amount)]
    columns += [_choice(given, field) for field in shape.fields if field.kind == "choice"]
    spans = [("from", "to", _("Period"))] * (shape.period != "once")
    spans += [("day_from", "day_to", say(day.title))] if day else []
    spans += [("amount_from", "amount_to", say(amount.title))] if amount else []
    between = [
        (label, Entry(a, "", given.get(a, ""), []), Entry(b, "", given.get(b, ""), []))
        for a, b, label in spans
    ]
    said = [one for _label, *both in between for one in both] + columns
    return {
        "q": given.get("q", ""),
        "sort": given.get("sort", ""),
        "spans": between,
        "columns": columns,
        "said": sum(bool(entry.value) for entry in said),  # so many of the folded fields
    }


def _text(given: QueryDict, field: Field) -> Entry:
    name = f"f.{field.name}"
    return Entry(name, say(field.title), given.get(name, ""), [])


def _choice(given: QueryDict, field: Field) -> Entry:
    name = f"is.{field.name}"
    choices = [(choice.code, say(choice.title)) for choice in field.choices]
    return Entry(name, say(field.title), given.get(name, ""), choices)
