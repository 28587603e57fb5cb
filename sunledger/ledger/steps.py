"""The states of an item, and the only moves between them: one table, which a page can draw.

Acts that leave the state as it is (a paper attached, money recorded) stand in the same table, so
that there is one answer to "what can be done with this item now, and by whom".
"""

from typing import Literal, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunledger.units.models import Power


class State(TextChoices):
    """Where an item stands. One that was sent back is assigned again; its steps tell how often."""

    OPENED = "opened", _("opened")
    ASSIGNED = "assigned", _("assigned")
    ANSWERED = "answered", _("answered")
    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")


class Move(TextChoices):
    """What can be done with an item."""

    OPEN = "open", _("open")
    ASSIGN = "assign", _("assign")
    ANSWER = "answer", _("answer")
    SEND_BACK = "send_back", _("send back")
    VERIFY = "verify", _("verify")
    CLOSE = "close", _("close")
    REOPEN = "reopen", _("open anew")
    PLAN = "plan", _("set milestones")
    CHARGE = "charge", _("give a post its part")
    ATTACH = "attach", _("attach evidence")
    RECOVER = "recover", _("record money that came back")
    APPRAISE = "appraise", _("state the money involved")
    SHOW = "show", _("make public")


class Who(NamedTuple):
    """A post that may make a move: its power, and the unit of the item it is held in.

    `over` lets a post of a unit further up act, where its reach goes down so far. A doer answers
    and a checker verifies with a post of that very unit: a county cannot answer for its town and
    then find the answer good.
    """

    power: Power
    unit: Literal["unit", "doer", "checker"]
    over: bool = False


class Way(NamedTuple):
    """Where a move leads, and who may make it."""

    to: State
    who: tuple[Who, ...]


LEADS = Who(Power.ASSIGN, "unit", over=True)
DOES = Who(Power.ANSWER, "doer")
CHECKS = Who(Power.VERIFY, "checker")

Moves = dict[tuple[State | None, Move], Way]

# The moves proper: each changes the state.
MOVES: Moves = {
    (None, Move.OPEN): Way(State.OPENED, (LEADS,)),
    (State.OPENED, Move.ASSIGN): Way(State.ASSIGNED, (LEADS,)),
    (State.ASSIGNED, Move.ANSWER): Way(State.ANSWERED, (DOES,)),
    (State.ANSWERED, Move.SEND_BACK): Way(State.ASSIGNED, (CHECKS,)),
    (State.ANSWERED, Move.VERIFY): Way(State.VERIFIED, (CHECKS,)),
    (State.VERIFIED, Move.SEND_BACK): Way(State.ASSIGNED, (LEADS,)),
    (State.VERIFIED, Move.CLOSE): Way(State.CLOSED, (LEADS,)),
}

# What changes the state, whichever way it leads.
CHANGING = frozenset(move for _state, move in MOVES)

_OPEN = (State.OPENED, State.ASSIGNED, State.ANSWERED, State.VERIFIED)
_ASSIGNED = _OPEN[1:]

# The acts: each leaves the state as it is. Opening anew leaves even the item as it is, for it opens
# another one that points back: what was closed and said in public stays what it was.
ACTS: Moves = {
    **{(state, Move.PLAN): Way(state, (LEADS, DOES)) for state in _OPEN[:2]},
    **{(state, Move.CHARGE): Way(state, (LEADS, DOES)) for state in _OPEN},
    **{(state, Move.ATTACH): Way(state, (DOES, CHECKS, LEADS)) for state in _OPEN},
    **{(state, Move.RECOVER): Way(state, (DOES, LEADS)) for state in _ASSIGNED},
    **{(state, Move.APPRAISE): Way(state, (LEADS,)) for state in _OPEN},
    **{(state, Move.SHOW): Way(state, (LEADS,)) for state in _OPEN},
    (State.CLOSED, Move.REOPEN): Way(State.CLOSED, (LEADS,)),
}

WAYS: Moves = MOVES | ACTS


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
    return gettext("An item that is %(state)s cannot %(move)s. It can: %(moves)s.") % {
        "state": State(state).label,
        "move": Move(move).label,
        "moves": ", ".join(str(other.label) for other in moves_from(state)),
    }
