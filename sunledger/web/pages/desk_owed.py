"""What my unit owes now: one press to hand in, to say that there was nothing, to ask for leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import Refused
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.actions.exemption import Wish, post_above
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Batch, Exemption, ExemptionState, State
from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.lights import Cell, Light, cells
from sunledger.disclosure.reason import REASONS
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.web.forms import DayField, Form, WordsField
from sunledger.web.gates import desk, done, paged, person, said, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import category_title, period, say

BACK = timedelta(days=366)  # how far back the list of what is owed looks
MOST_UNITS = 60  # whose cells one page shows; whoever enters for more chooses a unit

FEW_UNITS = 5  # that are counted on the page of all work
SHOWN = 10  # of what they owe, in a list of work


@dataclass(frozen=True)
class Owed:
    """A cell that waits to be filled, and what is on its way for it."""

    cell: Cell
    shape: Category
    batch: Batch | None
    asked: Exemption | None

    @property
    def place(self) -> str:
        """Return the question that names the cell in an address."""
        cell = self.cell
        return urlencode({"unit": cell.unit.code, "category": cell.category, "period": cell.period})


class ExemptionForm(Form):
    """Why something shall not be published, and until when."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"))
    words = WordsField(
        label=gettext_lazy("Explain"),
        help_text=gettext_lazy("This is public. Name no persons."),
        max_length=2000,
    )
    last_period = forms.CharField(
        label=gettext_lazy("For several periods: the last one"),
        required=False,
        max_length=10,
    )
    until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("From this day on it is owed again."),
    )

    def __init__(self, *args: Any, shape: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("reason").choices = [
            (code, say(REASONS[code].title)) for code in shape.exemptions
        ]


class AnswerForm(Form):
    """Whether an exemption is granted; why it is not."""

    answer = WordsField(label=gettext_lazy("Why it is refused"), required=False, max_length=2000)


def enters_for(user: User) -> QuerySet[Unit]:
    """Return the units whose sheets a person enters."""
    return access.reachable(user, Power.ENTER, timezone.localdate()).order_by("code")


def waiting(units: list[Unit]) -> list[Owed]:
    """Return what these units owe now: what is missing, then what is due soon."""
    today = timezone.localdate()
    question = Asked(today, today - BACK, today.replace(month=12, day=31))
    lit = [
        cell
        for cell in cells(units, question, due_only=False)
        if cell.light in (Light.MISSING, Light.SOON)
    ]
    lit.sort(key=lambda cell: (cell.light != Light.MISSING, cell.due, cell.unit.code))
    going = {
        (one.unit_id, one.category, one.period): one
        for one in Batch.objects.filter(
            unit__in=units, state__in=[State.DRAFT, State.RETURNED, State.SUBMITTED,
                                       State.REVIEWED, State.WAITING]
        )
    }  # fmt: skip
    asked = {
        (one.unit_id, one.category, one.first_period): one
        for one in Exemption.objects.filter(unit__in=units, state=ExemptionState.ASKED)
    }
    places = [(cell, (cell.unit.pk, cell.category, cell.period)) for cell in lit]
    return [
        Owed(cell, CATEGORIES[cell.category], going.get(place), asked.get(place))
        for cell, place in places
    ]


class OwedCounts(NamedTuple):
    """How much a person's units owe now."""

    missing: int
    soon: int


def owed_counts(user: User) -> OwedCounts:
    """Return how much the units that a person enters for owe; of many, the first few."""
    found = waiting(list(enters_for(user)[:FEW_UNITS]))
    missing = sum(one.cell.light == Light.MISSING for one in found)
    return OwedCounts(missing, len(found) - missing)


def owed_by_own_units(user: User) -> dict[str, Any]:
    """Return what the units in which a person enters or answers owe this week, for a list of work.

    Those of the person's own posts alone: not all that lie below.
    """
    posts = access.posts_with(user, (Power.ENTER, Power.ANSWER), timezone.localdate())
    units = {post.unit_id: post.unit for post in posts}
    found = waiting(list(units.values())[:FEW_UNITS]) if units else []
    missing = sum(one.cell.light == Light.MISSING for one in found)
    return {
        "owed": found[:SHOWN],
        "owed_counts": OwedCounts(missing, len(found) - missing),
        "may_enter": any(Power.ENTER in post.powers for post in posts),
    }


@desk
def owed(request: HttpRequest) -> HttpResponse:
    """Show what a person's units owe now, the longest missing first."""
    user = worker_with(request, Power.ENTER)
    units = enters_for(user)
    chosen = units.filter(code=request.GET.get("unit", "")) if request.GET.get("unit") else units
    found = waiting(list(chosen[:MOST_UNITS]))
    context = {
        "page": paged(request, found),
        "missing": sum(one.cell.light == Light.MISSING for one in found),
        "soon": sum(one.cell.light == Light.SOON for one in found),
        "many": units.count() > 1,
        "units": units[:MOST_UNITS],
        "asked": Exemption.objects.filter(unit__in=units).select_related("unit")[:20],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("What we owe"))],
    }
    return render(request, "desk/owed.html", context)


@desk
def nil(request: HttpRequest) -> HttpResponseBase:
    """Report in one press that there was nothing, and hand that on for review."""
    user = worker_with(request, Power.ENTER)
    if request.method != "POST":
        return redirect("desk_owed")
    said_ = [request.POST.get(name, "") for name in ("unit", "category", "period")]
    unit, category, word = _named(request, *said_)
    try:
        batch = disclosure.report_nothing(unit=unit, category=category, period=word, by=user)
        disclosure.submit(batch=batch, by=user)
    except Refused as refusal:
        messages.error(request, said(refusal.problem))
    else:
        sentence = _("%(what)s, %(period)s: reported that there was nothing. It waits for review.")
        what = {"what": category_title(category), "period": period(word)}
        messages.success(request, sentence % what)
    return redirect("desk_owed")


@desk
def exemption_ask(request: HttpRequest, unit: str, category: str, period: str) -> HttpResponseBase:
    """Ask that something need not be published for a while."""
    user = worker_with(request, Power.ENTER)
    where, code, word = _named(request, unit, category, period)
    shape = CATEGORIES[code]
    form = ExemptionForm(request.POST if request.method == "POST" else None, shape=shape)

    def ask() -> None:
        wish = Wish(code, word, **form.cleaned_data)
        disclosure.ask_exemption(unit=where, wish=wish, by=user)

    if done(form, ask):
        messages.success(request, _("Asked for. A post of a unit above decides it."))
        return redirect("desk_owed")
    context = {
        "form": form,
        "unit": where,
        "shape": shape,
        "period": word,
        "reasons": [REASONS[one] for one in shape.exemptions],
        "crumbs": [Crumb(_("What we owe"), reverse("desk_owed")), Crumb(_("Ask for an exemption"))],
    }
    return render(request, "desk/exemption_ask.html", context)


@desk
def exemptions(request: HttpRequest) -> HttpResponse:
    """Show the exemptions that wait for this person's decision."""
    user = worker_with(request, Power.REVIEW)
    context = {
        "page": paged(request, to_decide(user).select_related("unit", "asked_post")),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Exemptions"))],
    }
    return render(request, "desk/exemptions.html", context)


def to_decide(user: User) -> QuerySet[Exemption]:
    """Return what was asked for by units under a person's posts, by somebody else."""
    today = timezone.localdate()
    reach = access.within(user, Power.REVIEW, today)
    own = [post.unit_id for post in access.posts_with(user, Power.REVIEW, today)]
    waits = Exemption.objects.filter(reach, state=ExemptionState.ASKED)
    return waits.exclude(asked_by=user).exclude(unit__in=own).order_by("asked_at", "pk")


@desk
def exemption(request: HttpRequest, code: str) -> HttpResponseBase:
    """Decide one: grant it, or refuse it with a reason."""
    user = person(request)
    seen = Exemption.objects.select_related("unit", "asked_post")
    one = access.one(seen, user=user, power=Power.REVIEW, on=timezone.localdate(), code=code)
    if post_above(user, one.unit) is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: _decide(request, one, form.cleaned_data["answer"])):
        messages.success(request, _("Decided."))
        return redirect("desk_exemptions")
    context = {
        "one": one,
        "reason": say(REASONS[one.reason].title),
        "form": form,
        "crumbs": [Crumb(_("Exemptions"), reverse("desk_exemptions")), Crumb(str(one.unit))],
    }
    return render(request, "desk/exemption.html", context)


def _decide(request: HttpRequest, one: Exemption, answer: str) -> None:
    if request.POST.get("do") == "grant":
        disclosure.grant_exemption(exemption=one, by=person(request))
    else:
        disclosure.refuse_exemption(exemption=one, answer=answer, by=person(request))


def _named(request: HttpRequest, unit: str, category: str, word: str) -> tuple[Unit, str, str]:
    """Return the unit, the category and the period that an address or a form names."""
    where = access.first(enters_for(person(request)), code=unit)
    if category not in CATEGORIES:
        raise Http404
    return where, category, word[:20]
