"""How rare it is that two signs stand so in a name and its like, in powers of ten.

Of the same sign: how rare it is there. Of two signs: how much rarer the rarer of them is than it
would be, were it written for the other. A sign that hardly anyone is called by was rather meant for
another; of two that many are called by, each is rather its own.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import evidence, signs
from sunledger.screening.linkage.habits import Habits

COMMON = 800  # signs of which most names are made
SURNAME, GIVEN = 0, 1
_ROWS = 512  # rows of a table that are made at once
_LEAST = 1e-6
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
SignIds = npt.NDArray[np.int16]


class Shares(NamedTuple):
    """How common each sign is at one place of a name: in the second file, and in either."""

    held: Doubles
    either: Doubles


def shares(sides: list[tuple[SignIds, npt.NDArray[np.int64]]], many: int) -> list[Shares]:
    """Return how common signs are as surnames and in given names; rows of signs, and how often."""
    found = []
    for place in (SURNAME, GIVEN):
        both = [_share(ids[:, :1] if place == SURNAME else ids[:, 1:], n, many) for ids, n in sides]
        found.append(Shares(both[1], np.maximum(*both)))
    return found


def _share(ids: SignIds, often: npt.NDArray[np.int64], many: int) -> Doubles:
    counts = np.zeros(many)
    for column in ids.T:
        counts += np.bincount(column, often, many)
    counts[0] = 0
    # Those who are thought beside a short list have each of the common signs alike.
    share: Doubles = (counts + evidence.OTHERS / COMMON) / (counts.sum() + evidence.OTHERS)
    share[0] = 0
    return share


def table(known: signs.Signs, share: Shares) -> Floats:
    """Return the rarity of each sign beside each other."""
    alike = known.alike
    many = len(alike)
    near = np.stack([(alike == level).sum(axis=1) for level in range(signs.SAME)])
    found = np.zeros((many, many), np.float32)
    rows = np.arange(many)
    for first in range(0, many, _ROWS):
        at = slice(first, first + _ROWS)
        mine = share.either[at, None]
        commoner = np.where(mine >= share.either, rows[at, None], rows)
        others = near[np.minimum(alike[at], signs.SAME - 1), commoner]
        found[at] = _rarity(np.minimum(mine, share.either) * others)
    found[rows, rows] = _rarity(share.held)
    for each in np.flatnonzero(known.syllable):  # whoever has any sign of that sound would fit
        heard = (known.sound == known.sound[each]) | (known.second == known.sound[each])
        heard &= ~known.syllable
        found[each, heard] = found[heard, each] = _rarity(share.held[heard].sum())
    # One that could not be read is as likely a stranger's as it is often unread.
    unread = known.number(signs.UNREAD)
    found[unread] = found[:, unread] = _rarity(share.either[unread])
    found[0] = found[:, 0] = 0
    return found


def accustomed(tables: list[Floats], found: Habits, share: list[Shares]) -> None:
    """Write into the tables how rare those are that are written for one another here."""
    usual = float(found.often.sum()) / max(1, found.looked)
    stand = (share[SURNAME].either + 2 * share[GIVEN].either) * found.looked
    meant = np.maximum(stand[found.one], stand[found.two])
    for one, part in zip(tables, share, strict=True):
        rarer = np.minimum(part.either[found.one], part.either[found.two])
        rarity = _rarity(rarer * usual * meant / found.often)
        one[found.one, found.two] = one[found.two, found.one] = rarity


def _rarity(chance: Doubles) -> Floats:
    return np.asarray(-np.log10(np.maximum(chance, _LEAST)), np.float32)
