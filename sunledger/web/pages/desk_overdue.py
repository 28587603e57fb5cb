"""My unit, what is overdue level by level, and what nobody keeps track of."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import clock, gate, lists, steps
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.ledger.numbers import Numbers
from sunledger.ledger.reminders import Rung
from sunledger.units.access import first, posts_with, reachable, within
from sunledger.units.models import Power, Unit, User
from sunledger.web.gates import desk, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb, over
from sunledger.web.pages.desk_today import LEDGER, waiting_rows

RUNGS = {rung.name.lower(): rung for rung in Rung if rung > Rung.NONE}


class Branch(NamedTuple):
    """A unit right below, or the unit itself, with how much is overdue there, and for how long."""

    unit: Unit
    own: bool
    overdue: int
    counts: list[tuple[str, int]]  # by rung


@desk
def my_unit(request: HttpRequest) -> HttpResponseBase:
    """Lead to the unit of the person's first post."""
    user = worker_with(request, *LEDGER)
    post = posts_with(user, LEDGER, timezone.localdate())[0]
    return redirect("desk_unit", code=post.unit.code)


@desk
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a unit has to do, to check, and what concerns it."""
    user, on = person(request), timezone.localdate()
    one = unit_of(user, code)
    seen = gate.visible_to(user, on)
    tabs = tabs_of(one, seen)
    which = request.GET.get("list", "")
    which = which if which in tabs else "does"
    page = paged(request, clock.pressing(tabs[which][1], on))
    context = {
        "unit": one,
        "which": which,
        "lists": [(key, name, items.count()) for key, (name, items) in tabs.items()],
        "page": page,
        "rows": waiting_rows(page, on),
        "leads": reachable(user, Power.ASSIGN, on).filter(pk=one.pk).exists(),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(str(one))],
    }
    return render(request, "desk/unit.html", context)


def unit_of(user: User, code: str) -> Unit:
    """Return a unit that one of the person's posts reaches."""
    on = timezone.localdate()
    return first(reachable(user, LEDGER, on), code=code)


def tabs_of(unit: Unit, seen: ItemQuerySet) -> dict[str, tuple[str, ItemQuerySet]]:
    """Return the lists of a unit with their names."""
    judged = seen.filter(state__in=steps.JUDGED[:2])
    return {
        "does": (_("To be done here"), seen.filter(doer=unit, state__in=steps.RUNNING)),
        "checks": (_("To be verified here"), judged.filter(checker=unit)),
        "about": (_("About this unit"), seen.filter(unit=unit, state__in=steps.OPEN)),
    }


@desk
def overdue(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Show how much is overdue in each unit right below one; each count leads to its items."""
    user, on = person(request), timezone.localdate()
    one = led(user, code)
    found = lists.overdue_by_branch(in_reach(user), one, on)
    units = {each.path: each for each in Unit.objects.filter(path__in=list(found))}
    branches = [branch(units[path], one, row) for path, row in found.items() if path in units]
    branches.sort(key=lambda each: (not each.own, -each.overdue, each.unit.code))
    context = {
        "unit": one,
        "branches": branches,
        "rungs": [(key, rung.label) for key, rung in RUNGS.items()],
        "total": sum(each.overdue for each in branches),
        "totals": [
            (key, sum(each.counts[n][1] for each in branches)) for n, key in enumerate(RUNGS)
        ],
        "others": [each for each in roots(user) if each != one],
        "crumbs": crumbs(user, one),
    }
    return render(request, "desk/overdue.html", context)


@desk
def overdue_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show the overdue items of a unit and all below it, or of the unit alone."""
    user, on = person(request), timezone.localdate()
    one = led(user, code)
    own = request.GET.get("own") == "1"
    among = in_reach(user).filter(Q(unit=one) if own else lists.inside(one))
    rung = RUNGS.get(request.GET.get("over", ""))
    if rung:
        among = among.filter(lists.late_by(rung, on))
    page = paged(request, Numbers(lists.late_kinds(among, on - timedelta(days=1)), "due"))
    context = {
        "unit": one,
        "own": own,
        "rung": rung,
        "page": page,
        "rows": waiting_rows(page, on),
        "crumbs": [*crumbs(user, one, last=False), Crumb(_("Items"))],
    }
    return render(request, "desk/overdue_rows.html", context)


@desk
def untracked(request: HttpRequest) -> HttpResponse:
    """Show the items that nobody keeps track of: without a doer, a day or a plan."""
    user, on = person(request), timezone.localdate()
    if not roots(user):
        raise Http404
    page = paged(request, clock.pressing(clock.untracked(in_reach(user), on), on))
    context = {
        "page": page,
        "rows": waiting_rows(page, on),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Without a doer, a day or a plan"))],
    }
    return render(request, "desk/untracked.html", context)


def branch(unit: Unit, over_it: Unit, row: dict[str, int]) -> Branch:
    """Return a line of the table."""
    return Branch(unit, unit == over_it, row["overdue"], [(key, row[key]) for key in RUNGS])


def roots(user: User) -> list[Unit]:
    """Return the units of a person's leading posts."""
    posts = posts_with(user, Power.ASSIGN, timezone.localdate())
    return list(dict.fromkeys(post.unit for post in posts))


def led(user: User, code: str) -> Unit:
    """Return the unit that is asked for, if one of the person's posts leads it."""
    if code:
        return first(reachable(user, Power.ASSIGN, timezone.localdate()), code=code)
    leading = roots(user)
    if not leading:
        raise Http404
    return min(leading, key=lambda unit: unit.depth)


def in_reach(user: User) -> ItemQuerySet:
    """Return the items about units that one of the person's posts leads."""
    return Item.objects.filter(within(user, Power.ASSIGN, timezone.localdate()))


def crumbs(user: User, unit: Unit, *, last: bool = True) -> list[Crumb]:
    """Return the way down from the topmost unit that the person leads."""
    mine = set(
        reachable(user, Power.ASSIGN, timezone.localdate()).filter(
            pk__in=[each.pk for each in over(unit)]
        )
    )
    above = [each for each in over(unit) if each in mine]
    way = [Crumb(str(each), reverse("desk_overdue_in", args=[each.code])) for each in above]
    here = Crumb(str(unit), "" if last else reverse("desk_overdue_in", args=[unit.code]))
    return [Crumb(_("Overdue by level"), reverse("desk_overdue")), *way, here]
