"""A small table typed in by hand: a grid that works without JavaScript and is kept at each step."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import Refused
from sunledger.disclosure.actions import typed
from sunledger.disclosure.actions.typed import About, Opened, Rows
from sunledger.disclosure.blanks import code_of, find_blank, print_blank
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import Blank, Upload, UploadState
from sunledger.disclosure.period import read_period
from sunledger.disclosure.shape import Category, Field
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import Form, unit_field
from sunledger.web.gates import desk, done, person, said, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.entry_marks import last_period, mark_of, new_mark, read_mark, read_now
from sunledger.web.templatetags.sun import say

_AT_FIRST, _MORE = 5, 5  # empty lines
_MOST_INPUTS = 900  # that one form may send


class BeginForm(Form):
    """Which unit, what and of when."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    period = forms.CharField(label=gettext_lazy("Period"), max_length=20)

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among), **self.fields}
        self.field("category").choices = [(one.code, say(one.title)) for one in CATEGORIES.values()]

    def clean(self) -> dict[str, Any]:
        """Read the period as the category writes it."""
        given = super().clean() or {}
        if given.get("period") and given.get("category") in CATEGORIES:
            try:
                given["period"] = read_period(given["period"], CATEGORIES[given["category"]])
            except Refused as refusal:
                self.add_error("period", said(refusal.problem))
        return given


class CodeForm(Form):
    """The code of a printed form."""

    code = forms.CharField(
        label=gettext_lazy("Code on the printed form"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


class Head(NamedTuple):
    """A column of the grid."""

    field: Field
    title: str
    kind: str  # of the keyboard that a phone shows
    choices: list[tuple[str, str]]


@desk
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask for unit, category and period, or for the code of a printed form."""
    user = worker_with(request, Power.ENTER)
    among = access.reachable(user, Power.ENTER, timezone.localdate())
    given = request.POST if request.method == "POST" else None
    by_code = given is not None and "code" in given
    code = CodeForm(given if by_code else None)
    likely = {"period": last_period("village-payments", timezone.localdate())}
    begun = BeginForm(given if given and not by_code else None, among=among, initial=likely)
    found: list[Blank] = []
    if by_code and done(code, lambda: found.append(find_blank(code.cleaned_data["code"]))):
        if access.may(user, Power.ENTER, found[0].unit, timezone.localdate()):
            return _to_grid(found[0])
        code.add_error("code", _("This form is of a unit that you do not enter for."))
    if given is not None and not by_code and begun.is_valid():
        return _to_grid(About(**begun.cleaned_data))
    context = {
        "form": begun,
        "code": code,
        "waiting": typed.rows_to_finish(user),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Type in"))],
    }
    return render(request, "desk/entry.html", context)


@desk
def grid(request: HttpRequest, unit: str, category: str, period: str) -> HttpResponseBase:
    """Show the grid; keep what was typed, add lines, or hand it in."""
    about = _about(request, unit, category, period)
    shape = CATEGORIES[about.category]
    user = person(request)
    kept = typed.begun(about, user)
    if request.method != "POST":
        mark = mark_of(Opened(kept.code, kept.opened_at)) if kept else new_mark()
        rows = kept.rows if kept else []
        if not rows and "like" in request.GET:
            rows = typed.like_last(about)
        return _shown(request, about, _Sheet(mark, rows, _AT_FIRST))
    if request.POST.get("do") == "paper":
        return redirect("desk_blank", code=code_of(print_blank(about.unit, category, period)))
    if request.POST.get("do") == "forget":
        if kept:
            typed.forget_rows(entry=kept, by=user)
        return redirect("desk_entry")
    return _taken(request, about, rows_of(request.POST, shape))


class _Sheet(NamedTuple):
    """What the grid shows."""

    mark: str
    rows: Rows
    empty: int
    problems: Any = ()
    refusal: str = ""


def _taken(request: HttpRequest, about: About, rows: Rows) -> HttpResponseBase:
    """Keep what was typed, and hand it in where that was pressed."""
    mark = request.POST.get("opened", "")
    opened, user = read_mark(mark), person(request)
    given: dict[str, Any] = {"opened": opened, "about": about, "rows": rows, "by": user}
    try:
        typed.keep_rows(**given)
        if request.POST.get("do") != "hand_in":
            messages.success(request, _("Kept. You may close the page and go on another day."))
            return _shown(request, about, _Sheet(mark_of(opened), rows, _MORE))
        upload = read_now(typed.hand_in_rows(**given))
    except Refused as refusal:
        return _shown(request, about, _Sheet(mark, rows, 0, (), said(refusal.problem)))
    if upload.state != UploadState.REFUSED:
        return redirect("desk_upload_one", code=upload.code)
    return _refused(request, about, upload, rows)


def _refused(request: HttpRequest, about: About, upload: Upload, rows: Rows) -> HttpResponseBase:
    """Show the table again with what is wrong in it; the second try is a new handing-in."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    mark = new_mark()
    typed.keep_rows(opened=read_mark(mark), about=about, rows=filled, by=person(request))
    problems = [
        replace(one, line=max(one.line - 1, 0), last=max(one.last - 1, 0))
        for one in problems_of(upload.problems)
    ]  # the heading was the first line of what was handed in
    return _shown(request, about, _Sheet(mark, filled, 1, problems))


def rows_of(given: QueryDict, shape: Category) -> Rows:
    """Return the cells of the grid, line by line."""
    columns = [given.getlist(one.name) for one in shape.fields]
    return [[cell or "" for cell in row] for row in zip_longest(*columns)]


def _shown(request: HttpRequest, about: About, sheet: _Sheet) -> HttpResponseBase:
    """Show the grid."""
    shape = CATEGORIES[about.category]
    heads = [_head(one) for one in shape.fields]
    most = min(settings.SUNLEDGER_ENTRY["typed_rows"], _MOST_INPUTS // len(heads))
    filled = [row for row in sheet.rows if any(cell.strip() for cell in row)]
    empty = [[""] * len(heads)] * min(sheet.empty, max(most - len(filled), 0))
    rows = [
        [(head, cell) for head, cell in zip_longest(heads, row[: len(heads)], fillvalue="")]
        for row in [*filled, *empty]
    ]
    context = {
        "about": about,
        "shape": shape,
        "heads": heads,
        "rows": rows,
        "opened": sheet.mark,
        "problems": sheet.problems,
        "refusal": sheet.refusal,
        "may_copy": not filled and bool(typed.like_last(about)),
        "is_full": len(filled) >= most,
        "crumbs": [Crumb(_("Type in"), reverse("desk_entry")), Crumb(say(shape.title))],
    }
    return render(request, "desk/entry_grid.html", context)


def _head(field: Field) -> Head:
    """Return a column of the grid."""
    decimal = field.kind in {"money", "number"}
    kind = "decimal" if decimal else "numeric" if field.kind == "whole" else "text"
    return Head(
        field, say(field.title), kind, [(one.code, say(one.title)) for one in field.choices]
    )


def _about(request: HttpRequest, unit: str, category: str, period: str) -> About:
    """Return what the address names, or say that there is no such page."""
    reach = access.reachable(person(request), Power.ENTER, timezone.localdate())
    row: Unit = access.first(reach, code=unit)
    if category not in CATEGORIES:
        raise Http404
    try:
        word = read_period(period, CATEGORIES[category])
    except Refused as error:
        raise Http404 from error
    return About(row, category, word)


def _to_grid(about: About | Blank) -> HttpResponseBase:
    """Go to the grid of a unit, a category and a period."""
    return redirect(
        "desk_entry_grid", unit=about.unit.code, category=about.category, period=about.period
    )


@desk
def blank(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a form to be printed and filled in by hand, with the code that leads back here."""
    try:
        found = find_blank(code)
    except Refused as error:
        raise Http404 from error
    access.need(person(request), Power.ENTER, found.unit, timezone.localdate())
    shape = found.shape
    context = {
        "blank": found,
        "code": code_of(found),
        "shape": shape,
        "heads": [_head(one) for one in shape.fields],
        "lines": range(1, 16),
        "crumbs": [Crumb(_("Type in"), reverse("desk_entry")), Crumb(_("Printed form"))],
    }
    return render(request, "desk/blank.html", context)
