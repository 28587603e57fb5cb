"""Screens on the desk: where each stands, and the decision of the person who answers for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.screening import actions as screening
from sunledger.screening import course, switching
from sunledger.screening.course import Standing
from sunledger.screening.models import Course
from sunledger.screening.screen import Screen
from sunledger.units.access import NotFound
from sunledger.units.models import Power
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import desk, done, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.public_screens import words_of

TO = {
    Course.FULL: gettext_lazy("It goes on: whatever it finds becomes a lead"),
    Course.OFF: gettext_lazy("It is switched off: what it finds is counted, and becomes no lead"),
    Course.PILOT: gettext_lazy("It is put on again, as a new pilot that counts from nothing"),
}


class SwitchForm(Form):
    """Where a screen goes on to, and why."""

    to = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everyone can read it, with your post and the figures of today."),
        max_length=2000,
    )

    def __init__(self, *args: Any, now: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("to").choices = [(to.value, TO[to]) for to in switching.WAYS[now]]


@desk
def screens(request: HttpRequest) -> HttpResponse:
    """Show where every screen stands; first those that wait for a decision."""
    worker_with(request, Power.SCREEN)
    shelf = screening.screens()
    found = course.standings(shelf, timezone.localdate())
    lines = [(now, words_of(shelf[code]).title) for code, now in found.items() if _is_used(now)]
    context = {
        "lines": sorted(lines, key=lambda line: (_rank(line[0]), line[0].screen)),
        "unused": len(shelf) - len(lines),
        "parts": course.PARTS,
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Screens"))],
    }
    return render(request, "desk/screens.html", context)


@desk
def screen(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show where one screen stands, and decide on it."""
    user = worker_with(request, Power.SCREEN)
    one = on_shelf(code)
    now = course.standing(code, one.version, timezone.localdate())
    decides = switching.is_steward(user, timezone.now())
    given = request.POST if request.method == "POST" and decides else None
    form = SwitchForm(given, now=now.course)
    if done(form, lambda: switching.switch(screen=one, by=user, **form.cleaned_data)):
        messages.success(request, _("Decided, and said in public."))
        return redirect("desk_screen", code=code)
    context = {
        "screen": one,
        "title": words_of(one).title,
        "now": now,
        "enough": course.enough(),
        "level": now.level / course.PARTS,
        "form": form if decides else None,
        "crumbs": [Crumb(_("Screens"), reverse("desk_screens")), Crumb(words_of(one).title)],
    }
    return render(request, "desk/screen.html", context)


def on_shelf(code: str) -> Screen:
    """Return a screen, or raise NotFound."""
    one = screening.screens().get(code)
    if one is None:
        raise NotFound
    return one


def _is_used(now: Standing) -> bool:
    """Whether a screen has raised something here, or was decided on."""
    return bool(now.latest or now.figures.raised)


def _rank(now: Standing) -> int:
    """Return how soon somebody should look at a screen."""
    if now.course == Course.PILOT:
        return 0 if now.is_known else 2
    return 1 if now.course == Course.OFF else 3
