"""Whose an item is: handed to another unit, accepted or refused there, or decided from above."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger import chain
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import Item, Move
from sunledger.ledger.refusals import Incomplete, NotAllowed
from sunledger.ledger.said import perhaps_said, said
from sunledger.units.models import Unit, User


@transaction.atomic
def transfer(*, item: Item, to: Unit, reason: str, by: User, at: datetime | None = None) -> Item:
    """Hand the item to another unit, with the reason. Until it is accepted the doer answers."""
    turn = begin(item, Move.TRANSFER, by, at)
    if to == item.doer:
        raise Incomplete(_("%(unit)s does the work already.") % {"unit": to})
    _see_apart(item, to)
    item.receiver = to
    finish(turn, said(reason, _("reason")), to=to.code)
    item.save()
    return item


@transaction.atomic
def accept(*, item: Item, by: User, note: str = "", at: datetime | None = None) -> Item:
    """Accept the item, as the unit that it was handed to; that signs for it, too."""
    turn = begin(item, Move.ACCEPT, by, at)
    _give(item, item.receiver)
    return _save(turn, perhaps_said(note, _("note")))


@transaction.atomic
def refuse(*, item: Item, reason: str, by: User, at: datetime | None = None) -> Item:
    """Refuse the item, with the reason: it stays with the doer, who signs for it again."""
    turn = begin(item, Move.REFUSE, by, at)
    refused = item.receiver
    _give(item, item.doer)
    return _save(turn, said(reason, _("reason")), refused)


@transaction.atomic
def allot(*, item: Item, to: Unit, reason: str, by: User, at: datetime | None = None) -> Item:
    """Decide, from above both, which of the two units does the work; that ends the passing on."""
    turn = begin(item, Move.ALLOT, by, at)
    if to not in (item.doer, item.receiver):
        raise Incomplete(
            _("Choose %(doer)s or %(receiver)s.") % {"doer": item.doer, "receiver": item.receiver}
        )
    _see_apart(item, to)
    _give(item, to)
    return _save(turn, said(reason, _("reason")))


def _give(item: Item, doer: Unit | None) -> None:
    """Put the item into the hands of a unit that has not signed for it yet."""
    item.doer, item.receiver = doer, None
    item.signed_on = item.signed_by = None
    item.asked_until = None


def _see_apart(item: Item, doer: Unit) -> None:
    """Refuse a doer whom the checker could not check."""
    if item.checker and (sentence := chain.why_not_checker(item.unit, doer, item.checker)):
        raise NotAllowed(sentence)


def _save(turn: Turn, note: str, refused: Unit | None = None) -> Item:
    """Write the step and the item."""
    doer = turn.item.doer
    finish(turn, note, doer=doer.code if doer else "", refused=refused.code if refused else "")
    turn.item.save()
    return turn.item
