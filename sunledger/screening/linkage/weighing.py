"""How strongly a pair speaks for being the same, after the doubts that these files deserve."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import key
from sunledger.screening.linkage.evidence import Field, Floats, Ids, doubts
from sunledger.screening.linkage.pairing import Pairs
from sunledger.screening.linkage.texts import Column

# As many pairs as this stand behind the doubts that are given; what is counted is added to them.
_FIRM = 200
Doubles = npt.NDArray[np.float64]


def strength(pairs: Pairs, others: Floats, tables: Sequence[Floats]) -> Doubles:
    """Return the odds for each pair, as powers of ten: 2 means a hundred to one.

    `others` is how many strangers would fit as well as this pair does, in powers of ten.
    """
    odds = -others.astype(np.float64)
    for column, table in zip(pairs.levels.T, tables, strict=True):
        odds -= table[column]
    return np.round(odds, 2)


def alike(columns: Iterable[Column]) -> Ids | None:
    """Return a number for each row that rows the same in all columns share; nothing where none are.

    A list that has a person's row twice does not hold two persons for it.
    """
    rows = key(*(column.at for column in columns))
    known, number = np.unique(rows, return_inverse=True)
    return number.astype(np.int32) if len(known) < len(rows) else None


def chances(
    pairs: Pairs, odds: Doubles, rows: int, *, itself: bool, same: Ids | None = None
) -> Doubles:
    """Return how likely each pair is the same, from 0 to 1; pairs must be in the order of rows.

    A row of the first file is one of the second or none of it, so its pairs share what is likely;
    `same` says which rows of the second are one, as `alike` returns it. In a file that is compared
    with itself, each pair stands alone.
    """
    weight = 10.0 ** np.clip(odds, -12, 12)
    if itself:
        return weight / (1 + weight)
    first = slice(None)
    if same is not None:
        _known, first = np.unique(
            (pairs.left.astype(np.int64) << 32) | same[pairs.right], return_index=True
        )
    total = np.bincount(pairs.left[first], weight[first], rows)
    return np.asarray(weight / (1 + total[pairs.left]))


def measured(fields: Sequence[Field], pairs: Pairs, chance: Doubles) -> list[Floats]:
    """Return the doubts as these files deserve them: how often those who are one agree so.

    Each pair counts for as much as it is likely; were only the sure ones counted, what makes a pair
    less than sure would seem rarer than it is.
    """
    tables = []
    for column, one in zip(pairs.levels.T, fields, strict=True):
        given = doubts(one.levels)
        told = np.array([level.agrees >= 0 for level in one.levels])
        # A pair is no witness for itself: one of a kind shows nothing of how often that kind is.
        counts = np.maximum(np.bincount(column, chance, len(one.levels)) - 1, 0) * told
        before = np.where(told, 10.0 ** -given.astype(np.float64), 0)
        share = (counts + _FIRM * before / before.sum()) / (counts.sum() + _FIRM)
        tables.append(np.where(told, -np.log10(np.maximum(share, 1e-9)), 0).astype(np.float32))
    return tables
