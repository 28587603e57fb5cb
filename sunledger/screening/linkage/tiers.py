"""The tiers of links, from a code that is the same to several differences: each by its name."""

from collections.abc import Sequence
from enum import Enum

from sunledger.screening.linkage.codes import SAME
from sunledger.screening.linkage.evidence import Field, Level


class Tier(Enum):
    """What kind of agreement a link rests on; the first are the strongest."""

    CODE = ("号码相同", "the same code")
    ALL = ("各项一致", "all that is given agrees")
    SLIP = ("一处笔误", "all agrees but for one slip")
    SLIPS = ("多处笔误", "all agrees but for several slips")
    DIFFERS = ("一处不同", "one thing differs")
    DIFFER = ("多处不同", "several things differ")

    @property
    def rank(self) -> int:
        """Return its place, from 1."""
        return list(Tier).index(self) + 1

    @property
    def zh(self) -> str:
        """Return its name in Chinese."""
        return self.value[0]

    @property
    def en(self) -> str:
        """Return its name in English."""
        return self.value[1]


def tier(fields: Sequence[Field], levels: Sequence[Level]) -> Tier:
    """Return the tier of a pair whose fields agree so."""
    if any(
        one.name == "code" and level is one.levels[SAME] for one, level in _both(fields, levels)
    ):
        return Tier.CODE
    agrees = [level.agrees for level in levels]
    if many := agrees.count(0):
        return Tier.DIFFERS if many == 1 else Tier.DIFFER
    slips = agrees.count(1)
    return (Tier.ALL, Tier.SLIP)[slips] if slips < 2 else Tier.SLIPS


def _both(fields: Sequence[Field], levels: Sequence[Level]) -> list[tuple[Field, Level]]:
    return list(zip(fields, levels, strict=True))
