"""Persons without identity numbers: by name, day of birth and village, with families in mind."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage import pairing, places, weighing
from sunledger.screening.linkage.blocks import joined, key
from sunledger.screening.linkage.days import Days
from sunledger.screening.linkage.evidence import Field, Floats, Ids, doubts
from sunledger.screening.linkage.kin import Kin, at_home
from sunledger.screening.linkage.pairing import Pairs, Plan
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
PLACE = 1  # the column of the village in a plan
SELDOM = 0.01  # so many rows of one file, at least, are thought to be another's person
MOST = 50  # of one village born on one day; more are no birthdays


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
    sides: Mapping[str, Sequence[Column]],
    more: Mapping[str, Field],
    *,
    itself: bool = False,
    same: Ids | None = None,
) -> tuple[Scored, list[Field]]:
    """Return the pairs, and the fields by which they were compared; `more` are codes, if any.

    `itself`: of one file, given twice, in which a person may have several rows. `same` says which
    rows of the second file are one.
    """
    day, village = Days(*sides["born"], itself=itself), Places(*sides["place"])
    name = PersonName(*sides["name"], itself=itself, days=day.told)
    rows, size = (len(side.at) for side in sides["name"])
    name.accustom(*_of_one_day_and_village(day, village, itself=itself))
    fields: list[Field] = [day, village, name, *more.values()]
    codes = [(one,) for field in more.values() for one in field.keys()]  # noqa: SIM118
    plan = Plan(fields, [*BLOCKS, *codes], (rows, size), itself=itself)
    pairs = pairing.found(plan)
    strangers = _strangers(pairs, name, village, size)
    tables = [doubts(one.levels) for one in plan.fields]
    kin = Kin(pairs, name, rows, itself=itself)
    others, chance, often = strangers, np.zeros(len(strangers)), 1.0
    for _ in range(5):
        others = np.maximum(strangers, kin.others(chance))
        odds = weighing.strength(pairs, others - np.float32(np.log10(often)), tables)
        chance = weighing.chances(pairs, odds, rows, itself=itself, same=same)
        tables = weighing.measured(plan.fields, pairs, chance)
        often = max(SELDOM, 2 * float(chance.sum()) / rows) if itself else 1.0
    return Scored(pairs, others, odds, chance, plan.cut), fields


def _of_one_day_and_village(day: Days, village: Places, *, itself: bool) -> tuple[Ids, Ids]:
    """Return the rows of both files whose day and village are the same."""
    keys = [key(*both) for both in zip(day.keys()["day"], village.keys()["place"], strict=True)]
    left, right = joined(keys[0], keys[1], MOST)[:2]
    at = left < right if itself else slice(None)
    return left[at], right[at]


def _strangers(pairs: Pairs, name: PersonName, village: Places, size: int) -> Floats:
    """Return how many strangers would fit as well, in powers of ten."""
    rarity = pairs.rarity.sum(axis=1)
    # In a village of few families, the surname that agrees says less than it does in the county.
    # Where the villages differ, a surname at home in that of the line speaks for a stranger.
    mine, theirs = at_home(name.surnames(), village.villages())
    same = pairs.levels[:, PLACE] >= places.PART
    rarity -= np.where(same, np.maximum(theirs[pairs.right], 0), mine[pairs.left])
    return np.asarray(np.log10(size) - rarity, np.float32)
