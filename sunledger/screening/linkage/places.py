"""Places: a village, its town, its county, as they are written one after the other."""

import re
from collections.abc import Mapping

import numpy as np

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Floats, Ids, Level, Levels, rarity
from sunledger.screening.linkage.signs import simplified, usual
from sunledger.screening.linkage.texts import LONGEST, Column

MISSING, DIFFERS, COUNTY, TOWN, PART, SAME = range(6)
BACKGROUND = (1 / 30, 1 / 300, 1 / 3_000)  # of a county, a town, a village
LEVELS = (
    Level("村居未填", "the village is not given", 0, -1),
    Level("村居不同", "the villages differ", 1.5, 0),
    Level("同县不同乡镇", "another town of the same county", 1.5, 0),
    Level("同乡镇不同村", "another village of the same town", 1.3, 1),
    Level("村居所写部分相同", "the villages agree as far as they are given", 0.8, 1),
    Level("村居相同", "the village is the same", 0.1, 2),
)
# Province and city are left away: where a county is named, they add nothing.
_PARTS = re.compile(
    r"^(?:.{2,7}?(?:省|自治区))?"
    r"(?:.{1,6}?(?:市|自治州|盟)(?=.*(?:县|(?<!社)区|旗|市)))?"
    r"(.{1,8}?(?:县|(?<!社)区|市|旗))?(.{1,8}?(?:镇|乡|街道|苏木))?(.*)$"
)


_SPACE = re.compile(r"\s")
_TOWN = re.compile(r"(?<=.)(镇|乡|街道|苏木)$")
# A group of the village's, or of the community's: 第三村民小组, 5组, 二队.
_GROUP = re.compile(r"(?<=[村屯查])第?[\d一二三四五六七八九十]+(村民小组|[组社队号屯]).*$")
_OF_MANY = re.compile(r"(?<=社区)第?[\d一二三四五六七八九十]+(居民小组|[组队号]).*$")
_VILLAGE = re.compile(r"(村民委员会|村委会|居委会|社区|行政村|自然村|村|屯)$")


def parts(text: str) -> tuple[str, str, str]:
    """Return county, town and village of an address; what is not named is empty."""
    plain = _SPACE.sub("", usual("".join(map(simplified, text[:LONGEST]))))
    found = _PARTS.match(plain)
    county, town, village = found.groups("") if found else ("", "", plain)
    village = _OF_MANY.sub("", _GROUP.sub("", village))
    return county, _TOWN.sub("", town), _VILLAGE.sub("", village)  # a township becomes a town


# Of county, town and village: what is compared, from the top, and where the top is not told.
_SHAPES = (slice(1), slice(2), slice(3), slice(1, 3), slice(2, 3))
_IN_COUNTY, _ALONE = 3, 4
_NOTHING: tuple[str, ...] = ("",)


class Places:
    """The places of two files, and how many of the second live in each."""

    name = "place"
    levels = LEVELS

    def __init__(self, left: Column, right: Column) -> None:
        split = [[parts(text) for text in side.values] for side in (left, right)]
        often = np.bincount(right.at, minlength=len(right.values))
        total = max(1, int(often.sum()))
        self._at = left.at, right.at
        sides: list[list[Ids]] = [[], []]
        self.rarity: list[Floats] = []
        for shape, background in zip(_SHAPES, (*BACKGROUND, *BACKGROUND[-2:]), strict=True):
            number: dict[tuple[str, ...], int] = {_NOTHING: 0}
            for side, ours in zip(sides, split, strict=True):
                keys = [tuple(one[shape]) if one[shape][-1] else _NOTHING for one in ours]
                side.append(
                    np.array([number.setdefault(key, len(number)) for key in keys], np.int32)
                )
            held = np.bincount(sides[1][-1], often, len(number))
            self.rarity.append(rarity(held, total, background))
        self.left, self.right = np.array(sides[0]), np.array(sides[1])

    def villages(self) -> tuple[Ids, Ids]:
        """Return the village of each row of both files."""
        return self.left[2][self._at[0]], self.right[2][self._at[1]]

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the village."""
        mine, theirs = self.left[2], self.right[2]
        found = [np.where(side > 0, side, -1).astype(np.int64) for side in (mine, theirs)]
        return {"place": (found[0][self._at[0]], found[1][self._at[1]])}

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Return how each pair of places agrees, and how rare that is."""
        left, right = self._at[0][left], self._at[1][right]
        level = np.full(len(left), DIFFERS, np.uint8)
        rare = np.zeros(len(left), np.float32)
        for depth, agreed in enumerate((COUNTY, TOWN, SAME)):
            mine, theirs = self.left[depth][left], self.right[depth][right]
            at = np.flatnonzero((mine == theirs) & (mine > 0))
            level[at], rare[at] = agreed, self.rarity[depth][mine[at]]
        self._less(left, right, level, rare)
        nothing = (self.left[:, left] == 0).all(axis=0) | (self.right[:, right] == 0).all(axis=0)
        level[nothing], rare[nothing] = MISSING, 0
        return Compared(level, rare)

    def _less(self, left: Ids, right: Ids, level: Levels, rare: Floats) -> None:
        """Compare what both tell, where one does not tell the county, or the town."""
        county, town = (
            (self.left[depth][left] == 0, self.right[depth][right] == 0) for depth in (0, 1)
        )
        other = ~county[0] & ~county[1] & (self.left[0][left] != self.right[0][right])
        for untold, depth in ((county[0] | county[1], _IN_COUNTY), ((town[0] | town[1]), _ALONE)):
            mine, theirs = self.left[depth][left], self.right[depth][right]
            at = np.flatnonzero(untold & ~other & (mine == theirs) & (mine > 0) & (level < SAME))
            level[at], rare[at] = PART, self.rarity[depth][mine[at]]
