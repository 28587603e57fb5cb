"""Questions on the desk: those a post deals with, those that went up, and each move."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.disclosure.models import State as BatchState
from sunledger.units.access import first, may
from sunledger.units.models import Power, User
from sunledger.voices.questions import gate, rules
from sunledger.voices.questions.face import face, item, shown
from sunledger.voices.questions.models import Question, QuestionQuerySet
from sunledger.voices.questions.steps import Move
from sunledger.voices.routing import ANSWERING
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages import asked_about
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_question_forms import FORMS

SHOWN = 10  # on a list of all work
IN_PUBLIC = (Move.ANSWER, Move.PASS_ON, Move.ORDER, Move.KEEP_IN)  # whose words others read


@desk
def questions(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person's posts, what went up to them, what is open and answered."""
    user, today = worker_with(request, *ANSWERING), timezone.localdate()
    seen = gate.visible_to(user, today)
    lists: dict[str, tuple[str, QuestionQuerySet]] = {
        "mine": (_("Waiting for me"), gate.waiting_for(user, today)),
        "up": (_("Gone up to me"), gate.gone_up(user, today)),
        "late": (_("Late, here and below"), seen.late(today)),
        "open": (_("All open"), seen.still_open()),
        "ended": (_("Answered"), seen.exclude(answered_on=None)),
    }
    which = request.GET.get("list", "")
    which = which if which in lists else next(iter(lists))
    page = paged(request, shown(lists[which][1]).order_by("level_by", "pk"))
    context = {
        "which": which,
        "lists": [(key, name, found.count()) for key, (name, found) in lists.items()],
        "page": page,
        "rows": [(one, rules.light(one, today), asked_about.of(one)) for one in page],
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Questions"))],
    }
    return render(request, "desk/questions.html", context)


def questions_waiting(user: User, on: date) -> dict[str, Any]:
    """Return what a list of work shows of questions: the most pressing, and how many wait."""
    waiting = gate.waiting_for(user, on)
    first_ones = waiting.select_related("unit").order_by("level_by", "pk")[:SHOWN]
    return {
        "questions": [(one, rules.light(one, on)) for one in first_ones],
        "questions_count": waiting.count(),
    }


def one_question(request: HttpRequest, code: str) -> Question:
    """Return a question whose inside the person may see, or raise NotFound."""
    seen = gate.visible_to(person(request), timezone.localdate())
    return first(shown(seen), code=code)


@desk
def question(request: HttpRequest, code: str) -> HttpResponse:
    """Show a question with all that was written, and what the person may do now."""
    one, today, user = one_question(request, code), timezone.localdate(), person(request)
    offers = gate.offers(one, user, today)
    record = one.record
    standing = record is not None and record.batch.state == BatchState.PUBLISHED
    context = {
        "question": one,
        "name": name_of(one),
        "face": face(one, today),
        "thing": asked_about.of(one),
        "steps": one.steps.select_related("by", "post__unit", "unit", "to"),
        "offered": [offer.move for offer in offers if not offer.why_not],
        "refused": [offer for offer in offers if offer.why_not],
        "joined": one.joined.all(),
        "item": item(one, today),
        "may_correct": standing and may(user, Power.ENTER, one.unit, today),
        "crumbs": [Crumb(_("Questions"), reverse("desk_questions")), Crumb(name_of(one))],
    }
    return render(request, "desk/question.html", context)


def name_of(one: Question) -> str:
    """Return how the desk calls a question."""
    return _("%(kind)s of %(day)s") % {
        "kind": capfirst(str(one.get_kind_display())),
        "day": one.asked_on.isoformat(),
    }


@desk
def question_move(request: HttpRequest, code: str, move: str) -> HttpResponseBase:
    """Ask what a move needs, and make it."""
    one = one_question(request, code)
    if move not in FORMS:
        raise Http404
    if refusal := gate.why_not(one, move, person(request), timezone.localdate()):
        messages.error(request, refusal)
        return redirect("desk_question", code=code)
    given = (request.POST,) if request.method == "POST" else ()
    form = FORMS[Move(move)](*given, question=one, by=person(request))
    if given and done(form, form.perform):
        messages.success(request, _("Done: %(move)s.") % {"move": Move(move).label})
        still = gate.visible_to(person(request), timezone.localdate()).filter(code=code)
        return redirect("desk_question", code) if still else redirect("desk_questions")
    words = str(capfirst(str(Move(move).label)))
    back = Crumb(name_of(one), reverse("desk_question", args=[code]))
    context = {
        "question": one,
        "thing": asked_about.of(one),
        "form": form,
        "words": words,
        "in_public": move in IN_PUBLIC,
        "shows_answer": move == Move.SHOW and one.answer,
        "crumbs": [Crumb(_("Questions"), reverse("desk_questions")), back, Crumb(words)],
    }
    return render(request, "desk/question_move.html", context)
