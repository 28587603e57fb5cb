"""What a person may do next with each of many items, from their posts alone.

The gate looks into one item and says why not; a list of fifty cannot ask it fifty times. Here the
posts are fetched once, and the table of moves is read for each item. What hinders a move besides,
the gate says when it is made.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from sunledger.ledger import proofs, replies, steps
from sunledger.ledger.models import About, Evidence, Item
from sunledger.ledger.steps import Move, State, Who
from sunledger.units import access
from sunledger.units.models import Power, Reach, Unit, User

# What brings an item on, in the order in which a list offers it.
QUICK = (
    Move.SIGN,
    Move.ACCEPT,
    Move.ANSWER,
    Move.VERIFY,
    Move.ASSIGN,
    Move.CLOSE,
    Move.ALLOT,
    Move.RESUME,
    Move.REVIEW,
    Move.GRANT,
    Move.DENY,
    Move.REFUSE,
    Move.SEND_BACK,
)
# What needs no words: one press does it.
WORDLESS = (Move.SIGN, Move.ACCEPT)


def _is_unasked(item: Item, speaker: Unit, on: date) -> bool:
    return bool(replies.unasked(item, About.RESULT, speaker))


def _is_waited_for(item: Item, speaker: Unit, on: date) -> bool:
    return bool(replies.why_not_say(item, About.RESULT, speaker, on))


def _lacks_rerun(item: Item, speaker: Unit, on: date) -> bool:
    return proofs.lacks_rerun(item)


# What a list offers instead of a move that something comes before: of the first line that holds.
# Where that is nothing, one waits. To attach a second run is to run the screen again.
INSTEAD: dict[Move, tuple[tuple[Callable[[Item, Unit, date], bool], Move | None], ...]] = {
    Move.CLOSE: (
        (_is_unasked, Move.ASK_REPLY),
        (_lacks_rerun, Move.ATTACH),
        (_is_waited_for, None),
    )
}
# Where such a move may stand on a list.
_LOOKED_INTO = (State.VERIFIED, State.NOTICE)


class Hands:
    """The posts of a person on a day."""

    def __init__(self, user: User, on: date) -> None:
        self._user, self._on = user, on
        posts = access.held(user, on)
        self._own = {(Power(power), post.unit_id) for post in posts for power in post.powers}
        self._over = [
            (Power(power), post.unit.path)
            for post in posts
            if post.reach == Reach.BELOW
            for power in post.powers
        ]

    def moves(self, item: Item) -> list[Move]:
        """Return what the person may do next with an item, what brings it on first."""
        ways = {move: steps.way(item.state, move) for move in QUICK if _is_open(item, move)}
        found = (
            self._or_instead(move, item)
            for move, way in ways.items()
            if way and any(self._fits(who, item) for who in way.who)
        )
        return [move for move in found if move]

    def look_into(self, items: Iterable[Item]) -> None:
        """Fetch at once what decides for many items what is offered instead of a move."""
        near = [item for item in items if item.state in _LOOKED_INTO]
        papers = Evidence.objects.select_related("step").defer("content")
        also = ("steps", "replies__unit", "duties__post__unit")
        prefetch_related_objects(near, Prefetch("evidence", papers), *also)

    def _or_instead(self, move: Move, item: Item) -> Move | None:
        """Return a move, or what comes before it."""
        if move not in INSTEAD:
            return move
        post = access.post_for(self._user, Power.ASSIGN, item.unit, self._on)
        for holds, instead in INSTEAD[move]:
            if post and holds(item, post.unit, self._on):
                return instead
        return move

    def _fits(self, who: Who, item: Item) -> bool:
        """Whether one of the posts is the one that the table names."""
        unit: Unit | None = getattr(item, who.unit, None)
        if unit is None or who.power is None:
            return False
        if (who.power, unit.pk) in self._own:
            return True
        reaches = (path for power, path in self._over if power == who.power)
        return who.over and any(unit.path.startswith(path) for path in reaches)


def _is_open(item: Item, move: Move) -> bool:
    """Whether there is something to do it for."""
    if move == Move.SIGN:
        return item.signed_on is None
    if move in (Move.GRANT, Move.DENY):
        return item.asked_until is not None
    return True
