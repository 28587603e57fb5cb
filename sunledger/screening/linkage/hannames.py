"""Chinese names of persons, sign by sign: how two agree, and how rare it is that they do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import evidence, habits, signrarity, signs
from sunledger.screening.linkage.signs import Codes, Ids, Signs, simplified

# A name of more signs is compared as a text. Four hold 欧阳 and two given signs; five a slip more.
WIDTH = 5
SignIds = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]

# How two names agree; the higher, the nearer.
(
    MISSING, DIFFERS, TWO, CHANGED, DROPPED, SWAPPED, PART, LOOKS, MUCH, HABIT, DIALECT, SOUNDS,
    WORDS_PART, WORDS_SLIP, WORDS_ORDER, SAME,
) = range(16)  # fmt: skip
_UNREAD = np.float32(2.0)
_OF_SIGN = np.array([DIFFERS, PART, LOOKS, MUCH, HABIT, DIALECT, SOUNDS, SAME], np.uint8)


class Names(NamedTuple):
    """Different names of one file, as rows of signs; the rest of a row is 0."""

    ids: SignIds
    length: npt.NDArray[np.int8]


def codes_of(texts: list[str]) -> Codes:
    """Return rows of signs, simplified; a name that is not of Chinese signs alone is all 0."""
    rows = np.array(texts, dtype=f"U{WIDTH + 1}").reshape(-1, 1).view(np.uint32)
    rows = rows.reshape(len(texts), WIDTH + 1)
    found = np.flatnonzero(np.bincount(rows.ravel(), minlength=signs.CODES))
    plain = np.zeros(signs.CODES, np.uint32)
    plain[found] = [_plain(int(code)) for code in found]
    rows = plain[rows]
    rows[(rows == 1).any(axis=1) | (rows[:, WIDTH] != 0)] = 0
    return rows[:, :WIDTH]


def _plain(code: int) -> int:
    """Return the simplified sign, 0 for none, 1 for what no Chinese name is written with."""
    if code == 0:
        return 0
    sign = simplified(chr(code))
    return ord(sign) if sign == signs.UNREAD or signs.is_one(sign) else 1


class HanNames:
    """The names of two files, and how often each sign stands in the names of the second."""

    def __init__(self, left: list[str], right: list[str], often: tuple[Counts, Counts]) -> None:
        mine, theirs = codes_of(left), codes_of(right)
        known, counts = np.unique(np.concatenate([mine, theirs]).ravel(), return_counts=True)
        kept = known != 0
        self.signs = Signs(known[kept], counts[kept])
        self.left, self.right = self._rows(mine), self._rows(theirs)
        self.total = max(1, int(often[1][self.right.length > 0].sum()))
        many = len(self.signs.codes) + 1
        self._shares = signrarity.shares(
            [(self.left.ids, often[0]), (self.right.ids, often[1])], many
        )
        self.rarity = [signrarity.table(self.signs, one) for one in self._shares]
        # Signs come in fashions together, so a whole name can be less rare than its signs.
        self.whole = evidence.rarity(often[1], self.total, 1e-5)
        self.again = evidence.rarity(np.maximum(often[1] - 1, 0), self.total, 1e-5)

    def _rows(self, codes: Codes) -> Names:
        return Names(self.signs.ids(codes), (codes != 0).sum(axis=1).astype(np.int8))

    def accustom(self, left: Ids, right: Ids) -> None:
        """Learn which signs are written for one another here, from names of one day and village."""
        met = self.left.ids[left], self.right.ids[right]
        found = habits.habits(*met, self._shares[signrarity.GIVEN].either)
        found = found.take(self.signs.alike[found.one, found.two] < signs.HABIT)
        for one, two in ((found.one, found.two), (found.two, found.one)):
            self.signs.alike[one, two] = signs.HABIT
        self.rarity = [signrarity.table(self.signs, one) for one in self._shares]
        signrarity.accustomed(self.rarity, found, self._shares)

    def compare(self, left: Ids, right: Ids) -> tuple[Levels, Floats, npt.NDArray[np.uint8]]:
        """Return how each pair of names agrees, how rare that is, and how many slips it takes."""
        longer = self.left.length[left] - self.right.length[right]
        level = np.full(len(left), DIFFERS, np.uint8)
        rarity = np.zeros(len(left), np.float32)
        slips = np.zeros(len(left), np.uint8)
        for found, apart in ((self._straight, 0), (self._dropped, 1), (self._added, -1)):
            at = np.flatnonzero(longer == apart)
            if len(at):
                mine, theirs = self.left.ids[left[at]], self.right.ids[right[at]]
                level[at], rarity[at], slips[at] = found(mine, theirs)
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
            two = theirs[at, place]
            near = self.signs.alike[one, two]
            rarity[at] += self.rarity[min(place, 1)][one, two]
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
        at = np.flatnonzero((slips == 2) & (mine[:, 2] > 0))
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
            rarity[found] = 0
            for each in range(WIDTH):
                sign = mine[found, each]
                rarity[found] += self.rarity[min(each, 1)][sign, sign]

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
                two = shorter[:, place]
                near = self.signs.alike[one, two]
                good = good & ((one == 0) | (near >= signs.DIALECT))
                more += (one > 0) & (near < signs.SAME)
                tried += self.rarity[min(place, 1)][one, two]
            better = good & (tried > rarity)
            rarity[better], slips[better] = tried[better], more[better] + 1
            level[better] = DROPPED
        return level, np.maximum(rarity, 0), slips

    def _added(self, shorter: SignIds, longer: SignIds) -> tuple[Levels, Floats, Levels]:
        """Compare names of which the first lacks a sign of the second."""
        return self._dropped(longer, shorter)

    def apart(self, left: Ids, right: Ids) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the least rarity among the signs that differ, and whether the surname differs."""
        mine, theirs = self.left.ids[left], self.right.ids[right]
        least = np.full(len(left), np.inf, np.float32)
        unread = self.signs.number(signs.UNREAD)
        for place in range(WIDTH):
            one, two = mine[:, place], theirs[:, place]
            rarity = self.rarity[min(place, 1)][one, two]
            any_sign = (one == unread) | (two == unread)  # what was not read is any kin's sign
            rarity = np.where(any_sign, np.minimum(rarity, _UNREAD), rarity)
            least = np.where((one > 0) & (one != two), np.minimum(least, rarity), least)
        return np.where(np.isinf(least), 0, least), mine[:, 0] != theirs[:, 0]
