"""Days of birth: how two agree, with the slips that are made with days, and how rare that is."""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sunledger.screening.linkage.blocks import Keys
from sunledger.screening.linkage.evidence import Compared, Ids, Level, Levels, rarity
from sunledger.screening.linkage.texts import Column

Numbers = npt.NDArray[np.int32]

(
    MISSING, DIFFERS, YEAR, FIGURES, MOON, NEW_YEAR, ANNIVERSARY, FIGURE, TURNED, NO_DAY, SAME,
) = range(11)  # fmt: skip
FIRST = 101  # the first of January
_SIGNS = str.maketrans({"年": "-", "月": "-", "日": "", "号": ""})
_PARTS, _YEAR, _MONTHS, _LONG, _LENGTHS = 3, 4, 12, 8, (4, 6, 8)
_USUAL = 10  # 1972-08-31
BACKGROUND = 1 / 25_000  # one day of seventy years
LEVELS = (
    Level("出生日期未填", "the birth date is not given", 0, -1),
    Level("出生日期不同", "the birth dates differ", 3.0, 0),
    Level("只有出生年份相同", "only the year of birth is the same", 2.5, 0),
    Level("出生日期两个数字不同", "two figures of the birth date differ", 2.3, 1),
    Level("出生日期相差不到两月", "the birth dates are less than two months apart", 2.0, 1),
    Level(
        "年份相同，一方只写一月一日", "the year is the same, one is the first of January", 2.3, 1
    ),
    Level("生日相同而年份不同", "the birthday is the same, the year is not", 2.0, 1),
    Level("出生日期一个数字不同", "one figure of the birth date differs", 1.5, 1),
    Level("出生月日颠倒", "month and day of birth changed places", 2.0, 1),
    Level("出生日期所写部分相同", "the birth dates agree as far as they are given", 1.5, 1),
    Level("出生日期相同", "the birth dates are the same", 0.1, 2),
)


def numbers(texts: Sequence[str]) -> Numbers:
    """Return days as numbers like 19720831; 0 where there is none."""
    return np.array([_number(text) for text in texts], np.int32)


def _number(text: str) -> int:
    """Return one day as a number, 0 for what is no day; a month or day that is not told is 00."""
    told = text[:4] + text[5:7] + text[8:]
    if len(text) == _USUAL and text[4::3] == "--" and told.isascii() and told.isdecimal():
        return int(told)  # nearly all
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    parts = text.strip().replace("/", "-").replace(".", "-").split("T")[0].split(" ")[0].strip("-")
    figures = parts.split("-")
    if not all(one.isdecimal() and len(one) <= _LONG for one in figures):
        return 0
    if len(figures) == 1 and len(parts) in _LENGTHS:
        return int(parts.ljust(8, "0"))
    if 1 < len(figures) <= _PARTS and len(figures[0]) == _YEAR:
        return int(figures[0] + "".join(one.zfill(2) for one in figures[1:]).ljust(4, "0"))
    if len(figures) == _PARTS and len(figures[2]) == _YEAR:  # day, month, year; or month, day, year
        day, month = figures[0].zfill(2), figures[1].zfill(2)
        day, month = (month, day) if int(month) > _MONTHS else (day, month)
        return int(figures[2] + month + day)
    return 0


def ordinal(days: Numbers) -> Numbers:
    """Return about how many days have passed; months of thirty days are near enough here."""
    return (days // 10_000 * 365 + days // 100 % 100 * 30 + days % 100).astype(np.int32)


class Days:
    """The days of birth of two files, and how often each is in the second."""

    name = "born"
    levels = LEVELS

    def __init__(self, left: Column, right: Column, *, itself: bool = False) -> None:
        """Read the days; `itself`: both files are one."""
        self.left, self.right = (numbers(side.values)[side.at] for side in (left, right))
        right_days = self.right
        held = right_days[right_days > 0]
        total = max(1, len(held))
        self.known, counts = np.unique(held, return_counts=True)
        self.rarity = rarity(counts, total, BACKGROUND)
        shares = 10.0 ** -self.rarity.astype(np.float64)
        even = max(BACKGROUND, float((shares**2).sum() / max(shares.sum(), 1e-9)))
        year = float(((np.unique(held // 10_000, return_counts=True)[1] / total) ** 2).sum()) or 1.0
        # How many other days each kind of slip leads to from a day, at the rate of a day.
        chances = {TURNED: even, FIGURE: 35 * even, ANNIVERSARY: 20 * even, MOON: 70 * even}
        chances[FIGURES] = 500 * even
        if itself:  # two rows of one day are two of those born on it, and one of them is he
            self.rarity = rarity(np.maximum(counts - 1, 1), total, BACKGROUND)
        self.near = np.zeros(SAME + 1, np.float32)
        # Who knows no more than a year writes its first day; how many do, the files say.
        firsts = [
            float((days[days > 0] % 10_000 == FIRST).mean())
            for days in (self.left, held)
            if (days > 0).any()
        ]
        chances[NEW_YEAR] = year * max(even, sum(firsts))
        for level, chance in (chances | {YEAR: year, NO_DAY: year}).items():
            self.near[level] = max(0.0, -float(np.log10(min(1.0, chance))))

    @property
    def told(self) -> bool:
        """Whether both files tell days."""
        return bool((self.left > 0).any() and (self.right > 0).any())

    def keys(self) -> Mapping[str, tuple[Keys, Keys]]:
        """Return the day, its year, and its month and day."""
        days = [np.where(side > 0, side, -1).astype(np.int64) for side in (self.left, self.right)]
        years = [np.where(side > 0, side // 10_000, -1) for side in days]
        rest = [np.where(side > 0, side % 10_000, -1) for side in days]
        return {
            "day": (days[0], days[1]),
            "year": (years[0], years[1]),
            "birthday": (rest[0], rest[1]),
        }

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Return how each pair of days agrees, and how rare that is."""
        mine, theirs = self.left[left], self.right[right]
        level = np.full(len(mine), SAME, np.uint8)
        rare = np.zeros(len(mine), np.float32)
        at = np.flatnonzero(mine != theirs)
        level[at] = _near(mine[at], theirs[at])
        rare[at] = self.near[level[at]]
        at = np.flatnonzero(level == SAME)
        if len(self.known):
            rare[at] = self.rarity[
                np.minimum(np.searchsorted(self.known, mine[at]), len(self.known) - 1)
            ]
        nothing = (mine == 0) | (theirs == 0)
        level[nothing], rare[nothing] = MISSING, 0
        return Compared(level, rare)


def _near(mine: Numbers, theirs: Numbers) -> Levels:
    """Return how days agree that are not the same."""
    level = np.full(len(mine), DIFFERS, np.uint8)
    year, other = mine // 10_000, theirs // 10_000
    rest, its = mine % 10_000, theirs % 10_000
    level[year == other] = YEAR
    wrong = _wrong(mine, theirs)
    level[wrong == 2] = FIGURES
    apart = np.abs(ordinal(mine) - ordinal(theirs))
    level[apart <= 55] = MOON
    level[(year == other) & ((rest == FIRST) | (its == FIRST))] = NEW_YEAR
    steps = np.abs(year - other)
    level[(rest == its) & ((steps <= 2) | (steps % 10 == 0))] = ANNIVERSARY
    level[wrong == 1] = FIGURE
    level[(year == other) & ((rest == 0) | (its == 0))] = NO_DAY
    turned = (year == other) & (rest // 100 == its % 100) & (rest % 100 == its // 100)
    level[turned] = TURNED
    return level


def _wrong(mine: Numbers, theirs: Numbers) -> Levels:
    """Return how many of the eight figures differ."""
    wrong = np.zeros(len(mine), np.uint8)
    for _ in range(8):
        wrong += (mine % 10) != (theirs % 10)
        mine, theirs = mine // 10, theirs // 10
    return wrong
