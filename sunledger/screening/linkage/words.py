"""Words of short texts, such as the memos of payments: which two have in common, and how rare.

Each word counts by how rare it is that a stranger has it, and by how often these texts lose it: a
word that a bank always leaves out says nothing where it is missing. A word that begins another is
that word, cut short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.evidence import Ids

Doubles = npt.NDArray[np.float64]
Yes = npt.NDArray[np.bool_]
_LOST = 0.3  # how often a word is lost, before any are counted
_FIRM = 20  # as many texts stand behind the share of all words
_CUT = 1.0  # what a word cut short speaks for a pair: less than any word that is whole
_AT_ONCE = 1 << 19  # pairs whose words are compared at once


class Bags(NamedTuple):
    """Texts as rows of the numbers of their words, -1 where a row has no more."""

    rows: Ids
    names: list[str]
    share: Doubles  # of all texts that have each word

    @property
    def first(self) -> Ids:
        """Return the word with which each text begins."""
        return self.rows[:, 0]

    def split(self, at: int) -> tuple[Bags, Bags]:
        """Return the first texts, and the others."""
        return self._replace(rows=self.rows[:at]), self._replace(rows=self.rows[at:])

    def unsaid(self) -> Doubles:
        """Return how often each word is lost, before any are counted."""
        return np.full(len(self.share), _LOST)


def bags(texts: Sequence[Sequence[str]]) -> Bags:
    """Return texts by the numbers of their words."""
    number: dict[str, int] = {}
    held = [[number.setdefault(w, len(number)) for w in dict.fromkeys(one)] for one in texts]
    rows = np.full((len(held), max(1, max(map(len, held), default=1))), -1, np.int32)
    for at, words in enumerate(held):
        rows[at, : len(words)] = words
    counts = np.bincount(rows[rows >= 0], minlength=len(number))
    return Bags(rows, list(number), (counts + 1) / (len(rows) + 1))


@dataclass(frozen=True)
class Shared:
    """Of pairs of texts: the words that both have, those of one alone, and words cut short."""

    both: Ids
    alone: Ids  # of either side; -1 elsewhere
    cut: Ids  # the two words of which one begins the other; -1 where there are none

    def take(self, kept: Yes) -> Shared:
        """Return some of the pairs."""
        return Shared(self.both[kept], self.alone[kept], self.cut[kept])

    def odds(self, share: Doubles, lost: Doubles) -> Doubles:
        """Return how much the words speak for a pair, as a logarithm."""
        has, lacks = np.log((1 - lost) / share), np.log(lost / (1 - np.minimum(share, 0.99)))
        total = _sum(has, self.both) + _sum(lacks, self.alone)
        whole = np.maximum(_CUT - _sum(lacks, self.cut), 0)
        return np.asarray(total + np.where(self.cut[:, 0] >= 0, whole, 0))

    def left_out(self, chance: Doubles, words: int) -> Doubles:
        """Return how often each word is lost, in pairs as far as they are likely."""
        kept, gone = (_count(part, chance, words) for part in (self.both, self.alone))
        usual = gone.sum() / max(1e-9, gone.sum() + kept.sum())
        return np.asarray(np.clip((gone + _FIRM * usual) / (gone + kept + _FIRM), 0.001, 0.98))


def shared(sides: tuple[Bags, Bags], left: Ids, right: Ids) -> Shared:
    """Return what the words of pairs of texts have in common."""
    parts = []
    for at in range(0, len(left), _AT_ONCE):
        mine, theirs = (
            sides[0].rows[left[at : at + _AT_ONCE]],
            sides[1].rows[right[at : at + _AT_ONCE]],
        )
        parts.append(_shared(mine, theirs, sides[0].names))
    return Shared(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _shared(mine: Ids, theirs: Ids, names: Sequence[str]) -> tuple[Ids, Ids, Ids]:
    has, had = _member(mine, theirs), _member(theirs, mine)
    only, others = np.where(has, -1, mine), np.where(had, -1, theirs)
    one, two = _first(only), _first(others)
    begins = _begins(one, two, names)
    cut = np.stack((np.where(begins, one, -1), np.where(begins, two, -1)), axis=1)
    return np.where(has, mine, -1), np.concatenate((only, others), axis=1), cut


def _member(mine: Ids, theirs: Ids) -> Yes:
    """Return which words of the one side the other has too."""
    found = np.zeros(mine.shape, bool)
    for column in theirs.T:
        found |= mine == column[:, None]
    return found & (mine >= 0)


def _first(words: Ids) -> Ids:
    """Return the first word that is left in each row, or -1."""
    at = (words >= 0).argmax(axis=1)
    return np.asarray(words[np.arange(len(words)), at])


def _begins(one: Ids, two: Ids, names: Sequence[str]) -> Yes:
    """Return where one of two words begins the other; every two words are compared once."""
    found = np.zeros(len(one), bool)
    given = np.flatnonzero((one >= 0) & (two >= 0))
    known, back = np.unique(
        one[given].astype(np.int64) * len(names) + two[given], return_inverse=True
    )
    pairs = [(names[at // len(names)], names[at % len(names)]) for at in known.tolist()]
    begin = [a.startswith(b) or b.startswith(a) for a, b in pairs]
    found[given] = np.array(begin, bool)[back]
    return found


def _sum(worth: Doubles, words: Ids) -> Doubles:
    """Return the worth of the words of each row; what is no word is worth nothing."""
    total = np.zeros(len(words))
    for column in words.T:
        total += np.append(worth, 0.0)[column]
    return total


def _count(words: Ids, chance: Doubles, size: int) -> Doubles:
    """Return in how many pairs each word stands, each counted as far as it is likely."""
    total = np.zeros(size)
    for column in words.T:
        given = column >= 0
        total += np.bincount(column[given], chance[given], size)
    return total
