"""How often a screen was right in each place and version, where enough was checked to say so.

A place is a unit of the kind that the settings name, with all below it, and never smaller: nobody
shall read from it who decided, or on whom. Of too few checked nothing is told, nor could it be
reckoned from the rest: what is left out is then left out of two at least.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings

from sunledger.screening import precision
from sunledger.screening.precision import Precision
from sunledger.units.models import Unit

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True)
class Told(Generic[Part]):
    """What may be told of the parts of a whole."""

    parts: tuple[tuple[Part, Precision], ...]
    untold: tuple[Part, ...]  # those with too few


def few() -> int:
    """Return of how many checked at least figures are told."""
    return int(settings.SUNLEDGER_PRECISION["few"])


def of_versions(code: str) -> Told[str]:
    """Return what may be told of the versions of a screen, the latest first."""
    return told(precision.of_versions(code))


def of_places(code: str) -> Told[Unit | None]:
    """Return what may be told of the places; None is what lies in no such place."""
    kind = settings.SUNLEDGER_PRECISION["place"]
    places = {unit.path: unit for unit in Unit.objects.filter(kind=kind).order_by("code")}
    return told(precision.of_branches(code, places))


def told(parts: Mapping[Part, Precision]) -> Told[Part]:
    """Return the parts of which enough is known, and those of which it is not."""
    left_out = _too_few({part: one.checked for part, one in parts.items()})
    return Told(
        tuple((part, one) for part, one in parts.items() if part not in left_out),
        tuple(part for part in parts if part in left_out),
    )


def _too_few(checked: Mapping[Part, int]) -> set[Part]:
    """Return the parts to leave out: those with few, and more where few would be the difference."""
    left_out = {part for part, count in checked.items() if count < few()}
    while 0 < sum(checked[part] for part in left_out) < few() and len(left_out) < len(checked):
        rest = (part for part in checked if part not in left_out)
        left_out.add(min(rest, key=lambda part: checked[part]))
    return left_out
