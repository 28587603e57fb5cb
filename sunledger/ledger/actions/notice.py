"""The public notice before closing: anyone may object, and every objection gets an answer."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.days import add_working_days
from sunledger.ledger import hindrances
from sunledger.ledger.actions.announce import announce
from sunledger.ledger.actions.turn import Turn, begin, finish
from sunledger.ledger.models import Item, Move, Objection
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import said
from sunledger.units.models import User

LONGEST = 2_000  # signs of an objection


@transaction.atomic
def notify(*, item: Item, by: User, at: datetime | None = None) -> Item:
    """Give public notice of what was found, for some working days in which anyone may object."""
    turn = begin(item, Move.NOTIFY, by, at)
    days = settings.SUNLEDGER_STATES["notice_working_days"]
    item.notice_until = add_working_days(turn.on, days, settings.SUNLEDGER_CLOCK["calendar"])
    item.public = True
    step = finish(turn, until=item.notice_until.isoformat())
    item.save()
    announce(step, "notice")
    return item


@transaction.atomic
def raise_objection(*, item: Item, words: str, at: datetime | None = None) -> Objection:
    """Take in what somebody says against closing the item; nobody is asked who they are."""
    on = timezone.localdate(at or timezone.now())
    item.refresh_from_db(from_queryset=Item.objects.select_for_update())
    if sentence := hindrances.no_objection(item, on):
        raise NotNow(sentence)
    return item.objections.create(words=said(words, _("objection"), LONGEST), on=on)


@transaction.atomic
def uphold(
    *, item: Item, objection: Objection, reason: str, by: User, at: datetime | None = None
) -> Item:
    """Find an objection right: the item goes back to the doer, and that is counted."""
    turn = begin(item, Move.UPHOLD, by, at)
    item.verified_by = item.notice_until = None
    _decide(turn, objection, reason, upheld=True)
    item.save()
    return item


@transaction.atomic
def dismiss_objection(
    *, item: Item, objection: Objection, reason: str, by: User, at: datetime | None = None
) -> Item:
    """Find an objection not right, with the reason in writing."""
    turn = begin(item, Move.DISMISS, by, at)
    _decide(turn, objection, reason, upheld=False)
    return item


def _decide(turn: Turn, objection: Objection, reason: str, upheld: bool) -> None:
    """Write down what became of an objection."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.item_id != turn.item.pk or objection.decided_id:
        raise Incomplete(_("Choose an objection to this item that is not decided yet."))
    reason = said(reason, _("reason"))
    objection.decided = finish(turn, reason, objection=objection.code)
    objection.upheld = upheld
    objection.save()
