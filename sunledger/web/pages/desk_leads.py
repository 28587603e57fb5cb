"""Leads on the desk: ranked, each with its rows side by side and its innocent explanations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import dataerrors
from sunledger.screening.models import HeldLead, Lead, Run, Stage, State
from sunledger.screening.screen import Screen
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.gates import desk, done, paged, person, sentence, worker_with
from sunledger.web.pages import desk_stacks
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_explanation_forms import DismissForm
from sunledger.web.pages.desk_explanations import in_reach as explanations_in_reach
from sunledger.web.pages.desk_lead_forms import PutBackForm, RunForm, TakeUpForm
from sunledger.web.pages.lead_rows import side_by_side
from sunledger.web.pages.lead_ties import ties_of
from sunledger.web.pages.public_screens import settings_words, words_of
from sunledger.web.templatetags.sun import say


def in_reach(user: User) -> QuerySet[Lead]:
    """Return the leads about units in which the person screens."""
    reach = access.within(user, Power.SCREEN, timezone.localdate())
    return Lead.objects.filter(reach).select_related("unit", "stack", "explanation")


WAITING = "waiting"  # beside the states of leads: open, and no place in the queue yet


@desk
def leads(request: HttpRequest) -> HttpResponse:
    """Show the stacks that are up, or those that wait; or the leads that were decided."""
    user = worker_with(request, Power.SCREEN)
    state = request.GET.get("state", State.OPEN)
    state = state if state in (*State.values, WAITING) else State.OPEN
    screen = request.GET.get("screen", "")
    up, waiting = desk_stacks.counts(user)
    runs = Run.objects.filter(access.within(user, Power.SCREEN, timezone.localdate()))
    titles = desk_stacks.titles()
    context = {
        "state": state,
        "states": _lists(user, up, waiting),
        "stacks": state in (State.OPEN, WAITING),
        "waiting": waiting,
        "rule": desk_stacks.rule(),
        "explanations": explanations_in_reach(user).filter(stage=Stage.GIVEN).count(),
        "screen": screen,
        "screens": list(titles.items()),
        "page": paged(request, _listed(user, state, screen), 25),
        "titles": titles,
        "runs": runs.select_related("unit", "job")[:5],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Leads"))],
    }
    return render(request, "desk/leads.html", context)


def _lists(user: User, up: int, waiting: int) -> list[tuple[str, str, int]]:
    """Return the lists that there are, with how much is in each."""
    seen = in_reach(user)
    counted = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    decided = [one for one in State if one != State.OPEN]
    return [
        (State.OPEN.value, _("to look at now"), up),
        (WAITING, _("waiting for their turn"), waiting),
        *((one.value, str(one.label), counted.get(one.value, 0)) for one in decided),
    ]


def _listed(user: User, state: str, screen: str) -> QuerySet[Any]:
    """Return the stacks or the leads of a list."""
    if state in (State.OPEN, WAITING):
        return desk_stacks.queue(user, waiting=state == WAITING, screen=screen)
    rows = in_reach(user).filter(state=state).order_by("-weight", "pk")
    return rows.filter(screen=screen) if screen else rows


@desk
def run_new(request: HttpRequest) -> HttpResponseBase:
    """Ask for a run of the screens over what a unit and those below it have published."""
    user = worker_with(request, Power.SCREEN)
    among = access.reachable(user, Power.SCREEN, timezone.localdate())
    form = RunForm(request.POST if request.method == "POST" else None, among=among)
    made: list[Run] = []
    if done(form, lambda: made.append(screening.start_run(by=user, **form.cleaned_data))):
        return redirect("desk_lead_run", code=made[0].code)
    crumbs = [Crumb(_("Leads"), reverse("desk_leads")), Crumb(_("Run the screens"))]
    return render(request, "desk/run_new.html", {"form": form, "crumbs": crumbs})


@desk
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a run is, and what each screen could judge in it."""
    user, today = person(request), timezone.localdate()
    runs = Run.objects.select_related("unit", "job")
    one = access.one(runs, user=user, power=Power.SCREEN, on=today, code=code)
    known = screening.screens()
    lines = [(each, title_of(each.screen, known)) for each in one.screens.all()]
    context = {
        "run": one,
        "job": one.job,
        "lines": lines,
        "held": HeldLead.objects.filter(run=one).count(),
        "cannot": [(title, reasons(each.cannot, known.get(each.screen))) for each, title in lines],
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(_("A run of the screens"))],
    }
    return render(request, "desk/run.html", context)


def title_of(code: str, known: dict[str, Screen]) -> str:
    """Return a screen's title, or its code once its file is off the shelf."""
    return words_of(known[code]).title if code in known else code


def reasons(counts: dict[str, int], screen: Screen | None) -> list[tuple[str, int]]:
    """Return why rows could not be judged, in words, with how many."""
    words = {name: say(reason.text) for name, reason in screen.reasons.items()} if screen else {}
    return [(words.get(name, name), count) for name, count in counts.items()]


def one_lead(request: HttpRequest, code: str) -> Lead:
    """Return a lead in the person's reach, or raise NotFound."""
    return access.first(in_reach(person(request)), code=code)


@desk
def lead(request: HttpRequest, code: str) -> HttpResponse:
    """Show a lead: its sentence, its rows, its innocent explanations, its settings."""
    one = one_lead(request, code)
    screen = screening.screens().get(one.screen)
    context = {
        "lead": one,
        "title": words_of(screen).title if screen else one.screen,
        "words": words_of(screen) if screen else None,
        "side": side_by_side(one, screen),
        "ties": ties_of(one, screen),
        "settings": settings_words(screen, one.settings) if screen else [],
        "item": Item.objects.filter(code=one.item).first() if one.item else None,
        "mending": dataerrors.items_of(one),
        "others": in_reach(person(request))
        .filter(unit=one.unit)
        .filter(state=State.OPEN)
        .exclude(pk=one.pk)[:5],
        "together": desk_stacks.open_leads(one.stack).exclude(pk=one.pk).count()
        if one.stack
        else 0,
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(one.subject)],
    }
    return render(request, "desk/lead.html", context)


@desk
def lead_take_up(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make a lead an item, with a doer, a checker and a day where they are known."""
    one, user = open_lead(request, code), person(request)
    form = TakeUpForm(request.POST if request.method == "POST" else None, lead=one, by=user)
    made: list[Item] = []
    if done(form, lambda: made.append(form.perform())):
        messages.success(request, _("Taken up: it stands in the ledger now."))
        return redirect("desk_item", code=made[0].code)
    return _ask(request, one, form, _("Take up"))


@desk
def lead_dismiss(request: HttpRequest, code: str) -> HttpResponseBase:
    """Dismiss a lead, with a reason and a note; what explains it may be remembered at once."""
    one, user = open_lead(request, code), person(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DismissForm(*given, lead=one)
    if done(form, lambda: form.perform(user)):
        messages.success(request, _("Dismissed. The screen's precision counts it."))
        return redirect("desk_leads")
    way = [Crumb(_("Leads"), reverse("desk_leads")), Crumb(one.subject, _address(one))]
    context = {"lead": one, "form": form, "crumbs": [*way, Crumb(_("Dismiss"))]}
    return render(request, "desk/lead_dismiss.html", context)


@desk
def lead_put_back(request: HttpRequest, code: str) -> HttpResponseBase:
    """Open a dismissed lead again."""
    one, user = one_lead(request, code), person(request)
    if one.state != State.DISMISSED:
        raise access.NotFound
    form = PutBackForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: screening.put_back(lead=one, by=user)):
        return redirect("desk_lead", code=code)
    return _ask(request, one, form, _("Put back among the open"))


def open_lead(request: HttpRequest, code: str) -> Lead:
    """Return a lead that can still be decided, or raise NotFound."""
    one = one_lead(request, code)
    if one.state != State.OPEN:
        raise access.NotFound
    return one


def _ask(request: HttpRequest, one: Lead, form: Any, button: str) -> HttpResponse:
    way = [Crumb(_("Leads"), reverse("desk_leads")), Crumb(one.subject, _address(one))]
    context = {"lead": one, "form": form, "button": button, "crumbs": [*way, Crumb(button)]}
    return render(request, "desk/lead_do.html", context)


def _address(one: Lead) -> str:
    return reverse("desk_lead", args=[one.code])


@desk
@require_POST
def lead_look_again(request: HttpRequest, code: str) -> HttpResponseBase:
    """Run the lead's screen again over its unit's records of today."""
    one, user = one_lead(request, code), person(request)
    try:
        still = screening.look_again(lead=one, by=user)
    except Exception as error:
        if not type(error).__module__.startswith("sunledger."):
            raise
        messages.error(request, sentence(error))
    else:
        words = _("The screen still raises it.") if still else _("The screen is clean now.")
        messages.success(request, words)
    one.refresh_from_db()
    return redirect("desk_item", code=one.item) if one.item else redirect("desk_lead", code=code)
