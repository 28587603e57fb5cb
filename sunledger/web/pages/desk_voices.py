"""Suggestions on the desk: those a post deals with, each move, and those a member gave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.ledger import gate as ledger_gate
from sunledger.units.access import NotFound, first, posts_of, posts_with
from sunledger.units.models import Post, User
from sunledger.voices import actions as voices
from sunledger.voices import clock, ending, gate
from sunledger.voices.models import Voice, VoiceQuerySet
from sunledger.voices.routing import ANSWERING
from sunledger.voices.steps import DECIDING, Move
from sunledger.web.gates import desk, done, paged, person
from sunledger.web.pages import voice_author
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_voice_forms import FORMS
from sunledger.web.pages.public_voices import SuggestionForm


class MemberForm(SuggestionForm):
    """A suggestion under a post."""

    post = forms.ModelChoiceField(
        label=gettext_lazy("Under which post"),
        queryset=Post.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    field_order = ("post", "unit", "unknown", "about", "theme", "title", "text", "may_publish")


def with_a_post(request: HttpRequest) -> User:
    """Return who is signed in, if they hold any post."""
    user = person(request)
    if not posts_of(user, timezone.localdate()).exists():
        raise NotFound
    return user


@desk
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person's posts, what is open and ended there, and what they gave."""
    user, today = with_a_post(request), timezone.localdate()
    seen = gate.visible_to(user, today)
    lists: dict[str, tuple[str, VoiceQuerySet]] = {
        "mine": (_("Waiting for me"), gate.waiting_for(user, today)),
        "open": (_("All open"), seen.still_open()),
        "ended": (_("Decided"), seen.exclude(decided_on=None)),
        "given": (_("Given by me"), gate.given_by(user, today)),
    }
    if not posts_with(user, ANSWERING, today):
        lists = {"given": lists["given"]}
    which = request.GET.get("list", "")
    which = which if which in lists else next(iter(lists))
    rows = lists[which][1].select_related("unit")
    late = set(rows.late(today).values_list("pk", flat=True))
    page = paged(request, rows.order_by("answer_by", "pk"))
    context = {
        "which": which,
        "lists": [(key, name, found.count()) for key, (name, found) in lists.items()],
        "page": page,
        "rows": [(one, one.pk in late, clock.next_day(one)) for one in page],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Suggestions"))],
    }
    return render(request, "desk/suggestions.html", context)


def one_voice(request: HttpRequest, code: str) -> Voice:
    """Return a suggestion whose inside the person may see, or raise NotFound."""
    seen = gate.visible_to(person(request), timezone.localdate())
    return first(seen.select_related("unit", "about", "into", "post__unit"), code=code)


@desk
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """Show a suggestion with all that was written, and what the person may do now."""
    one, today, user = one_voice(request, code), timezone.localdate(), person(request)
    offers = gate.offers(one, user, today)
    end = ending.of(one)
    visible = end.item is not None and ledger_gate.visible_to(user, today).filter(pk=end.item.pk)
    context = {
        "voice": one,
        "name": name_of(one),
        "late": clock.is_late(one, today),
        "next_day": clock.next_day(one),
        "stands_by": one.is_open and gate.stands_by(one, today),
        "messages_of": one.messages.select_related("by", "post__unit", "unit"),
        "offered": [offer.move for offer in offers if not offer.why_not],
        "refused": [offer for offer in offers if offer.why_not],
        "joined": one.joined.all(),
        "end": end,
        "may_open_item": bool(visible),
        "crumbs": [Crumb(_("Suggestions"), reverse("desk_suggestions")), Crumb(name_of(one))],
    }
    return render(request, "desk/suggestion.html", context)


def name_of(one: Voice) -> str:
    """Return how the desk calls a suggestion, also when its words are forgotten."""
    return one.title or one.shown_title or _("A suggestion whose words are forgotten")


@desk
def suggestion_move(request: HttpRequest, code: str, move: str) -> HttpResponseBase:
    """Ask what a move needs, and make it."""
    one = one_voice(request, code)
    if move not in FORMS:
        raise Http404
    if refusal := gate.why_not(one, move, person(request), timezone.localdate()):
        messages.error(request, refusal)
        return redirect("desk_suggestion", code=code)
    given = (request.POST,) if request.method == "POST" else ()
    form = FORMS[Move(move)](*given, voice=one, by=person(request))
    if given and done(form, form.perform):
        messages.success(request, _("Done: %(move)s.") % {"move": Move(move).label})
        still = gate.visible_to(person(request), timezone.localdate()).filter(code=code)
        return redirect("desk_suggestion", code) if still else redirect("desk_suggestions")
    back = Crumb(name_of(one), reverse("desk_suggestion", args=[code]))
    words = str(capfirst(str(Move(move).label)))
    context = {
        "voice": one,
        "form": form,
        "words": words,
        "decides": move in DECIDING,
        "crumbs": [Crumb(_("Suggestions"), reverse("desk_suggestions")), back, Crumb(words)],
    }
    return render(request, "desk/suggestion_move.html", context)


@desk
def suggestion_new(request: HttpRequest) -> HttpResponseBase:
    """Take a suggestion from a member, under one of their posts."""
    user = with_a_post(request)
    form = MemberForm(request.POST if request.method == "POST" else None)
    form.field("post").queryset = posts_of(user, timezone.localdate())
    form.field("post").label_from_instance = lambda post: f"{post.unit} · {post}"
    made: list[Voice] = []
    if done(form, lambda: made.append(voices.give(by=user, **form.words()))):
        messages.success(request, _("Received. You find it here, with what becomes of it."))
        return redirect("desk_suggestion_given", code=made[0].code)
    crumbs = [Crumb(_("Suggestions"), reverse("desk_suggestions")), Crumb(_("Make a suggestion"))]
    return render(request, "desk/suggestion_new.html", {"form": form, "crumbs": crumbs})


@desk
def suggestion_given(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a member what became of their suggestion, and take their reply or their view."""
    today = timezone.localdate()
    rows = gate.given_by(person(request), today).select_related("unit", "about", "into__unit")
    one = first(rows, code=code)
    asked = voice_author.act(one, request.POST if request.method == "POST" else None, today)
    context: dict[str, Any] = voice_author.context(one, today)
    crumbs = [Crumb(_("Suggestions"), reverse("desk_suggestions")), Crumb(name_of(one))]
    return render(request, "suggestion_mine.html", context | {"asked": asked, "crumbs": crumbs})
