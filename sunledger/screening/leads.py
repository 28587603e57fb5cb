"""What a lead weighs by itself; leads are added up in stacks: see stacking.py."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sunledger.core.money import MINOR
from sunledger.screening.outcome import Lead


def weight(lead: Lead) -> float:
    """Return strength times the size of the money, in powers of ten: a sign, not a sum."""
    main = abs(lead.figure) / 10 ** MINOR.get(lead.currency, 2)
    return lead.strength * math.log10(10 + main)


def strongest_first(found: Iterable[Lead]) -> list[Lead]:
    """Return the leads of one screen, the strongest first."""
    return sorted(found, key=lambda lead: (-weight(lead), lead.key))
