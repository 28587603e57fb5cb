"""What a doer does with an item in hand before the answer: signs for it, starts, needs no plan."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger import hindrances
from sunledger.ledger.actions.turn import begin, finish
from sunledger.ledger.models import Item, Move
from sunledger.ledger.refusals import NotNow
from sunledger.ledger.said import said
from sunledger.units.models import User


@transaction.atomic
def sign(*, item: Item, by: User, at: datetime | None = None) -> Item:
    """Sign for receipt: from now on nobody can say that the item never came."""
    turn = begin(item, Move.SIGN, by, at)
    finish(turn)
    item.save()
    return item


@transaction.atomic
def start(*, item: Item, by: User, single_act: str = "", at: datetime | None = None) -> Item:
    """Start the work, and sign for it where that was not done.

    What is done in one go needs no plan: `single_act` says why that is so.
    """
    turn = begin(item, Move.START, by, at)
    if single_act.strip():
        _note(item, single_act)
    finish(turn, item.single_act)
    item.save()
    return item


@transaction.atomic
def call_single(*, item: Item, note: str, by: User, at: datetime | None = None) -> Item:
    """Note that the item is a single act, and why, so that it needs no plan."""
    turn = begin(item, Move.SINGLE, by, at)
    _note(item, note)
    finish(turn, item.single_act)
    item.save()
    return item


def _note(item: Item, note: str) -> None:
    """Keep why an item needs no plan."""
    if item.milestones.exists() or item.single_act:
        raise NotNow(hindrances.no_single_act(item))
    item.single_act = said(note, _("why it needs no plan"))
