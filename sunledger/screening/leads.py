"""Which lead to look at first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sunledger.core.money import MINOR
from sunledger.screening.outcome import Lead, Outcome


def weight(lead: Lead) -> float:
    """Return strength times the size of the money, in powers of ten: a sign, not a sum."""
    main = abs(lead.figure) / 10 ** MINOR.get(lead.currency, 2)
    return lead.strength * math.log10(10 + main)


def strongest_first(found: Iterable[Lead]) -> list[Lead]:
    """Return the leads of one screen, the strongest first."""
    return sorted(found, key=lambda lead: (-weight(lead), lead.key))


def ranked(outcomes: Iterable[Outcome]) -> list[Lead]:
    """Return all leads, the one most worth a look first; several screens on one payee count more.

    After its first lead, a screen's further ones about the same body count less and less, so that
    the head of the list shows different questions and not one question many times.
    """
    everything = [lead for outcome in outcomes for lead in outcome.leads]
    screens: dict[tuple[str, str], set[str]] = defaultdict(set)
    for lead in everything:
        if lead.payee:
            screens[lead.body, lead.payee].add(lead.screen)
    stacked = {
        lead: weight(lead) * (1 + 0.5 * max(0, len(screens[lead.body, lead.payee]) - 1))
        for lead in everything
    }
    return _spread(sorted(everything, key=lambda lead: (-stacked[lead], lead.key)), stacked)


def _spread(leads: Sequence[Lead], weights: dict[Lead, float]) -> list[Lead]:
    """Return the leads ordered by weights that shrink with every lead of the same question."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    shrunk: dict[Lead, float] = {}
    for lead in leads:
        place = seen[lead.screen, lead.body]
        seen[lead.screen, lead.body] += 1
        shrunk[lead] = weights[lead] * 0.8 ** min(place, 12)
    return sorted(leads, key=lambda lead: (-shrunk[lead], lead.screen, lead.key))
