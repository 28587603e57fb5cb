"""Which leads to show first: the strongest, but not ten of one question or one body."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sunledger.screening.engine import Lead

A_SCREEN = 3  # of the leads shown first, at most so many from one screen
A_BODY = 4  # and at most so many about one body
A_QUESTION = 2  # and at most so many of one screen about one body


def first_leads(ranked: Sequence[Lead], count: int = 10) -> list[Lead]:
    """Return `count` leads in their order; those that crowd out others only if room is left."""
    chosen: list[Lead] = []
    left: list[Lead] = []
    screens: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    questions: Counter[tuple[str, str]] = Counter()
    payees: set[tuple[str, str]] = set()
    for lead in ranked:
        payee = (lead.body, lead.payee)
        question = (lead.screen, lead.body)
        crowded = (
            screens[lead.screen] >= A_SCREEN
            or bodies[lead.body] >= A_BODY
            or questions[question] >= A_QUESTION
        )
        if crowded or (lead.payee and payee in payees):
            left.append(lead)
        else:
            chosen.append(lead)
            screens[lead.screen] += 1
            bodies[lead.body] += 1
            questions[question] += 1
            payees.add(payee)
        if len(chosen) == count:
            return chosen
    chosen += left[: count - len(chosen)]
    places = {id(lead): place for place, lead in enumerate(ranked)}
    return sorted(chosen, key=lambda lead: places[id(lead)])


def beside(leads: Iterable[Lead]) -> dict[tuple[str, str], set[str]]:
    """Return, for each payee of a body, the screens that ask about it."""
    screens: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for lead in leads:
        if lead.payee:
            screens[lead.body, lead.payee].add(lead.screen)
    return dict(screens)
