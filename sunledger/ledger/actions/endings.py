"""The other ends of an item: merged into another, referred elsewhere, closed without being done."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger import face, past, steps
from sunledger.ledger.actions.acts import appraise
from sunledger.ledger.actions.announce import announce
from sunledger.ledger.actions.turn import begin, finish
from sunledger.ledger.models import Item, Move, Outcome
from sunledger.ledger.refusals import Incomplete, NotAllowed, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.seal import actions as seal
from sunledger.units import access
from sunledger.units.models import Power, User


@transaction.atomic
def merge(
    *,
    item: Item,
    into: Item,
    reason: str,
    by: User,
    other_money: bool = False,
    at: datetime | None = None,
) -> Item:
    """Let an item go on in another one, with the reason. Its source and its steps stay.

    Money is counted once: what was found is the other item's already, or, as `other_money` says,
    is added to it. An item to which money came back already is the one to merge into.
    """
    both = Item.objects.select_for_update().filter(pk__in=[item.pk, into.pk]).order_by("pk")
    list(both)  # held in one order, so that two who merge crosswise do not wait for each other
    turn = begin(item, Move.MERGE, by, at)
    into = Item.objects.select_related("unit").get(pk=into.pk)
    _see_target(item, into)
    if not access.may(by, Power.ASSIGN, into.unit, turn.on):
        raise NotAllowed(_("Your post does not reach %(unit)s.") % {"unit": into.unit})
    before = {"found": item.found_amount, "future": item.future_amount}
    if other_money:
        found, future = into.found_amount + before["found"], into.future_amount + before["future"]
        appraise(item=into, found=found, future=future, note=reason, by=by, at=turn.at)
    item.found_amount = item.future_amount = 0
    item.merged_into, item.receiver, item.asked_until = into, None, None
    finish(turn, said(reason, _("reason")), into=into.code, added=other_money, before=before)
    item.save()
    return item


@transaction.atomic
def refer(*, item: Item, to: str, reason: str, by: User, at: datetime | None = None) -> Item:
    """Hand the item to the competent authority. The world learns that it was referred, no more."""
    turn = begin(item, Move.REFER, by, at)
    to = said(to, _("competent authority"), limit=200)
    item.receiver = item.asked_until = None
    step = finish(turn, said(reason, _("reason")), to=to)
    item.save()
    announce(step, "referred")
    return item


@transaction.atomic
def give_up(
    *, item: Item, reason: str, by: User, unrecovered: str = "", at: datetime | None = None
) -> Item:
    """Close the item without its being done, and say why in public. It never counts as done."""
    turn = begin(item, Move.GIVE_UP, by, at)
    item.result, item.outcome = said(reason, _("reason")), Outcome.NOT_DONE
    item.unrecovered = perhaps_said(unrecovered, _("what became of the rest")) or item.result
    item.receiver = item.asked_until = None
    item.closed_by, item.closed_at, item.days_taken = by, turn.at, past.days_taken(item, turn.at)
    finish(turn, item.result)
    item.leaf = seal.say("result", **face.result(item))
    item.save()
    return item


def _see_target(item: Item, into: Item) -> None:
    """Refuse to merge where nothing could go on, or where money could be counted twice."""
    if into.pk == item.pk:
        raise Incomplete(_("An item is merged into another one."))
    if into.state not in steps.OPEN:
        raise NotNow(_("The item to merge into has ended. Choose one that is open."))
    if item.recoveries.exists():
        raise NotNow(_("Money came back to this item. Merge the other one into it instead."))
    if item.currency != into.currency and item.found_amount:
        raise Incomplete(_("The two items count their money in different currencies."))
