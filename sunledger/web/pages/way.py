"""The way of an item as a page draws it: the states in a row, how far it is, who moved it on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from django.utils.translation import gettext, ngettext

from sunledger.ledger.steps import (
    CLOSED,
    DOING,
    ENDED,
    JUDGED,
    MOVES,
    RETURNS,
    Move,
    State,
    Way,
    Who,
)
from sunledger.units.models import Unit


class Moved(Protocol):
    """A step, as the public or the desk sees it."""

    @property
    def move(self) -> Move | str:
        """What was done."""

    @property
    def unit(self) -> Unit:
        """Whose post did it."""

    @property
    def on(self) -> date:
        """When."""


class Station(NamedTuple):
    """A state on the way; `where` is the name of its style."""

    name: str
    where: str
    unit: Unit | None
    on: date | None
    note: str


# Where each state stands on the drawn way; those aside stand before what comes after them.
ORDER = (
    *(State.OPENED, *DOING, State.TRANSFER, State.PAUSED, State.LONG_TERM),
    *(*JUDGED, *CLOSED, State.MERGED, State.REFERRED),
)
# What is drawn though it is still to come; the other states show once an item has come there.
AHEAD = (State.OPENED, State.ASSIGNED, State.ANSWERED, State.VERIFIED, State.CLOSED)
BEHIND = (*AHEAD, State.SIGNED, State.PLANNED, State.WORKING, State.CHECKING, State.NOTICE)


def stations(state: State | str, moved: Iterable[Moved]) -> list[Station]:
    """Return the states in their order, with the last step that led into each that is reached."""
    steps = [step for step in moved if any(Move(step.move) == move for _from, move in MOVES)]
    returns = sum(Move(step.move) in RETURNS for step in steps)
    here = State(state)
    return [
        _station(one, ORDER.index(one) - ORDER.index(here), _into(one, steps), returns)
        for one in ORDER
        if _is_drawn(one, here, steps)
    ]


def _is_drawn(one: State, here: State, steps: list[Moved]) -> bool:
    """Whether a state is drawn on the way of an item that stands here."""
    if one == here:
        return True
    if ORDER.index(one) > ORDER.index(here):
        return one in AHEAD and here not in ENDED
    return one in (*BEHIND, State.CLOSED) and bool(_into(one, steps))


class Line(NamedTuple):
    """A line of the table of moves; `here` where it begins in the item's state."""

    start: str
    move: str
    end: str
    who: str
    here: bool


def table(state: State | str) -> list[Line]:
    """Return the whole table of moves, those that begin in this state marked."""
    lines: dict[tuple[Move, Way], list[State | None]] = {}
    for (start, move), way in MOVES.items():
        lines.setdefault((move, way), []).append(start)
    return [
        Line(
            ", ".join(str(start.label) if start else "–" for start in starts),
            str(move.label),
            str(way.to.label),
            gettext(" or ").join(_who(who) for who in way.who),
            state in starts,
        )
        for (move, way), starts in lines.items()
    ]


def _who(who: Who) -> str:
    if who.power is None:
        return gettext("any post in a unit that was asked for its reply")
    units = {
        "unit": gettext("the unit concerned, or one above it"),
        "doer": gettext("the unit that does the work"),
        "checker": gettext("the unit that checks it"),
        "receiver": gettext("the unit that it is transferred to"),
    }
    return gettext("%(unit)s: %(power)s") % {"unit": units[who.unit], "power": who.power.label}


def _station(state: State, distance: int, steps: list[Moved], returns: int) -> Station:
    where = "done" if distance < 0 or state in ENDED else "now"
    if distance > 0 or not steps:
        return Station(str(state.label), "" if distance > 0 else where, None, None, "")
    note = ""
    if state == State.WORKING and returns:
        note = ngettext("sent back once", "sent back %(times)d times", returns) % {"times": returns}
    return Station(str(state.label), where, steps[-1].unit, steps[-1].on, note)


def _into(state: State, steps: list[Moved]) -> list[Moved]:
    """Return the steps that led into a state."""
    moves = {move for (_from, move), way in MOVES.items() if way.to == state}
    return [step for step in steps if Move(step.move) in moves]
