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
    known = np.zeros(0, np.int64)
    for block in plan.blocks:
        if set(block) <= set(keys):
            new = _block(plan, keys, block, known)
            parts += new
            known = np.sort(np.concatenate([known, *map(_rows, new)]), kind="stable")
    pairs = Pairs(*map(np.concatenate, zip(*parts, strict=True)))
    return pairs.take(np.argsort(_rows(pairs), kind="stable"))


def _rows(pairs: Pairs) -> npt.NDArray[np.int64]:
    """Return each pair of rows as one number."""
    return (pairs.left.astype(np.int64) << 32) | pairs.right


def _block(
    plan: Plan, keys: dict[str, tuple[Keys, Keys]], block: tuple[str, ...], known: Keys
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
        _new(plan, left[first : first + AT_ONCE], right[first : first + AT_ONCE], known)
        for first in range(0, max(1, len(left)), AT_ONCE)
    ]


def _new(plan: Plan, left: Ids, right: Ids, known: Keys) -> Pairs:
    """Compare rows whose pairs are not known yet; most that are kept, several blocks bring."""
    if len(known):
        rows = (left.astype(np.int64) << 32) | right
        new = known[np.minimum(np.searchsorted(known, rows), len(known) - 1)] != rows
        left, right = left[new], right[new]
    return compared(plan, left, right)


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
