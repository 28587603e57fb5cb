"""How every action begins and ends: the item held, the person checked, the step written down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import gate, steps
from sunledger.ledger.models import Item, Move, Step
from sunledger.ledger.refusals import Conflict, Incomplete
from sunledger.units.models import Post, User


@dataclass(frozen=True)
class Turn:
    """A person about to do something with an item that nobody else can touch meanwhile."""

    item: Item
    move: Move
    by: User
    post: Post
    at: datetime
    number: int

    @property
    def on(self) -> date:
        """Return the day."""
        return timezone.localdate(self.at)


def begin(item: Item, move: Move, by: User, at: datetime | None = None) -> Turn:
    """Hold the item until the transaction ends, and see that the person may make this move now.

    `item.turn` is what the person saw. If someone has moved the item since, the person is told
    instead of acting on what is no longer so. Acts that move nothing may follow each other.
    """
    seen = item.turn
    item.refresh_from_db(from_queryset=Item.objects.select_for_update())
    last = item.steps.select_related("post__unit").order_by("-number")[0]
    if move in steps.CHANGING and item.turn != seen:
        raise Conflict(_meanwhile(item))
    if at is not None and at < last.at:
        raise Incomplete(_("This would come before the item's last step."))
    # A clock that was set back does not turn the order of the steps round.
    at = at or max(timezone.now(), last.at)
    post = gate.check(item, move, by, timezone.localdate(at))
    return Turn(item, move, by, post, at, last.number + 1)


def finish(turn: Turn, note: str = "", **details: Any) -> Step:
    """Write the step, and put the item, unsaved, into the state to which the move leads."""
    item = turn.item
    way = steps.way(item.state, turn.move)
    if way is None:  # cannot be: the gate has looked
        raise Incomplete(steps.why_not_now(item.state, turn.move))
    if way.to != item.state:
        item.state = way.to
        item.turn += 1
    if turn.move in steps.RECEIPT and turn.post.unit_id == item.doer_id and not item.signed_on:
        item.signed_on, item.signed_by = turn.on, turn.by
    if turn.move in steps.RETURNS:
        item.returns = (item.returns or 0) + 1
    return Step.objects.create(
        item=item,
        number=turn.number,
        move=turn.move,
        state=item.state,
        by=turn.by,
        post=turn.post,
        at=turn.at,
        note=note,
        details=details,
    )


def _meanwhile(item: Item) -> str:
    """Return the sentence for whoever came second."""
    moved = item.steps.filter(move__in=steps.CHANGING)
    step = moved.select_related("post__unit").order_by("-number")[0]
    return _(
        "Meanwhile %(unit)s has moved this item (%(move)s), and it is now %(state)s. "
        "Look at it again before you act."
    ) % {
        "unit": step.post.unit,
        "move": step.get_move_display(),
        "state": item.get_state_display(),
    }
