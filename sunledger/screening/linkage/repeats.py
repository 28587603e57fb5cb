"""Rows that are the same in every column: compared once, and each of them linked.

A book of payments has the name of a firm in many rows. All of them with all of them would be too
many to compare, and one stands for the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sunledger.screening.linkage import weighing
from sunledger.screening.linkage.evidence import Ids
from sunledger.screening.linkage.texts import Column

Sides = Mapping[str, Sequence[Column]]
# So many rows of the second file that are the same are linked each; of more the first is.
MOST = 60


@dataclass(frozen=True)
class Fewer:
    """Two files with fewer rows; `rows` says where those that are left stood."""

    sides: Sides
    rows: tuple[Ids, Ids]
    group: tuple[Ids, Ids]  # of every row that was
    itself: bool

    def ends(self, left: int, right: int) -> list[tuple[int, int]]:
        """Return the pairs of rows for which a pair of those that are left stands."""
        ends = [self._held[side][at] for side, at in enumerate((left, right))]
        if not self.itself:
            of_right = ends[1] if len(ends[1]) <= MOST else ends[1][:1]
            return [(one, two) for one in ends[0] for two in of_right]
        if ends[0] is ends[1]:
            return [(ends[0][0], two) for two in ends[0][1:]]
        first = (int(self.rows[0][left]), int(self.rows[1][right]))
        return [first] if first == (ends[0][0], ends[1][0]) else []

    @cached_property
    def _held(self) -> list[list[list[int]]]:
        """Return all rows of the group of each row that is left, for both sides."""
        held = []
        for rows, group in zip(self.rows, self.group, strict=True):
            members: list[list[int]] = [[] for _ in range(int(group.max(initial=-1)) + 1)]
            for row, number in enumerate(group.tolist()):
                members[number].append(row)
            held.append([members[number] for number in group[rows].tolist()])
        return held[:1] * 2 if self.itself else held


def fewer(sides: Sides, *, itself: bool) -> Fewer | None:
    """Return the files with each row once, of one file twice; nothing where no row repeats."""
    groups = [weighing.alike(side[which] for side in sides.values()) for which in (0, 1)]
    if all(group is None for group in groups):
        return None
    sizes = [len(next(iter(sides.values()))[which].at) for which in (0, 1)]
    every = [np.arange(size, dtype=np.int32) for size in sizes]
    of = [rows if group is None else group for rows, group in zip(every, groups, strict=True)]
    rows = [_kept(group, 2 if itself else 1) for group in of]
    less = {
        name: [Column(one.values, one.at[kept]) for one, kept in zip(side, rows, strict=True)]
        for name, side in sides.items()
    }
    return Fewer(less, (rows[0], rows[1]), (of[0], of[1]), itself)


def _kept(group: Ids, times: int) -> Ids:
    """Return the rows that come first, or second, in their group."""
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], group[order])
    return np.sort(order[np.arange(len(order)) - starts < times]).astype(np.int32)
