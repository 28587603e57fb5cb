"""Pairs that may be the same: found in blocks, compared, and weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import Keys, joined, key
from sunledger.screening.linkage.evidence import Field, Floats, Ids, Levels, doubts


class Pairs(NamedTuple):
    """Pairs of rows: how each field agrees, and how rare that is, in powers of ten."""

    left: Ids
    right: Ids
    levels: Levels  # a row a pair, a column a field
    rarity: Floats

    def take(self, at: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(self.left[at], self.right[at], self.levels[at], self.rarity[at])


AT_ONCE = 2_000_000  # pairs that are compared at once, so that memory has a bound


@dataclass
class Plan:
    """By what rows are compared, and what brings them together.

    `blocks` are the names of keys; `most` is how many rows of the second file may share a key.
    `itself` says that both files are one, of which every pair is looked at once. Pairs whose odds
    are under `floor`, in powers of ten, are not kept.
    """

    fields: Sequence[Field]
    blocks: Sequence[tuple[str, ...]]
    rows: tuple[int, int]
    most: int = 300
    itself: bool = False
    floor: float = -3.0
    cut: dict[str, int] = field(default_factory=dict)


def found(plan: Plan) -> Pairs:
    """Return every pair that is worth looking at, once, in the order of rows."""
    keys = {name: pair for one in plan.fields for name, pair in one.keys().items()}
    parts: list[Pairs] = []
    known = _Known(plan.rows)
    for block in plan.blocks:
        if set(block) <= set(keys):
            new = _block(plan, keys, block, known)
            known.add(new)
            parts += new
    pairs = Pairs(*map(np.concatenate, zip(*parts, strict=True)))
    return pairs.take(np.argsort(_number(pairs.left, pairs.right), kind="stable"))


def _number(left: Ids, right: Ids) -> Keys:
    """Return each pair of rows as one number."""
    return (left.astype(np.int64) << 32) | right


class _Known:
    """The pairs that are kept; most of them, several blocks bring."""

    def __init__(self, rows: tuple[int, int]) -> None:
        self._pairs = np.zeros(0, np.int64)
        self._left, self._right = (np.zeros(many, bool) for many in rows)

    def add(self, parts: Sequence[Pairs]) -> None:
        """Remember some pairs."""
        new = [_number(part.left, part.right) for part in parts]
        self._pairs = np.sort(np.concatenate([self._pairs, *new]), kind="stable")
        for part in parts:
            self._left[part.left] = self._right[part.right] = True

    def others(self, left: Ids, right: Ids) -> tuple[Ids, Ids]:
        """Return the pairs that are not known; those are looked for of which both rows are."""
        at = np.flatnonzero(self._left[left] & self._right[right])
        if not len(at):
            return left, right
        wanted = _number(left[at], right[at])
        place = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        new = np.ones(len(left), bool)
        new[at[self._pairs[place] == wanted]] = False
        return left[new], right[new]


def _block(
    plan: Plan, keys: dict[str, tuple[Keys, Keys]], block: tuple[str, ...], known: _Known
) -> list[Pairs]:
    """Return the pairs of one block that are worth keeping, but for those that are known."""
    if block:
        mine, theirs = (key(*(keys[name][side] for name in block)) for side in (0, 1))
        left, right, cut = joined(mine, theirs, plan.most)
    else:  # everybody with everybody
        mine, theirs = (np.zeros(rows, np.int64) for rows in plan.rows)
        left, right, cut = joined(mine, theirs, max(plan.rows))
    if cut:
        plan.cut["+".join(block)] = cut
    if plan.itself:
        at = np.flatnonzero(left < right)
        left, right = left[at], right[at]
    return [
        compared(plan, *known.others(left[first : first + AT_ONCE], right[first : first + AT_ONCE]))
        for first in range(0, max(1, len(left)), AT_ONCE)
    ]


def compared(plan: Plan, left: Ids, right: Ids) -> Pairs:
    """Compare rows in all fields, and leave away those that cannot be the same."""
    strength = np.full(len(left), -np.log10(max(plan.rows[1], 1)), np.float32)
    levels: list[Levels] = []
    rarity: list[Floats] = []
    for one in plan.fields:
        level, rare = one.compare(left, right)
        levels, rarity = [*levels, level], [*rarity, rare]
        strength += rare - doubts(one.levels)[level]
    kept = np.flatnonzero(strength > plan.floor)
    agree, rareness = ([column[kept] for column in columns] for columns in (levels, rarity))
    return Pairs(left[kept], right[kept], np.stack(agree, 1), np.stack(rareness, 1))
