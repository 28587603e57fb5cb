"""Chinese names of persons, sign by sign: how two agree, and how rare it is that they do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import evidence, signs
from sunledger.screening.linkage.signs import Codes, Ids, Signs, simplified

# A name of more signs is compared as a text. Four hold 欧阳 and two given signs; five a slip more.
WIDTH = 5
COMMON = 800  # signs of which most names are made
SignIds = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint8]

# How two names agree; the higher, the nearer.
MISSING, DIFFERS, TWO, CHANGED, DROPPED, SWAPPED, PART, LOOKS, DIALECT, SOUNDS, SAME = range(11)
_OF_SIGN = np.array([DIFFERS, PART, LOOKS, DIALECT, SOUNDS, SAME], np.uint8)


class Names(NamedTuple):
    """Different names of one file, as rows of signs; the rest of a row is 0."""

    ids: SignIds
    length: npt.NDArray[np.int8]


def codes_of(texts: list[str]) -> Codes:
    """Return rows of signs, simplified; a name that is not of Chinese signs alone is all 0."""
    rows = np.array(texts, dtype=f"U{WIDTH + 1}").reshape(-1, 1).view(np.uint32)
    rows = rows.reshape(len(texts), WIDTH + 1)
    found = np.unique(rows)
    plain = np.array([_plain(code) for code in found], np.uint32)
    rows = plain[np.searchsorted(found, rows)]
    rows[(rows == 1).any(axis=1) | (rows[:, WIDTH] != 0)] = 0
    return rows[:, :WIDTH]


def _plain(code: int) -> int:
    """Return the simplified sign, 0 for none, 1 for what no Chinese name is written with."""
    if code == 0:
        return 0
    sign = simplified(chr(code))
    return ord(sign) if signs.readings(sign) else 1


class HanNames:
    """The names of two files, and how often each sign stands in the names of the second."""

    def __init__(self, left: list[str], right: list[str], often: npt.NDArray[np.int64]) -> None:
        mine, theirs = codes_of(left), codes_of(right)
        known, counts = np.unique(np.concatenate([mine, theirs]).ravel(), return_counts=True)
        kept = known != 0
        self.signs = Signs(known[kept], counts[kept])
        self.left, self.right = self._rows(mine), self._rows(theirs)
        self.total = max(1, int(often[self.right.length > 0].sum()))
        self.rarity = self._rarities(often)
        # Signs come in fashions together, so a whole name can be less rare than its signs.
        self.whole = evidence.rarity(often, self.total, 1e-5)

    def _rows(self, codes: Codes) -> Names:
        return Names(self.signs.ids(codes), (codes != 0).sum(axis=1).astype(np.int8))

    def _rarities(self, often: npt.NDArray[np.int64]) -> Floats:
        """Return how rare it is that a sign agrees: by where it stands, how near, and the sign.

        In powers of ten: 2 means that one name in a hundred has such a sign there.
        """
        many = len(self.signs.codes) + 1
        rarity = np.zeros((2, signs.SAME + 1, many), np.float32)
        for place in range(2):
            held = self.right.ids[:, :1] if place == 0 else self.right.ids[:, 1:]
            shares = np.zeros(many)
            for column in held.T:
                shares += np.bincount(column, often, many)
            shares[0] = 0
            # Those who are thought beside a short list have each of the common signs alike.
            shares = (shares + evidence.OTHERS / COMMON) / (shares.sum() + evidence.OTHERS)
            shares[0] = 0
            for level in range(1, signs.SAME + 1):
                near = np.array([shares[row >= level].sum() for row in self.signs.alike])
                rarity[place, level] = -np.log10(np.clip(near, 1e-6, 1))
        return rarity

    def compare(self, left: Ids, right: Ids) -> tuple[Levels, Floats, npt.NDArray[np.uint8]]:
        """Return how each pair of names agrees, how rare that is, and how many slips it takes."""
        mine, theirs = self.left.ids[left], self.right.ids[right]
        longer = self.left.length[left] - self.right.length[right]
        level = np.full(len(left), DIFFERS, np.uint8)
        rarity = np.zeros(len(left), np.float32)
        slips = np.zeros(len(left), np.uint8)
        for found, apart in ((self._straight, 0), (self._dropped, 1), (self._added, -1)):
            at = np.flatnonzero(longer == apart)
            if len(at):
                level[at], rarity[at], slips[at] = found(mine[at], theirs[at])
        at = np.flatnonzero(level == SAME)
        rarity[at] = np.minimum(rarity[at], self.whole[right[at]])
        return level, rarity, slips

    def _straight(self, mine: SignIds, theirs: SignIds) -> tuple[Levels, Floats, Levels]:
        """Compare names of one length, sign by sign."""
        lowest = np.full(len(mine), signs.SAME, np.uint8)
        apart = np.zeros(len(mine), np.uint8)
        slips = np.zeros(len(mine), np.uint8)
        rarity = np.zeros(len(mine), np.float32)
        for place in range(WIDTH):
            at = slice(None) if place < 2 else np.flatnonzero(mine[:, place])
            one = mine[at, place]
            near = self.signs.alike[one, theirs[at, place]]
            rarity[at] += self.rarity[min(place, 1)][near, one]
            there = one > 0
            apart[at] += there & (near == 0)
            slips[at] += there & (near < signs.SAME)
            near[~there | (near == 0)] = signs.SAME
            lowest[at] = np.minimum(lowest[at], near)
        level = _OF_SIGN[lowest]
        level[apart == 1] = CHANGED
        level[apart > 1] = TWO
        level[apart >= (mine > 0).sum(axis=1)] = DIFFERS
        level[mine[:, 0] == 0] = MISSING
        at = np.flatnonzero((apart == 2) & (mine[:, 2] > 0))
        self._swapped(mine, theirs, at, (level, rarity, slips))
        return level, rarity, slips

    def _swapped(
        self,
        mine: SignIds,
        theirs: SignIds,
        at: npt.NDArray[np.int64],
        out: tuple[Levels, Floats, Levels],
    ) -> None:
        """Find names of which two signs, one after the other, changed places."""
        level, rarity, slips = out
        for place in range(WIDTH - 1):
            one, two = mine[at, place], mine[at, place + 1]
            found = at[(one > 0) & (one == theirs[at, place + 1]) & (two == theirs[at, place])]
            level[found], slips[found] = SWAPPED, 1
            rarity[found] += self.rarity[1][signs.SAME, mine[found, place]]
            rarity[found] += self.rarity[1][signs.SAME, mine[found, place + 1]]

    def _dropped(self, longer: SignIds, shorter: SignIds) -> tuple[Levels, Floats, Levels]:
        """Compare names of which the second lacks a sign of the first: where it agrees best."""
        level = np.full(len(longer), DIFFERS, np.uint8)
        rarity = np.full(len(longer), -1, np.float32)
        slips = np.ones(len(longer), np.uint8)
        for gap in range(WIDTH):
            rest = np.delete(longer, gap, axis=1)
            tried = np.zeros(len(longer), np.float32)
            good, more = longer[:, gap] > 0, np.zeros(len(longer), np.uint8)
            for place in range(WIDTH - 1):
                one = rest[:, place]
                near = self.signs.alike[one, shorter[:, place]]
                good = good & ((one == 0) | (near >= signs.DIALECT))
                more += (one > 0) & (near < signs.SAME)
                tried += self.rarity[min(place, 1)][near, one]
            better = good & (tried > rarity)
            rarity[better], slips[better] = tried[better], more[better] + 1
            level[better] = DROPPED
        return level, np.maximum(rarity, 0), slips

    def _added(self, shorter: SignIds, longer: SignIds) -> tuple[Levels, Floats, Levels]:
        """Compare names of which the first lacks a sign of the second."""
        return self._dropped(longer, shorter)

    def parted(self, left: Ids, right: Ids) -> tuple[Floats, Floats]:
        """Return how rare it is that the surname agrees, and that the differing signs are near."""
        mine, theirs = self.left.ids[left], self.right.ids[right]
        near = self.signs.alike[mine, theirs]
        surname = self.rarity[0][near[:, 0], mine[:, 0]]
        slips = np.zeros(len(left), np.float32)
        for place in range(WIDTH):
            level = near[:, place]
            rarity = self.rarity[min(place, 1)][level, mine[:, place]]
            slips += np.where(level < signs.SAME, rarity, 0)
        return surname, slips
