"""What every form of a move asks, and what it does when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from sunledger.ledger.models import Item
from sunledger.units.models import User
from sunledger.web.forms import Form


class MoveForm(Form):
    """What every move of an item asks: that the person has seen it as it is now."""

    does: Callable[..., object]
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"]["turn"] = item.turn
        super().__init__(*args, **kwargs)
        self.item, self.by = item, by
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that depend on the item."""

    def perform(self) -> object:
        """Make the move with what the form says."""
        self.item.turn = self.cleaned_data["turn"]
        return self.act({k: v for k, v in self.cleaned_data.items() if k != "turn"})

    def act(self, said: dict[str, Any]) -> object:
        """Call the ledger's action; most take the fields by their names."""
        return self.does(item=self.item, by=self.by, **said)
