"""What must be public: the packs, their headings, and the items under them."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sunledger.disclosure import sitepacks
from sunledger.disclosure.category import FAULTS, PACKS, Category, Heading, Pack
from sunledger.disclosure.models import Batch, State
from sunledger.disclosure.visibility import STRANGER, seen
from sunledger.units.models import Power
from sunledger.web.gates import desk, public, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say


class Under(NamedTuple):
    """A heading with the items right under it, and the headings that stand under it."""

    heading: Heading | None
    items: list[Category]
    below: list[Under]


@public
def categories(request: HttpRequest) -> HttpResponse:
    """Show the packs, and every item of them by its title."""
    context = {"packs": PACKS.values(), "crumbs": [Crumb(_("Categories"))]}
    return render(request, "categories.html", context)


@public
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pack: its headings, its items, how often and by when each is due."""
    one = PACKS.get(code)
    if one is None:
        raise Http404
    everyones = Batch.objects.filter(seen(STRANGER), state=State.PUBLISHED).order_by()
    context = {
        "pack": one,
        "parts": parts_of(one),
        "counts": dict(everyones.values_list("category").annotate(Count("pk"))),
        "crumbs": [Crumb(_("Categories"), reverse("categories")), Crumb(say(one.title))],
    }
    return render(request, "pack.html", context)


def parts_of(pack: Pack) -> list[Under]:
    """Return a pack as its page shows it; what has no heading comes last."""
    numbers = {one.number for one in pack.headings}
    loose = [one for one in pack.items if one.number.rpartition(".")[0] not in numbers]
    parts = _under(pack, "")
    return [*parts, Under(None, loose, [])] if loose else parts


def _under(pack: Pack, number: str) -> list[Under]:
    """Return the headings right under a heading."""
    return [
        Under(one, pack.under(one.number), _under(pack, one.number))
        for one in pack.headings
        if one.number.rpartition(".")[0] == number
    ]


@desk
def packs(request: HttpRequest) -> HttpResponseBase:
    """Show those who administer which packs count, what is wrong, and what is being changed."""
    worker_with(request, Power.ADMIN)
    folder = settings.SUNLEDGER_PACKS
    context = {
        "packs": PACKS.values(),
        "faults": FAULTS,
        "drafts": [(name, sitepacks.faults(name, folder)) for name in sitepacks.drafts(folder)],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Packs"))],
    }
    return render(request, "desk/packs.html", context)
