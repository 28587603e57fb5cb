"""Known explanations on the desk: which hold, until when, and what they keep away."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening import explaining, explaining_together
from sunledger.screening.models import Covers, Explanation, Lead, Reason, Stage, State
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_explanation_forms import DecideForm, RememberForm
from sunledger.web.pages.desk_stacks import titles
from sunledger.web.pages.evidence_copies import saved

HOLDS, OVER = "holds", "over"


def in_reach(user: User) -> QuerySet[Explanation]:
    """Return the explanations of leads about units in which the person screens."""
    reach = access.within(user, Power.SCREEN, timezone.localdate())
    return Explanation.objects.filter(reach).select_related("unit").defer("content")


@desk
def explanations(request: HttpRequest) -> HttpResponse:
    """Show what waits to be verified, what holds, and what is over."""
    user, today = worker_with(request, Power.SCREEN), timezone.localdate()
    rows = in_reach(user)
    holding = rows.filter(stage=Stage.VERIFIED, until__gt=today)
    given = rows.filter(stage=Stage.GIVEN)
    over = rows.exclude(stage=Stage.GIVEN).exclude(pk__in=holding.values("pk"))
    lists = {Stage.GIVEN.value: given, HOLDS: holding, OVER: over}
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in lists else (Stage.GIVEN.value if given.exists() else HOLDS)
    named = {Stage.GIVEN.value: _("to verify"), HOLDS: _("they hold"), OVER: _("over")}
    context = {
        "chosen": chosen,
        "lists": [(name, named[name], found.count()) for name, found in lists.items()],
        "page": paged(request, lists[chosen].order_by("until", "pk"), 25),
        "titles": titles(),
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(_("Known explanations"))],
    }
    return render(request, "desk/explanations.html", context)


@desk
def explanation(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show an explanation; verify it, refuse it, or end it."""
    user, today = person(request), timezone.localdate()
    one = access.first(in_reach(user).select_related("given_by", "decided_by"), code=code)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: _do(request, one, form.cleaned_data["note"])):
        messages.success(request, _("Decided."))
        return redirect("desk_explanation", code=code)
    waits = one.stage == Stage.GIVEN
    context = {
        "one": one,
        "title": titles().get(one.screen, one.screen),
        "titles": titles(),
        "given_with": list(explaining_together.given_with(one)[:50]) if waits else [],
        "holds": one.holds(today),
        "covers": Covers(one.covers).label,
        "is_mine": one.given_by == user,
        "may_verify": waits and one.given_by != user,
        "may_end": one.stage == Stage.VERIFIED and one.holds(today),
        "leads": one.leads.order_by("-pk")[:20],
        "form": form,
        "crumbs": [
            Crumb(_("Leads"), reverse("desk_leads")),
            Crumb(_("Known explanations"), reverse("desk_explanations")),
            Crumb(one.subject),
        ],
    }
    return render(request, "desk/explanation.html", context)


def _do(request: HttpRequest, one: Explanation, note: str) -> None:
    """Do what the pressed button says."""
    user, pressed = person(request), request.POST.get("do", "")
    if pressed == "verify":
        explaining.verify(explanation=one, by=user)
    elif pressed == "verify_together":
        explaining_together.verify_together(explanation=one, by=user)
    elif pressed == "end":
        explaining.end(explanation=one, note=note, by=user)
    else:
        explaining.refuse(explanation=one, note=note, by=user)


@desk
def explanation_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the document of an explanation, to be saved."""
    one = access.first(in_reach(person(request)).defer(None), code=code)
    if not one.sha256:
        raise access.NotFound
    return saved(bytes(one.content), one.file_name)


@desk
def lead_explain(request: HttpRequest, code: str) -> HttpResponseBase:
    """Remember what explains a lead that was dismissed as explained."""
    user = person(request)
    reach = access.within(user, Power.SCREEN, timezone.localdate())
    explained = Lead.objects.filter(reach, state=State.DISMISSED, reason=Reason.EXPLAINED)
    lead = access.first(explained.filter(explanation=None).select_related("unit"), code=code)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RememberForm(*given, lead=lead)
    if done(form, lambda: form.perform(user)):
        messages.success(request, _("Remembered. It holds once another has verified it."))
        return redirect("desk_lead", code=code)
    here = Crumb(lead.subject, reverse("desk_lead", args=[code]))
    crumbs = [Crumb(_("Leads"), reverse("desk_leads")), here, Crumb(_("Remember"))]
    context = {"lead": lead, "form": form, "button": _("Remember"), "crumbs": crumbs}
    return render(request, "desk/lead_do.html", context)
