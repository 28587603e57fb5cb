"""What came of the questions: closed items, and what the world may see of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import copies, lookback, objections
from sunledger.ledger.face import face
from sunledger.ledger.models import Item, Outcome, Recovery
from sunledger.units import paths
from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.web.gates import anyone, done, paged, public
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.objection_form import ObjectionForm
from sunledger.web.pages.way import stations


class Sums(NamedTuple):
    """The money of closed items in one currency."""

    currency: str
    found: int
    back: int


@public
def results(request: HttpRequest) -> HttpResponse:
    """Show the closed items, of a branch of the tree or of all, and how they ended."""
    unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    outcome = request.GET.get("outcome", "")
    closed = closed_under(unit)
    shown = closed.filter(outcome=outcome) if outcome in Outcome.values else closed
    page = paged(request, shown.order_by("-closed_at", "-pk").values_list("pk", flat=True))
    page.object_list = closed_rows(page)
    context = {
        "unit": unit,
        "outcome": outcome,
        "outcomes": outcomes(closed),
        "sums": sums(closed),
        "looks": lookback.counts(timezone.localdate(), unit),
        "page": page,
        "crumbs": [Crumb(_("Results"))],
    }
    return render(request, "results.html", context)


def closed_under(unit: Unit | None) -> QuerySet[Item]:
    """Return the closed items about a unit and all below it, or about anyone."""
    closed = Item.objects.closed()
    return closed.filter(paths.branch(unit.path, "unit__path")) if unit else closed


def closed_rows(pks: Iterable[int]) -> list[Item]:
    """Return closed items by their numbers, the latest first, with the money that came back."""
    rows = Item.objects.filter(pk__in=list(pks)).select_related("unit", "doer")
    return list(rows.annotate(back=Sum("recoveries__amount")).order_by("-closed_at", "-pk"))


def outcomes(closed: QuerySet[Item]) -> list[tuple[str, str, int]]:
    """Return each outcome with its words and how many items ended so."""
    counted = closed.order_by().values_list("outcome").annotate(Count("pk"))
    counts = dict(counted.values_list("outcome", "pk__count"))
    return [(one.value, str(one.label), counts.get(one.value, 0)) for one in Outcome]


def sums(closed: QuerySet[Item]) -> list[Sums]:
    """Return the money found and the money that came back, a line a currency."""
    found = closed.filter(found_amount__gt=0).order_by("currency").values("currency")
    rows = found.annotate(found=Sum("found_amount")).values_list("currency", "found")
    back = Recovery.objects.filter(item__in=closed).order_by("currency").values("currency")
    came = dict(back.annotate(back=Sum("amount")).values_list("currency", "back"))
    return [Sums(currency, amount, came.get(currency, 0)) for currency, amount in rows]


@public
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show the public face of an item; one that is not public yet is not there."""
    one = first(Item.objects.select_related("unit", "doer", "checker"), code=code)
    shown = face(one, timezone.localdate())
    if shown is None:
        raise Http404
    ended = shown.ending is not None
    context = {
        "face": shown,
        "on": timezone.localdate(),
        "own_answer": ended and one.doer_id == one.unit_id,
        "never_asked": ended,
        "copies": copies.shown(one),
        "stations": stations(shown.state, shown.passed),
        "crumbs": [Crumb(_("Results"), reverse("results")), Crumb(shown.title)],
    }
    return render(request, "item.html", context)


@anyone
def item_object(request: HttpRequest, code: str) -> HttpResponse:
    """Take an objection from anyone while an item is in public notice."""
    one = first(Item.objects.select_related("unit", "doer", "checker"), code=code)
    shown = face(one, timezone.localdate())
    if shown is None or shown.notice is None:
        raise Http404
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    taken = done(form, lambda: objections.take(one, form.cleaned_data["words"], timezone.now()))
    item_crumb = Crumb(shown.title, reverse("item", args=[code]))
    crumbs = [Crumb(_("Results"), reverse("results")), item_crumb, Crumb(_("Object"))]
    context = {"face": shown, "form": form, "taken": taken, "crumbs": crumbs}
    return render(request, "item_object.html", context)
