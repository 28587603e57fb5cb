"""Firms: by their codes first, then by their names, and by what else is known of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from sunledger.screening.linkage import pairing, weighing
from sunledger.screening.linkage.evidence import Field, doubts
from sunledger.screening.linkage.firmfield import FirmName
from sunledger.screening.linkage.pairing import Plan
from sunledger.screening.linkage.persons import Scored
from sunledger.screening.linkage.records import WORDS
from sunledger.screening.linkage.texts import Column, Texts

MOST = 60
FLOOR = -4.0
# Columns that speak for a pair, and bring none together: a building holds many firms.
BESIDE = ("place", "address", "phone", "postcode", "email", "text")


def score(
    sides: Mapping[str, Sequence[Column]], more: Mapping[str, Field], *, itself: bool = False
) -> tuple[Scored, list[Field]]:
    """Return the pairs of firms that may be the same; `itself`: of one file, given twice."""
    fields: list[Field] = [FirmName(*sides["name"])] if "name" in sides else []
    fields += more.values()
    fields += [Texts(name, *side, levels=WORDS) for name, side in sides.items() if name in BESIDE]
    rows, size = (len(side.at) for side in next(iter(sides.values())))
    blocks = [(key,) for one in fields for key in one.keys() if one.name not in BESIDE]  # noqa: SIM118
    plan = Plan(fields, blocks, (rows, size), most=MOST, itself=itself, floor=FLOOR)
    pairs = pairing.found(plan)
    others = (np.float32(np.log10(size)) - pairs.rarity.sum(axis=1)).astype(np.float32)
    tables = [doubts(one.levels) for one in fields]
    odds = weighing.strength(pairs, others, tables)
    # A list of firms has one firm under several spellings, so no pair takes from another's chance.
    chance = weighing.chances(pairs, odds, rows, itself=True)
    return Scored(pairs, others, odds, chance, plan.cut), fields
