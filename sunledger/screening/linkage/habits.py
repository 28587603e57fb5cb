"""Which signs are written for one another in these very lists, whatever any dictionary says.

Where day and village are the same and all of the name but one sign, it is a slip of the pen or a
twin. Twins are named by chance; so two signs that meet there far more often than chance would have
it are written for one another: by the people of a place, by a clerk, or by a machine that reads.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.signs import Ids

Doubles = npt.NDArray[np.float64]

# So often, and so many times more than chance would have it, that it is a habit.
LEAST, MORE = 5, 4.0


class Habits(NamedTuple):
    """Pairs of signs that are written for one another, and how often each is."""

    one: Ids
    two: Ids
    often: Doubles
    looked: int  # how many pairs of names were looked at

    def take(self, at: npt.NDArray[np.bool_]) -> "Habits":
        """Return some of them."""
        return Habits(self.one[at], self.two[at], self.often[at], self.looked)


def habits(mine: npt.NDArray[np.int16], theirs: npt.NDArray[np.int16], shares: Doubles) -> Habits:
    """Return the habits that show in pairs of names of one day and village, as rows of signs.

    `shares` says how common each sign is.
    """
    differ = mine != theirs
    alike = ((mine > 0) == (theirs > 0)).all(axis=1) & (mine[:, 0] > 0)
    # In a name of two signs one is no more than half: those are left away.
    at = np.flatnonzero(alike & (differ.sum(axis=1) == 1) & (mine[:, 2] > 0))
    place = differ[at].argmax(axis=1)
    ends = np.sort(np.stack([mine[at, place], theirs[at, place]]), axis=0).astype(np.int64)
    met, often = np.unique((ends[0] << 32) | ends[1], return_counts=True)
    one, two = (met >> 32).astype(np.int32), (met & 0xFFFFFFFF).astype(np.int32)
    chance = 2 * len(at) * shares[one] * shares[two]
    kept = np.flatnonzero((often >= LEAST) & (often >= MORE * chance))
    looked = int((alike & (differ.sum(axis=1) <= 1) & (mine[:, 2] > 0)).sum())
    return Habits(one[kept], two[kept], (often - chance)[kept], looked)
