"""What else is asked about the cause of a stack: in an item already, or of another unit.

A stack is of one unit, for each unit answers for itself. What one cause has become elsewhere is
shown beside it, so that nobody looks into it twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from sunledger.ledger.models import Item
from sunledger.ledger.steps import OPEN
from sunledger.screening.models import Lead, Stack, State
from sunledger.screening.stacks import StackQuerySet

_WIDTH = 8  # bytes of the number that stands for a row
LOOKED_AT = 300  # of the leads of a unit that were taken up, the latest
MOST = 10  # that are named


def in_work(stack: Stack) -> list[Item]:
    """Return the items, not closed, that rest on rows of the stack or on the same party."""
    asked = list(Lead.objects.open().filter(stack=stack).only("behind", "payee"))
    rows, parties = _rows(asked), _parties(asked)
    items = {one.code: one for one in Item.objects.filter(unit=stack.unit, state__in=OPEN)}
    taken = Lead.objects.filter(unit=stack.unit, state=State.TAKEN_UP, item__in=items)
    found = [
        lead.item
        for lead in taken.order_by("-decided_at", "pk").only("behind", "payee", "item")[:LOOKED_AT]
        if lead.payee in parties or not rows.isdisjoint(_rows([lead]))
    ]
    return [items[code] for code in dict.fromkeys(found)][:MOST]


def at_others(stack: Stack, among: StackQuerySet) -> list[Stack]:
    """Return the open stacks of other units, among some, that ask about the same party."""
    parties = _parties(Lead.objects.open().filter(stack=stack).only("payee"))
    asked = Lead.objects.open().filter(payee__in=parties).exclude(unit=stack.unit)
    found = among.open().filter(pk__in=asked.values("stack")).select_related("unit")
    return list(found.best_first()[:MOST])


def _parties(leads: Iterable[Lead]) -> set[str]:
    return {lead.payee for lead in leads} - {""}


def _rows(leads: Iterable[Lead]) -> set[bytes]:
    """Return the numbers that stand for the rows behind leads."""
    return {
        held[at : at + _WIDTH]
        for lead in leads
        for held in [bytes(lead.behind)]
        for at in range(0, len(held), _WIDTH)
    }
