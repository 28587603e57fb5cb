"""Rings in small graphs: the shortest through each node, and groups in which all know all.

Plain Python over neighbours by name. Whatever the order in which they came, the answer is the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

Neighbours = Mapping[str, Sequence[str]]


def shortest_through(start: str, near: Neighbours, most: int) -> tuple[str, ...]:
    """Return the shortest ring through a node, of at most so many nodes; () where there is none.

    One look around: each node is reached by one first step, and an edge between two that were
    reached by different first steps closes a ring.
    """
    came: dict[str, str] = {start: ""}
    first: dict[str, str] = {}
    depth = {start: 0}
    waiting = deque([start])
    best: tuple[int, str, str] = (most + 1, "", "")
    while waiting:
        one = waiting.popleft()
        if 2 * depth[one] >= best[0]:
            break
        for other in sorted(near[one]):
            if other not in came:
                came[other], depth[other] = one, depth[one] + 1
                first[other] = other if one == start else first[one]
                waiting.append(other)
            elif start not in (one, other) and first[one] != first[other]:
                low, high = sorted((one, other))
                best = min(best, (depth[one] + depth[other] + 1, low, high))
    if best[0] > most:
        return ()
    there, back = _path(best[1], came), _path(best[2], came)
    return (*reversed(there), *back[:-1])


def _path(node: str, came: Mapping[str, str]) -> list[str]:
    """Return the way from a node to the start, both included."""
    way = [node]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return way


def all_know_all(near: Neighbours, most: int) -> list[tuple[str, ...]]:
    """Return the largest groups of two to so many nodes in which each is a neighbour of each."""
    found: set[tuple[str, ...]] = set()
    for group in _widest((), {*near}, set(), {one: {*others} for one, others in near.items()}):
        if 2 <= len(group) <= most:
            found.add(tuple(sorted(group)))
    return sorted(found)


def _widest(
    group: tuple[str, ...], could: set[str], had: set[str], near: Mapping[str, set[str]]
) -> Iterator[tuple[str, ...]]:
    """Give groups that nobody can join, each once (Bron and Kerbosch, with a pivot)."""
    if not could and not had:
        yield group
        return
    pivot = min(could | had, key=lambda one: (-len(near[one] & could), one))
    for one in sorted(could - near[pivot]):
        yield from _widest((*group, one), could & near[one], had & near[one], near)
        could.discard(one)
        had.add(one)
