"""Tolerance, clearing and recognition on the desk: the list, one record, each act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.ledger import fairgate, procedures
from sunledger.ledger.models import Fairness
from sunledger.ledger.procedures import Act, Ground, Procedure
from sunledger.units.access import first, posts_of
from sunledger.web.gates import desk, done, paged, person
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_items import one_item
from sunledger.web.pages.fairness_forms import ActForm, BeginForm, choices


@desk
def records(request: HttpRequest) -> HttpResponse:
    """Show the records that a person may see, those that wait for somebody first."""
    user, today = person(request), timezone.localdate()
    if not posts_of(user, today).exists():
        raise Http404
    found = Fairness.objects.filter(fairgate.visible_to(user, today))
    context = {
        "page": paged(request, found.select_related("post__unit", "item").order_by("-pk")),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Tolerance and recognition"))],
    }
    return render(request, "desk/fairness_list.html", context)


def one_record(request: HttpRequest, code: str) -> Fairness:
    """Return a record that the person may see, or raise NotFound."""
    seen = Fairness.objects.filter(fairgate.visible_to(person(request), timezone.localdate()))
    return first(seen.select_related("post__unit", "item"), code=code)


@desk
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show a record with all that was done, and what the person may do now."""
    one = one_record(request, code)
    chances = fairgate.chances(one, person(request), timezone.localdate())
    context = {
        "one": one,
        "grounds": named_grounds(one),
        "acts": one.acts.select_related("by", "post__unit"),
        "objections": one.objections.select_related("reply"),
        "offered": [chance.act for chance in chances if not chance.why_not],
        "refused": [chance for chance in chances if chance.why_not],
        "table": table(one),
        "crumbs": [_list_crumb(), Crumb(str(one))],
    }
    return render(request, "desk/fairness.html", context)


def named_grounds(one: Fairness) -> list[tuple[str, str]]:
    """Return the grounds that were given, each with its words."""
    return [
        (capfirst(str(ground.label)), one.grounds[ground.value])
        for ground in Ground
        if ground.value in one.grounds
    ]


def table(one: Fairness) -> list[dict[str, Any]]:
    """Return the whole table of the procedure, the lines that begin here marked."""
    courses = procedures.COURSES[Procedure(one.procedure)]
    return [
        {
            "start": start.label if start else "–",
            "act": act.label,
            "end": course.to.label,
            "who": _(" or ").join(str(who.label) for who in course.who),
            "here": start == one.standing,
        }
        for (start, act), course in courses.items()
    ]


@desk
def record_do(request: HttpRequest, code: str, act: str) -> HttpResponseBase:
    """Ask what an act needs, and do it."""
    one, user = one_record(request, code), person(request)
    if act not in Act.values:
        raise Http404
    if refusal := fairgate.why_not(one, act, user, timezone.localdate()):
        messages.error(request, refusal)
        return redirect("desk_fairness_one", code=code)
    form = ActForm(request.POST or None, one=one, act=Act(act), by=user)
    if request.method == "POST" and done(form, form.perform):
        messages.success(request, _("Done: %(move)s.") % {"move": Act(act).label})
        return redirect("desk_fairness_one", code=code)
    back = Crumb(str(one), reverse("desk_fairness_one", args=[code]))
    context = {
        "one": one,
        "form": form,
        "act": Act(act),
        "back": back.url,
        "crumbs": [_list_crumb(), back, Crumb(capfirst(str(Act(act).label)))],
    }
    return render(request, "desk/fairness_do.html", context)


@desk
def record_new(request: HttpRequest, code: str, procedure: str) -> HttpResponseBase:
    """Begin a procedure about a post that has a part in an item."""
    item, user = one_item(request, code), person(request)
    if procedure not in Procedure.values:
        raise Http404
    kind = Procedure(procedure)
    if not (posts := choices(kind, item, user)):
        messages.error(request, why_nobody(kind))
        return redirect("desk_item", code=code)
    form, begun = (
        BeginForm(request.POST or None, procedure=kind, item=item, by=user, posts=posts),
        [],
    )
    if request.method == "POST" and done(form, lambda: begun.append(form.perform())):
        return redirect("desk_fairness_one", code=begun[0].code)
    back = Crumb(item.title, reverse("desk_item", args=[code]))
    context = {
        "form": form,
        "act": procedures.FIRST[kind],
        "item": item,
        "back": back.url,
        "crumbs": [back, Crumb(capfirst(str(kind.label)))],
    }
    return render(request, "desk/fairness_do.html", context)


def why_nobody(procedure: Procedure) -> str:
    """Return when a procedure can be begun, for whoever cannot begin it now."""
    if procedure == Procedure.TOLERANCE:
        return _(
            "Tolerance is applied for by the holder of a post that has a part in the item, or by "
            "its unit, once."
        )
    if procedure == Procedure.CLEARING:
        return _(
            "A clearing is drafted by a post that assigns items, once the item is closed because "
            "nothing was wrong."
        )
    return _("A recognition is proposed once the item is closed as put right.")


def _list_crumb() -> Crumb:
    return Crumb(_("Tolerance and recognition"), reverse("desk_fairness"))
