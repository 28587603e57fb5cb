"""The forms by which an item is broken down, waits for others, and passes its gates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import gate
from sunledger.ledger.models import Item, Move, Upon
from sunledger.ledger.programme import actions as programme
from sunledger.ledger.programme import waits
from sunledger.units import access
from sunledger.units.models import Power
from sunledger.web.forms import DayField, UnitField, WordsField
from sunledger.web.pages.move_form import MoveForm

PARTS = 4  # parts that one page takes; the page can be come back to
GATES = 4
NEAR = 200  # items of the same programme that are offered


class DivideForm(MoveForm):
    """The parts: each with its unit, what is to be done, and its days."""

    def prepare(self) -> None:
        """Make the rows; the first one is needed."""
        among = access.reachable(self.by, Power.ASSIGN, timezone.localdate())
        for row in range(1, PARTS + 1):
            need = row == 1
            fields: dict[str, forms.Field] = {
                "title": forms.CharField(
                    label=_("Part %(row)s") % {"row": row}, max_length=200, required=need
                ),
                "problem": WordsField(label=_("What is to be done"), required=need),
                "unit": UnitField(label=_("Unit"), among=among, required=need),
                "target": forms.CharField(
                    label=_("Measurable target"), max_length=500, required=False
                ),
                "starts_on": DayField(label=_("Start"), required=False),
                "due": DayField(label=_("Due"), required=need),
                "stage": forms.IntegerField(
                    label=_("Stage"), min_value=1, max_value=99, required=False
                ),
            }
            self.fields |= {f"{name}{row}": field for name, field in fields.items()}

    def act(self, said: dict[str, Any]) -> object:
        """Hand on the rows that were filled in."""
        names = ("title", "problem", "unit", "target", "starts_on", "due", "stage")
        rows = [{name: said[f"{name}{row}"] for name in names} for row in range(1, PARTS + 1)]
        parts = [programme.Part(**row) for row in rows if row["title"] and row["unit"]]
        return programme.break_down(item=self.item, parts=parts, by=self.by)


class TieForm(MoveForm):
    """After which other item it begins."""

    does = staticmethod(programme.tie)

    after = forms.ModelChoiceField(
        label=_("Begins after"), queryset=Item.objects.none(), to_field_name="code"
    )
    upon = forms.ChoiceField(label=_("Once that one is"), choices=Upon.choices)

    def prepare(self) -> None:
        """Offer the items of the same programme that the person may see."""
        seen = gate.visible_to(self.by, timezone.localdate())
        wholes = [one.pk for one in waits.line_of(self.item)]
        parents = [one.parent_id for one in waits.line_of(self.item) if one.parent_id]
        near = seen.filter(parent__in=[*wholes, *parents]) | seen.filter(
            parent=None, drive=self.item.drive
        )
        pks = near.exclude(pk__in=wholes).order_by("pk").values_list("pk", flat=True)[:NEAR]
        self.field("after").queryset = Item.objects.filter(pk__in=list(pks)).order_by("pk")


class GateForm(MoveForm):
    """The gates of the stages, in their order."""

    def prepare(self) -> None:
        """Make the rows; the first one is needed."""
        for row in range(1, GATES + 1):
            self.fields[f"title{row}"] = forms.CharField(
                label=_("Gate after stage %(row)s") % {"row": row},
                max_length=200,
                required=row == 1,
            )
            self.fields[f"asks{row}"] = WordsField(label=_("What must be so"), required=row == 1)

    def act(self, said: dict[str, Any]) -> object:
        """Hand on the rows that were filled in."""
        rows = [(said[f"title{row}"], said[f"asks{row}"]) for row in range(1, GATES + 1)]
        gates = [(title, asks) for title, asks in rows if title]
        return programme.set_gates(item=self.item, gates=gates, by=self.by)


class PassForm(MoveForm):
    """What was found at the gate."""

    does = staticmethod(programme.pass_gate)

    note = WordsField(label=_("What was found"))

    def prepare(self) -> None:
        """Say which gate it is and what it asks."""
        gate_now = waits.next_gate(self.item)
        if gate_now is not None:
            self.field("note").help_text = f"{gate_now}: {gate_now.asks}"


PROGRAMME_FORMS: dict[Move, type[MoveForm]] = {
    Move.DIVIDE: DivideForm,
    Move.TIE: TieForm,
    Move.GATE: GateForm,
    Move.PASS: PassForm,
}
