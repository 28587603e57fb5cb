"""Adopting packs for a branch of the tree, and the printed code for residents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure import residents
from sunledger.disclosure.actions.adoption import packs
from sunledger.disclosure.models import Adoption, ResidentsCode
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import DayField, Form, unit_field
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.owed import pack_title


class AdoptForm(Form):
    """Which pack, for which branch and kinds of unit, from which day."""

    pack = forms.ChoiceField(label=gettext_lazy("Pack"))
    since = DayField(label=gettext_lazy("From"))
    kinds = forms.CharField(
        label=gettext_lazy("Kinds of unit"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As in the tree, with spaces between. Empty: as each item says."),
    )
    categories = forms.CharField(
        label=gettext_lazy("Only these items"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Their codes, with spaces between. Empty: the whole pack."),
    )

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among), **self.fields}
        self.field("pack").choices = [(code, pack_title(code)) for code in packs()]

    def clean_kinds(self) -> list[str]:
        """Return the kinds one by one."""
        return str(self.cleaned_data["kinds"]).replace(",", " ").split()

    def clean_categories(self) -> list[str]:
        """Return the codes one by one."""
        return str(self.cleaned_data["categories"]).replace(",", " ").split()


class EndForm(Form):
    """From when on it is owed no more."""

    until = DayField(label=gettext_lazy("Owed no more from"))


@desk
def adoptions(request: HttpRequest) -> HttpResponseBase:
    """Show what is adopted in a person's reach, and adopt more."""
    user, today = worker_with(request, Power.REVIEW), timezone.localdate()
    among = access.reachable(user, Power.REVIEW, today)
    given = request.POST if request.method == "POST" else None
    form = AdoptForm(given, among=among, initial={"since": today})
    if done(form, lambda: disclosure.adopt(**form.cleaned_data, by=user)):
        messages.success(request, _("Adopted. What is owed is counted anew."))
        return redirect("desk_adoptions")
    reach = access.within(user, Power.REVIEW, today)
    context = {
        "form": form,
        "page": paged(request, Adoption.objects.filter(reach).select_related("unit")),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Packs adopted"))],
    }
    return render(request, "desk/adoptions.html", context)


@desk
def adoption_end(request: HttpRequest, code: str) -> HttpResponseBase:
    """End an adoption from a day on."""
    user, today = person(request), timezone.localdate()
    rows = Adoption.objects.select_related("unit")
    one = access.one(rows, user=user, power=Power.REVIEW, on=today, code=code)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"until": today})

    def end() -> None:
        until: date = form.cleaned_data["until"]
        disclosure.end_adoption(adoption=one, until=until, by=user)

    if done(form, end):
        messages.success(request, _("Ended."))
        return redirect("desk_adoptions")
    context = {
        "one": one,
        "form": form,
        "crumbs": [Crumb(_("Packs adopted"), reverse("desk_adoptions")), Crumb(str(one.unit))],
    }
    return render(request, "desk/adoption_end.html", context)


@desk
def residents_code(request: HttpRequest, code: str) -> HttpResponse:
    """Make the code by which residents open what is theirs; it is shown once, to be printed."""
    user, today = person(request), timezone.localdate()
    reach = (Power.ENTER, Power.REVIEW)
    unit = access.one(
        Unit.objects.all(), user=user, power=reach, on=today, unit_field="", code=code
    )
    if access.posts_of(user, today).count() == 0:
        raise Http404
    made = residents.make(unit=unit, by=user) if request.method == "POST" else ""
    standing = ResidentsCode.objects.filter(unit=unit, until__gt=today).first()
    context = {
        "unit": unit,
        "made": made,
        "standing": standing,
        "address": request.build_absolute_uri(reverse("residents")),
        "crumbs": [Crumb(_("What we owe"), reverse("desk_owed")), Crumb(_("Residents' code"))],
    }
    return render(request, "desk/residents_code.html", context)
