"""Tolerance, clearing, recognition in public: how each ended, and objections to the announced."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import fairface, objections
from sunledger.ledger.models import Fairness
from sunledger.ledger.procedures import Act, Procedure, Standing
from sunledger.units.access import first
from sunledger.web.gates import anyone, done, paged, public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_fairness import named_grounds
from sunledger.web.pages.objection_form import ObjectionForm


class Count(NamedTuple):
    """How many records of a procedure there are in public, and how many of them were granted."""

    procedure: Procedure
    published: int
    granted: int
    begun: int


@public
def records(request: HttpRequest) -> HttpResponse:
    """Show the published records of one procedure, and how many there are of each."""
    asked = request.GET.get("procedure", "")
    chosen = Procedure(asked) if asked in Procedure.values else Procedure.CLEARING
    context = {
        "chosen": chosen,
        "counts": [counted(procedure) for procedure in Procedure],
        "page": paged(request, fairface.in_public(chosen).order_by("-pk")),
        "crumbs": [Crumb(_("Tolerance, clearing, recognition"))],
    }
    return render(request, "fairness_list.html", context)


def counted(procedure: Procedure) -> Count:
    """Return the figures of a procedure, each with all that was begun as its denominator."""
    every = Fairness.objects.filter(procedure=procedure)
    published = every.filter(standing=Standing.PUBLISHED)
    granted = published.filter(acts__act=Act.GRANT)
    if procedure == Procedure.CLEARING:
        granted = published
    return Count(procedure, published.count(), granted.count(), every.count())


@anyone
def record(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one record; while it is announced, take in objections to it."""
    seen = Fairness.objects.filter(standing__in=fairface.PUBLIC)
    one = first(seen.select_related("post__unit", "item"), code=code)
    today = timezone.localdate()
    is_open = one.standing == Standing.ANNOUNCED and bool(one.until and today <= one.until)
    form = ObjectionForm(request.POST or None) if is_open else None
    if form and request.method == "POST" and done(form, lambda: _object(one, form)):
        messages.success(request, _("Your objection is kept and will be answered here."))
        return redirect("fairness_one", code=code)
    context = {
        "one": one,
        "grounds": named_grounds(one),
        "acts": one.acts.select_related("post__unit"),
        "decision": fairface.decision(one),
        "objections": one.objections.exclude(reply=None).select_related("reply"),
        "waiting": one.objections.filter(reply=None).count(),
        "form": form,
        "crumbs": [
            Crumb(_("Tolerance, clearing, recognition"), reverse("fairness")),
            Crumb(str(one)),
        ],
    }
    return render(request, "fairness.html", context)


def _object(one: Fairness, form: ObjectionForm) -> None:
    """Keep an objection."""
    objections.take_against(one, form.cleaned_data["words"], timezone.now())
