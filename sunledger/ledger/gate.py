"""Who may do what with an item, and why not: one sentence for a page, one refusal for an action."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from sunledger.ledger import proofs, steps
from sunledger.ledger.models import Item, ItemQuerySet
from sunledger.ledger.refusals import NotAllowed, NotNow, Refused
from sunledger.ledger.steps import Move, State, Who
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

# Whoever makes these judges the doer's work, and so stands outside of it.
JUDGING = (Move.VERIFY, Move.CLOSE)


class Offer(NamedTuple):
    """A move that the state allows, with the reason why this person cannot make it, if any."""

    move: Move
    why_not: str


def why_not(item: Item, move: Move | str, user: User, on: date) -> str:
    """Return why a person cannot make a move on a day, or nothing where they can."""
    found = _look(item, Move(move), user, on)
    return str(found) if isinstance(found, Refused) else ""


def offers(item: Item, user: User, on: date) -> list[Offer]:
    """Return what can be done with an item now, and what keeps this person from each."""
    return [Offer(move, why_not(item, move, user, on)) for move in steps.moves_from(item.state)]


def check(item: Item, move: Move, user: User, on: date) -> Post:
    """Return the post by which a person makes a move, or refuse."""
    found = _look(item, move, user, on)
    if isinstance(found, Refused):
        raise found
    return found


def post_for(item: Item, move: Move, user: User, on: date) -> Post | None:
    """Return the post by which a person could make a move: the first that the table names."""
    way = steps.way(_state(item), move)
    for who in way.who if way else ():
        if post := _post(item, who, user, on):
            return post
    return None


def why_not_followed(item: Item) -> str:
    """Return why the world may not follow an item before it is closed, or nothing where it may."""
    if item.kind in settings.SUNLEDGER_KINDS_NOT_FOLLOWED:
        return _("An item of this kind may concern a unit that did nothing wrong. It stays inside.")
    return ""


def visible_to(user: User, on: date) -> ItemQuerySet:
    """Return the items whose inside a person may see: those some post of theirs has a part in."""
    return Item.objects.filter(
        Q(doer__in=_own_units(user, Power.ANSWER, on))
        | Q(checker__in=_own_units(user, Power.VERIFY, on))
        | access.within(user, Power.ASSIGN, on)
    )


def waiting_for(user: User, on: date) -> ItemQuerySet:
    """Return the items whose next move is this person's."""
    return Item.objects.filter(
        Q(state=State.ASSIGNED, doer__in=_own_units(user, Power.ANSWER, on))
        | Q(state=State.ANSWERED, checker__in=_own_units(user, Power.VERIFY, on))
        | Q(state__in=[State.OPENED, State.VERIFIED]) & access.within(user, Power.ASSIGN, on)
    )


def _look(item: Item, move: Move, user: User, on: date) -> Post | Refused:
    """Return the post by which a person makes a move, or the refusal that an action would meet."""
    state = _state(item)
    if state is not None and (sentence := steps.why_not_now(state, move)):
        return NotNow(sentence)
    post = post_for(item, move, user, on)
    if post is None:
        return NotAllowed(_who_may(item, move))
    if move in JUDGING and (sentence := _why_not_judge(item, user, on)):
        return NotAllowed(sentence)
    if move == Move.SHOW and (sentence := _why_not_shown(item)):
        return NotNow(sentence)
    if move == Move.CLOSE and (missing := proofs.missing(item)):
        return NotNow(" ".join(missing))
    return post


def _why_not_shown(item: Item) -> str:
    """Return why an item cannot be made public now, or nothing where it can."""
    if item.public:
        return _("The world can follow this item already.")
    return why_not_followed(item)


def _why_not_judge(item: Item, user: User, on: date) -> str:
    """Return why a person is too near to the work to judge it."""
    if item.steps.filter(move=Move.ANSWER, by=user).exists():
        return _("You have answered this item, so someone else must judge the answer.")
    for unit in filter(None, (item.doer, item.unit)):
        if not access.stands_clear(user, unit, on, since=item.assigned_on):
            return _(
                "You hold, or held since the item was assigned, a post in %(unit)s or below it, "
                "so someone else must judge the answer."
            ) % {"unit": unit}
    return ""


def _who_may(item: Item, move: Move) -> str:
    """Return the sentence that says whose move it is."""
    way = steps.way(_state(item), move)
    whos = [_named(item, who) for who in way.who] if way else []
    return _("You cannot do this (%(move)s). It takes %(who)s.") % {
        "move": move.label,
        "who": _(" or ").join(whos),
    }


def _named(item: Item, who: Who) -> str:
    """Return a post as a sentence names it."""
    words = {"unit": getattr(item, who.unit) or "?", "power": who.power.label}
    if who.over:
        return _("a post for %(unit)s that may %(power)s") % words
    return _("a post in %(unit)s itself that may %(power)s") % words


def _post(item: Item, who: Who, user: User, on: date) -> Post | None:
    """Return the person's post that fits, if any."""
    unit: Unit | None = getattr(item, who.unit)
    if unit is None:
        return None
    if who.over:
        return access.post_for(user, who.power, unit, on)
    posts = access.posts_with(user, who.power, on)
    return next((post for post in posts if post.unit_id == unit.pk), None)


def _own_units(user: User, power: Power, on: date) -> list[int]:
    """Return the units in which the person holds a post with the power."""
    return [post.unit_id for post in access.posts_with(user, power, on)]


def _state(item: Item) -> State | None:
    """Return the item's state; None while it is not yet in the ledger."""
    return State(item.state) if item.pk else None
