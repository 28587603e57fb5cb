"""The way from the first page to this one."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from sunledger.units.models import Unit


class Crumb(NamedTuple):
    """A step of the way; the last one, which is this page, has no address."""

    name: str
    url: str = ""


def of_unit(unit: Unit, *more: Crumb) -> list[Crumb]:
    """Return the way down the tree to a unit, and on to what lies in it."""
    above = [Crumb(str(one), reverse("unit", args=[one.code])) for one in over(unit)]
    here = Crumb(str(unit), reverse("unit", args=[unit.code]) if more else "")
    return [*above, here, *more]


def over(unit: Unit) -> list[Unit]:
    """Return the units over this one, the topmost first."""
    return list(Unit.objects.above(unit))
