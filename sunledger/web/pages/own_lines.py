"""Own lines: whoever has a slip finds what they were paid; the clerk's page that prints slips.

What is asked goes in the body of a form and nowhere else: into no address, no log, no table, no
session. Every answer takes as long and is as large as any other, so that whoever only watches the
line does not learn whether something was found.
"""

from __future__ import annotations

import math
import time
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sunledger.disclosure.models import Record, State
from sunledger.disclosure.own import codes, slips
from sunledger.disclosure.own.lines import lists, own_lines
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import Form
from sunledger.web.gates import anyone, desk, done, person
from sunledger.web.pages import values
from sunledger.web.pages.crumbs import Crumb, of_unit
from sunledger.web.pages.owed_words import bound
from sunledger.web.permalink import permalink
from sunledger.web.signin.address import address_of
from sunledger.web.tries import Tries

MOST = 40  # lines an answer shows; more would not fit into its size
LISTS = 12  # lists that the page names
tries = Tries()


class CodeForm(Form):
    """The code as it was typed from the slip."""

    code = forms.CharField(
        label=gettext_lazy("Code on your slip"),
        max_length=100,
        help_text=gettext_lazy(
            "Eighteen letters and digits in three groups. Capitals and hyphens do not matter."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )


class ListForm(Form):
    """The list of households for whom slips are made: a file, or its lines."""

    file = forms.FileField(
        label=gettext_lazy("A list as a file"), required=False, allow_empty_file=True
    )
    lines = forms.CharField(
        label=gettext_lazy("Or its lines, copied from a spreadsheet"),
        required=False,
        max_length=200_000,
        help_text=gettext_lazy(
            "With the headings: name, identity number, bank account. Nothing of it is kept."
        ),
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("lines", "").strip():
            raise forms.ValidationError(_("Choose a file, or copy the lines in."))
        return given

    def content(self) -> bytes:
        """Return the list as the bytes of a file."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else self.cleaned_data["lines"].encode()


class Line(NamedTuple):
    """One of a person's own lines."""

    record: Record
    title: str
    cells: list[values.Cell]
    withdrawn: bool


@sensitive_post_parameters()
@anyone
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Take the code of a slip, and show what is that household's in the lists of a unit."""
    began = time.monotonic()
    unit = access.first(Unit.objects.all(), code=code)
    asked = request.method == "POST"
    form = CodeForm(request.POST if asked else None)
    found = _asked(request, unit, form) if asked and form.is_valid() else None
    made, last = slips.count(unit, timezone.localdate())
    every = lists(unit)
    context = {
        "unit": unit,
        "form": form,
        "found": found,
        "more": found is not None and len(found) >= MOST,
        "made": made,
        "last": last,
        "lists": [(one, values.title_then(one)) for one in every[:LISTS]],
        "more_lists": max(len(every) - LISTS, 0),
        "post": bound([unit]).get(unit.pk, ""),
        "crumbs": of_unit(unit, Crumb(_("Was I paid?"))),
    }
    answer = render(request, "own/look.html", context)
    return _alike(answer, began) if asked else answer


@sensitive_variables("typed", "signs")
def _asked(request: HttpRequest, unit: Unit, form: CodeForm) -> list[Line] | None:
    """Return what a code finds; none where it was mistyped, or too many were tried."""
    limit, now, source = settings.SUNLEDGER_OWN_LINES, timezone.now(), address_of(request)
    if not tries.may(source, now, here=limit["source"], site=limit["site"]):
        form.add_error(
            None, _("Too many codes were tried from here. Try again in a quarter of an hour.")
        )
        return None
    tries.add(source, now)
    typed = form.cleaned_data["code"]
    form.data = {}  # the answer does not repeat what was typed
    if not (signs := codes.read(typed)):
        form.add_error("code", _("A sign of this code is mistyped. Compare it with your slip."))
        return None
    return [_line(one) for one in own_lines(unit, signs, timezone.localdate(now))[:MOST]]


def _line(record: Record) -> Line:
    """Return a line as its person reads it."""
    fields = values.fields_of(record.batch, [record])
    cells = [one for one in values.cells(record, fields, "") if one.text]
    withdrawn = record.batch.state == State.WITHDRAWN
    return Line(record, values.title_then(record.batch), cells, withdrawn)


def _alike(answer: HttpResponse, began: float) -> HttpResponse:
    """Fill an answer up to a size and a time that all answers share."""
    size, step = settings.SUNLEDGER_OWN_LINES["answer_bytes"], _step()
    answer.content += b" " * (-len(answer.content) % size)
    answer["Cache-Control"] = "no-store"
    if step:
        taken = time.monotonic() - began
        time.sleep(math.ceil(taken / step) * step - taken)
    return answer


def _step() -> float:
    """Return of how many seconds every answer takes a whole number."""
    return float(settings.SUNLEDGER_OWN_LINES["answer_ms"]) / 1000


@sensitive_post_parameters()
@desk
def print_slips(request: HttpRequest, code: str) -> HttpResponse:
    """Make the slips of a list of households; they are shown once, to be printed."""
    user, today = person(request), timezone.localdate()
    reach = (Power.ENTER, Power.REVIEW)
    unit = access.one(
        Unit.objects.all(), user=user, power=reach, on=today, unit_field="", code=code
    )
    form = ListForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    made: list[slips.Made] = []

    def make() -> None:
        file = form.cleaned_data.get("file")
        name = file.name if file else "pasted.txt"
        made.append(slips.make(unit=unit, content=form.content(), file_name=name, by=user))

    if request.method == "POST":
        done(form, make)
        form.data = {}  # a list of persons is not repeated on the page
    count, last = slips.count(unit, today)
    look = reverse("own", args=[unit.code])
    context = {
        "unit": unit,
        "form": form,
        "made": made[0] if made else None,
        "count": count,
        "last": last,
        "look": permalink(look),
        "path": look,
        "crumbs": [Crumb(_("What we owe"), reverse("desk_owed")), Crumb(_("Slips"))],
    }
    return render(request, "own/slips.html", context)
