"""Kin and neighbours: whom a village holds who is like a person, and is another.

They are counted: where a line has surely been found, whoever else of the village is like it is not
it, but a twin, a child, a cousin, and shows how many such there are.
"""

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import days, hannames, places
from sunledger.screening.linkage.evidence import Floats, Ids
from sunledger.screening.linkage.pairing import Pairs
from sunledger.screening.linkage.personname import LEVELS as NAME_LEVELS
from sunledger.screening.linkage.personname import PersonName

# How many of a person's own kin fit by themselves, before they are counted, in powers of ten: a
# twin, named otherwise; a child or a parent, a cousin, of the same name.
TWIN, NAMESAKE = -2.7, -3.0
COUSIN = -2.0  # of the same village and nearly the same name, where no day is told
SURE = 0.9
_LINES = 2_000  # as many lines stand behind these figures
_PAIRED = 0.9  # of the rows of one list, that are found again, are found once: then kin are counted
_NONE = -12.0  # of those who are not of the village
_HOMES = 10  # as many families like all others are thought beside those of a village
Counts = npt.NDArray[np.int64]
_SYLLABLES = 1 << 13
_ROOM = (1 << 25) - 39  # villages and surnames beyond that fall together, a few of them
_OTHER_SURNAME = hannames.MISSING  # a place in the table that nothing else takes


class Kin:
    """How many of the same village would fit as well as each pair does."""

    def __init__(self, pairs: Pairs, name: PersonName, rows: int, *, itself: bool = False) -> None:
        self._ends, self._rows = (pairs.left, pairs.right), rows
        self._itself = itself
        day, place, called = pairs.levels.T[:3]
        self._short = name.short()[pairs.right].astype(np.int64)
        # Where a list tells no day, or no village, kin fit by what it tells.
        told = (day != days.MISSING) | (place != places.MISSING)
        same = np.isin(day, (days.SAME, days.MISSING)) & (called == hannames.SAME) & told
        home = (place >= places.PART) | (place == places.MISSING)
        self._like = home & ~same
        self._same = home & same
        # Kin who bear another sign bear it by chance: how near that sign is, is reckoned by itself.
        alike = (called >= hannames.PART) & (called <= hannames.SOUNDS)
        one = (called == hannames.CHANGED) | alike
        near, surname = name.apart(pairs.left, pairs.right)
        self._near = np.where(one, near, 0)
        group = np.where(one, hannames.CHANGED, called)
        group[one & surname] = _OTHER_SURNAME
        self._kind = (day.astype(np.int64) * len(NAME_LEVELS) + group) * 2 + self._short

    def others(self, chance: npt.NDArray[np.float64]) -> Floats:
        """Return it in powers of ten; `chance` says which lines have surely been found."""
        before = _before()
        many, lines = self._counted(chance, len(before))
        share = (many + _LINES * before) / (np.tile(lines, len(before) // 2) + _LINES)
        kin = np.log10(np.maximum(share, 1e-12))[self._kind] - self._near
        return np.asarray(np.where(self._like, kin, _NONE), np.float32)

    def _counted(self, chance: npt.NDArray[np.float64], kinds: int) -> tuple[Counts, Counts]:
        """Return how many kin there are by kinds, and of how many lines of long and short names."""
        sure = self._same & (chance > SURE)
        many, lines = np.zeros(kinds, np.int64), np.zeros(2, np.int64)
        ends = self._ends if self._itself else self._ends[:1]
        found = sum(np.bincount(rows[sure], minlength=self._rows) for rows in ends)
        held = np.asarray(found) > 0
        if self._itself:
            # Where one person has three rows and more, a row like two others is no twin's, perhaps.
            held = np.asarray(found) == 1
            if held.sum() < _PAIRED * (np.asarray(found) > 0).sum():
                return many, lines
        for rows in ends:
            of_found = held[rows]
            many += np.bincount(self._kind[self._like & of_found], minlength=kinds)
            lines += np.bincount(self._short[self._same & of_found], minlength=2)
        return many, lines


def _before() -> npt.NDArray[np.float64]:
    """Return how many kin fit, by how the days and the names agree, before any are counted."""
    table = np.full((len(days.LEVELS), len(NAME_LEVELS), 2), 1e-6)
    table[days.SAME, hannames.TWO : hannames.SAME] = 10**TWIN / 4
    table[days.DIFFERS, hannames.SAME] = 10**NAMESAKE
    table[days.MISSING, hannames.DROPPED : hannames.SAME] = 10**COUSIN / 10
    table[days.MISSING, hannames.TWO : hannames.DROPPED] = 10**COUSIN
    table[days.MISSING, _OTHER_SURNAME] = 10**COUSIN / 10
    return table.ravel()


def at_home(surnames: tuple[Ids, Ids], villages: tuple[Ids, Ids]) -> tuple[Floats, Floats]:
    """Return how much more of its village than of all have the surname, for rows of both files.

    In powers of ten, counted in the second file; a village of few is thought to be like all others.
    """
    held, where = surnames[1], villages[1]
    often = np.bincount(held, minlength=_SYLLABLES)
    there = often + np.bincount(surnames[0], minlength=_SYLLABLES) > 0
    number, many = np.cumsum(there) - 1, int(there.sum())  # of the surnames that there are
    room = (max(int(side.max(initial=0)) for side in villages) + 1) * many
    keys = [
        (b.astype(np.int64) * many + number[a]) % min(room, _ROOM)
        for a, b in zip(surnames, villages, strict=True)
    ]
    kin = np.bincount(keys[1], minlength=min(room, _ROOM))
    people = np.bincount(where, minlength=room // max(1, many))
    usual = (often + 1e-3) / max(1, len(held))
    found = []
    for key, surname, village in zip(keys, surnames, villages, strict=True):
        share = (kin[key] + _HOMES * usual[surname]) / (people[village] + _HOMES)
        found.append(np.asarray(np.log10(share / usual[surname]), np.float32))
    return found[0], found[1]
