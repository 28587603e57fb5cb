"""The forms of an answer: what was made of what came down, and what the sender says to that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Receipt
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.units.models import Unit
from sunledger.web.forms import DayField, Form, UnitField, WordsField

OWN_ITEMS = 60  # the latest items of a unit that a list offers


class ReplyForm(Form):
    """What every answer has: how many there were when the page was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def fit(self, receipt: Receipt) -> None:
        """Fit the form to what was received."""
        self.field("seen").initial = receipt.replies.count()

    def given(self) -> dict[str, Any]:
        """Return what was filled in, as an action takes it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return rest | {"look": conveying.Look(seen=self.cleaned_data["seen"])}


class ListForm(ReplyForm):
    """An item of the unit's own."""

    title = forms.CharField(label=gettext_lazy("Title of the item"), max_length=200)
    problem = WordsField(
        label=gettext_lazy("What has to be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Left empty, the words of the decision stand here."),
        required=False,
    )
    target = WordsField(
        label=gettext_lazy("Measurable target"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    doer = UnitField(label=gettext_lazy("Unit that does the work"), required=False)
    checker = UnitField(
        label=gettext_lazy("Unit that checks it"),
        required=False,
        help_text=gettext_lazy("With a checker and a day it is assigned at once."),
    )
    due = DayField(label=gettext_lazy("By when"), required=False)

    def fit(self, receipt: Receipt) -> None:
        """Suggest the units around."""
        super().fit(receipt)
        self.field("doer").among = self.field("checker").among = Unit.objects.all()
        self.suggest(receipt.unit, "doer", "checker")


class ProjectForm(ReplyForm):
    """An item of the list, and the parts into which it is broken down."""

    item = forms.ModelChoiceField(
        label=gettext_lazy("Item"),
        queryset=Item.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    parts = WordsField(
        label=gettext_lazy("Its parts"),
        help_text=gettext_lazy("One part a line, at least two. Each becomes an item."),
    )
    checker = UnitField(label=gettext_lazy("Unit that checks them"), required=False)
    due = DayField(label=gettext_lazy("By when"), required=False)

    def fit(self, receipt: Receipt) -> None:
        """Offer the items that were made of it and are not parts themselves."""
        super().fit(receipt)
        made = receipt.made.filter(part_of=None).values("item")
        self.field("item").queryset = Item.objects.filter(pk__in=made)
        self.field("checker").among = Unit.objects.all()
        self.suggest(receipt.unit, "checker")

    def given(self) -> dict[str, Any]:
        """Return the parts as the action takes them."""
        given = super().given()
        checker, due = given.pop("checker"), given.pop("due")
        titles = [line.strip() for line in given.pop("parts").splitlines() if line.strip()]
        return given | {"parts": [conveying.Part(title, None, checker, due) for title in titles]}


class DoneForm(ReplyForm):
    """The item by which it was done before."""

    item = forms.ModelChoiceField(
        label=gettext_lazy("Item"),
        queryset=Item.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    note = WordsField(label=gettext_lazy("Note"), required=False)

    def fit(self, receipt: Receipt) -> None:
        """Offer the closed items of the unit."""
        super().fit(receipt)
        self.field("item").queryset = own_items(receipt, Item.objects.closed())


class TakeForm(ReplyForm):
    """Items that stand in the ledger already."""

    items = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Items"),
        queryset=Item.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    note = WordsField(label=gettext_lazy("Note"), required=False)

    def fit(self, receipt: Receipt) -> None:
        """Offer the latest items of the unit that do not count yet."""
        super().fit(receipt)
        self.field("items").queryset = own_items(receipt, Item.objects.still_open())


class NotOursForm(ReplyForm):
    """Why it does not concern the unit."""

    reason = WordsField(
        label=gettext_lazy("It does not concern us, because"),
        help_text=gettext_lazy("The sender accepts this or sends it back."),
    )


class WordsForm(ReplyForm):
    """What was done with the paper."""

    note = WordsField(
        label=gettext_lazy("What was done with it"),
        help_text=gettext_lazy("Studied, passed on, met about it: shown, and counted as nothing."),
    )


def own_items(receipt: Receipt, items: ItemQuerySet) -> ItemQuerySet:
    """Return the latest items of a unit that do not count in this matter yet."""
    mine = items.filter(unit=receipt.unit) | items.filter(doer=receipt.unit)
    fresh = mine.exclude(pk__in=receipt.matter.made.values("item")).order_by("-pk")
    return items.filter(pk__in=list(fresh.values_list("pk", flat=True)[:OWN_ITEMS]))


class RulingForm(Form):
    """Whether the sender agrees."""

    accepted = forms.ChoiceField(
        label=gettext_lazy("Does it concern the unit?"),
        choices=[
            ("no", gettext_lazy("It does not concern the unit; accept")),
            ("yes", gettext_lazy("It does; send it back with the reason")),
        ],
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed to send it back."),
        required=False,
    )

    def given(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        accepted = self.cleaned_data["accepted"] == "no"
        return {"accepted": accepted, "reason": self.cleaned_data["reason"]}
