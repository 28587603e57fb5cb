"""What stands in lists inside of releases, bids and awards, beside that in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sunledger.screening.ocds.columns import Sources, joined, text
from sunledger.screening.ocds.wanted import Organisation


class Parties(NamedTuple):
    """Who bids or supplies: those of each bid or award, and how many they are."""

    each: list[list[Organisation] | None]
    many: list[int]
    most: int


def inside(numbered: Iterable[tuple[int, list[Any] | None]]) -> tuple[list[int], list[Any]]:
    """Return what stands in lists, beside the process of each."""
    processes: list[int] = []
    rows: list[Any] = []
    for number, found in numbered:
        if found:
            rows += found
            processes += [number] * len(found)
    return processes, rows


def counted(each: list[list[Organisation] | None]) -> Parties:
    """Return who bids or supplies, with how many they are."""
    many = [len(one) if one else 0 for one in each]
    return Parties(each, many, max(many, default=0))


def who(parties: Parties) -> Sources:
    """Return who bids or supplies together as one text, and how many they are."""
    each = zip(parties.each, parties.many, strict=True)
    who = [
        one[0].id if many == 1 else joined([party.id for party in one or ()])  # type: ignore[index]
        for one, many in each
    ]
    return {"who": who, "parties": parties.many}


def held_by(
    holders: Iterable[tuple[str, int, Sequence[int], Sequence[Any], list[Any]]],
) -> Sources:
    """Return what tenders, awards and contracts hold: a row each, with what holds it."""
    processes: list[int] = []
    kinds: list[str] = []
    rows: list[int] = []
    held: list[Any] = []
    for kind, first, numbers, _, each in holders:
        before = len(held)
        for row, (number, found) in enumerate(zip(numbers, each, strict=True), first):
            if found:
                held += found
                processes += [number] * len(found)
                rows += [row] * len(found)
        kinds += [kind] * (len(held) - before)
    return {"process": processes, "of": kinds, "row": rows, "held": held}


def lots_of(processes: Sequence[int], rows: Sequence[Any], first: int) -> Sources:
    """Return which lots bids or awards are about, a row each."""
    found = [
        (row, number, text(lot))
        for row, (number, one) in enumerate(zip(processes, rows, strict=True), first)
        if one.related_lots
        for lot in one.related_lots
    ]
    return {
        "row": [row for row, _, _ in found],
        "process": [number for _, number, _ in found],
        "lot": [lot for _, _, lot in found],
    }
