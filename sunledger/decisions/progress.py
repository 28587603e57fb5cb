"""How far each directive of a meeting is: asked of the ledger, never told by it."""

from dataclasses import dataclass
from datetime import date

from sunledger.decisions.models import Decision, Meeting, State
from sunledger.ledger import clock
from sunledger.ledger.clock import Light
from sunledger.ledger.face import Face, face
from sunledger.ledger.models import Item


@dataclass(frozen=True)
class Progress:
    """A directive, and where the item that it became stands now."""

    decision: Decision
    item: Item | None
    light: Light | None

    @property
    def adopted(self) -> bool:
        """Whether it became an item."""
        return self.item is not None


@dataclass(frozen=True)
class PublicProgress:
    """The same as the world sees it: the words, and the public face of the item."""

    quotation: str
    start: int
    end: int
    owner: str
    due: date | None
    target: str
    face: Face | None


def progress(meeting: Meeting, on: date) -> list[Progress]:
    """Return how far each directive is, in the order of the text."""
    return [_one(decision, on) for decision in meeting.decisions.select_related("owner")]


def public_progress(meeting: Meeting, on: date) -> list[PublicProgress]:
    """Return what the world may see of it: nothing before the meeting is public."""
    if meeting.public_at is None:
        return []
    return [
        PublicProgress(
            quotation=one.decision.quotation,
            start=one.decision.start,
            end=one.decision.end,
            owner=str(one.decision.owner),
            due=one.decision.due,
            target=one.decision.target,
            face=face(one.item, on) if one.item else None,
        )
        for one in progress(meeting, on)
        if one.decision.state == State.ADOPTED
    ]


def _one(decision: Decision, on: date) -> Progress:
    """Return how far one directive is."""
    item = Item.objects.filter(code=decision.item).first() if decision.item else None
    # What was closed and opened anew is as far as the item that was opened last.
    while item and (anew := item.followed_by.order_by("-pk").first()):
        item = anew
    return Progress(decision, item, clock.light(item, on) if item else None)
