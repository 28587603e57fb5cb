"""Meetings on the desk: the list, making one public, and directives proposed one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.decisions import actions as decisions
from sunledger.decisions.models import Decision, Entry, Meeting, Proposal
from sunledger.decisions.shares import shares
from sunledger.ledger.models import Kind
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import Form, UnitField, WordsField
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb


class AdoptForm(Form):
    """How it goes into the ledger."""

    title = forms.CharField(label=gettext_lazy("Title of the item"), max_length=200, required=False)
    doer = UnitField(label=gettext_lazy("Unit that does the work"), required=False)
    checker = UnitField(
        label=gettext_lazy("Unit that checks it"),
        required=False,
        help_text=gettext_lazy("With a checker and a day it is assigned at once."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence it needs before it can close"),
        choices=[one for one in Kind.choices if one[0] != Kind.RERUN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class RejectForm(Form):
    """Why it is none."""

    reason = WordsField(label=gettext_lazy("Reason"))


def one_meeting(request: HttpRequest, code: str) -> Meeting:
    """Return a meeting in the person's reach, or raise NotFound."""
    today = timezone.localdate()
    rows = Meeting.objects.select_related("unit")
    return access.one(rows, user=person(request), power=Power.DECIDE, on=today, code=code)


@desk
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings of the units for which the person decides."""
    reach = access.within(worker_with(request, Power.DECIDE), Power.DECIDE, timezone.localdate())
    rows = Meeting.objects.filter(reach).select_related("unit").defer("text")
    mine = rows.values("pk")
    context = {
        "page": paged(request, rows),
        "shares": shares(
            Proposal.objects.filter(meeting__in=mine), Entry.objects.filter(meeting__in=mine)
        ),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Meetings"))],
    }
    return render(request, "desk/meetings.html", context)


@desk
def meeting_show(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask once more, and make the meeting public."""
    one, user = one_meeting(request, code), person(request)
    form = Form(request.POST if request.method == "POST" else None)
    if done(form, lambda: decisions.make_public(meeting=one, by=user)):
        messages.success(request, _("Everyone can read this meeting now."))
        return redirect("desk_meeting", code=code)
    context = {"meeting": one, "form": form, "crumbs": _crumbs(one, _("Make public"))}
    return render(request, "desk/meeting_show.html", context)


def one_decision(request: HttpRequest, code: str) -> Decision:
    """Return a directive in the person's reach, or raise NotFound."""
    rows = Decision.objects.select_related("meeting__unit", "owner")
    today = timezone.localdate()
    return access.one(
        rows,
        user=person(request),
        power=Power.DECIDE,
        on=today,
        unit_field="meeting__unit",
        code=code,
    )


@desk
def decision_adopt(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make a directive an item of the ledger."""
    one = one_decision(request, code)
    form = AdoptForm(request.POST if request.method == "POST" else None)
    form.field("doer").among = form.field("checker").among = Unit.objects.all()
    form.suggest(one.owner, "doer", "checker")
    if done(form, lambda: adopt(one, form.cleaned_data, request)):
        messages.success(request, _("Adopted: it stands in the ledger now."))
        return redirect("desk_meeting", code=one.meeting.code)
    context = {"decision": one, "form": form, "crumbs": _crumbs(one.meeting, _("Adopt"))}
    return render(request, "desk/decision.html", context | {"button": _("Adopt")})


def adopt(one: Decision, given: dict[str, Any], request: HttpRequest) -> object:
    """Hand on what was filled in."""
    return decisions.adopt(decision=one, by=person(request), **given)


@desk
def decision_reject(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say that a directive is none, and why."""
    one, user = one_decision(request, code), person(request)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: decisions.reject(decision=one, by=user, **form.cleaned_data)):
        return redirect("desk_meeting", code=one.meeting.code)
    context = {"decision": one, "form": form, "crumbs": _crumbs(one.meeting, _("Reject"))}
    return render(request, "desk/decision.html", context | {"button": _("Reject")})


def _crumbs(one: Meeting, here: str) -> list[Crumb]:
    return [
        Crumb(_("Meetings"), reverse("desk_meetings")),
        Crumb(one.title, reverse("desk_meeting", args=[one.code])),
        Crumb(here),
    ]
