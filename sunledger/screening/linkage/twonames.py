"""Given name and family name in two columns, of which either may stand in the other's place."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Ids, Level
from sunledger.screening.linkage.texts import DIFFERS, NAMES, Column, Texts

WAYS = len(NAMES)
_CROSSED = 0.8


def _level(given: Level, family: Level, crossed: bool) -> Level:
    zh, en = f"名：{given.zh}，姓：{family.zh}", f"given: {given.en}; family: {family.en}"
    if crossed:
        zh, en = f"姓名互换，{zh}", f"given and family name changed places; {en}"
    doubt = given.doubt + family.doubt + (_CROSSED if crossed else 0)
    return Level(zh, en, doubt, min(given.agrees, family.agrees))


class TwoNames:
    """The given and the family names of two files, as one field."""

    name = "name"
    levels = tuple(
        _level(given, family, crossed)
        for crossed, given, family in product((False, True), NAMES, NAMES)
    )

    def __init__(self, given: Sequence[Column], family: Sequence[Column], own: float) -> None:
        left, right = (_after(*both) for both in zip(given, family, strict=True))
        self._rows = [len(side.at) for side in given]
        self.texts = Texts("name", left, right, own=own)

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare as they stand; and crosswise, where that does not agree."""
        level, rarity = self._both(left, right, crossed=False)
        poor = (level // WAYS <= DIFFERS) | (level % WAYS <= DIFFERS)
        at = np.flatnonzero(poor)
        crossed, rare = self._both(left[at], right[at], crossed=True)
        better = rare > rarity[at] + np.float32(_CROSSED)
        level[at[better]] = crossed[better] + WAYS * WAYS
        rarity[at[better]] = rare[better]
        return Compared(level, rarity)

    def _both(self, left: Ids, right: Ids, *, crossed: bool) -> Compared:
        """Compare each of the two names with the same, or with the other."""
        more, its = self._rows
        ends = (right + its, right) if crossed else (right, right + its)
        one = self.texts.compare(left, ends[0])
        two = self.texts.compare(left + more, ends[1])
        return Compared(one.level * np.uint8(WAYS) + two.level, one.rarity + two.rarity)

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return each name, as it is written and as it sounds, and both together in any order."""
        found: dict[str, tuple[Keys, Keys]] = {}
        for name, (mine, theirs) in self.texts.keys().items():
            more, its = self._rows
            parts = (mine[:more], mine[more:]), (theirs[:its], theirs[its:])
            found[f"given {name}"] = parts[0][0], parts[1][0]
            found[f"family {name}"] = parts[0][1], parts[1][1]
            found[f"crossed {name}"] = parts[0][0], parts[1][1]
        return found


def _after(one: Column, two: Column) -> Column:
    """Return two columns as one, the second under the first."""
    at = np.concatenate([one.at, two.at + len(one.values)]).astype(np.int32)
    return Column([*one.values, *two.values], at)
