"""The forms by which a lead is dismissed, and what explains it is remembered, verified or ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.screening import actions as screening
from sunledger.screening import dataerrors, explaining
from sunledger.screening.explaining import Given
from sunledger.screening.models import Covers, Lead, Reason
from sunledger.screening.shapes import SHAPES
from sunledger.units.models import User
from sunledger.web.forms import DayField, Form, MoneyField, WordsField
from sunledger.web.templatetags.sun import say


class PaperForm(Form):
    """Who said so, where it is written, for what and until when it holds."""

    source = forms.CharField(
        label=gettext_lazy("Who says so"),
        help_text=gettext_lazy("An office, a firm, a register. Name no persons."),
        max_length=200,
        required=False,
    )
    reference = forms.CharField(
        label=gettext_lazy("Where the document lies: its number, its file"),
        max_length=200,
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Or the document itself"), required=False)
    covers = forms.ChoiceField(
        label=gettext_lazy("What it explains"),
        choices=Covers.choices,
        initial=Covers.QUESTION,
        widget=forms.RadioSelect,
        required=False,
    )
    at_most = MoneyField(
        label=gettext_lazy("Up to which amount at stake"),
        help_text=gettext_lazy("More than that is asked again. Empty: whatever the amount."),
        required=False,
    )
    until = DayField(
        label=gettext_lazy("Asked again from"),
        help_text=gettext_lazy("From this day on the question comes back."),
        required=False,
    )

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead = lead
        self.field("at_most").currency = lead.currency or "CNY"
        longest = timedelta(int(settings.SUNLEDGER_EXPLANATIONS["days"]) - 1)
        self.field("until").initial = timezone.localdate() + longest
        if not lead.payee:
            del self.fields["covers"]

    def given(self, words: str) -> Given:
        """Return what the form says, with the words that explain."""
        said = self.cleaned_data
        until = said["until"] or timezone.localdate()  # refused, with the days that may be
        file = said["file"]
        return Given(
            words=words,
            source=said["source"],
            until=until,
            covers=said.get("covers") or Covers.QUESTION,
            at_most=said.get("at_most"),
            reference=said["reference"],
            file_name=file.name if file else "",
            content=file.read() if file else b"",
        )


class DismissForm(PaperForm):
    """Why it is not worth more work, and whether that is to be remembered."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Reason.choices, widget=forms.RadioSelect
    )
    note = WordsField(
        label=gettext_lazy("How you know"),
        help_text=gettext_lazy("One sentence. It flows back into how often this screen is right."),
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Remember this explanation, so that the question does not come back"),
        required=False,
    )

    table = forms.ChoiceField(
        label=gettext_lazy("An error in the data: in which table?"),
        help_text=gettext_lazy("Whoever answers for it gets it back, to put it right by a day."),
        required=False,
    )

    field_order = ("reason", "table", "note", "remember")
    decides = ("reason", "table", "note", "remember")  # the others are of what is remembered

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, lead=lead, **kwargs)
        tables = [(name, capfirst(say(SHAPES[name].title))) for name in dataerrors.tables_of(lead)]
        self.field("table").choices = tables
        if len(tables) < 2:
            del self.fields["table"]

    def clean(self) -> dict[str, Any]:
        """Refuse to remember what explains nothing."""
        said = super().clean() or {}
        if said.get("remember") and said.get("reason") not in (None, Reason.EXPLAINED):
            self.add_error("remember", _("Only an innocent explanation is remembered."))
        return said

    def perform(self, by: User) -> None:
        """Dismiss the lead; remember the explanation if that was asked."""
        said = self.cleaned_data
        if said["remember"]:
            explaining.explain(lead=self.lead, given=self.given(said["note"]), by=by)
        else:
            table = said.get("table", "") if said["reason"] == Reason.DATA_ERROR else ""
            screening.dismiss(
                lead=self.lead, reason=said["reason"], note=said["note"], by=by, table=table
            )


class RememberForm(PaperForm):
    """What explains a lead that was dismissed as explained."""

    words = WordsField(label=gettext_lazy("The explanation, in a sentence"), max_length=4000)

    field_order = ("words",)

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, lead=lead, **kwargs)
        self.field("words").initial = lead.note

    def perform(self, by: User) -> None:
        """Remember it."""
        words = self.cleaned_data["words"]
        explaining.remember(lead=self.lead, given=self.given(words), by=by)


class DecideForm(Form):
    """Why an explanation is refused or ended; to verify it no word is needed."""

    note = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed to refuse it or to end it."),
        max_length=2000,
        required=False,
    )
