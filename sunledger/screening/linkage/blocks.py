"""Blocks: pairs that have a key in common, so that nobody is compared with everybody."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]


class Pairs(NamedTuple):
    """Pairs of rows, and how many were not looked at because their block was too large."""

    left: Ids
    right: Ids
    cut: int


def key(*columns: npt.NDArray[np.int32] | Keys) -> Keys:
    """Return one number for several; -1 where any of them is not given (negative)."""
    found = np.zeros(len(columns[0]), np.uint64)
    missing = np.zeros(len(columns[0]), bool)
    for column in columns:
        missing |= column < 0
        found = (found ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        found ^= found >> np.uint64(29)
    signed = (found >> np.uint64(1)).astype(np.int64)
    signed[missing] = -1
    return signed


ROOM = 20_000_000  # pairs of one key that are looked at, at most
_ROW = 24  # bits for the number of a row: sixteen million rows


def joined(left: Keys, right: Keys, most: int, room: int = ROOM) -> Pairs:
    """Return the pairs of rows with one key; keys that more than `most` rows have are cut.

    Where that leaves more pairs than there is `room` for, those of the most rows are cut as well.
    """
    wanted, mine = _sorted(left)
    held, theirs = _sorted(right)
    first = np.searchsorted(held, wanted, "left")
    many = _runs(held)[first] * (np.append(held, -1)[first] == wanted)
    every = int(many.sum())
    many[many > most] = 0
    if int(many.sum()) > room:
        below = np.cumsum(np.bincount(many, many))  # pairs of the rows that have so many, or fewer
        many[many >= np.searchsorted(below, room, "right")] = 0
    cut = every - int(many.sum())
    ends = np.cumsum(many)
    total = int(ends[-1]) if len(ends) else 0
    starts = np.repeat(first - (ends - many), many)
    right_at = theirs[starts + np.arange(total)]
    return Pairs(np.repeat(mine, many), right_at, cut)


def _runs(held: Keys) -> Keys:
    """Return at each place at which a key begins how many rows have it; a place more than rows."""
    begins = np.flatnonzero(np.diff(held, prepend=-1))
    runs = np.zeros(len(held) + 1, np.int64)
    runs[begins] = np.diff(begins, append=len(held))
    return runs


def _sorted(keys: Keys) -> tuple[Keys, Ids]:
    """Return the keys that are given, in order, and their rows.

    Key and row are sorted as one number: that is several times quicker than sorting rows by key.
    Two keys in a million may so come to be one; what they bring together is compared anyway.
    """
    rows = np.flatnonzero(keys >= 0)
    both = np.sort((keys[rows] >> _ROW << _ROW) | rows)
    return both >> _ROW, (both & ((1 << _ROW) - 1)).astype(np.int32)
