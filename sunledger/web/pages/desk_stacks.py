"""Stacks on the desk: the queue of each unit, a stack with its leads side by side, decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import elsewhere, queueing
from sunledger.screening.models import Lead, QueueLimit, Stack, State
from sunledger.screening.stacks import StackQuerySet
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_stack_forms import DismissStackForm, LimitForm, TakeUpStackForm
from sunledger.web.pages.lead_rows import side_by_side
from sunledger.web.pages.lead_ties import ties_of
from sunledger.web.pages.public_screens import words_of

LEADS = 3  # of a stack in the list
TOGETHER = 12  # leads of a stack whose rows one page shows
ROWS = 12  # of each of them


def in_reach(user: User) -> StackQuerySet:
    """Return the stacks about units in which the person screens."""
    reach = access.within(user, Power.SCREEN, timezone.localdate())
    return Stack.objects.filter(reach).select_related("unit")


def queue(user: User, *, waiting: bool, screen: str = "") -> QuerySet[Stack]:
    """Return the stacks that are up in the person's reach, or those that wait, the best first."""
    stacks = in_reach(user)
    shown = stacks.waiting() if waiting else stacks.up()
    if screen:
        asked = Lead.objects.open().filter(screen=screen)
        shown = shown.filter(pk__in=asked.values("stack"))
    leads = Prefetch("leads", Lead.objects.open().best_first()[:LEADS], to_attr="shown")
    counted: QuerySet[Stack] = shown.annotate(n=Count("leads", filter=Q(leads__state=State.OPEN)))
    return counted.prefetch_related(leads).order_by("-rank", "pk")


def counts(user: User) -> tuple[int, int]:
    """Return how many stacks are up in the person's reach, and how many wait."""
    stacks = in_reach(user)
    return stacks.up().count(), stacks.waiting().count()


def rule() -> dict[str, Any]:
    """Return how many are up at once, since when, for the definition on a page."""
    given = settings.SUNLEDGER_QUEUE
    return {"most": given["most"], "since": parse_date(given["since"])}


def one_stack(request: HttpRequest, code: str) -> Stack:
    """Return a stack in the person's reach, or raise NotFound."""
    return access.first(in_reach(person(request)), code=code)


def open_leads(one: Stack) -> QuerySet[Lead]:
    """Return the leads of a stack that nobody decided on yet, the strongest first."""
    return Lead.objects.open().filter(stack=one).select_related("unit").order_by("-weight", "pk")


def open_stack(request: HttpRequest, code: str) -> Stack:
    """Return a stack that can still be decided, or raise NotFound."""
    one = one_stack(request, code)
    if not open_leads(one).exists():
        raise access.NotFound
    return one


@desk
def stack(request: HttpRequest, code: str) -> HttpResponse:
    """Show a stack: what its screens ask, and the rows of each lead."""
    one = one_stack(request, code)
    known = screening.screens()
    leads = open_leads(one)
    page = paged(request, leads, TOGETHER)
    shown = [
        {
            "lead": lead,
            "words": words_of(known[lead.screen]) if lead.screen in known else None,
            "side": side_by_side(lead, known.get(lead.screen), ROWS),
            "ties": ties_of(lead, known.get(lead.screen), f"ties-{number}"),
        }
        for number, lead in enumerate(page.object_list, 1)
    ]
    decided = one.leads.exclude(state=State.OPEN).order_by("-decided_at", "pk")
    context = {
        "stack": one,
        "page": page,
        "shown": shown,
        "count": page.paginator.count,
        "decided": decided[:50],
        "in_work": elsewhere.in_work(one),
        "at_others": elsewhere.at_others(one, in_reach(person(request))),
        "titles": titles(),
        "items": Item.objects.filter(code__in=decided.exclude(item="").values("item")),
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(one.subject)],
    }
    return render(request, "desk/stack.html", context)


def titles() -> dict[str, str]:
    """Return the titles of the screens in the language of the page."""
    return {code: words_of(one).title for code, one in screening.screens().items()}


@desk
def stack_take_up(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make all open leads of a stack one item."""
    one, user = open_stack(request, code), person(request)
    lead = open_leads(one)[0]
    given = request.POST if request.method == "POST" else None
    form = TakeUpStackForm(given, stack=one, lead=lead, by=user)
    made: list[Item] = []
    if done(form, lambda: made.append(form.perform())):
        messages.success(request, _("Taken up: it stands in the ledger now."))
        return redirect("desk_item", code=made[0].code)
    return _ask(request, one, form, _("Take up together"))


@desk
def stack_dismiss(request: HttpRequest, code: str) -> HttpResponseBase:
    """Dismiss all open leads of a stack, each with its reason."""
    one, user = open_stack(request, code), person(request)
    leads = list(open_leads(one))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DismissStackForm(*given, leads=leads)
    if done(form, lambda: form.perform(one, user)):
        messages.success(request, _("Dismissed. The precision of each screen counts it."))
        return redirect("desk_leads")
    return _ask(request, one, form, _("Dismiss together"))


def _ask(request: HttpRequest, one: Stack, form: Any, button: str) -> HttpResponse:
    here = Crumb(one.subject, reverse("desk_stack", args=[one.code]))
    crumbs = [Crumb(_("Leads"), reverse("desk_leads")), here, Crumb(button)]
    leads = open_leads(one)
    context = {"stack": one, "leads": leads, "form": form, "button": button, "crumbs": crumbs}
    return render(request, "desk/stack_do.html", context | {"titles": titles()})


@desk
def queue_limit(request: HttpRequest) -> HttpResponseBase:
    """Show how many stacks of a unit are up at once, and decide otherwise for a branch."""
    user = worker_with(request, Power.SCREEN)
    today = timezone.localdate()
    form = LimitForm(
        request.POST if request.method == "POST" else None,
        among=access.reachable(user, Power.SCREEN, today),
    )
    if done(form, lambda: queueing.limit(by=user, **form.cleaned_data)):
        messages.success(request, _("Decided. What is up already stays up."))
        return redirect("desk_queue_limit")
    rows = QueueLimit.objects.filter(access.within(user, Power.SCREEN, today))
    context = {
        "form": form,
        "rule": rule(),
        "decided": paged(request, rows.select_related("unit"), 25),
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(_("How many are up at once"))],
    }
    return render(request, "desk/queue_limit.html", context)
