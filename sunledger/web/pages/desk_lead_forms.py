"""The forms by which a lead is taken up or dismissed, and the screens are run."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.drives.drive import DRIVES
from sunledger.ledger.models import Item, Kind
from sunledger.screening import actions as screening
from sunledger.screening.models import Lead
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.web.forms import DayField, Form, MoneyField, UnitField, WordsField, unit_field
from sunledger.web.pages.public_screens import words_of
from sunledger.web.templatetags.sun import say

DAYS = 14  # what is proposed as the time for an answer


class TakeUpForm(Form):
    """Who does the work, who checks it, by when."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    doer = UnitField(label=_("Unit that does the work"), required=False)
    checker = UnitField(label=_("Unit that checks it"), required=False)
    due = DayField(label=_("Due"), required=False)
    drive = forms.ChoiceField(label=_("Drive"), required=False)
    found_amount = MoneyField(label=_("Money found so far"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("Evidence it needs before it can close"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Kind.RERUN.value],
        required=False,
    )
    note = WordsField(label=_("Note to the unit"), required=False)

    def __init__(self, *args: Any, lead: Lead, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead, self.by = lead, by
        today = timezone.localdate()
        self.field("doer").among = access.reachable(by, Power.ASSIGN, today)
        self.field("checker").among = Unit.objects.all()
        self.suggest(lead.unit, "doer", "checker")
        self.field("due").initial = today + timedelta(DAYS)
        drives = [(code, say(drive.title)) for code, drive in DRIVES.items()]
        self.field("drive").choices = [("", "–"), *drives]
        self.field("found_amount").currency = lead.currency or "CNY"

    def clean(self) -> dict[str, Any]:
        """A day without units assigns nothing: leave it out."""
        given = super().clean() or {}
        if not given.get("doer") and not given.get("checker"):
            given["due"] = None
        return given

    def perform(self) -> Item:
        """Take the lead up as the form says."""
        given = self.cleaned_data | {"found_amount": self.cleaned_data["found_amount"] or 0}
        return screening.take_up(lead=self.lead, by=self.by, **given)


class PutBackForm(Form):
    """Nothing more is asked."""


class RunForm(Form):
    """Over which units, and with which screens."""

    asked = forms.MultipleChoiceField(
        label=_("Screens (none chosen: all of them)"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    full = forms.BooleanField(
        label=_("Judge everything again"),
        help_text=_("Else only what changed since the last run; what is found is the same."),
        required=False,
    )

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among.order_by("depth", "code")), **self.fields}
        known = screening.screens().items()
        self.field("asked").choices = [(code, words_of(one).title) for code, one in known]
