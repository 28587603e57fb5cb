"""What hinders a move that the state allows, whoever would make it: a sentence each."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from sunledger.ledger import proofs
from sunledger.ledger.models import Item, Move


def why_not(item: Item, move: Move, on: date) -> str:
    """Return why nobody can make a move just now, or nothing where somebody can."""
    hinders = HINDRANCES.get(move)
    return hinders(item, on) if hinders else ""


def why_not_followed(item: Item) -> str:
    """Return why the world may not follow an item before it is closed, or nothing where it may."""
    if item.kind in settings.SUNLEDGER_KINDS_NOT_FOLLOWED:
        return _("An item of this kind may concern a unit that did nothing wrong. It stays inside.")
    return ""


def transfers(item: Item) -> int:
    """Return how often somebody wanted an item to go to another unit."""
    return item.steps.filter(move=Move.TRANSFER).count()


def _shown(item: Item, on: date) -> str:
    """Return why an item cannot be made public."""
    if item.public:
        return _("The world can follow this item already.")
    return why_not_followed(item)


def _closed(item: Item, on: date) -> str:
    """Return what keeps an item from being closed."""
    return " ".join(proofs.missing(item))


def _signed(item: Item, on: date) -> str:
    """Return why nobody has to sign for an item."""
    return _("The doer has signed for it already.") if item.signed_on else ""


def _planned(item: Item, on: date) -> str:
    """Return why no milestones can be set."""
    return _("This item has its milestones already.") if item.milestones.exists() else ""


def _single(item: Item, on: date) -> str:
    """Return why it cannot be noted that no plan is needed."""
    if item.single_act:
        return _("That is noted already.")
    return _planned(item, on)


def _asked(item: Item, on: date) -> str:
    """Return why no more time can be asked for."""
    return _("More time has been asked for, and that is not decided.") if item.asked_until else ""


def _decided(item: Item, on: date) -> str:
    """Return why there is nothing to decide about time."""
    return "" if item.asked_until else _("Nobody has asked for more time.")


def _received(item: Item, on: date) -> str:
    """Return why the receiver has no say any more in whose an item is."""
    most = settings.SUNLEDGER_STATES["transfers"]
    if transfers(item) <= most:
        return ""
    return _(
        "It was transferred %(times)s times already, so only a unit above both decides whose it is."
    ) % {"times": most}


HINDRANCES: dict[Move, Callable[[Item, date], str]] = {
    Move.SHOW: _shown,
    Move.CLOSE: _closed,
    Move.SIGN: _signed,
    Move.PLAN: _planned,
    Move.SINGLE: _single,
    Move.ASK_TIME: _asked,
    Move.GRANT: _decided,
    Move.DENY: _decided,
    Move.ACCEPT: _received,
    Move.REFUSE: _received,
}
