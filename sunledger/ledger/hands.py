"""What a person may do next with each of many items, from their posts alone.

The gate looks into one item and says why not; a list of fifty cannot ask it fifty times. Here the
posts are fetched once, and the table of moves is read for each item. What hinders a move besides,
the gate says when it is made.
"""

from datetime import date

from sunledger.ledger import steps
from sunledger.ledger.models import Item
from sunledger.ledger.steps import Move, Who
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


class Hands:
    """The posts of a person on a day."""

    def __init__(self, user: User, on: date) -> None:
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
        return [
            move
            for move, way in ways.items()
            if way and any(self._fits(who, item) for who in way.who)
        ]

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
