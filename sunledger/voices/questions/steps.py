"""The states of a question, and the only moves between them: one table, which a page can draw."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a question stands."""

    ASKED = "asked", _("asked")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ANSWERED = "answered", _("answered")
    JOINED = "joined", _("joined with another")


class Move(TextChoices):
    """What can be done with a question."""

    ASK = "ask", _("ask")
    ACKNOWLEDGE = "acknowledge", _("acknowledge")
    ANSWER = "answer", _("answer")
    PASS_ON = "pass_on", _("pass on: not ours")
    ORDER = "order", _("order an answer")
    RISE = "rise", _("go up a level")
    JOIN = "join", _("join with another")
    SHOW = "show", _("publish after a second look")
    KEEP_IN = "keep_in", _("keep from the public")
    DISPUTE = "dispute", _("say that it is no answer")


class Who(TextChoices):
    """Who may make a move."""

    ASKER = "asker", _("who asked")
    CLOCK = "clock", _("the clock, by itself")
    HERE = "here", _("a post in the unit that must answer now")
    LEADS = "leads", _("a post for that unit that may open, assign and close items")
    BELOW = "below", _("a post in the unit that let its time pass, as long as nobody else answered")


class Way(NamedTuple):
    """Where a move leads, and who may make it."""

    to: State
    who: tuple[Who, ...]


HERE = (Who.HERE, Who.LEADS)
OPEN = (State.ASKED, State.ACKNOWLEDGED)
ENDED = (State.ANSWERED, State.JOINED)
LOOKED_OVER = (*OPEN, State.ANSWERED)  # states in which the words may get their second look
BY_THE_ASKER = (Move.ASK, Move.DISPUTE)
BY_NOBODY = (*BY_THE_ASKER, Move.RISE)  # no post stands behind these

WAYS: dict[tuple[State | None, Move], Way] = {
    (None, Move.ASK): Way(State.ASKED, (Who.ASKER,)),
    (State.ASKED, Move.ACKNOWLEDGE): Way(State.ACKNOWLEDGED, HERE),
    **{(state, Move.ANSWER): Way(State.ANSWERED, (*HERE, Who.BELOW)) for state in OPEN},
    **{(state, Move.PASS_ON): Way(State.ASKED, HERE) for state in OPEN},
    **{(state, Move.ORDER): Way(state, HERE) for state in OPEN},
    **{(state, Move.RISE): Way(State.ASKED, (Who.CLOCK,)) for state in OPEN},
    **{(state, Move.JOIN): Way(State.JOINED, HERE) for state in OPEN},
    **{(state, Move.SHOW): Way(state, (*HERE, Who.BELOW)) for state in LOOKED_OVER},
    **{(state, Move.KEEP_IN): Way(state, (*HERE, Who.BELOW)) for state in LOOKED_OVER},
    **{(state, Move.DISPUTE): Way(State.ASKED, (Who.ASKER,)) for state in ENDED},
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
        "This question is %(state)s, so this cannot be done now (%(move)s). Possible: %(moves)s."
    ) % {
        "state": State(state).label,
        "move": Move(move).label,
        "moves": ", ".join(str(other.label) for other in moves_from(state)),
    }
