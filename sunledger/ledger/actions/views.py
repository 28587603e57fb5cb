"""What whoever raised a matter thinks of the answer, and what those it affects say when called."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import callback
from sunledger.ledger.actions.turn import begin, finish
from sunledger.ledger.models import Item, Move, Opinion, View
from sunledger.ledger.refusals import Incomplete
from sunledger.ledger.said import perhaps_said
from sunledger.units.models import User


@transaction.atomic
def record_view(
    *,
    item: Item,
    opinion: Opinion | str,
    by: User,
    words: str = "",
    at: datetime | None = None,
) -> View:
    """Record the view of whoever raised the matter, as another unit than the doer heard it."""
    turn = begin(item, Move.VIEW, by, at)
    words = perhaps_said(words, _("their words"))
    step = finish(turn, words, opinion=Opinion(opinion).value)
    return item.views.create(opinion=Opinion(opinion), words=words, on=turn.on, step=step)


@transaction.atomic
def hear_view(
    *, item: Item, opinion: Opinion | str, words: str = "", at: datetime | None = None
) -> View:
    """Keep the view that whoever raised the matter gives on a page of their own."""
    if Opinion(opinion) == Opinion.UNREACHED:
        raise Incomplete(_("Whoever says something was reached."))
    on = timezone.localdate(at or timezone.now())
    words = perhaps_said(words, _("their words"))
    return item.views.create(opinion=Opinion(opinion), words=words, on=on)


@transaction.atomic
def call_back(
    *,
    item: Item,
    affected: int,
    yes: int,
    no: int,
    unreachable: int,
    by: User,
    at: datetime | None = None,
) -> Item:
    """Record what a random sample of those affected said when called: is it put right?

    Whom to call follows from the item and the number of those affected, so nobody picks the
    contented. No name and no telephone number is kept.
    """
    turn = begin(item, Move.CALL_BACK, by, at)
    seed = callback.seed(item)
    drawn = callback.drawn(seed, affected)
    if min(yes, no, unreachable) < 0 or yes + no + unreachable != len(drawn):
        raise Incomplete(callback.whom(affected, drawn))
    finish(turn, affected=affected, seed=seed, drawn=drawn, yes=yes, no=no, unreachable=unreachable)
    return item
