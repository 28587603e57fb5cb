"""Entries of two books: which sum that left here is which sum that came there.

The money comes some days later, less or more by a fee or a rate, and its memo is cut short or lacks
words. How often each of these happens is counted in the pairs themselves, a few times over: which
delays are usual, which differences of sums, and which words a bank leaves out. What agrees counts
by how rare it is: a name that stands once says more than “payment”. Nothing is trained on answers.
An entry is of one other at most.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.linkage.evidence import Ids
from sunledger.screening.linkage.words import Bags, Shared, bags, shared

Doubles = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
_WORD = re.compile(r"[^\W_]+")
_ROUNDS = 4
_TURNS = 20
_CELLS = 60  # into so many parts the differences of sums are counted
_SAME = 0.3  # of pairs have the same sum, before any are counted
_NOBODY = 0.05  # how likely it is, against all that fit, that an entry is nobody's
_WORTH = 1e-4  # a pair less likely after the first round is not looked at again
_SURE = 0.9  # of a pair so likely, both entries are taken: their other pairs no longer count


_AT_ONCE = 1 << 22  # pairs whose days are compared at once
TOO_MANY = gettext_noop(
    "More than %(most)s pairs of entries lie near one another. Give a shorter time at once, or "
    "allow fewer days or a smaller difference of the sums."
)


class TooMany(Refused):
    """More entries lie near one another than can be compared in a bounded memory."""


class Side(NamedTuple):
    """The entries of one book: memos, amounts in minor units, days as numbers."""

    memos: Sequence[str]
    amounts: Sequence[int]
    days: Sequence[int]


@dataclass(frozen=True)
class Bounds:
    """How far apart two entries of one payment may be."""

    share: float = 0.15  # of the sum: fees and rates of exchange
    days: int = 31
    pairs: int = 20_000_000  # that lie so near; beyond it nothing is compared


class Match(NamedTuple):
    """Two entries that are one payment, and how likely that is."""

    left: int
    right: int
    chance: float


class _Pairs(NamedTuple):
    """Pairs of entries: their rows, the days between, the part of the differences, the words."""

    left: Ids
    right: Ids
    lag: Wholes
    cell: Wholes
    words: Shared

    def take(self, kept: npt.NDArray[np.bool_]) -> "_Pairs":
        left, right, lag, cell = self.left[kept], self.right[kept], self.lag[kept], self.cell[kept]
        return _Pairs(left, right, lag, cell, self.words.take(kept))


def matched(left: Side, right: Side, bounds: Bounds | None = None) -> list[Match]:
    """Return who of the first book is who of the second, each once, the surest first."""
    bounds = bounds or Bounds()
    if not left.memos or not right.memos:
        return []
    two = bags([_WORD.findall(one.casefold()) for side in (left, right) for one in side.memos])
    one, other = two.split(len(left.memos))
    rows = _near((one, other), (left, right), bounds)
    if not len(rows[0]):
        return []
    pairs = _compared(rows, (one, other), (left, right), bounds)
    sizes = len(left.memos), len(right.memos)
    odds, pairs = _weighed(pairs, two, sizes, bounds)
    return _one_to_one(pairs, _settled(pairs, odds, sizes))


def _near(words: tuple[Bags, Bags], sides: tuple[Side, Side], bounds: Bounds) -> tuple[Ids, Ids]:
    """Return the pairs whose memos begin with one word and whose sums and days lie near."""
    mine, theirs = (bag.first for bag in words)
    sums = [np.log(np.maximum(np.abs(np.array(side.amounts, float)), 1)) for side in sides]
    room = 2 * (max(float(one.max()) for one in sums) + bounds.share + 1)
    wanted, held = mine * room + sums[0], theirs * room + sums[1]
    order = np.argsort(held, kind="stable")
    first = np.searchsorted(held[order], wanted - bounds.share, "left")
    many = np.searchsorted(held[order], wanted + bounds.share, "right") - first
    many[mine < 0] = 0
    days = [np.array(side.days, np.int64) for side in sides]
    signs = [np.sign(np.array(side.amounts, float)) for side in sides]
    found: list[tuple[Ids, Ids]] = [(np.zeros(0, np.int32), np.zeros(0, np.int32))]
    room_left = bounds.pairs
    for begin, end in _portions(many):
        some = many[begin:end]
        starts = np.repeat(first[begin:end] - (np.cumsum(some) - some), some)
        left = np.repeat(np.arange(begin, end), some)
        right = order[starts + np.arange(len(left))]
        kept = np.abs(days[1][right] - days[0][left]) <= bounds.days
        kept &= signs[0][left] == signs[1][right]
        found.append((left[kept].astype(np.int32), right[kept].astype(np.int32)))
        room_left -= int(kept.sum())
        if room_left < 0:
            raise TooMany(TOO_MANY, most=f"{bounds.pairs:,}")
    lefts, rights = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights)


def _portions(many: Wholes) -> Iterator[tuple[int, int]]:
    """Give the first and last row of portions that have so many pairs, or are one row."""
    begin, total = 0, np.cumsum(many)
    while begin < len(many):
        before = int(total[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, before + _AT_ONCE, "right")))
        yield begin, end
        begin = end


def _compared(
    rows: tuple[Ids, Ids], words: tuple[Bags, Bags], sides: tuple[Side, Side], bounds: Bounds
) -> _Pairs:
    """Return the pairs with how their sums, days and words agree."""
    left, right = rows
    days = [np.array(side.days, np.int64) for side in sides]
    sums = [np.abs(np.array(side.amounts, np.int64)) for side in sides]
    mine, theirs = sums[0][left], sums[1][right]
    apart = np.log(np.maximum(theirs, 1) / np.maximum(mine, 1))
    part = ((apart + bounds.share) / (2 * bounds.share) * _CELLS).astype(np.int64)
    cell = np.where(mine == theirs, 0, 1 + np.clip(part, 0, _CELLS - 1))
    lag = days[1][right] - days[0][left] + bounds.days
    return _Pairs(left, right, lag, cell, shared(words, left, right))


def _weighed(
    pairs: _Pairs, words: Bags, sizes: tuple[int, int], bounds: Bounds
) -> tuple[Doubles, _Pairs]:
    """Return what speaks for each pair, as a logarithm, after what these books do was counted."""
    lags = 2 * bounds.days + 1
    strangers = _share(pairs.lag, np.ones(len(pairs.lag)), lags)
    strange_sums = _share(pairs.cell, np.ones(len(pairs.cell)), _CELLS + 1)
    usual_lag = np.full(lags, 1 / lags)
    usual_sum = np.append(_SAME, np.full(_CELLS, (1 - _SAME) / _CELLS))
    left_out, nearness = words.unsaid(), _nearness(words, len(pairs.left), sizes[0])
    for turn in range(_ROUNDS):
        odds = (
            np.log(usual_lag / strangers)[pairs.lag] + np.log(usual_sum / strange_sums)[pairs.cell]
        )
        odds += pairs.words.odds(words.share, left_out) + nearness - np.log(sizes[1])
        chance = _among_rivals(pairs, odds, sizes)
        if not turn:
            kept = chance >= _WORTH
            pairs, chance, odds = pairs.take(kept), chance[kept], odds[kept]
        usual_lag = _share(pairs.lag, chance, lags)
        usual_sum = _share(pairs.cell, chance, _CELLS + 1)
        left_out = pairs.words.left_out(chance, len(words.share))
    return odds, pairs


def _nearness(words: Bags, near: int, first: int) -> float:
    """Return how rare it is that strangers of one first word come so near, as a logarithm."""
    at = words.first + 1
    mine, theirs = (np.bincount(rows, minlength=int(at.max()) + 1)[1:]
                    for rows in (at[:first], at[first:]))  # fmt: skip
    return float(np.log(max(1, int((mine * theirs).sum())) / near))


def _share(at: Wholes, weight: Doubles, size: int) -> Doubles:
    """Return how often each place is taken; a place that nobody takes is thought to be rare."""
    held = np.bincount(at, weight, size)
    return np.asarray((held + 0.5) / (held.sum() + 0.5 * size))


def _among_rivals(pairs: _Pairs, odds: Doubles, sizes: tuple[int, int]) -> Doubles:
    """Return how likely each pair is, against all others of both its entries."""
    weight = np.exp(np.clip(odds, -50, 50))
    mine = np.bincount(pairs.left, weight, sizes[0])[pairs.left]
    theirs = np.bincount(pairs.right, weight, sizes[1])[pairs.right]
    return np.asarray(weight / (_NOBODY + mine + theirs - weight))


def _settled(pairs: _Pairs, odds: Doubles, sizes: tuple[int, int]) -> Doubles:
    """Return how likely each pair is, once the rivals that are surely of others are out."""
    out = np.zeros(len(odds), bool)
    for _turn in range(_TURNS):
        chance = _among_rivals(pairs, np.where(out, -50.0, odds), sizes)
        sure = chance >= _SURE
        mine, theirs = (np.bincount(rows[sure], minlength=size) > 0
                        for rows, size in zip(pairs[:2], sizes, strict=True))  # fmt: skip
        beside = ~sure & (mine[pairs.left] | theirs[pairs.right])
        if (beside <= out).all():
            break
        out |= beside
    return np.where(out, 0.0, chance)


def _one_to_one(pairs: _Pairs, chance: Doubles) -> list[Match]:
    """Return the pairs that stand when each entry is taken once, the likeliest first."""
    order = np.lexsort((pairs.right, pairs.left, -chance))
    mine: set[int] = set()
    theirs: set[int] = set()
    found = []
    rows = pairs.left[order].tolist(), pairs.right[order].tolist(), chance[order].tolist()
    for left, right, likely in zip(*rows, strict=True):
        if left not in mine and right not in theirs:
            mine.add(left)
            theirs.add(right)
            found.append(Match(left, right, likely))
    return found
