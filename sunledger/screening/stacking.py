"""Leads added up: those about one cause are one stack, with all reasons; which stack comes first.

A stack's weight is how much its signs say, times the power of ten of the money at stake.

- A **sign** is one screen. Its further leads in the stack raise the money, not what it says: a
  question asked twelve times is one question.
- What a sign says is its strength, corrected by how often the screen was right. The screen's own
  word counts half, as much as ten checked leads would; each lead that was checked counts one.
- Signs are added as chances are: two that are right in one of three cases leave four of nine to
  innocence. The strongest counts whole. Of each further one counts what is new: the share of its
  rows that no stronger sign has flagged already counts whole, the rest a quarter, since two screens
  that look at the same rows often say one thing twice.
- The money is the largest sum that one screen asks about; sums of several screens would count the
  same payment more than once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sunledger.core.money import MINOR
from sunledger.screening import causes
from sunledger.screening.leads import weight
from sunledger.screening.outcome import Lead, Outcome

# Of each screen: how many of its leads were confirmed, and how many were checked.
Proven = Mapping[str, tuple[int, int]]

OWN_WORD = 0.5  # what a screen says of itself counts half until people have checked
AS_CHECKED = 10  # and as much as so many checked leads
SAME_ROWS = 0.25  # what a sign says by rows that a stronger one has flagged counts a quarter
AGAIN = 0.9  # each further stack that the same screen leads at one body comes a little later,
AGAIN_MOST = 5  # at most so many times: other questions are seen as well


@dataclass(frozen=True)
class Stack:
    """What is asked about one cause or one subject at one unit, with all its reasons."""

    leads: tuple[Lead, ...]  # the strongest first, each screen's together
    strength: float  # 0 to 1: what its signs say together
    figure: int  # whole minor units: the largest sum that one screen asks about
    weight: float

    @property
    def first(self) -> Lead:
        """The lead by which it is named."""
        return self.leads[0]

    @property
    def body(self) -> str:
        """The unit that it is about."""
        return self.first.body

    @property
    def subject(self) -> str:
        """What its strongest lead is about."""
        return self.first.subject

    @property
    def payee(self) -> str:
        """The one party that its leads name; nothing where they name several or none."""
        named = {lead.payee for lead in self.leads if lead.payee}
        return named.pop() if len(named) == 1 else ""

    @property
    def currency(self) -> str:
        """The currency of its figure."""
        return self.first.currency

    @property
    def reasons(self) -> tuple[str, ...]:
        """The screens that raise it, the strongest first."""
        return tuple(dict.fromkeys(lead.screen for lead in self.leads))


def stacked(outcomes: Iterable[Outcome], proven: Proven | None = None) -> list[Stack]:
    """Return all leads in stacks, the one most worth a look first.

    The outcomes' engines must still be open. The order of the outcomes does not matter.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.screen.code)
    leads = [lead for outcome in ordered for lead in outcome.leads]
    tables = [outcome.screen.tables[0] for outcome in ordered for _lead in outcome.leads]
    with causes.Rows(map(causes.Source.of, ordered)) as rows:
        found = piled(leads, tables, rows, proven or {})
    return [stack for _rank, stack in ranked(found)]


def piled(
    leads: Sequence[Lead],
    tables: Sequence[str],
    rows: causes.Rows,
    proven: Proven,
    before: Sequence[Hashable] = (),
) -> list[Stack]:
    """Return leads, each with the table that its screen judges, in stacks of no order yet."""
    groups = causes.groups(leads, tables, rows, before)
    signs = [_signs([(n, leads[n]) for n in group], proven) for group in groups]
    fresh = rows.fresh(_several(signs))
    return [
        _stack(
            sign, [fresh.get((stack, place), _unknown(place)) for place in range(len(sign))], proven
        )
        for stack, sign in enumerate(signs)
    ]


def _unknown(place: int) -> float:
    """Return what is taken for new of a sign whose rows are not known: of the strongest, all."""
    return 1.0 if place == 0 else 0.0


def ranked(stacks: Iterable[Stack]) -> list[tuple[float, Stack]]:
    """Return stacks with their ranks, the one most worth a look first.

    A question asked again at one body comes a little later. The order is total: of equals, the
    lower key comes first.
    """
    by_weight = sorted(stacks, key=lambda stack: (-stack.weight, stack.first.key))
    seen: dict[tuple[str, str], int] = defaultdict(int)
    places: list[tuple[float, Stack]] = []
    for stack in by_weight:
        question = (stack.first.screen, stack.body)
        places.append((round(stack.weight * AGAIN ** min(seen[question], AGAIN_MOST), 9), stack))
        seen[question] += 1
    return sorted(places, key=lambda one: (-one[0], one[1].first.key))


def chance(lead: Lead, proven: Proven) -> float:
    """Return how much a lead says: its strength, corrected by how often its screen was right."""
    confirmed, checked = proven.get(lead.screen, (0, 0))
    own = OWN_WORD * lead.strength * AS_CHECKED
    return (confirmed + own) / (checked + AS_CHECKED)


Sign = Sequence[tuple[int, Lead]]  # the leads of one screen in a stack, by their numbers


def _signs(leads: Iterable[tuple[int, Lead]], proven: Proven) -> list[Sign]:
    """Return the leads of a stack by screen, the strongest sign first."""
    screens: dict[str, list[tuple[int, Lead]]] = defaultdict(list)
    for number, lead in leads:
        screens[lead.screen].append((number, lead))
    for of_one in screens.values():
        of_one.sort(key=lambda pair: (-weight(pair[1]), pair[1].key))
    return sorted(
        screens.values(),
        key=lambda sign: (-_says(sign, proven), -weight(sign[0][1]), sign[0][1].screen),
    )


def _says(sign: Sign, proven: Proven) -> float:
    """Return what a sign says by itself: as much as the strongest of its leads."""
    return max(chance(lead, proven) for _number, lead in sign)


def _several(stacks: Sequence[Sequence[Sign]]) -> list[tuple[int, int, int]]:
    """Return the leads of the stacks with more than one sign: stack, place of the sign, lead."""
    return [
        (stack, place, number)
        for stack, signs in enumerate(stacks)
        if len(signs) > 1
        for place, sign in enumerate(signs)
        for number, _lead in sign
    ]


def _stack(signs: Sequence[Sign], fresh: Sequence[float], proven: Proven) -> Stack:
    """Return a stack of signs, each with the share of its rows that no stronger one has."""
    innocent = 1.0
    for sign, new in zip(signs, fresh, strict=True):
        counts = SAME_ROWS + (1 - SAME_ROWS) * new
        innocent *= 1 - counts * _says(sign, proven)
    leads = tuple(lead for sign in signs for _number, lead in sign)
    figure = _at_stake(leads)
    main = figure / 10 ** MINOR.get(leads[0].currency, 2)
    strength = round(1 - innocent, 9)
    return Stack(leads, strength, figure, round(strength * math.log10(10 + main), 9))


def _at_stake(leads: Iterable[Lead]) -> int:
    """Return the largest sum that one screen asks about, in the currency of the first lead."""
    sums: dict[str, int] = defaultdict(int)
    currency = ""
    for number, lead in enumerate(leads):
        currency = lead.currency if number == 0 else currency
        if lead.currency == currency:
            sums[lead.screen] += abs(lead.figure)
    return max(sums.values())
