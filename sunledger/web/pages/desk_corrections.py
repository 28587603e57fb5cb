"""Corrections: asked for by one, decided by another; the old value stays in view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.face import values_today
from sunledger.disclosure.models import Correction, CorrectionState, Record
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages import values
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say

UNIT = "record__unit"


def to_decide(user: User) -> QuerySet[Correction]:
    """Return the corrections that this person may decide: asked for by somebody else."""
    reach = access.within(user, Power.REVIEW, timezone.localdate(), UNIT)
    waiting = Correction.objects.filter(reach, state=CorrectionState.ASKED)
    return waiting.exclude(asked_by=user)


def seen_by(user: User) -> QuerySet[Correction]:
    """Return the corrections of a person's units."""
    powers = (Power.ENTER, Power.REVIEW)
    reach = access.within(user, powers, timezone.localdate(), UNIT)
    return Correction.objects.filter(reach).select_related("record__batch__unit", "asked_by")


@desk
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the corrections of a person's units: those that wait, then those decided."""
    seen = seen_by(worker_with(request, Power.ENTER, Power.REVIEW))
    waiting = seen.filter(state=CorrectionState.ASKED).order_by("asked_at")
    decided = seen.exclude(state=CorrectionState.ASKED).order_by("-decided_at")
    context = {
        "waiting": [(one, field_words(one)) for one in waiting[:100]],
        "page": paged(request, decided),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Corrections"))],
    }
    return render(request, "desk/corrections.html", context)


def field_words(one: Correction) -> dict[str, str]:
    """Return a correction's field and both of its values, in words."""
    shape = values.shape_then(one.record.batch)
    field = next((f for f in shape.fields if f.name == one.field), None) if shape else None
    if field is None:
        return {"title": one.field, "old": str(one.old or ""), "new": str(one.new or "")}
    currency = one.record.currency
    return {
        "title": say(field.title),
        "old": values.text(field, one.old, currency),
        "new": values.text(field, one.new, currency),
    }


class AskForm(Form):
    """Which field, what it must say, and why."""

    field_name = forms.ChoiceField(label=gettext_lazy("What is wrong"))
    new = forms.CharField(
        label=gettext_lazy("What it must say"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("An amount like 4900.00, a day like 2024-03-04."),
    )
    reason = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everyone will read it beside the old value and the new one."),
    )


@desk
def correction_ask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for a correction of a published line."""
    user, today = person(request), timezone.localdate()
    records = Record.objects.standing().select_related("batch__unit")
    records = records.prefetch_related("corrections")
    record = access.one(records, user=user, power=Power.ENTER, on=today, code=code)
    form = AskForm(request.POST if request.method == "POST" else None)
    form.field("field_name").choices = field_choices(record)
    if done(form, lambda: ask(record, form.cleaned_data, user)):
        messages.success(request, _("Asked for. Another person decides it."))
        return redirect("desk_corrections")
    line = Crumb(_("Line %(line)s") % {"line": record.line}, reverse("record", args=[code]))
    context = {
        "record": record,
        "title": values.title_then(record.batch),
        "form": form,
        "crumbs": [Crumb(_("Corrections"), reverse("desk_corrections")), line],
    }
    return render(request, "desk/correction_ask.html", context)


def field_choices(record: Record) -> list[tuple[str, str]]:
    """Return the fields of a record with what they say today."""
    today, shape = values_today(record), record.batch.shape
    words = {
        one.name: values.text(one, today.get(one.name), record.currency) for one in shape.fields
    }
    return [(one.name, f"{say(one.title)}: {words[one.name] or '–'}") for one in shape.fields]


def ask(record: Record, given: dict[str, Any], user: User) -> Correction:
    """Ask disclosure for the correction."""
    field, new, reason = given["field_name"], given["new"], given["reason"]
    return disclosure.ask_correction(record=record, field=field, new=new, reason=reason, by=user)


class DecideForm(Form):
    """Yes, or no with a reason."""

    reason = WordsField(label=gettext_lazy("If you refuse: why"), required=False)


@desk
def correction(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a correction, and let another person decide it."""
    user = person(request)
    one = access.first(seen_by(user).select_related("decided_by"), code=code)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: decide(one, request.POST.get("do", ""), form, user)):
        messages.success(request, _("Decided."))
        return redirect("desk_corrections")
    context = {
        "correction": one,
        "words": field_words(one),
        "may": to_decide(user).filter(pk=one.pk).exists(),
        "own": one.asked_by == user,
        "form": form,
        "crumbs": [Crumb(_("Corrections"), reverse("desk_corrections")), Crumb(_("Correction"))],
    }
    return render(request, "desk/correction.html", context)


def decide(one: Correction, do: str, form: DecideForm, user: User) -> Correction:
    """Make the correction, or refuse it."""
    if do == "refuse":
        reason = form.cleaned_data["reason"]
        return disclosure.refuse_correction(correction=one, reason=reason, by=user)
    return disclosure.correct(correction=one, by=user)
