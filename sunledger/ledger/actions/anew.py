"""Opening anew what was closed: the closed item stays as the world knows it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger import hindrances, lookback
from sunledger.ledger.actions.announce import announce
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import Item, Move
from sunledger.ledger.refusals import NotNow
from sunledger.ledger.said import said
from sunledger.ledger.steps import OPEN
from sunledger.units.models import User


@transaction.atomic
def reopen(*, item: Item, reason: str, by: User, at: datetime | None = None) -> Item:
    """Open anew what was closed and is not right; the closed item stays as the world knows it.

    The new item begins without money: what was found is counted once, with the item that found it.
    """
    return _again(begin(item, Move.REOPEN, by, at), reason)


@transaction.atomic
def confirm(*, item: Item, finding: str, by: User, at: datetime | None = None) -> Item:
    """Find, on looking back, that what was put right has stayed so; and say that in public."""
    turn = begin(item, Move.CONFIRM, by, at)
    stood = item.state
    step = finish(turn, said(finding, _("finding")))
    if item.state != stood:  # the second time nothing of the item changes
        item.save()
    lookback.made(step, turn.on)
    announce(step, "confirmed")
    return item


@transaction.atomic
def expose(*, item: Item, finding: str, by: User, at: datetime | None = None) -> Item:
    """Find, on looking back, that it was put right on paper only; return the item opened anew."""
    turn = begin(item, Move.EXPOSE, by, at)
    again = _again(turn, finding)
    step = finish(turn, said(finding, _("finding")), again=again.code)
    item.save()
    lookback.made(step, turn.on)
    announce(step, "sham")
    return again


def _again(turn: Turn, reason: str) -> Item:
    """Return a new item like the one of the turn, which it points back to."""
    item = turn.item
    if sentence := hindrances.open_again(item):
        raise NotNow(sentence)
    again = Item.objects.create(
        source=f"item:{item.code}",
        title=item.title,
        problem=said(reason, _("reason")),
        unit=item.unit,
        opened_by=turn.by,
        opened_on=turn.on,
        target=item.target,
        target_figure=item.target_figure,
        baseline=item.baseline,
        target_unit=item.target_unit,
        level=item.level,
        drive=item.drive,
        theme=item.theme,
        kind=item.kind,
        needs=item.needs,
        currency=item.currency,
        public=item.public,
        parent=item.parent if item.parent and item.parent.state in OPEN else None,
        stage=item.stage,
        reopens=item,
    )
    again.steps.create(
        number=1, move=Move.OPEN, state=again.state, by=turn.by, post=turn.post, at=turn.at
    )
    return again
