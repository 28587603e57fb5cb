"""Rhythms, on the form by which an item is given out: they set the day due and those before."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import actions as ledger
from sunledger.ledger import preset
from sunledger.ledger.models import Item
from sunledger.ledger.preset import PRESETS, Days
from sunledger.units.models import User


def choices() -> list[tuple[str, str]]:
    """Return every rhythm with every size of matter, after the choice of none."""
    words = _("%(rhythm)s · %(size)s")
    return [("", _("No rhythm: the day due, as given"))] + [
        (f"{code}:{name}", words % {"rhythm": one.title, "size": size.title})
        for code, one in PRESETS.items()
        for name, size in one.sizes.items()
    ]


def days(chosen: str) -> Days | None:
    """Return the days of a choice, counted from today; None for no rhythm."""
    if not chosen:
        return None
    code, _colon, size = chosen.partition(":")
    return preset.days(PRESETS[code], timezone.localdate(), size)


def see(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says if it names a day due or a rhythm, or refuse it."""
    if not said.get("due") and not said.get("rhythm"):
        raise ValidationError(_("Choose the day due, or a rhythm that gives it."))
    return said


@transaction.atomic
def assign(*, item: Item, by: User, rhythm: str = "", **said: Any) -> Item:
    """Give the item out; with a rhythm, the days on the way are set first."""
    if found := days(rhythm):
        said["due"] = found.due
        if found.marks and not item.milestones.exists():
            marks = [ledger.Day(mark.title, mark.due, mark.proof) for mark in found.marks]
            ledger.plan(item=item, milestones=marks, by=by)
    return ledger.assign(item=item, by=by, **said)
