"""What hinders a move that the state allows, whoever would make it: a sentence each."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from sunledger.ledger import proofs
from sunledger.ledger.daywords import in_words
from sunledger.ledger.models import Item, Move, State
from sunledger.ledger.programme import waits
from sunledger.ledger.steps import OPEN


def why_not(item: Item, move: Move, on: date) -> str:
    """Return why nobody can make a move just now, or nothing where somebody can."""
    hinders = HINDRANCES.get(move)
    return hinders(item, on) if hinders else ""


def why_not_followed(item: Item) -> str:
    """Return why the world may not follow an item before it is closed, or nothing where it may."""
    if item.kind in settings.SUNLEDGER_KINDS_NOT_FOLLOWED:
        return _("An item of this kind may concern a unit that did nothing wrong. It stays inside.")
    return ""


def no_single_act(item: Item) -> str:
    """Return why it cannot be noted of an item that it is a single act."""
    if item.single_act:
        return _("That is noted already.")
    return _planned(item, item.opened_on)


def open_again(item: Item) -> str:
    """Return why an item cannot be opened anew, or nothing where it can."""
    if item.followed_by.filter(state__in=OPEN).exists():
        return _("It was opened anew already, and that item is still open.")
    return ""


def no_objection(item: Item, on: date) -> str:
    """Return why nobody can object to closing an item, or nothing where anyone can."""
    if item.state != State.NOTICE or item.notice_until is None or on > item.notice_until:
        return _("Objections are made while an item is in public notice.")
    return ""


def needs_notice(item: Item) -> bool:
    """Whether an item is closed only after a public notice, or a reason why there is none."""
    return item.public and not why_not_followed(item)


def in_notice(item: Item, on: date) -> list[str]:
    """Return what is still open about an item's public notice, a sentence each."""
    if item.state != State.NOTICE:
        return []
    found = []
    if item.notice_until is not None and on <= item.notice_until:
        found.append(
            _("The public notice runs until %(day)s, that day included.")
            % {"day": in_words(item.notice_until)}
        )
    if item.objections.filter(decided=None).exists():
        found.append(_("An objection has no answer yet."))
    return found


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
    return " ".join([*proofs.missing(item), *in_notice(item, on)])


def _signed(item: Item, on: date) -> str:
    """Return why nobody has to sign for an item."""
    return _("The doer has signed for it already.") if item.signed_on else ""


def _planned(item: Item, on: date) -> str:
    """Return why no milestones can be set."""
    return _("This item has its milestones already.") if item.milestones.exists() else ""


def _single(item: Item, on: date) -> str:
    """Return why it cannot be noted that no plan is needed."""
    return no_single_act(item)


def _notified(item: Item, on: date) -> str:
    """Return why no notice is given: what the world may not follow is exempt from it."""
    return why_not_followed(item)


def _objected(item: Item, on: date) -> str:
    """Return why there is no objection to decide."""
    if item.objections.filter(decided=None).exists():
        return ""
    return _("There is no objection that is not decided yet.")


def _opened_again(item: Item, on: date) -> str:
    """Return why an item cannot be opened anew."""
    return open_again(item)


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
    Move.START: waits.why_not_begin,
    Move.ANSWER: waits.why_not_answer,
    Move.GIVE_UP: waits.why_not_over,
    Move.GATE: waits.why_no_gates,
    Move.PASS: waits.why_not_pass,
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
    Move.NOTIFY: _notified,
    Move.UPHOLD: _objected,
    Move.DISMISS: _objected,
    Move.REOPEN: _opened_again,
    Move.EXPOSE: _opened_again,
}
