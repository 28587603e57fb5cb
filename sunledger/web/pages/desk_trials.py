"""A changed limit tried on past outcomes, from the desk: what to change, then what it would do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.money import show_money
from sunledger.jobs.models import Job
from sunledger.screening import actions as screening
from sunledger.screening import trial, trying
from sunledger.screening.screen import Screen
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import DayField, Form, unit_field
from sunledger.web.gates import desk, done, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_screens import on_shelf
from sunledger.web.pages.public_screens import words_of
from sunledger.web.templatetags.sun import say
from sunledger.web.trialwords import lines

MARK = "set_"  # before the names of a screen's settings, lest one is called as a field is


class TrialForm(Form):
    """Over which units, by what was found out since when, and with which settings."""

    since = DayField(
        label=gettext_lazy("Only what was found out since"),
        required=False,
        help_text=gettext_lazy("Empty: whatever was ever found out."),
    )

    def __init__(self, *args: Any, screen: Screen, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screen = screen
        self.fields = {"unit": unit_field(among.order_by("depth", "code")), **self.fields}
        for name in screen.defaults:
            self.fields[MARK + name] = forms.CharField(
                label=say(screen.settings[name].what), max_length=40, initial=_written(screen, name)
            )
            self.field(MARK + name).widget.attrs["class"] = "short"
            self.field(MARK + name).help_text = _("As it stands: %s") % _written(screen, name)

    def asked(self) -> dict[str, Any]:
        """Return what the settings are to be, those alone that were changed."""
        given = {name: self.cleaned_data[MARK + name].strip() for name in self.screen.defaults}
        return {
            name: words for name, words in given.items() if words != _written(self.screen, name)
        }

    def perform(self, by: Any) -> Job:
        """Queue the trial."""
        unit, since = self.cleaned_data["unit"], self.cleaned_data["since"]
        return trying.start(screen=self.screen, asked=self.asked(), unit=unit, by=by, since=since)


@desk
def trial_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for a trial of a screen with other settings."""
    user, screen = worker_with(request, Power.SCREEN), on_shelf(code)
    if not screen.defaults:
        raise access.NotFound
    among = access.reachable(user, Power.SCREEN, timezone.localdate())
    given = request.POST if request.method == "POST" else None
    form = TrialForm(given, screen=screen, among=among)
    made: list[Job] = []
    if done(form, lambda: made.append(form.perform(user))):
        return redirect("desk_trial", code=made[0].code)
    context = {"form": form, "title": words_of(screen).title, "crumbs": _crumbs(screen)}
    return render(request, "desk/trial_new.html", context)


@desk
def trial_one(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a trial of one's own is, and then what it would change."""
    user = worker_with(request, Power.SCREEN)
    mine = Job.objects.filter(by=user, work=trying.WORK)
    job = access.first(mine, code=code)
    screen = screening.screens().get(job.args["screen"])
    found = trial.from_plain(job.result) if "before" in job.result else None
    names = {name: say(one.what) for name, one in screen.settings.items()} if screen else {}
    context = {
        "job": job,
        "title": words_of(screen).title if screen else job.args["screen"],
        "screen": screen,
        "trouble": job.result.get("trouble", ""),
        "found": found,
        "lines": lines(found, names) if found else [],
        "unit": Unit.objects.filter(code=job.args["unit"]).first(),
        "since": job.args["since"],
        "crumbs": _crumbs(screen) if screen else [],
    }
    return render(request, "desk/trial.html", context)


def _crumbs(screen: Screen) -> list[Crumb]:
    address = reverse("desk_screen", args=[screen.code])
    way = [Crumb(_("Screens"), reverse("desk_screens")), Crumb(words_of(screen).title, address)]
    return [*way, Crumb(_("Try a limit"))]


def _written(screen: Screen, name: str) -> str:
    """Return a default as a person would write it."""
    value = screen.defaults[name]
    money = screen.settings[name].kind == "money" and isinstance(value, int)
    return show_money(value).replace(",", "") if money else str(value)
