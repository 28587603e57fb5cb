"""The forms by which a stack is decided at once, and the length of queues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.ledger.models import Item
from sunledger.screening import actions as screening
from sunledger.screening import explaining_together
from sunledger.screening.actions import Answer
from sunledger.screening.models import Lead, Reason, Stack
from sunledger.units.models import Unit, User
from sunledger.web.forms import Form, WordsField, unit_field
from sunledger.web.pages.desk_explanation_forms import PaperForm
from sunledger.web.pages.desk_lead_forms import TakeUpForm
from sunledger.web.pages.public_screens import words_of

APART = 20  # leads of a stack that may each have an answer of their own on one page


class TakeUpStackForm(TakeUpForm):
    """Who does the work on all leads of a stack, who checks it, by when."""

    def __init__(self, *args: Any, stack: Stack, lead: Lead, by: User, **kwargs: Any) -> None:
        super().__init__(*args, lead=lead, by=by, **kwargs)
        self.stack = stack

    def perform(self) -> Item:
        """Take the stack up as the form says."""
        given = self.cleaned_data | {"found_amount": self.cleaned_data["found_amount"] or 0}
        return screening.take_up_stack(stack=self.stack, by=self.by, **given)


class DismissStackForm(PaperForm):
    """Why all of it is not worth more work; a lead may have a reason of its own.

    An innocent explanation may be remembered for the whole stack, in the same press.
    """

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Reason.choices, widget=forms.RadioSelect
    )
    note = WordsField(
        label=gettext_lazy("How you know"),
        help_text=gettext_lazy("One sentence. It is remembered with every lead of the stack."),
    )
    remember = forms.BooleanField(
        label=gettext_lazy(
            "Remember this explanation for the whole stack, so that none of it comes back"
        ),
        required=False,
    )

    field_order = ("reason", "note", "remember")

    def __init__(self, *args: Any, leads: Sequence[Lead], **kwargs: Any) -> None:
        super().__init__(*args, lead=leads[0], **kwargs)
        if "covers" in self.fields and not all(lead.payee for lead in leads):
            del self.fields["covers"]
        if len({lead.currency for lead in leads}) > 1:
            del self.fields["at_most"]  # one amount in one currency says nothing of the others
        self.leads = leads if 1 < len(leads) <= APART else []
        known = screening.screens()
        as_above = [("", _("as above")), *Reason.choices]
        for number, lead in enumerate(self.leads, 1):
            title = words_of(known[lead.screen]).title if lead.screen in known else lead.screen
            of = {"number": number, "title": title}
            self.fields[f"reason_{lead.code}"] = forms.ChoiceField(
                label=_("Lead %(number)s, %(title)s: reason of its own") % of,
                choices=as_above,
                required=False,
            )
            self.fields[f"note_{lead.code}"] = forms.CharField(
                label=_("Lead %(number)s: how you know") % of, max_length=2000, required=False
            )

    def decides(self) -> list[str]:
        """Return the fields that decide; the others are of what is remembered."""
        own = [name for name in self.fields if name.startswith(("reason_", "note_"))]
        return ["reason", "note", "remember", *own]

    def clean(self) -> dict[str, Any]:
        """Refuse to remember what explains nothing."""
        said = super().clean() or {}
        if said.get("remember") and said.get("reason") not in (None, Reason.EXPLAINED):
            self.add_error("remember", _("Only an innocent explanation is remembered."))
        return said

    def perform(self, stack: Stack, by: User) -> None:
        """Dismiss the stack; remember the explanation of it if that was asked."""
        answers = self.answers()
        if not self.cleaned_data["remember"]:
            screening.dismiss_stack(stack=stack, by=by, **answers)
            return
        given = self.given(self.cleaned_data["note"])
        explaining_together.explain_stack(stack=stack, given=given, by=by, but=answers["but"])

    def answers(self) -> dict[str, Any]:
        """Return the answer to all, and those to some leads alone."""
        given = self.cleaned_data
        but = {
            lead.code: Answer(
                given[f"reason_{lead.code}"] or given["reason"],
                given[f"note_{lead.code}"] or given["note"],
            )
            for lead in self.leads
        }
        return {"answer": Answer(given["reason"], given["note"]), "but": but}


class LimitForm(Form):
    """How many stacks of each unit of a branch are up at once."""

    most = forms.IntegerField(
        label=gettext_lazy("Stacks of each unit that are up at once"), min_value=1, max_value=200
    )
    reason = WordsField(label=gettext_lazy("Reason"), max_length=2000)

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among.order_by("depth", "code")), **self.fields}
        self.fields["unit"].help_text = _("It holds for this unit and all below it.")
