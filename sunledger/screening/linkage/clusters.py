"""Clusters: who is the same as somebody who is the same, but never over what was refused.

Links are taken from the strongest to the weakest. Two groups are joined only where enough of the
pairs between them speak for it, and no pair between them was refused by a person. So one wrong link
does not make two families one.
"""

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple


class Edge(NamedTuple):
    """A pair with how likely it is the same."""

    left: int
    right: int
    chance: float


# Of all pairs between two groups, so many must speak for joining them, those against taken off.
SHARE = 0.2
# A pair at least so likely speaks for; one that was compared and is less likely than that, against.
FOR, AGAINST = 0.1, 0.01


def clusters(
    edges: Sequence[Edge], *, least: float = 0.5, refused: Iterable[tuple[int, int]] = ()
) -> dict[int, int]:
    """Return for each linked row the smallest row of its cluster.

    `least` is how likely a pair must be to join two rows.
    """
    group = _Groups()
    for left, right in refused:
        group.weigh(left, right, -inf)
    for edge in edges:
        if edge.chance >= FOR:
            group.weigh(edge.left, edge.right, 1)
        elif edge.chance < AGAINST:
            group.weigh(edge.left, edge.right, -1)
    for edge in sorted(edges, key=lambda edge: (-edge.chance, edge.left, edge.right)):
        if edge.chance < least:
            break
        group.join(edge.left, edge.right)
    return {row: group.first(row) for row in sorted(group.members)}


class _Groups:
    """Rows in groups, with what speaks for and against joining two of them."""

    def __init__(self) -> None:
        self.members: set[int] = set()
        self._parent: dict[int, int] = {}
        self._size: dict[int, int] = {}
        self._weight: dict[int, dict[int, float]] = {}

    def first(self, row: int) -> int:
        """Return the smallest row of the group."""
        root = row
        while self._parent.get(root, root) != root:
            root = self._parent[root]
        while self._parent.get(row, row) != root:
            self._parent[row], row = root, self._parent[row]
        return root

    def weigh(self, left: int, right: int, weight: float) -> None:
        """Add to what speaks for two groups being one."""
        for one, two in ((left, right), (right, left)):
            held = self._weight.setdefault(one, {})
            held[two] = held.get(two, 0) + weight

    def join(self, left: int, right: int) -> None:
        """Make one group of two, where enough speaks for it."""
        self.members |= {left, right}
        one, two = sorted((self.first(left), self.first(right)))
        pairs = self._size.get(one, 1) * self._size.get(two, 1)
        if one == two or self._weight.get(one, {}).get(two, 0) < SHARE * pairs:
            return
        self._parent[two] = one
        self._size[one] = self._size.get(one, 1) + self._size.get(two, 1)
        for other, weight in self._weight.pop(two, {}).items():
            self._weight[other].pop(two, None)
            if other != one:
                self.weigh(one, other, weight)
