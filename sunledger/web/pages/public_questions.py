"""Questions and objections in public: asking about a line, the register, each with its steps.

Who asks is not signed in and gets no cookie but the form's. What it is about stands in the address
of the form; the words, and the code, come in a body and never stand in an address.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.units.access import first
from sunledger.units.models import Unit
from sunledger.voices import limits, receipt
from sunledger.voices.questions import about as subjects
from sunledger.voices.questions import actions as questions_room
from sunledger.voices.questions import rules
from sunledger.voices.questions.about import About
from sunledger.voices.questions.face import face, item, shown, steps
from sunledger.voices.questions.figures import figures
from sunledger.voices.questions.hearing import WORDS
from sunledger.voices.questions.models import Question
from sunledger.voices.questions.steps import OPEN, State
from sunledger.voices.questions.words import Kind
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import anyone, done, paged, public
from sunledger.web.pages import asked_about, question_asker
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.public_voices import CodeForm
from sunledger.web.signin.address import address_of

VISIT = 15 * 60  # seconds for which the page of who asked can be used without the code
ALIKE = 5  # of what others asked about the same that the form shows
_SALT = "sunledger.questions.visit"


class QuestionForm(Form):
    """A question about what is shown above it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=[
            (Kind.QUESTION, gettext_lazy("Ask: I want to know")),
            (Kind.OBJECTION, gettext_lazy("Object: this is wrong, or must not be missing")),
        ],
        widget=forms.RadioSelect,
    )
    text = WordsField(
        label=gettext_lazy("Your words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=WORDS,
        help_text=gettext_lazy(
            "Up to 1,000 signs. No names, numbers or addresses of people: what is personal is "
            "refused and not kept."
        ),
    )
    may_show = forms.BooleanField(
        label=gettext_lazy("My words may be shown with the answer, after a second look"),
        required=False,
        initial=True,
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def given(self) -> dict[str, Any]:
        """Return the question as the room takes it."""
        return {name: self.cleaned_data[name] for name in ("kind", "text", "may_show", "once")}


@anyone
def question_new(request: HttpRequest, about: str, code: str) -> HttpResponse:
    """Take a question about something published; on success show the code, this once."""
    thing = subjects.find(about, code[:120], timezone.localdate())
    given = request.POST if request.method == "POST" else None
    kind = request.GET.get("kind", "")
    start = {"kind": kind if kind in Kind.values else Kind.QUESTION}
    form = QuestionForm(given, initial=start | {"once": secrets.token_urlsafe(16)})
    heard: list[questions_room.Heard] = []
    if done(form, lambda: heard.append(questions_room.ask(about=thing, **form.given()))):
        context = {"question": heard[0].question, "receipt": heard[0].receipt}
        context["crumbs"] = _crumbs(Crumb(_("Received")))
        return render(request, "question_received.html", context)
    return render(request, "question_new.html", _form_context(form, thing))


def _form_context(form: QuestionForm, about: About) -> dict[str, Any]:
    """Return what the form shows: the line, what others asked of it, by when it is answered."""
    today = timezone.localdate()
    alike = shown(subjects.same(about).filter(into=None))[:ALIKE]
    return {
        "form": form,
        "thing": asked_about.of_about(about),
        "alike": [face(one, today) for one in alike],
        "days": [rules.days(one, about.category, today) for one in Kind],
        "crumbs": _crumbs(Crumb(_("Ask about it"))),
    }


@anyone
def question_mine(request: HttpRequest) -> HttpResponse:
    """Show who asked what became of it, and let them say once that it is no answer."""
    crumbs = _crumbs(Crumb(_("What became of my question")))
    given = request.POST if request.method == "POST" else None
    form = CodeForm(given if given and "receipt" in given else None)
    question = None
    if given and "visit" in given:
        question = _visited(given["visit"])
    elif form.is_bound and form.is_valid():
        question = _opened(form, request)
    if question is None:
        context = {"form": form, "over": bool(given and "visit" in given), "crumbs": crumbs}
        return render(request, "question_code.html", context)
    today = timezone.localdate()
    dispute = question_asker.act(question, given, today)
    context = question_asker.context(question, today)
    visit = signing.dumps(question.code, salt=_SALT)
    context |= {"dispute": dispute, "visit": visit, "crumbs": crumbs}
    return render(request, "question_mine.html", context)


def _opened(form: CodeForm, request: HttpRequest) -> Question | None:
    """Return the question of the code that was typed, or say on the form why there is none."""
    typed, now, source = form.cleaned_data["receipt"], timezone.now(), address_of(request)
    if not limits.may_try(source, now):
        form.add_error(
            None, _("Too many wrong codes were tried. Please try again in a quarter of an hour.")
        )
        return None
    question = questions_room.look_back(typed)
    if question is not None:
        return question
    if receipt.is_well_formed(receipt.read(typed)):
        limits.missed(source, now)
    form.add_error(
        "receipt",
        _("No question has this code. Compare it sign by sign with what you wrote down. Once the "
          "words were forgotten, nobody can look them up any more."),
    )  # fmt: skip
    return None


def _visited(visit: str) -> Question | None:
    """Return the question of a visit that began with the code a short while ago."""
    try:
        code = signing.loads(visit, salt=_SALT, max_age=VISIT)
    except signing.BadSignature:
        return None
    return shown(Question.objects.filter(code=code, forgotten_on=None)).first()


@public
def questions(request: HttpRequest) -> HttpResponse:
    """Show the register: every question, and what a unit, or the whole tree, made of them."""
    unit, today = _unit(request), timezone.localdate()
    counted = figures(unit, today)
    rows = counted[0].rows
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    if state in State.values:
        rows = rows.filter(state=state)
    elif state == "open":
        rows = rows.filter(state__in=OPEN)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    page = paged(request, shown(rows).order_by("-asked_on", "-pk"), 20)
    context = {
        "unit": unit,
        "figures": counted,
        "page": page,
        "rows": [(face(one, today), asked_about.of(one)) for one in page],
        "state": state,
        "states": [("open", _("not answered yet")), *((one.value, one.label) for one in _ENDS)],
        "kind": kind,
        "kinds": Kind.choices,
        "crumbs": [Crumb(_("Questions"))],
    }
    return render(request, "questions.html", context)


_ENDS = (State.ANSWERED, State.JOINED)


@public
def question_rows(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions that a figure counts."""
    unit, today = _unit(request), timezone.localdate()
    figure = next((one for one in figures(unit, today) if one.key == key), None)
    if figure is None:
        raise Http404
    name = str(capfirst(str(figure.title)))
    page = paged(request, shown(figure.rows).order_by("-asked_on", "-pk"))
    context = {
        "unit": unit,
        "figure": figure,
        "name": name,
        "page": page,
        "rows": [(face(one, today), asked_about.of(one)) for one in page],
        "crumbs": _crumbs(Crumb(name)),
    }
    return render(request, "question_rows.html", context)


@public
def question(request: HttpRequest, code: str) -> HttpResponse:
    """Show a question: what it is about, who must answer by when, every step, and the answer."""
    one, today = first(shown(Question.objects.all()), code=code), timezone.localdate()
    context = {
        "face": face(one, today),
        "thing": asked_about.of(one),
        "steps": steps(one),
        "item": item(one, today),
        "crumbs": _crumbs(Crumb(str(capfirst(str(one.get_kind_display()))))),
    }
    return render(request, "question.html", context)


def _unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address asks for, none where it asks for all."""
    code = request.GET.get("unit", "")
    return first(Unit.objects.all(), code=code) if code else None


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Questions"), reverse("questions")), *more]
