"""Two books of one account, such as a bank's statement and the book kept of it: what is in both.

First by words and sums, as `entries` does: the sum may be less by a fee, and the memo cut short.
Then, of what is left, by the sum alone: the same sum within so many days, where the words of both
books have nothing to do with one another. Of several with that sum, words decide, then the nearest
day; where there are as many here as there, which is which does not matter. How likely a pair is
comes from the books themselves: how often entries that have nothing to do with one another have one
sum so near.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from sunledger.screening.linkage.entries import TOO_MANY, Bounds, Side, TooMany, matched
from sunledger.screening.linkage.signs import simplified

__all__ = ["Bounds", "Entry", "Side", "TooMany", "paired", "words"]

_HAN = re.compile("[㐀-鿿]+")
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 24  # of a memo that are compared
_BY_CHANCE = 2  # entries of one sum in a book; more have one for a reason
_CROWD = 40_000  # pairs of one sum, beyond which the sum says nothing


@dataclass(frozen=True)
class Entry:
    """Two entries that are one, how likely that is, and what speaks for it."""

    left: int
    right: int
    chance: float
    shared: tuple[str, ...]  # words that both memos have
    rivals: int  # others of that sum so near, on either side; -1 where words found the pair


def words(memo: str) -> str:
    """Return a memo in words: Chinese in pairs of signs, since nothing parts its words."""
    text = "".join(map(simplified, memo.casefold()))
    text = _HAN.sub(lambda found: f" {' '.join(_pairs(found[0]))} ", text)
    return " ".join(_WORD.findall(text)[:_MOST_WORDS])


def _pairs(signs: str) -> list[str]:
    return [a + b for a, b in pairwise(signs)] or [signs]


def paired(left: Side, right: Side, bounds: Bounds, least: float = 0.5) -> list[Entry]:
    """Return what is in both books, each entry once, in the order of the first book."""
    memos = [[words(memo) for memo in side.memos] for side in (left, right)]
    told = left._replace(memos=memos[0]), right._replace(memos=memos[1])
    held = [[frozenset(memo.split()) for memo in side] for side in memos]
    found = [
        Entry(one.left, one.right, one.chance, _shared(held, one.left, one.right), -1)
        for one in matched(*told, bounds)
        if one.chance >= least
    ]
    gone = {one.left for one in found}, {one.right for one in found}
    rest = [
        [at for at in range(len(side.days)) if at not in out]
        for side, out in zip((left, right), gone, strict=True)
    ]
    found += _by_sums((left, right), rest, held, bounds, least)
    return sorted(found, key=lambda one: one.left)


def _shared(held: Sequence[Sequence[frozenset[str]]], left: int, right: int) -> tuple[str, ...]:
    return tuple(sorted(held[0][left] & held[1][right]))


Rows = Sequence[Sequence[int]]
Words = Sequence[Sequence[frozenset[str]]]


def _by_sums(
    sides: tuple[Side, Side], rest: Rows, held: Words, bounds: Bounds, least: float
) -> Iterator[Entry]:
    """Give pairs of the same sum of what is left, each entry once."""
    rarity = _rarities(held)
    accident = _accidents(sides, bounds.days)
    groups = [_grouped(side, rows) for side, rows in zip(sides, rest, strict=True)]
    room = bounds.pairs
    for amount in sorted(groups[0].keys() & groups[1].keys()):
        mine, theirs = groups[0][amount], groups[1][amount]
        if len(mine) * len(theirs) > _CROWD:
            continue
        room -= len(mine) * len(theirs)
        if room < 0:
            raise TooMany(TOO_MANY, most=f"{bounds.pairs:,}")
        near = {
            (one, two): sum(rarity[word] for word in held[0][one] & held[1][two])
            for one in mine
            for two in theirs
            if abs(sides[0].days[one] - sides[1].days[two]) <= bounds.days
        }
        for one in _once(sides, near, accident):
            if one.chance >= least:
                yield Entry(one.left, one.right, one.chance, _shared(held, one.left, one.right),
                            one.rivals)  # fmt: skip


def _grouped(side: Side, rows: Iterable[int]) -> dict[int, list[int]]:
    """Return the rows of each sum; nought is no sum."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at in rows:
        if side.amounts[at]:
            found[side.amounts[at]].append(at)
    return found


def _rarities(held: Words) -> Mapping[str, float]:
    """Return of each word how rare it is in both books, as a logarithm."""
    counts = Counter(word for side in held for words in side for word in words)
    total = sum(map(len, held)) + 1
    return {word: log(total / (many + 1)) for word, many in counts.items()}


def _accidents(sides: tuple[Side, Side], days: int) -> float:
    """Return of how many entries another of its own book has the same sum so near, by chance.

    Of one book no two entries are one payment. A sum that stands many times is a rate or a rent.
    """
    entries, doubles = 50.0, 0.5  # before any are counted
    for side in sides:
        of_sum: defaultdict[int, list[int]] = defaultdict(list)
        for amount, day in zip(side.amounts, side.days, strict=True):
            of_sum[amount].append(day)
        for held in of_sum.values():
            if len(held) <= _BY_CHANCE:
                entries += len(held)
                doubles += sum(_near_others(sorted(held), days))
    return doubles / entries


def _near_others(held: list[int], days: int) -> Iterator[int]:
    """Give for each day how many others lie within so many days of it; days are in order."""
    first = last = 0
    for day in held:
        while held[first] < day - days:
            first += 1
        while last < len(held) and held[last] <= day + days:
            last += 1
        yield last - first - 1


def _once(
    sides: tuple[Side, Side], near: Mapping[tuple[int, int], float], accident: float
) -> Iterator[Entry]:
    """Give pairs of one sum, the most words first, then the nearest day; each entry once."""
    weight = {pair: exp(min(worth, 30.0)) for pair, worth in near.items()}
    rivals: Counter[tuple[int, int]] = Counter()
    total: defaultdict[tuple[int, int], float] = defaultdict(float)
    for pair, one in weight.items():
        for end in enumerate(pair):
            rivals[end] += 1
            total[end] += one

    def order(pair: tuple[int, int]) -> tuple[float, int, int, int]:
        lag = abs(sides[1].days[pair[1]] - sides[0].days[pair[0]])
        return -near[pair], lag, *pair

    taken: set[tuple[int, int]] = set()
    pairs = []
    for pair in sorted(near, key=order):
        if taken.isdisjoint(enumerate(pair)):
            taken.update(enumerate(pair))
            pairs.append(pair)
    # As many of one sum here as there: all of them are found, whichever is which.
    even = taken == rivals.keys()
    for pair in pairs:
        mine, ends = weight[pair], list(enumerate(pair))
        # By chance a stranger of that sum lies near; words that are shared outweigh it.
        against = accident + (0 if even else sum(total[end] - mine for end in ends))
        yield Entry(*pair, mine / (mine + against), (), sum(rivals[end] - 1 for end in ends))
