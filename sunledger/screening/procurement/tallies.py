"""What the processes say of parties, counted."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sunledger.screening.ocds.narrow import nothing
from sunledger.screening.ocds.tables import ELEVEN
from sunledger.screening.procurement.answers import whole
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    from sunledger.screening.ocds.wanted import Item


class Parties(dict[str | int, int]):
    """Parties by their ids, numbered as they come, so that a name is compared once; 1 is “1”."""

    def __init__(self, *counts: list[int]) -> None:
        self.names: list[str] = []
        self.counts = counts  # each has a place for every party

    def __missing__(self, written: str | int) -> int:
        if isinstance(written, str):
            found = len(self.names)
            self.names.append(written)
            for one in self.counts:
                one.append(0)
        else:
            found = self[str(written)]
        self[written] = found
        return found

    def counted(self, many: Sequence[int]) -> Iterator[tuple[str, int, int]]:
        """Give the parties of which there are some: name, number, how many."""
        for number, (name, found) in enumerate(zip(self.names, many, strict=True)):
            if found:
                yield name, number, found


class Buyers(Parties):
    """Buyers or procuring entities, with the bids that each was given and disqualified."""

    def __init__(self) -> None:
        self.many: list[int] = []
        self.out: list[int] = []
        super().__init__(self.many, self.out)

    def add(self, written: str | int, many: int, out: int) -> None:
        """Count the bids of a process."""
        party = self[written]
        self.many[party] += many
        self.out[party] += out


class Bidders(Parties):
    """Those who bid and sell, each with its bids by what these are, and with what was sold."""

    def __init__(self) -> None:
        self.submitted: list[int] = []
        self.out: list[int] = []
        self.tried: list[int] = []  # processes with a winner, in which it had a valid bid
        self.won: list[int] = []
        self.sold: list[int] = []  # processes
        self.last: list[int] = []  # the last of these, counted from 1
        super().__init__(self.submitted, self.out, self.tried, self.won, self.sold, self.last)
        self.kinds = Parties()
        self.pairs = array("q")  # who sold which kind of things, in one number

    def sell(self, sold: Sequence[tuple[int, int, Sequence[Item]]], digits: int) -> None:
        """Count what was sold: by whom, in which process."""
        numbers = self.kinds
        try:
            self.pairs.extend(
                [
                    party << 32 | numbers[one.classification.id[:digits]]  # type: ignore[index,union-attr]
                    for party, _, items in sold
                    for one in items
                ]
            )
        except (AttributeError, TypeError):  # one has no code, or one that is a number
            sold = [one for one in sold if self._sell(*one, digits)]
        for party, number, _ in sold:
            if self.last[party] != number + 1:
                self.last[party] = number + 1
                self.sold[party] += 1

    def _sell(self, party: int, _number: int, items: Sequence[Item], digits: int) -> bool:
        """Count the kinds of some things; whether there are any."""
        none = nothing(ELEVEN).code
        codes = [(one.classification or none).id for one in items]
        kinds = [self.kinds[str(code)[:digits]] for code in codes if code is not None]
        self.pairs.extend([party << 32 | kind for kind in kinds])
        return bool(kinds)

    def kinds_of(self) -> dict[int, int]:
        """Return how many kinds of things each sold."""
        once = call("unique", whole(self.pairs))
        found = call("value_counts", call("shift_right", once, 32))
        return {one["values"]: one["counts"] for one in found.to_pylist()}
