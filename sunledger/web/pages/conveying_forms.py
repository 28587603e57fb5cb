"""The forms of passing down: what of a meeting goes to whom, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.conveying import terms, whither
from sunledger.decisions.conveying.actions import Whither, Wish
from sunledger.decisions.models import Group, Meeting, Receipt, State
from sunledger.units.models import Unit
from sunledger.web.forms import CHOICES, DayField, Form, UnitField, WordsField

KINDS = {
    "city": gettext_noop("city"),
    "county": gettext_noop("county"),
    "town": gettext_noop("town"),
    "village": gettext_noop("village"),
    "province": gettext_noop("province"),
    "school": gettext_noop("school"),
    "enterprise": gettext_noop("enterprise"),
    "office": gettext_noop("office"),
}


class UnitsField(WordsField):
    """Several units, each on a line of its own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)
        self.among = Unit.objects.none()

    def clean(self, value: Any) -> Any:
        """Return the units, or refuse the line that names none or several."""
        lines = str(super().clean(value) or "").splitlines()
        return [self._one(line.strip()) for line in lines if line.strip()]

    def _one(self, line: str) -> Unit:
        found = UnitField(among=self.among).meant(line)
        if len(found) != 1:
            raise ValidationError(
                _("“%s” does not say which unit is meant. Write its code, one unit a line.") % line
            )
        return found[0]


class PassForm(Form):
    """To whom it goes, and by when they are to act."""

    whom = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units directly below"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others = UnitsField(
        label=gettext_lazy("Other units below"),
        help_text=gettext_lazy("Name or code, one unit a line."),
        required=False,
    )
    acknowledge_days = forms.IntegerField(
        label=gettext_lazy("Working days in which to acknowledge"), min_value=0
    )
    answer_by = DayField(label=gettext_lazy("Say what was made of it by"))
    note = WordsField(
        label=gettext_lazy("What to look to"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def fit(self, sender: Unit, received: Receipt | None, on: date) -> None:
        """Offer the units below the sender, and the latest days that may be set."""
        self.sender = sender
        children = sender.children.all()
        if 0 < children.count() <= CHOICES:
            self.field("units").queryset = children
        else:
            del self.fields["units"]
        self.field("others").among = whither.beneath(sender)
        self.field("whom").choices = choices(sender)
        self.field("whom").initial = "next"
        days, last = terms.limits(received, on)
        self.field("acknowledge_days").max_value = days
        self.field("acknowledge_days").widget.attrs |= {"max": days, "class": "short"}
        self.field("acknowledge_days").initial, self.field("answer_by").initial = days, last
        self.field("acknowledge_days").help_text = _("At most %(count)s.") % {"count": days}

    def to(self) -> Whither:
        """Return the units that were chosen."""
        how, _colon, which = str(self.cleaned_data["whom"]).partition(":")
        if how == "next":
            return conveying.next_below(self.sender)
        if how == "kind":
            return conveying.of_kind(self.sender, which)
        if how == "group":
            return conveying.of_group(self.sender, Group.objects.get(code=which))
        ticked = self.cleaned_data.get("units") or []
        return Whither(list(dict.fromkeys([*ticked, *self.cleaned_data["others"]])))

    def wish(self) -> Wish:
        """Return the days that were asked for."""
        return Wish(self.cleaned_data["acknowledge_days"], self.cleaned_data["answer_by"])


class ConveyForm(PassForm):
    """What of a meeting goes down, to whom, and by when."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("What is passed down"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("what",)

    def choose_from(self, meeting: Meeting) -> None:
        """Offer the decisions that were adopted, and the meeting as a whole."""
        self.decisions = {
            one.code: one
            for one in meeting.decisions.filter(state=State.ADOPTED).select_related("owner")
        }
        self.field("what").choices = [
            *((code, f"{one.owner}: {one.quotation}") for code, one in self.decisions.items()),
            ("whole", _("The meeting as a whole")),
        ]


def choices(sender: Unit) -> list[tuple[str, str]]:
    """Return how units below a sender can be chosen, each with how many they are."""
    below = whither.beneath(sender).order_by().values("kind").annotate(count=Count("pk"))
    kinds = [
        (
            f"kind:{row['kind']}",
            _("All below of the kind “%(kind)s” (%(count)s)")
            % {"kind": kind_name(row["kind"]), "count": row["count"]},
        )
        for row in below.order_by("kind").exclude(kind="")
    ]
    groups = [(f"group:{one.code}", one.name) for one in Group.objects.filter(unit=sender)]
    directly = _("All directly below (%(count)s)") % {"count": sender.children.count()}
    return [("next", directly), *kinds, *groups, ("chosen", _("Those that I name here"))]


def kind_name(kind: str) -> str:
    """Return how a kind of unit is called; what a site has named itself is called so."""
    return _(KINDS[kind]) if kind in KINDS else kind


class AboveForm(Form):
    """Which meeting of a level above was conveyed."""

    above = forms.ModelChoiceField(
        label=gettext_lazy("A meeting of the register"),
        queryset=Meeting.objects.none(),
        to_field_name="code",
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Or its name, as it is written"), max_length=200, required=False
    )

    def fit(self, meeting: Meeting, mine: list[int]) -> None:
        """Offer the meetings further up that are public, or that came down to the person's unit."""
        rows = Meeting.objects.filter(
            unit__in=Unit.objects.above(meeting.unit), held_on__lte=meeting.held_on
        )
        came = Meeting.objects.filter(matters__receipts__unit__in=mine).values("pk")
        seen = rows.exclude(public_at=None) | rows.filter(pk__in=came)
        self.field("above").queryset = seen.defer("text")

    def given(self) -> dict[str, Any]:
        """Return which meeting, as the action takes it."""
        return {"above": self.cleaned_data["above"], "name": self.cleaned_data["name"]}
