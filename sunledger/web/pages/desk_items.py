"""The items of the ledger on the desk: the list, one item with all that is known, each move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.money import MINOR
from sunledger.ledger import actions as ledger
from sunledger.ledger import chain, clock, copies, gate, handover, proofs, standing
from sunledger.ledger.face import face
from sunledger.ledger.models import Evidence, Item, Kind, Move
from sunledger.ledger.numbers import Numbers
from sunledger.ledger.steps import ASIDE, CHANGING, DOING, ENDED, JUDGED, OPEN, State
from sunledger.screening.models import Lead
from sunledger.units.access import first, held, reachable, within
from sunledger.units.models import Power, User
from sunledger.web.forms import Form, MoneyField, UnitField, WordsField
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_item_forms import FORMS
from sunledger.web.pages.way import stations, table
from sunledger.web.templatetags.sun import move_words

HAND = "desk:"  # the source of an item that a person opened here
LISTS = ("mine", "open", "closed")
# From here the ways aside are the ways on.
RESTING = (State.TRANSFER, State.PAUSED, State.LONG_TERM)
# What few items need; it stands behind "Other ways", so that the next step is not one of twelve.
SELDOM = (Move.DIVIDE, Move.TIE, Move.GATE, Move.CHARGE, Move.APPRAISE)


@desk
def items(request: HttpRequest) -> HttpResponse:
    """Show the items of a person's posts: what waits for them, what is open, what is closed."""
    today = timezone.localdate()
    user = worker_with(request, Power.ASSIGN, Power.ANSWER, Power.VERIFY)
    which = request.GET.get("list", "")
    which = which if which in LISTS else "mine"
    kinds = {
        "mine": gate.waiting_kinds(user, today),
        "open": gate.visible_in(user, today, OPEN),
        "closed": gate.visible_in(user, today, ENDED),
    }
    lists = {one: Numbers(kinds[one], "due") for one in LISTS}
    page = paged(request, lists[which])
    page.object_list = clock.pressed(page, today)
    names = {"mine": _("Waiting for me"), "open": _("All open"), "closed": _("Closed")}
    context = {
        "which": which,
        "lists": [(one, names[one], len(lists[one])) for one in LISTS],
        "page": page,
        "taken_over": handover.waiting(user, today),
        "may_open": reachable(user, Power.ASSIGN, today).exists(),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Items"))],
    }
    return render(request, "desk/items.html", context)


def one_item(request: HttpRequest, code: str) -> Item:
    """Return an item whose inside the person may see, or raise NotFound."""
    seen = gate.visible_to(person(request), timezone.localdate())
    return first(
        seen.select_related("unit", "doer", "checker", "reopens", "merged_into"), code=code
    )


@desk
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show an item with all that is known of it, and what the person may do now."""
    one, today = one_item(request, code), timezone.localdate()
    steps = list(one.steps.select_related("by", "post__unit"))
    offers = gate.offers(one, person(request), today)
    context = {
        "item": one,
        "light": clock.light(one, today),
        "overdue": clock.is_overdue(one, today),
        "stations": stations(one.state, [Seen(step) for step in steps]),
        "table": table(one.state),
        "steps": [(step, standing.told(step)) for step in steps],
        "links": chain.links(one),
        "offered": offered(offers),
        "tucked": [move for move in offered(offers) if is_tucked(one, move)],
        "standing": standing.standing(one, today),
        "voices": standing.voices(one),
        "replies": one.replies.select_related("unit", "post", "given"),
        "my_units": {post.unit_id for post in held(person(request), today)},
        "on": today,
        "objections": one.objections.select_related("decided"),
        "refused": [offer for offer in offers if offer.why_not],
        "missing": proofs.missing(one) if one.state in JUDGED else [],
        "evidence": one.evidence.select_related("step__by", "step__post__unit", "milestone"),
        "copied": {copy.evidence_id for copy in copies.shown(one)},
        "may_copy": copies.may(one, person(request), today),
        "recoveries": one.recoveries.select_related("receipt"),
        "milestones": one.milestones.prefetch_related("evidence"),
        "duties": one.duties.select_related("post__unit"),
        **came_from(one, person(request)),
        "in_public": face(one, today) is not None,
        "needs": [Kind(need).label for need in one.needs],
        "crumbs": [Crumb(_("Items"), reverse("desk_items")), Crumb(one.title)],
    }
    return render(request, "desk/item.html", context)


def offered(offers: list[gate.Offer]) -> list[Move]:
    """Return what the person may do, first what moves the item on."""
    moves = [offer.move for offer in offers if not offer.why_not and offer.move in FORMS]
    return sorted(moves, key=lambda move: move not in CHANGING)


def is_tucked(one: Item, move: Move) -> bool:
    """Whether a move is seldom made, or leads aside where an item has not gone aside already."""
    if move == Move.RECOVER:
        return not one.found_amount
    return move in SELDOM or ((State(one.state), move) in ASIDE and one.state not in RESTING)


def came_from(one: Item, user: User) -> dict[str, Any]:
    """Return the lead that an item came from, if the person may see it and run it again."""
    kind, _colon, code = one.source.partition(":")
    if kind not in ("lead", "stack"):
        return {}
    reach = within(user, Power.SCREEN, timezone.localdate())
    named = {"item": one.code} if kind == "stack" else {"code": code}
    lead = Lead.objects.filter(reach, **named).best_first().first()
    judged = one.state in (*DOING, *JUDGED)
    return {"lead": lead, "may_look_again": lead is not None and judged}


class Seen:
    """A step in the words of the way."""

    def __init__(self, step: Any) -> None:
        self.move = step.move
        self.unit = step.post.unit
        self.on = timezone.localdate(step.at)


@desk
def item_move(request: HttpRequest, code: str, move: str) -> HttpResponseBase:
    """Ask what a move needs, and make it."""
    one = one_item(request, code)
    if move not in FORMS:
        raise Http404
    if refusal := gate.why_not(one, move, person(request), timezone.localdate()):
        messages.error(request, refusal)
        return redirect("desk_item", code=code)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[Move(move)](*given, item=one, by=person(request))
    if given and done(form, form.perform):
        messages.success(request, _("Done: %(move)s.") % {"move": Move(move).label})
        if request.POST.get("back") == "today":
            return redirect("desk_today")
        return redirect("desk_item", code=code)
    back = Crumb(one.title, reverse("desk_item", args=[code]))
    context = {
        "item": one,
        "form": form,
        "move": Move(move),
        "missing": proofs.missing(one) if move == Move.CLOSE else [],
        "crumbs": [Crumb(_("Items"), reverse("desk_items")), back, Crumb(move_words(move))],
    }
    return render(request, "desk/item_move.html", context)


class OpenForm(Form):
    """A new item, opened by hand."""

    unit = UnitField(label=gettext_lazy("Unit concerned"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    problem = WordsField(label=gettext_lazy("The problem, in a few sentences"))
    target = WordsField(label=gettext_lazy("Measurable target"), required=False)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence it needs before it can close"),
        choices=[one for one in Kind.choices if one[0] != Kind.RERUN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=[(code, code) for code in ("CNY", *sorted(MINOR.keys() - {"CNY"}))],
    )
    found_amount = MoneyField(label=gettext_lazy("Money found"), required=False)
    public = forms.BooleanField(
        label=gettext_lazy("Everyone may follow it before it is closed"), required=False
    )


@desk
def item_new(request: HttpRequest) -> HttpResponseBase:
    """Open an item by hand."""
    user, opened = person(request), []
    among = reachable(user, Power.ASSIGN, timezone.localdate())
    if not among.exists():
        raise Http404
    form = OpenForm(request.POST or None)
    form.field("unit").among = among
    if (currency := request.POST.get("currency", "")) in MINOR:
        form.field("found_amount").currency = currency
    if done(form, lambda: opened.append(open_by_hand(form.cleaned_data, request))):
        return redirect("desk_item", code=opened[0].code)
    crumbs = [Crumb(_("Items"), reverse("desk_items")), Crumb(_("Open an item"))]
    return render(request, "desk/item_new.html", {"form": form, "crumbs": crumbs})


def open_by_hand(said: dict[str, Any], request: HttpRequest) -> Item:
    """Open an item from what the form says."""
    said["found_amount"] = said["found_amount"] or 0
    return ledger.open_item(source=HAND, by=person(request), **said)


@desk
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a file of evidence, to be saved and not shown by the browser."""
    paper = first(Evidence.objects.select_related("item"), code=code)
    one_item(request, paper.item.code)
    if not paper.size:
        raise Http404
    answer = HttpResponse(bytes(paper.content), content_type="application/octet-stream")
    saved = content_disposition_header(as_attachment=True, filename=paper.file_name)
    answer.headers["Content-Disposition"] = saved or "attachment"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
