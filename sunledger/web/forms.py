"""The fields that forms are made of: units by their name, money as people write it, days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.money import read_money
from sunledger.core.problem import Refused
from sunledger.units.models import Unit
from sunledger.web.gates import said

CHOICES = 30  # units up to which a list to choose from is kinder than a field to write in
BESIDE = 40  # how many units a field suggests beside those above
NAMED = 6  # how many units a sentence names before it says "and more"


class Form(forms.Form):
    """A form without the colons that Django puts behind labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = _("choose…")

    def field(self, name: str) -> Any:
        """Return a field, of whatever kind, to fit it to what is known of the person."""
        return self.fields[name]

    def suggest(self, near: Unit, *names: str) -> None:
        """Offer the units around one for the fields in which a unit is written."""
        units = around(near)
        for name in names:
            self.field(name).suggested = units
            self.field(name).widget.attrs["list"] = f"id_{name}_units"


def around(unit: Unit) -> list[Unit]:
    """Return a unit, those over it, and those that stand beside it."""
    above = list(Unit.objects.above(unit))
    beside = Unit.objects.filter(parent__in=above).exclude(pk=unit.pk)[:BESIDE]
    return list(dict.fromkeys([*reversed(above), unit, *beside]))


class UnitField(forms.CharField):
    """A unit, written as its code or its name; units of one name are told apart by their code."""

    nowhere = gettext_lazy("No unit in your reach is called “%s”.")

    def __init__(self, *, among: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Its name, or its code."))
        super().__init__(max_length=120, **kwargs)
        self.suggested: list[Unit] = []
        self.among: QuerySet[Unit] = Unit.objects.none() if among is None else among

    def clean(self, value: Any) -> Any:
        """Return the one unit that is meant, or refuse with those that may be meant."""
        words = super().clean(value)
        if words in self.empty_values:
            return None
        found = self.meant(str(words).strip())
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(self.nowhere % words)
        names = ", ".join(f"{unit} {unit.code}" for unit in found[:NAMED])
        more = " …" if len(found) > NAMED else ""
        raise ValidationError(_("Several units fit. Write one code of: %s.") % (names + more))

    def meant(self, words: str) -> list[Unit]:
        """Return the units with that code, else with that name, else with those words in it."""
        questions: list[dict[str, str]] = [
            {"code": words}, {"name": words}, {"name_en__iexact": words}, {"name__contains": words}
        ]  # fmt: skip
        for question in questions:
            if found := list(self.among.filter(**question)[: NAMED + 1]):
                return found
        return []

    def prepare_value(self, value: Any) -> Any:
        """Return the code of a unit, or the words as they were written."""
        return value.code if isinstance(value, Unit) else value


def unit_field(among: QuerySet[Unit]) -> forms.Field:
    """Return a list of the units in reach, or a field to write one in where they are many."""
    if among.count() > CHOICES:
        return UnitField(label=gettext_lazy("Unit"), among=among)
    return forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=among, to_field_name="code", empty_label=None
    )


class MoneyField(forms.CharField):
    """An amount as people write it; the form holds whole minor units."""

    def __init__(self, *, currency: str = "CNY", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Write it like 4900.00."))
        super().__init__(max_length=60, **kwargs)
        self.currency = currency
        self.widget.attrs.update({"inputmode": "decimal", "class": "short"})

    def clean(self, value: Any) -> Any:
        """Return the amount in minor units, or refuse what is none."""
        words = super().clean(value)
        if words in self.empty_values:
            return None
        try:
            return read_money(str(words), self.currency)
        except Refused as refusal:
            raise ValidationError(said(refusal.problem)) from refusal


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        return super().to_python(value)


class WordsField(forms.CharField):
    """A few sentences."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        kwargs.setdefault("max_length", 20_000)
        super().__init__(**kwargs)
