"""Parts that hang together: parties, what they share, and the rings among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sunledger.screening.graph.bounds import Bounds
from sunledger.screening.graph.rings import shortest_through


@dataclass(frozen=True, order=True)
class Line:
    """A party has a thing: by how many rows of a table, the first of them by its code."""

    kind: str
    sign: str  # of a person or an account: made of its key, and never shown
    party: str
    source: str
    how: str
    code: str
    rows: int
    label: str
    person: bool = False

    @property
    def thing(self) -> str:
        """What tells this thing apart from all others."""
        return f"{self.kind}\N{SYMBOL FOR UNIT SEPARATOR}{self.sign}"


@dataclass(frozen=True)
class Ring:
    """Parties each of whom shares a thing with the next, the last with the first, no thing twice.

    `things[n]` lies between `parties[n]` and the one after it.
    """

    parties: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What hangs together: lines in order, and the shortest ring through each party in one."""

    lines: tuple[Line, ...]
    rings: tuple[Ring, ...]

    @property
    def parties(self) -> list[str]:
        """The parties, firms first."""
        return sorted({line.party for line in self.lines})

    @property
    def things(self) -> list[str]:
        """What they share."""
        return sorted({line.thing for line in self.lines})


def parts(lines: Iterable[Line], bounds: Bounds) -> list[Part]:
    """Return the parts of two parties or more, those with most parties first."""
    leader: dict[str, str] = {}

    def top(one: str) -> str:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    ordered = sorted(lines)
    for line in ordered:
        one, two = sorted((top(line.party), top(line.thing)))
        leader[two] = one
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in ordered:
        groups[top(line.party)].append(line)
    found = [_part(group, bounds) for group in groups.values()]
    found = [one for one in found if len(one.parties) > 1]
    return sorted(found, key=lambda one: (-len(one.parties), one.lines))


def _part(lines: Sequence[Line], bounds: Bounds) -> Part:
    """Return one part with its rings."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        near[line.party].add(line.thing)
        near[line.thing].add(line.party)
    ordered = {one: sorted(others) for one, others in near.items()}
    found: dict[frozenset[str], Ring] = {}
    for party in sorted({line.party for line in lines})[: bounds.tried]:
        way = shortest_through(party, ordered, 2 * bounds.ring)
        if way:
            turned = _from(way, party)
            found.setdefault(frozenset(way), Ring(turned[::2], turned[1::2]))
    rings = sorted(found.values(), key=lambda one: (len(one.parties), one.parties, one.things))
    return Part(tuple(lines), tuple(rings))


def _from(way: tuple[str, ...], party: str) -> tuple[str, ...]:
    """Return a ring as it is told from one of its parties."""
    at = way.index(party)
    return (*way[at:], *way[:at])
