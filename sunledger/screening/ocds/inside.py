"""What stands in lists inside of releases, bids and awards, beside that in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sunledger.screening.ocds.columns import Sources, joined, text
from sunledger.screening.ocds.wanted import Organisation


class Parties(NamedTuple):
    """Who bids or supplies: those of each bid or award, and how many they are.

    `alone` is who bids or supplies where each has exactly one, as is usual.
    """

    each: list[list[Organisation] | None]
    many: list[int]
    most: int
    alone: list[Organisation] | None = None


def inside(first: int, each: Iterable[list[Any] | None]) -> tuple[list[int], list[Any]]:
    """Return what stands in lists, beside the process of each."""
    processes: list[int] = []
    rows: list[Any] = []
    for number, found in enumerate(each, first):
        if found:
            rows += found
            processes += [number] * len(found)
    return processes, rows


def counted(each: list[list[Organisation] | None]) -> Parties:
    """Return who bids or supplies, with how many they are."""
    try:
        alone = [one for (one,) in each]  # type: ignore[misc]  # raises where there is none
    except (TypeError, ValueError):
        many = [len(one) if one else 0 for one in each]
        return Parties(each, many, max(many, default=0))
    return Parties(each, [1] * len(each), 1, alone)


def who(parties: Parties) -> Sources:
    """Return who bids or supplies together as one text, and how many they are."""
    if parties.alone is not None:
        return {"who": [one.id for one in parties.alone], "parties": parties.many}
    each = zip(parties.each, parties.many, strict=True)
    who = [
        one[0].id if many == 1 else joined([party.id for party in one or ()])  # type: ignore[index]
        for one, many in each
    ]
    return {"who": who, "parties": parties.many}


class Under(NamedTuple):
    """What stands in lists of rows of a table: the row and the process of each."""

    rows: list[int]
    processes: list[int]
    held: list[Any]


def under(first: int, numbers: Sequence[int], each: Iterable[list[Any] | None]) -> Under:
    """Return what stands in lists of rows that are counted from the first, of these processes."""
    return _placed(first, numbers, *inside(0, each))


def first_under(first: int, numbers: Sequence[int], each: Iterable[list[Any] | None]) -> Under:
    """Return what stands first in lists of rows, likewise."""
    some = [(place, one[0]) for place, one in enumerate(each) if one]
    return _placed(first, numbers, [place for place, _ in some], [one for _, one in some])


def _placed(first: int, numbers: Sequence[int], places: list[int], held: list[Any]) -> Under:
    rows = [first + place for place in places] if first else places
    return Under(rows, [numbers[place] for place in places], held)


def held_by(kinds: Iterable[tuple[str, Under]]) -> Sources:
    """Return what tenders, awards and contracts hold: a row each, with what holds it."""
    found = Under([], [], [])
    of: list[str] = []
    for kind, one in kinds:
        for held, more in zip(found, one, strict=True):
            held += more
        of += [kind] * len(one.held)
    return {"process": found.processes, "of": of, "row": found.rows, "held": found.held}


def lots_of(processes: Sequence[int], rows: Sequence[Any], first: int) -> Sources:
    """Return which lots bids or awards are about, a row each."""
    found = under(first, processes, [one.related_lots for one in rows])
    named = [text(one) for one in found.held]
    return {"row": found.rows, "process": found.processes, "lot": named}
