"""How often items had to be chased: by the unit that does the work, and item by item."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import lists
from sunledger.units.access import reachable
from sunledger.units.models import Power, Unit
from sunledger.web.gates import desk, paged, person
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_overdue import in_reach

MOST = 100  # units of one page, those first that had to be chased most


class Chased(NamedTuple):
    """A unit, how many items it was chased for, and how often in all."""

    unit: Unit
    items: int
    times: int


@desk
def chased(request: HttpRequest) -> HttpResponse:
    """Show what had to be chased, to whoever leads: each unit, and each item, with how often."""
    user, on = person(request), timezone.localdate()
    if not reachable(user, Power.ASSIGN, on).exists():
        raise Http404
    items = in_reach(user)
    counts = lists.chased_by_doer(items)
    units = Unit.objects.in_bulk([pk for pk, _items, _times in counts[:MOST]])
    one = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    rows = lists.chased(items.filter(doer=one) if one else items)
    context = {
        "unit": one,
        "units": [Chased(units[pk], many, times) for pk, many, times in counts[:MOST]],
        "left": max(len(counts) - MOST, 0),
        "page": paged(request, rows.select_related("unit", "doer")),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Chased"))],
    }
    return render(request, "desk/chased.html", context)
