"""Codes that too many bear: one that stands for none, a clerk's own, a parent's in all branches.

A code is one firm's or one person's, whatever it is called. But who is called by a hundred names is
nobody: such a code decides nothing, and the names do.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.evidence import Ids
from sunledger.screening.linkage.firmname import parse
from sunledger.screening.linkage.signs import usual
from sunledger.screening.linkage.texts import Column

MOST = 60  # names that one may be called by, however alike they are
FEW = 8  # up to so many, though they are not alike
ALIKE = 50.0  # of a hundred: spellings of one name are nearer, names of two are not
_LONGEST = 60  # signs of a name by which it is told from others
_TOLD = 20  # names of one code that are compared

Yes = npt.NDArray[np.bool_]


def crowded(codes: Sequence[Ids], many: int, names: Sequence[Column]) -> Yes:
    """Return which of so many codes stand beside too many names; 0 is no code.

    `codes` are the numbers of the codes in the rows of both files, `names` what those are called.
    """
    called: dict[str, int] = {}
    pairs = []
    for rows, side in zip(codes, names, strict=True):
        ids = [called.setdefault(usual(value[:_LONGEST]), len(called)) for value in side.values]
        pairs.append((rows.astype(np.int64) << 32) | np.array(ids, np.int64)[side.at])
    known = np.unique(np.concatenate(pairs))
    of, name = known >> 32, known & 0xFFFFFFFF
    often = np.bincount(of, minlength=many)
    found = often > MOST
    words = list(called)
    for code in np.flatnonzero((often > FEW) & ~found):
        first = int(np.searchsorted(of, code))
        found[code] = _unlike([words[at] for at in name[first : first + often[code]]])
    found[0] = False
    return np.asarray(found)


def _unlike(names: Sequence[str]) -> bool:
    """Whether most of some names are not alike."""
    from rapidfuzz import fuzz, process

    some = [_proper(name) for name in names[:: max(1, len(names) // _TOLD)][:_TOLD]]
    alike = process.cdist(some, some, scorer=fuzz.ratio)
    beside = alike[~np.eye(len(some), dtype=bool)]
    return bool(np.median(beside) < ALIKE)


def _proper(name: str) -> str:
    """Return what a name has of its own: its place and its legal form many others have."""
    return parse(name).core or name
