"""What is to be done with a screen that may have answered before: nothing, a part of it, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunledger.screening.judging import Judging
    from sunledger.screening.recall.memory import Memory, Page
    from sunledger.screening.recall.states import Slice, States

from sunledger.screening.recall.basis import basis


class Way(Enum):
    """How much of a screen's tables is judged."""

    NOTHING = "nothing"  # no input changed
    KEYS = "keys"  # those whose rows changed
    ALL = "all"


@dataclass
class Plan:
    """What is to be done with one screen."""

    case: Judging
    key: str
    apart: tuple[str, ...]  # tables of which only a key's own rows bear on it
    slices: Mapping[str, Sequence[Slice]]  # of every table that it reads
    basis: Mapping[str, Any]
    page: Page | None
    way: Way = field(default=Way.ALL)
    keys: int = 0  # that the judged table had before
    stayed: str = ""  # the table of rows set aside of keys that were not judged again

    @property
    def reads(self) -> dict[str, list[str]]:
        """The states of the tables that it reads."""
        return {name: [one.state for one in found] for name, found in self.slices.items()}

    @property
    def earlier(self) -> Page:
        """What is remembered of a screen that does not judge everything."""
        if self.page is None:
            raise LookupError(self.case.screen.code)
        return self.page

    def changed(self) -> list[tuple[str, Slice]]:
        """Return the slices that changed of tables apart, each with the state that it had."""
        return [
            (state, one)
            for name in self.apart
            for state, one in zip(self.earlier.reads[name], self.slices[name], strict=True)
            if state != one.state
        ]


def plan(case: Judging, states: States, memory: Memory, *, full: bool) -> Plan:
    """Return what is to be done with a screen."""
    key = "" if case.absent else states.key(case.screen)
    apart = states.apart(case.screen) if key else ()
    case.by = key
    slices = {
        name: states.slices(name, key if name in apart else "") for name in case.screen.tables
    }
    page = None if full else memory.page(case.screen.code)
    found = Plan(case, key, apart, slices, basis(case, key), page)
    if page is not None and page.basis == found.basis:
        found.way = _way(found, page)
    return found


def _way(found: Plan, page: Page) -> Way:
    """Return how much is judged of a screen that stayed the same itself."""
    reads = found.reads
    if page.reads == reads:
        return Way.NOTHING
    if any(len(page.reads[name]) != len(states) for name, states in reads.items()):
        return Way.ALL
    others = [name for name in reads if name not in found.apart]
    if not found.apart or any(page.reads[name] != reads[name] for name in others):
        return Way.ALL
    return Way.KEYS
