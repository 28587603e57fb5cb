"""The states of a suggestion, and the only moves between them: one table, which a page can draw.

Acts that leave the state as it is (a question, a reply, a second look before it is published)
stand in the same table, so that there is one answer to "why may I not do this now?".
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a suggestion stands."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ANSWERED = "answered", _("answered")
    ADOPTED = "adopted", _("adopted")
    PARTLY = "partly", _("adopted in part")
    NOT_ADOPTED = "not_adopted", _("not adopted")
    MERGED = "merged", _("joined with another")


class Move(TextChoices):
    """What can be done with a suggestion."""

    HEAR = "hear", _("receive")
    ACKNOWLEDGE = "acknowledge", _("acknowledge")
    ASK = "ask", _("ask the author")
    REPLY = "reply", _("reply")
    ANSWER = "answer", _("answer")
    ADOPT = "adopt", _("adopt")
    ADOPT_PARTLY = "adopt_partly", _("adopt in part")
    NOT_ADOPT = "not_adopt", _("not adopt")
    PASS_ON = "pass_on", _("pass on")
    MERGE = "merge", _("join with another")
    SHOW = "show", _("publish after a second look")
    KEEP_IN = "keep_in", _("keep from the public")
    VIEW = "view", _("say whether satisfied")


class Who(TextChoices):
    """Who may make a move.

    A unit further up stands by: it sees what is given to those below, and may act once it is late
    there, or where the unit that should answer is itself named in it.
    """

    AUTHOR = "author", _("its author")
    ANSWERS = "answers", _("a post in the unit itself that may answer items")
    LEADS = "leads", _("a post for the unit that may open, assign and close items")
    STANDS_BY = "stands_by", _("an answering post further up, once it is late or the unit is named")


class Way(NamedTuple):
    """Where a move leads, and who may make it."""

    to: State
    who: tuple[Who, ...]


UNIT = (Who.ANSWERS, Who.LEADS, Who.STANDS_BY)
AUTHOR = (Who.AUTHOR,)
LEADS = (Who.LEADS,)  # for an item is opened with it

OPEN = (State.RECEIVED, State.ACKNOWLEDGED)
ADOPTED = (State.ADOPTED, State.PARTLY)
DECIDED = (State.ANSWERED, *ADOPTED, State.NOT_ADOPTED)
ENDED = (*DECIDED, State.MERGED)
ENDS: dict[Move, State] = {
    Move.ANSWER: State.ANSWERED,
    Move.ADOPT: State.ADOPTED,
    Move.ADOPT_PARTLY: State.PARTLY,
    Move.NOT_ADOPT: State.NOT_ADOPTED,
    Move.MERGE: State.MERGED,
}
# The moves by which the unit decides; the database asks for a post of the unit, or of one above.
DECIDING = tuple(ENDS)
BY_THE_AUTHOR = (Move.HEAR, Move.REPLY, Move.VIEW)

Moves = dict[tuple[State | None, Move], Way]

WAYS: Moves = {
    (None, Move.HEAR): Way(State.RECEIVED, AUTHOR),
    (State.RECEIVED, Move.ACKNOWLEDGE): Way(State.ACKNOWLEDGED, UNIT),
    **{(state, Move.ASK): Way(State.ACKNOWLEDGED, UNIT) for state in OPEN},
    **{(state, Move.REPLY): Way(state, AUTHOR) for state in OPEN},
    **{
        (state, move): Way(end, LEADS if end in ADOPTED else UNIT)
        for state in OPEN
        for move, end in ENDS.items()
    },
    **{(state, Move.PASS_ON): Way(State.RECEIVED, UNIT) for state in OPEN},
    **{(state, Move.SHOW): Way(state, UNIT) for state in DECIDED},
    **{(state, Move.KEEP_IN): Way(state, UNIT) for state in DECIDED},
    **{(state, Move.VIEW): Way(state, AUTHOR) for state in ENDED},
}


def way(state: State | str | None, move: Move | str) -> Way | None:
    """Return where a move leads from a state, or None where there is no such way."""
    return WAYS.get((State(state) if state else None, Move(move)))


def moves_from(state: State | str | None) -> list[Move]:
    """Return what can be done in a state, whoever does it, in the table's order."""
    here = State(state) if state else None
    return [move for start, move in WAYS if start == here]


def why_not_now(state: State | str, move: Move | str) -> str:
    """Return why nobody can make a move in a state, or nothing where somebody can."""
    if way(state, move):
        return ""
    return gettext(
        "This suggestion is %(state)s, so this cannot be done now (%(move)s). Possible: %(moves)s."
    ) % {
        "state": State(state).label,
        "move": Move(move).label,
        "moves": ", ".join(str(other.label) for other in moves_from(state)),
    }
