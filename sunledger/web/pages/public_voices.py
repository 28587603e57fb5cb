"""Suggestions in public: giving one without a name, the author's page, the register, its figures.

Who writes here is not signed in and gets no cookie but the form's. A code comes in the body of a
form and never stands in an address, so no history and no log has it.
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
from sunledger.voices import actions as voices
from sunledger.voices import limits, receipt
from sunledger.voices.face import face
from sunledger.voices.figures import Figure, figures
from sunledger.voices.models import Voice
from sunledger.voices.said import TITLE, WORDS
from sunledger.voices.steps import DECIDED
from sunledger.voices.words import Giver, Theme
from sunledger.web.forms import Form, UnitField, WordsField
from sunledger.web.gates import anyone, done, paged, public
from sunledger.web.pages import voice_author
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.signin.address import address_of

VISIT = 15 * 60  # seconds for which an author's page can be used without the code
_SALT = "sunledger.voices.visit"


class AnyUnitField(UnitField):
    """Any unit of the tree."""

    nowhere = gettext_lazy("No unit is called “%s”. Write its name as it stands under “Units”.")


class SuggestionForm(Form):
    """A suggestion: to whom, about what, and the words."""

    unit = AnyUnitField(
        label=gettext_lazy("Which unit should answer?"),
        required=False,
        help_text=gettext_lazy("The name of a village, town, school, office or enterprise."),
    )
    unknown = forms.BooleanField(
        label=gettext_lazy("I do not know whose matter it is"), required=False
    )
    about = AnyUnitField(
        label=gettext_lazy("Is it about a certain unit? Which?"),
        required=False,
        help_text=gettext_lazy("Then that unit is never the only one to see and decide it."),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    title = forms.CharField(label=gettext_lazy("Your suggestion in one line"), max_length=TITLE)
    text = WordsField(
        label=gettext_lazy("Your suggestion, and why"),
        widget=forms.Textarea(attrs={"rows": 9}),
        max_length=WORDS,
        help_text=gettext_lazy(
            "Up to 3,000 signs. No names, numbers or addresses of people: what is personal is "
            "refused and not kept."
        ),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("It may be published with its answer, after a second look"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("unit").among = self.field("about").among = Unit.objects.all()

    def clean(self) -> dict[str, Any]:
        """Ask for the unit, unless the author does not know it."""
        said = super().clean() or {}
        if not said.get("unit") and not said.get("unknown") and "unit" not in self.errors:
            self.add_error("unit", _("Write the unit, or tick that you do not know."))
        return said

    def words(self) -> dict[str, Any]:
        """Return the suggestion as the room takes it."""
        said = dict(self.cleaned_data)
        return said | {"known": not said.pop("unknown")}


class PublicForm(SuggestionForm):
    """The same from somebody who says no name."""

    giver = forms.ChoiceField(
        label=gettext_lazy("From whom"), choices=Giver.choices, widget=forms.RadioSelect
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    field_order = ("unit", "unknown", "about", "theme", "giver", "title", "text", "may_publish")


class CodeForm(Form):
    """The code that was shown once."""

    receipt = forms.CharField(
        label=gettext_lazy("Your receipt code"),
        max_length=60,
        help_text=gettext_lazy("Six groups of four signs. Capitals and dashes do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


@anyone
def suggestion_new(request: HttpRequest) -> HttpResponse:
    """Take a suggestion from anyone; on success show the code, this once."""
    given = request.POST if request.method == "POST" else None
    form = PublicForm(given, initial={"once": secrets.token_urlsafe(16)})
    heard: list[voices.Heard] = []
    if done(form, lambda: heard.append(voices.hear(**form.words()))):
        context = {"voice": heard[0].voice, "receipt": heard[0].receipt}
        return render(request, "suggestion_received.html", context | {"crumbs": _crumbs()})
    crumbs = _crumbs(Crumb(_("Make a suggestion")))
    return render(request, "suggestion_new.html", {"form": form, "crumbs": crumbs})


@anyone
def suggestion_mine(request: HttpRequest) -> HttpResponse:
    """Show an author what became of their suggestion, and take their reply or their view."""
    crumbs = _crumbs(Crumb(_("What became of mine")))
    given = request.POST if request.method == "POST" else None
    form = CodeForm(given if given and "receipt" in given else None)
    voice = None
    if given and "visit" in given:
        voice = _visited(given["visit"])
    elif form.is_bound and form.is_valid():
        voice = _opened(form, request)
    if voice is None:
        context = {"form": form, "over": bool(given and "visit" in given), "crumbs": crumbs}
        return render(request, "suggestion_code.html", context)
    asked = voice_author.act(voice, given, timezone.localdate())
    context = voice_author.context(voice, timezone.localdate())
    visit = signing.dumps(voice.code, salt=_SALT)
    context |= {"asked": asked, "visit": visit, "crumbs": crumbs}
    return render(request, "suggestion_mine.html", context)


def _opened(form: CodeForm, request: HttpRequest) -> Voice | None:
    """Return the voice of the code that was typed, or say on the form why there is none."""
    typed, now, source = form.cleaned_data["receipt"], timezone.now(), address_of(request)
    if not limits.may_try(source, now):
        form.add_error(
            None, _("Too many wrong codes were tried. Please try again in a quarter of an hour.")
        )
        return None
    voice = voices.look_back(typed)
    if voice is not None:
        return voice
    if receipt.is_well_formed(receipt.read(typed)):
        limits.missed(source, now)
    form.add_error(
        "receipt",
        _("No suggestion has this code. Compare it sign by sign with what you wrote down. Once the "
          "words were forgotten, nobody can look them up any more."),
    )  # fmt: skip
    return None


def _visited(visit: str) -> Voice | None:
    """Return the voice of a visit that began with the code a short while ago."""
    try:
        code = signing.loads(visit, salt=_SALT, max_age=VISIT)
    except signing.BadSignature:
        return None
    return Voice.objects.select_related("unit", "about", "into__unit").filter(code=code).first()


@public
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show the register, and what a unit, or the whole tree, made of suggestions."""
    unit, today = _unit(request), timezone.localdate()
    shown = figures(unit, today)
    rows = shown[0].rows.in_public().select_related("unit", "post__unit")
    state = request.GET.get("state", "")
    if state in DECIDED:
        rows = rows.filter(state=state)
    page = paged(request, rows.order_by("-shown_on", "-pk"), 20)
    context = {
        "unit": unit,
        "figures": shown,
        "page": page,
        "faces": [face(one, today) for one in page],
        "state": state,
        "states": [(one.value, one.label) for one in DECIDED],
        "crumbs": [Crumb(_("Suggestions"))],
    }
    return render(request, "suggestions.html", context)


@public
def suggestion_rows(request: HttpRequest, key: str) -> HttpResponse:
    """Show the suggestions that a figure counts: the words of the published, the days of all."""
    unit, today = _unit(request), timezone.localdate()
    figure = _figure(figures(unit, today), key)
    name = str(capfirst(str(figure.title)))
    context = {
        "unit": unit,
        "figure": figure,
        "name": name,
        "page": paged(request, figure.rows.select_related("unit").order_by("-received_on", "-pk")),
        "crumbs": _crumbs(Crumb(name)),
    }
    return render(request, "suggestion_rows.html", context)


def _figure(shown: list[Figure], key: str) -> Figure:
    for figure in shown:
        if figure.key == key:
            return figure
    raise Http404


@public
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published suggestion with its answer, and how it ended."""
    rows = Voice.objects.suggestions().in_public().select_related("unit", "post__unit")
    shown = face(first(rows, code=code), timezone.localdate())
    crumbs = _crumbs(Crumb(shown.title if shown else ""))
    return render(request, "suggestion.html", {"face": shown, "crumbs": crumbs})


def _unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address asks for, none where it asks for all."""
    code = request.GET.get("unit", "")
    return first(Unit.objects.all(), code=code) if code else None


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Suggestions"), reverse("suggestions")), *more]
