"""The way of an item as a page draws it: the states in a row, how far it is, who moved it on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from django.utils.translation import gettext, ngettext

from sunledger.ledger.steps import MOVES, Move, State, Who
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


def stations(state: State | str, moved: Iterable[Moved]) -> list[Station]:
    """Return the states in their order, with the last step that led into each that is reached."""
    steps = [step for step in moved if any(Move(step.move) == move for _from, move in MOVES)]
    returns = sum(Move(step.move) == Move.SEND_BACK for step in steps)
    order = list(State)
    here = order.index(State(state))
    return [
        _station(one, place - here, [step for step in steps if _leads_to(step.move, one)], returns)
        for place, one in enumerate(order)
    ]


class Line(NamedTuple):
    """A line of the table of moves; `here` where it begins in the item's state."""

    start: str
    move: str
    end: str
    who: str
    here: bool


def table(state: State | str) -> list[Line]:
    """Return the whole table of moves, those that begin in this state marked."""
    return [
        Line(
            str(start.label) if start else "–",
            str(move.label),
            str(way.to.label),
            gettext(" or ").join(_who(who) for who in way.who),
            start == state,
        )
        for (start, move), way in MOVES.items()
    ]


def _who(who: Who) -> str:
    units = {
        "unit": gettext("the unit concerned, or one above it"),
        "doer": gettext("the unit that does the work"),
        "checker": gettext("the unit that checks it"),
    }
    return gettext("%(unit)s: %(power)s") % {"unit": units[who.unit], "power": who.power.label}


def _station(state: State, distance: int, steps: list[Moved], returns: int) -> Station:
    where = "done" if distance < 0 or state == State.CLOSED else "now"
    if distance > 0 or not steps:
        return Station(str(state.label), "" if distance > 0 else where, None, None, "")
    note = ""
    if state == State.ASSIGNED and returns:
        note = ngettext("sent back once", "sent back %(times)d times", returns) % {"times": returns}
    return Station(str(state.label), where, steps[-1].unit, steps[-1].on, note)


def _leads_to(move: Move | str, state: State) -> bool:
    ways = [way for (_from, one), way in MOVES.items() if one == Move(move)]
    return any(way.to == state for way in ways)
