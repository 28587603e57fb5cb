"""How often a screen was right: confirmed of checked, with the room that few cases leave.

Checked is what somebody looked into to the end: an item that was closed, or a lead dismissed as
explained, unfounded or an error in the data. What was known already or too small to work on says
nothing about the screen, and an open lead says nothing yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count

from sunledger.ledger.models import Item, Outcome
from sunledger.screening.models import Lead, Reason, State

WRONG = (Reason.EXPLAINED, Reason.UNFOUNDED, Reason.DATA_ERROR)
_Z = 1.959964  # of the normal distribution, for 95 in a hundred


@dataclass(frozen=True)
class Precision:
    """The counts of one screen's leads, and what they say about it."""

    screen: str
    raised: int
    open: int
    in_work: int
    confirmed: int
    dismissed: dict[str, int]  # by reason
    closed_otherwise: int  # items that ended as unfounded or a data error
    cleared: int

    @property
    def checked(self) -> int:
        """Return how many leads were looked into to the end."""
        wrong = sum(self.dismissed.get(reason, 0) for reason in WRONG)
        return self.confirmed + self.closed_otherwise + wrong

    @property
    def share(self) -> float | None:
        """Return confirmed of checked; nothing where nothing was checked."""
        return self.confirmed / self.checked if self.checked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return between which shares the truth lies, nineteen times in twenty (Wilson)."""
        return wilson(self.confirmed, self.checked) if self.checked else None


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """Return the Wilson interval of a share; it stays between 0 and 1, however few the tries."""
    share, room = hits / tries, _Z * _Z / tries
    middle = (share + room / 2) / (1 + room)
    half = _Z * sqrt(share * (1 - share) / tries + room / (4 * tries)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def of_screen(code: str) -> Precision:
    """Return the precision of one screen, over all its versions."""
    leads = Lead.objects.filter(screen=code)
    states = dict(leads.values_list("state").annotate(n=Count("pk")))
    dismissed = leads.filter(state=State.DISMISSED)
    reasons = dict(dismissed.values_list("reason").annotate(n=Count("pk")))
    codes = leads.filter(state=State.TAKEN_UP).values("item")
    outcomes = dict(
        Item.objects.filter(code__in=codes).values_list("outcome").annotate(Count("pk"))
    )
    confirmed = outcomes.get(Outcome.PUT_RIGHT, 0) + outcomes.get(Outcome.NOT_DONE, 0)
    return Precision(
        screen=code,
        raised=sum(states.values()),
        open=states.get(State.OPEN, 0),
        in_work=outcomes.get("", 0),
        confirmed=confirmed,
        dismissed=reasons,
        closed_otherwise=outcomes.get(Outcome.UNFOUNDED, 0) + outcomes.get(Outcome.DATA_ERROR, 0),
        cleared=states.get(State.CLEARED, 0),
    )
