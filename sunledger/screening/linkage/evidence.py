"""What a field has to say of a pair: how it agrees, how rare that is, and what it is called."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import Keys

Ids = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint8]


class Level(NamedTuple):
    """One way in which a field agrees.

    `doubt` says how rarely the same person or firm is written so, in powers of ten: 2 means once in
    a hundred. `agrees` is 2 for as good as the same, 1 for a slip, 0 for a difference, -1 for a
    field that is not given.
    """

    zh: str
    en: str
    doubt: float
    agrees: int


class Compared(NamedTuple):
    """How each pair agrees, and how rare it is that two strangers agree so, in powers of ten."""

    level: Levels
    rarity: Floats


class Field(Protocol):
    """A part by which persons or firms are recognised."""

    @property
    def name(self) -> str:
        """Return what it is called."""
        ...

    @property
    def levels(self) -> Sequence[Level]:
        """Return the ways in which it agrees, by their numbers."""
        ...

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare rows of the first file with rows of the second."""
        ...

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return by what this field puts rows into blocks."""
        ...


# A short list says little of how rare things are, so as many others are thought beside it.
OTHERS = 1_000


def rarity(
    held: npt.NDArray[np.int64] | npt.NDArray[np.float64], total: float, background: float
) -> Floats:
    """Return how rare it is to have what so many of `total` have, in powers of ten.

    `background` is the share that has it among those who are thought beside a short list.
    """
    share = (held + OTHERS * background) / (total + OTHERS)
    return np.asarray(-np.log10(np.clip(share, 1e-12, 1)), np.float32)


def doubts(levels: Sequence[Level]) -> Floats:
    """Return the doubts of some levels as an array."""
    return np.array([level.doubt for level in levels], np.float32)
