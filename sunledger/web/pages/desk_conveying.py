"""What is passed down, on the desk: sent, acknowledged, answered, and followed up and down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import chain, rights
from sunledger.decisions.conveying.waiting import waiting_for
from sunledger.decisions.models import Matter, Receipt
from sunledger.ledger import gate
from sunledger.ledger.models import Item
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.forms import Form
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages import conveying_answers as answers
from sunledger.web.pages import conveying_forms as filled
from sunledger.web.pages.conveying_chain import Reader, context
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_meetings import one_meeting

SHOWN = 30  # of each list


class Way(NamedTuple):
    """A way to act on what was received: its words, its form, its action."""

    title: str | Promise
    form: type[Form]
    act: Callable[..., object]
    said: str | Promise


WAYS = {
    "list": Way(
        gettext_lazy("Put it on our list"),
        answers.ListForm,
        conveying.list_up,
        gettext_lazy("It stands in the ledger now, and counts once it is done."),
    ),
    "take": Way(
        gettext_lazy("Name items that we have opened"),
        answers.TakeForm,
        conveying.take_items,
        gettext_lazy("Named. They count once they are done."),
    ),
    "project": Way(
        gettext_lazy("Break an item down into a project"),
        answers.ProjectForm,
        conveying.break_down,
        gettext_lazy("Each part stands in the ledger now."),
    ),
    "done": Way(
        gettext_lazy("Done already"),
        answers.DoneForm,
        conveying.done_already,
        gettext_lazy("Written down, with the item that shows it."),
    ),
    "not-ours": Way(
        gettext_lazy("It does not concern us"),
        answers.NotOursForm,
        conveying.not_ours,
        gettext_lazy("The sender will accept this or send it back."),
    ),
    "words": Way(
        gettext_lazy("Studied, passed on, met about it"),
        answers.WordsForm,
        conveying.words_only,
        gettext_lazy("Written down. It counts as nothing until items come of it."),
    ),
}


@desk
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what was passed down to the person's units, and who below is overdue."""
    user, today = worker_with(request, *rights.ANSWERS), timezone.localdate()
    found = waiting_for(user, today)
    mine = Receipt.objects.filter(unit__in=rights.own_units(user, rights.ANSWERS, today))
    rows = mine.select_related("unit", "matter__meeting", "matter__decision").order_by("-on", "-pk")
    context = {
        "to_acknowledge": found.to_acknowledge[:SHOWN],
        "to_answer": found.to_answer[:SHOWN],
        "to_rule": found.to_rule[:SHOWN],
        "overdue": found.overdue_below[:SHOWN],
        "overdue_count": found.overdue_below.count(),
        "page": paged(request, rows),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Passed down"))],
    }
    return render(request, "desk/conveying.html", context)


@desk
def convey(request: HttpRequest, code: str) -> HttpResponseBase:
    """Pass decisions of a meeting down."""
    meeting, user, today = one_meeting(request, code), person(request), timezone.localdate()
    if meeting.unit_id not in rights.own_units(user, rights.CONVEYS, today):
        raise access.NotFound
    form = filled.ConveyForm(request.POST if request.method == "POST" else None)
    form.fit(meeting.unit, None, today)
    form.choose_from(meeting)

    @transaction.atomic
    def send() -> None:
        """Send each that was ticked on its way; the meeting as a whole is one of them."""
        ticked = form.cleaned_data["what"]
        common: dict[str, Any] = {
            "meeting": meeting,
            "to": form.to(),
            "by": user,
            "wish": form.wish(),
            "note": form.cleaned_data["note"],
        }
        chosen = [one for key, one in form.decisions.items() if key in ticked]
        if chosen:
            conveying.convey(decisions=chosen, **common)
        if "whole" in ticked:
            conveying.convey(**common)

    if done(form, send):
        messages.success(request, _("Passed down. Whoever has it finds it on their desk."))
        return redirect("desk_meeting", code=code)
    crumbs = [
        Crumb(_("Meetings"), reverse("desk_meetings")),
        Crumb(meeting.title, reverse("desk_meeting", args=[code])),
        Crumb(_("Pass it down")),
    ]
    return render(request, "desk/convey.html", {"meeting": meeting, "form": form, "crumbs": crumbs})


@desk
def conveys(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say which meeting of a level above a meeting conveyed."""
    meeting, user = one_meeting(request, code), person(request)
    form = filled.AboveForm(request.POST if request.method == "POST" else None)
    form.fit(meeting, rights.own_units(user, rights.ANSWERS, timezone.localdate()))
    if done(form, lambda: conveying.name_above(meeting=meeting, by=user, **form.given())):
        return redirect("desk_meeting", code=code)
    title = _("Which meeting above it conveyed")
    crumbs = [
        Crumb(_("Meetings"), reverse("desk_meetings")),
        Crumb(meeting.title, reverse("desk_meeting", args=[code])),
        Crumb(title),
    ]
    shown = {"meeting": meeting, "form": form, "title": title, "crumbs": crumbs}
    return render(request, "desk/convey.html", shown)


def one_receipt(request: HttpRequest, code: str) -> Receipt:
    """Return what a unit of the person's has received, or raise NotFound."""
    mine = rights.own_units(person(request), rights.ANSWERS, timezone.localdate())
    rows = Receipt.objects.filter(unit__in=mine)
    fetched = rows.select_related("unit", "matter__meeting__unit", "matter__decision")
    return access.first(fetched, code=code)


@desk
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was received, by whom it was sent, and what can be done with it."""
    one, user, today = one_receipt(request, code), person(request), timezone.localdate()
    (row,) = chain.rows(chain.shown(Receipt.objects.filter(pk=one.pk), today), seen_by(user), today)
    passes = one.unit_id in rights.own_units(user, rights.CONVEYS, today)
    context = {
        "receipt": one,
        "row": row,
        "ways": [(do, way.title) for do, way in WAYS.items() if fits(do, row)],
        "root": -one.matter.meeting.unit.depth,
        "may_pass": passes and one.unit.children.exists(),
        "crumbs": [Crumb(_("Passed down"), reverse("desk_conveying")), Crumb(str(one.matter))],
    }
    return render(request, "desk/receipt.html", context)


def fits(do: str, row: chain.Row) -> bool:
    """Whether a way to answer can be gone from where the unit stands."""
    if do == "project":
        return bool(row.pieces)
    return do != "not-ours" or not row.pieces


@desk
def receipt_do(request: HttpRequest, code: str, do: str) -> HttpResponseBase:
    """Acknowledge it, pass it on, or say what was made of it."""
    one, user = one_receipt(request, code), person(request)
    if do == "pass":
        return _pass_on(request, one, user)
    if do == "acknowledge":
        return _acknowledge(request, one, user)
    if do not in WAYS:
        raise Http404
    way = WAYS[do]
    form: Any = way.form(request.POST if request.method == "POST" else None)
    form.fit(one)
    if done(form, lambda: way.act(receipt=one, by=user, **form.given())):
        messages.success(request, str(way.said))
        return redirect("desk_receipt", code=code)
    return _form(request, one, form, str(way.title))


def _acknowledge(request: HttpRequest, one: Receipt, user: User) -> HttpResponseBase:
    """Write down that it was taken in."""
    form = Form(request.POST if request.method == "POST" else None)
    if done(form, lambda: conveying.acknowledge(receipt=one, by=user)):
        messages.success(request, _("Acknowledged. Now say what you make of it."))
        return redirect("desk_receipt", code=one.code)
    return _form(request, one, form, _("Acknowledge"))


def _pass_on(request: HttpRequest, one: Receipt, user: User) -> HttpResponseBase:
    """Pass it on to units below."""
    form = filled.PassForm(request.POST if request.method == "POST" else None)
    form.fit(one.unit, one, timezone.localdate())

    def send() -> None:
        """Send it to those that were chosen."""
        note = form.cleaned_data["note"]
        conveying.pass_on(receipt=one, to=form.to(), by=user, wish=form.wish(), note=note)

    if done(form, send):
        messages.success(request, _("Passed on. That alone counts as nothing made of it."))
        return redirect("desk_receipt", code=one.code)
    return _form(request, one, form, _("Pass it on"))


def _form(request: HttpRequest, one: Receipt, form: Form, title: str) -> HttpResponse:
    """Show the form of an act."""
    crumbs = [
        Crumb(_("Passed down"), reverse("desk_conveying")),
        Crumb(str(one.matter), reverse("desk_receipt", args=[one.code])),
        Crumb(title),
    ]
    shown = {"receipt": one, "form": form, "title": title, "crumbs": crumbs}
    return render(request, "desk/receipt_do.html", shown)


@desk
def ruling(request: HttpRequest, code: str) -> HttpResponseBase:
    """Accept that it does not concern a unit, or send it back."""
    user, today = person(request), timezone.localdate()
    one = access.first(waiting_for(user, today).to_rule, code=code)
    form = answers.RulingForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: conveying.rule(reply=one, by=user, **form.given())):
        messages.success(request, _("Decided. The unit finds it on its desk."))
        return redirect("desk_conveying")
    crumbs = [Crumb(_("Passed down"), reverse("desk_conveying")), Crumb(_("Not ours?"))]
    shown = {"reply": one, "form": form, "crumbs": crumbs}
    return render(request, "desk/ruling.html", shown)


@desk
def way_down(request: HttpRequest, code: str) -> HttpResponse:
    """Show the way of a matter, up from the person's unit and down from it."""
    user, today = person(request), timezone.localdate()
    rows = Matter.objects.select_related("meeting__unit", "decision__owner")
    matter = access.first(rows, code=code)
    under = None
    if not access.may(user, Power.DECIDE, matter.meeting.unit, today):
        mine = rights.own_units(user, rights.ANSWERS, today)
        reach = access.within(user, Power.DECIDE, today)
        own = matter.receipts.filter(unit__in=mine) | matter.receipts.filter(reach)
        topmost = own.select_related("unit").order_by("level", "pk").first()
        if topmost is None:
            raise access.NotFound
        under = topmost.unit
    reader = Reader(seen_by(user), today, under, inside=True)
    crumbs = [Crumb(_("Passed down"), reverse("desk_conveying")), Crumb(_("The way down"))]
    shown = context(request, matter, reader) | {"crumbs": crumbs}
    return render(request, "desk/chain.html", shown)


def seen_by(user: User) -> Any:
    """Return the items that a person may see: their own, and those that everyone can."""
    return gate.visible_to(user, timezone.localdate()) | Item.objects.in_public()
