"""Records of several columns, in any language: each is weighed by how rare its values are."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from sunledger.screening.linkage import pairing, weighing, written
from sunledger.screening.linkage.days import Days
from sunledger.screening.linkage.evidence import Field, Floats, Ids, Level, doubts
from sunledger.screening.linkage.pairing import Plan
from sunledger.screening.linkage.personname import PersonName
from sunledger.screening.linkage.persons import Scored
from sunledger.screening.linkage.places import Places
from sunledger.screening.linkage.texts import NAMES, Column, Texts, code
from sunledger.screening.linkage.twonames import TwoNames

WORDS = (
    Level("未填", "is not given", 0, -1),
    Level("不同", "differs", 1.2, 0),
    Level("只写了一部分", "is a part of the other", 1.5, 1),
    Level("差一两笔", "differs by a slip", 1.0, 1),
    Level("次序不同", "stands in another order", 1.5, 1),
    Level("相同", "is the same", 0.1, 2),
)
# Columns of one kind say much of the same: a place, its postcode and its state agree together.
WHERE = frozenset({"place", "postcode", "address", "state", "number"})
# So few pairs that each can be looked at.
ALL = 4_000_000
ROUNDS = 8
AGAIN = 20_000  # rows up to which it is
CROWDED = 2.5  # rows of one person beyond which it is worth doing twice
_REST = np.float32(0.5)
# A key that many rows have brings together too many for too little.
MOST = 60
# Columns are many here, and in each much goes wrong: a pair is kept for very little.
FLOOR = -6.0


def field(name: str, kind: str, sides: Sequence[Column], own: float = 1.0) -> Field:
    """Return a field of a kind: name, born, place, code, and anything else as words."""
    if kind == "name" and any(map(written.mostly_han, (side.values for side in sides))):
        return PersonName(*sides)
    if kind == "place" and any(map(written.mostly_han, (side.values for side in sides))):
        return Places(*sides)
    if kind == "born":
        return Days(*sides)
    if kind in ("code", "postcode", "email"):
        return Texts(name, *sides, levels=WORDS, form=code, own=own)
    levels = NAMES if kind in ("name", "given") else WORDS
    return Texts(name, *sides, levels=levels, own=own)


def _fields(
    kinds: Mapping[str, str], columns: Mapping[str, Sequence[Column]], own: float
) -> list[Field]:
    """Return the fields; given and family name are one."""
    of_kind = {kind: name for name, kind in kinds.items()}
    found: list[Field] = []
    left = dict(kinds)
    if {"given", "name"} <= set(of_kind):
        both = [columns[left.pop(of_kind[kind]) and of_kind[kind]] for kind in ("given", "name")]
        found.append(TwoNames(both[0], both[1], own))
    return [*found, *(field(name, kind, columns[name], own) for name, kind in left.items())]


def score(
    kinds: Mapping[str, str], columns: Mapping[str, Sequence[Column]], *, itself: bool = False
) -> Scored:
    """Return the pairs that may be the same; `itself`: of one file, given twice."""
    return score_with(kinds, columns, {}, itself=itself)[0]


def score_with(
    kinds: Mapping[str, str],
    columns: Mapping[str, Sequence[Column]],
    more: Mapping[str, Field],
    *,
    itself: bool = False,
    same: Ids | None = None,
) -> tuple[Scored, list[Field]]:
    """Return the pairs, and the fields by which they were compared; `more` are fields beside.

    `same` says which rows of the second file are one.

    Where one person has many rows it is done twice, since how many is only known afterwards.
    """
    own = 2.0
    fields = [*_fields(kinds, columns, own), *more.values()]
    rows = (len(next(iter(columns.values()))[0].at), len(next(iter(columns.values()))[1].at))
    scored, own = _scored(fields, kinds, rows, own, itself=itself, same=same)
    if own > CROWDED and rows[0] <= AGAIN:
        fields = [*_fields(kinds, columns, own), *more.values()]
        scored, own = _scored(fields, kinds, rows, own, itself=itself, same=same)
    return scored, fields


def _scored(
    fields: Sequence[Field],
    kinds: Mapping[str, str],
    both: tuple[int, int],
    own: float,
    *,
    itself: bool,
    same: Ids | None,
) -> tuple[Scored, float]:
    """Return the pairs, and how many rows one person has."""
    rows, size = both
    blocks = [()] if rows * size <= ALL else _blocks(fields)
    plan = Plan(fields, blocks, (rows, size), most=MOST, itself=itself, floor=FLOOR)
    pairs = pairing.found(plan)
    others = np.float32(np.log10(size)) - _rarity(
        pairs.rarity, [kinds.get(one.name, "") for one in fields]
    )
    tables = [doubts(one.levels) for one in fields]
    odds = chance = np.zeros(0)
    often = own - 1
    for _ in range(ROUNDS):
        odds = weighing.strength(pairs, others - np.float32(np.log10(often)), tables)
        chance = weighing.chances(pairs, odds, rows, itself=itself, same=same)
        tables = weighing.measured(fields, pairs, chance)
        often = max(0.1, 2 * float(chance.sum()) / rows) if itself else 1.0
    return Scored(pairs, others, odds, chance, plan.cut), often + 1


def _blocks(fields: Sequence[Field]) -> list[tuple[str, ...]]:
    """Return every two keys of different fields."""
    keys = [(one.name, key) for one in fields for key in one.keys()]  # noqa: SIM118
    both: list[tuple[str, ...]]
    both = [(a, b) for (one, a), (two, b) in combinations(keys, 2) if one != two]
    return both or [(name,) for _, name in keys]


def _rarity(rarity: Floats, kinds: Sequence[str]) -> Floats:
    """Return how rare it is that all fields agree as they do."""
    where = np.array([kind in WHERE for kind in kinds])
    total = rarity[:, ~where].sum(axis=1)
    if where.any():
        most = rarity[:, where].max(axis=1)
        total = total + most + _REST * (rarity[:, where].sum(axis=1) - most)
    return np.asarray(total, np.float32)
