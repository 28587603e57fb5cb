"""Persons without identity numbers: by name, day of birth and village, with families in mind."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import days, hannames, pairing, places, weighing
from sunledger.screening.linkage.days import Days
from sunledger.screening.linkage.evidence import Field, Floats, doubts
from sunledger.screening.linkage.pairing import Pairs, Plan
from sunledger.screening.linkage.personname import LEVELS as NAME_LEVELS
from sunledger.screening.linkage.personname import PersonName
from sunledger.screening.linkage.places import Places
from sunledger.screening.linkage.texts import Column

BLOCKS = (
    ("surname", "day"),
    ("place", "day"),
    ("name", "place"),
    ("name", "year"),
    ("name", "birthday"),
    ("place", "year"),
    ("place", "birthday"),
    ("day", "last"),
    ("place", "middle"),
    ("place", "last"),
)
# How many of a person's own kin fit by themselves, before they are counted, in powers of ten: a
# twin, named otherwise; a child or a parent, a cousin, of the same name.
TWIN, NAMESAKE = -2.7, -3.0
PLACE = 1  # the column of the village in a plan
_LINES = 2_000  # as many lines stand behind these figures
_SYLLABLES = 1 << 13
_ROOM = (1 << 25) - 39  # villages and surnames beyond that fall together, a few of them


class Scored(NamedTuple):
    """Pairs with their odds, in powers of ten, and how likely they are the same."""

    pairs: Pairs
    others: Floats
    odds: npt.NDArray[np.float64]
    chance: npt.NDArray[np.float64]
    cut: dict[str, int]


def score(names: Sequence[Column], born: Sequence[Column], place: Sequence[Column]) -> Scored:
    """Return the pairs of two files of persons that may be the same."""
    return score_with({"name": names, "born": born, "place": place}, {})[0]


def score_with(
    sides: Mapping[str, Sequence[Column]], more: Mapping[str, Field]
) -> tuple[Scored, list[Field]]:
    """Return the pairs, and the fields by which they were compared; `more` are codes, if any."""
    name, day, village = PersonName(*sides["name"]), Days(*sides["born"]), Places(*sides["place"])
    rows, size = (len(side.at) for side in sides["name"])
    fields: list[Field] = [day, village, name, *more.values()]
    codes = [(key,) for one in more.values() for key in one.keys()]  # noqa: SIM118
    plan = Plan(fields, [*BLOCKS, *codes], (rows, size))
    pairs = pairing.found(plan)
    strangers = _strangers(pairs, name, village, size)
    tables = [doubts(one.levels) for one in plan.fields]
    short = name.short()[pairs.right]
    others, chance = strangers, np.zeros(len(strangers))
    for _ in range(5):
        others = np.maximum(strangers, _kin(pairs, chance, short, rows))
        odds = weighing.strength(pairs, others, tables)
        chance = weighing.chances(pairs, odds, rows, itself=False)
        tables = weighing.measured(plan.fields, pairs, chance)
    return Scored(pairs, others, odds, chance, plan.cut), fields


def _strangers(pairs: Pairs, name: PersonName, village: Places, size: int) -> Floats:
    """Return how many strangers would fit as well, in powers of ten."""
    surname, _slips = name.parted(pairs.left, pairs.right)
    rarity = pairs.rarity.sum(axis=1)
    # In a village of few families, the surname that agrees says less than it does in the county.
    within = _within(name, village)[pairs.right]
    same = pairs.levels[:, PLACE] == places.SAME
    rarity -= np.where(same, np.maximum(surname - within, 0), 0)
    return np.asarray(np.log10(size) - rarity, np.float32)


def _kin(
    pairs: Pairs, chance: npt.NDArray[np.float64], short: npt.NDArray[np.bool_], rows: int
) -> Floats:
    """Return how many of the same village would fit as well, in powers of ten: kin, mostly.

    They are counted: where a line has surely been found, whoever else is like it is not it.
    """
    day, place, called = pairs.levels.T[:3]
    kind = (day.astype(np.int64) * len(NAME_LEVELS) + called) * 2 + short
    near = place == places.SAME
    all_same = near & (day == days.SAME) & (called == hannames.SAME)
    found = np.zeros(rows, bool)
    found[pairs.left[all_same & (chance > 0.9)]] = True
    rival = near & ~all_same & found[pairs.left]
    before = _before()
    many = np.bincount(kind[rival], minlength=len(before))
    lines = np.bincount(short[all_same & found[pairs.left]], minlength=2)[
        [0, 1] * (len(before) // 2)
    ]
    share = (many + _LINES * before) / (lines + _LINES)
    kin = np.log10(np.maximum(share, 1e-12))[kind]
    return np.asarray(np.where(near & ~all_same, kin, -12), np.float32)


def _before() -> npt.NDArray[np.float64]:
    """Return how many kin fit, by how the days and the names agree, before any are counted."""
    table = np.full((len(days.LEVELS), len(NAME_LEVELS), 2), 1e-6)
    table[days.SAME, hannames.TWO : hannames.SAME] = 10**TWIN / 4
    table[days.DIFFERS, hannames.SAME] = 10**NAMESAKE
    return table.ravel()


def _within(name: PersonName, village: Places) -> Floats:
    """Return how rare its surname is in its village, for each row of the second file."""
    surname, where = name.surnames().astype(np.int64), village.villages().astype(np.int64)
    both = (where * _SYLLABLES + surname) % _ROOM
    people, kin = np.bincount(where), np.bincount(both)
    return np.asarray(np.log10(people[where] / kin[both]), np.float32)
