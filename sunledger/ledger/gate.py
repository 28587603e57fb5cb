"""Who may do what with an item, and why not: one sentence for a page, one refusal for an action."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sunledger.ledger import hindrances, replies, steps
from sunledger.ledger.models import Duty, Item, ItemQuerySet, Objection
from sunledger.ledger.refusals import NotAllowed, NotNow, Refused
from sunledger.ledger.steps import Move, State, Who
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

# Whoever makes these judges the doer's work, and so stands outside of it and of what it is about.
JUDGING = (
    Move.VERIFY,
    Move.UPHOLD,
    Move.DISMISS,
    Move.CLOSE,
    Move.GIVE_UP,
    Move.CONFIRM,
    Move.EXPOSE,
)
# Whoever makes these gives the doer time, and so stands outside of it.
GIVING_TIME = (Move.PAUSE, Move.PROLONG, Move.GRANT, Move.DENY)


# The states in which a leading post may have the next move.
_LED = (
    State.OPENED,
    State.VERIFIED,
    State.TRANSFER,
    State.NOTICE,
    State.PAUSED,
    State.LONG_TERM,
)


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


def visible_to(user: User, on: date) -> ItemQuerySet:
    """Return the items whose inside a person may see: those some post of theirs has a part in."""
    return Item.objects.filter(reduce(or_, _parts(user, on)))


def visible_in(user: User, on: date, states: Iterable[State]) -> list[ItemQuerySet]:
    """Return the same items as far as they are in some states, kind by kind, for a list of them.

    For one long condition the database would look at every item there is; see `waiting_kinds`.
    """
    items = Item.objects.filter(state__in=states)
    if access.reaches_all(user, Power.ASSIGN, on):
        return [items]
    return [items.filter(one) for one in _parts(user, on)]


def _parts(user: User, on: date) -> list[Q]:
    """Return the conditions under which a post of a person has a part in an item."""
    does = _own_units(user, Power.ANSWER, on)
    return [
        Q(doer__in=does),
        Q(receiver__in=does),
        Q(checker__in=_own_units(user, Power.VERIFY, on)),
        Q(pk__in=charged(user, on).order_by().values("item")),
        access.within(user, Power.ASSIGN, on),
        # Whoever may look back at what is closed sees what was answered and what proved it.
        Q(state__in=steps.CLOSED) & access.within(user, Power.VERIFY, on),
    ]


def charged(user: User, on: date) -> QuerySet[Duty]:
    """Return the duties of a person's posts; a leader looks into what stays undone."""
    return Duty.objects.filter(post__in=[post.pk for post in access.held(user, on)])


def has_part(user: User, on: date) -> bool:
    """Whether a post without any power has to do with an item: by a duty, or asked for a reply."""
    return charged(user, on).exists() or replies.waiting_for(user, on).exists()


def waiting_for(user: User, on: date) -> ItemQuerySet:
    """Return the items whose next move is this person's."""
    kinds = [one.order_by().values("pk") for one in waiting_kinds(user, on)]
    return Item.objects.filter(pk__in=kinds[0].union(*kinds[1:]))


def waiting_kinds(user: User, on: date) -> list[ItemQuerySet]:
    """Return the same kind by kind, for a list of them; an item may be of several kinds.

    Each kind of waiting is asked for by itself, by its own index: for one long condition the
    database would look at every item there is.
    """
    return [Item.objects.filter(one) for one in _turns(user, on)]


def _turns(user: User, on: date) -> list[Q]:
    """Return the conditions under which the next move is this person's."""
    does = _own_units(user, Power.ANSWER, on)
    checks = _own_units(user, Power.VERIFY, on)
    leads = access.within(user, Power.ASSIGN, on)
    # Few items ask for time; an index holds these alone, and is used where nothing else is asked.
    asking = Item.objects.filter(asked_until__isnull=False).order_by().values("pk")
    return [
        Q(state__in=steps.DOING, doer__in=does),
        Q(state=State.TRANSFER, receiver__in=does),
        Q(state__in=[State.ANSWERED, State.CHECKING], checker__in=checks),
        Q(state__in=steps.RUNNING, pk__in=asking) & leads,
        _for_the_leading(on) & leads,
    ]


def _for_the_leading(on: date) -> Q:
    """Return the condition that the next move is one of a leading post, whatever was asked for."""
    objected = Objection.objects.filter(item=OuterRef("pk"), decided=None)
    turn = (
        Q(state__in=[State.OPENED, State.VERIFIED, State.TRANSFER])
        | Q(state=State.NOTICE) & (Q(notice_until__lt=on) | Exists(objected))
        | Q(state=State.PAUSED, paused_until__lt=on)
        | Q(state=State.LONG_TERM, review_on__lte=on)
    )
    return Q(state__in=_LED) & turn


def _look(item: Item, move: Move, user: User, on: date) -> Post | Refused:
    """Return the post by which a person makes a move, or the refusal that an action would meet."""
    state = _state(item)
    if state is not None and (sentence := steps.why_not_now(state, move)):
        return NotNow(sentence)
    post = post_for(item, move, user, on)
    if post is None:
        return NotAllowed(_who_may(item, move))
    if sentence := _why_too_near(item, move, post, user, on):
        return NotAllowed(sentence)
    if sentence := hindrances.why_not(item, move, on):
        return NotNow(sentence)
    if sentence := replies.why_not(item, move, post.unit, on):
        return NotNow(sentence)
    return post


def _why_too_near(item: Item, move: Move, post: Post, user: User, on: date) -> str:
    """Return why a person is too near to the matter for this move, or nothing."""
    if move in JUDGING:
        return _why_not_judge(item, user, on, item.doer, item.unit)
    if move in GIVING_TIME:
        return _why_not_judge(item, user, on, item.doer)
    if move == Move.ALLOT and not all(
        access.may(user, Power.ASSIGN, unit, on) for unit in (item.doer, item.receiver) if unit
    ):
        return _("Only a unit above both %(doer)s and %(receiver)s decides whose it is.") % {
            "doer": item.doer,
            "receiver": item.receiver,
        }
    return ""


def _why_not_judge(item: Item, user: User, on: date, *judged: Unit | None) -> str:
    """Return why a person is too near to the work to judge it."""
    if item.steps.filter(move=Move.ANSWER, by=user).exists():
        return _("You have answered this item, so someone else must judge the answer.")
    for unit in filter(None, judged):
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
    if who.power is None:
        return _("any post in a unit that was asked for its reply")
    words = {"unit": getattr(item, who.unit) or "?", "power": who.power.label}
    if who.over:
        return _("a post for %(unit)s that may %(power)s") % words
    return _("a post in %(unit)s itself that may %(power)s") % words


def _post(item: Item, who: Who, user: User, on: date) -> Post | None:
    """Return the person's post that fits, if any."""
    if who.power is None:
        asked = replies.open_units(item) if item.pk else set()
        return next((post for post in access.held(user, on) if post.unit_id in asked), None)
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
