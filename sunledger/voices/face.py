"""What the world may see of a suggestion, and the facts of it that are said in public.

That one was received and how it was decided is public of each, without a word of it. Its words, and
the answer, are public only after a second look, and never against the author's wish. Nothing is
said to the log when an author acts: the log keeps moments, and an author has only days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sunledger.ledger.face import Face as ItemFace
from sunledger.ledger.face import face as item_face
from sunledger.units.models import Post, Unit
from sunledger.voices import ending
from sunledger.voices.ending import End
from sunledger.voices.models import Voice
from sunledger.voices.steps import State
from sunledger.voices.words import Giver, Theme, View

DECIDED, SHOWN = "suggestion", "suggestion_shown"


@dataclass(frozen=True)
class Face:
    """The public side of a suggestion that was published."""

    code: str
    title: str
    text: str
    answer: str
    state: State
    unit: Unit
    theme: Theme
    giver: Giver
    post: Post | None  # of a member who gave it under their post
    received_on: date
    decided_on: date | None
    in_time: bool
    joined: int  # how many others said the same
    end: End
    item: ItemFace | None  # as far as the item is public
    view: View | None
    leaf: int | None
    shown_leaf: int | None


def face(voice: Voice, on: date) -> Face | None:
    """Return what the world may see of a suggestion's words; None while that is nothing."""
    if voice.shown_on is None:
        return None
    end = ending.of(voice)
    return Face(
        code=voice.code,
        title=voice.shown_title,
        text=voice.shown_text,
        answer=voice.shown_answer,
        state=State(voice.state),
        unit=voice.unit,
        theme=Theme(voice.theme),
        giver=Giver(voice.giver),
        post=voice.post,
        received_on=voice.received_on,
        decided_on=voice.decided_on,
        in_time=voice.decided_on is not None and voice.decided_on <= voice.answer_by,
        joined=voice.joined.count(),
        end=end,
        item=item_face(end.item, on) if end.item else None,
        view=View(voice.view) if voice.view else None,
        leaf=voice.leaf,
        shown_leaf=voice.shown_leaf,
    )


def decided(voice: Voice, outcome: State | str) -> dict[str, Any]:
    """Return the facts of a decision: which unit, which days, how; no word of the suggestion."""
    return {
        "suggestion": voice.code,
        "unit": voice.unit.code,
        "received": voice.received_on,
        "answer_by": voice.answer_by,
        "decided": voice.decided_on,
        "outcome": str(outcome),
        "item": voice.item or None,
        "into": voice.into.code if voice.into else None,
    }


def shown(voice: Voice) -> dict[str, Any]:
    """Return the facts of a publication: the words as they were published, and the answer."""
    return {
        "suggestion": voice.code,
        "theme": voice.theme,
        "giver": voice.giver,
        "post": voice.post.code if voice.post else None,
        "title": voice.shown_title,
        "text": voice.shown_text,
        "answer": voice.shown_answer,
        "shown": voice.shown_on,
    }
