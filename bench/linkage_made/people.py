# ruff: noqa: E501, SIM905 - tables stand as one reads them
"""A register of persons as a county keeps one: villages of few surnames, twins, namesakes."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from bench.linkage_made import signs

COUNTIES = 100
TOWNS = 12  # of a county
VILLAGES = 12  # of a town
_PLACES = (
    "清河 大河 东风 红旗 新民 建设 向阳 朝阳 前进 和平 永安 长兴 兴隆 太平 双山 石桥 柳河 桃园 北岭 南沟 "
    "西沟 东沟 上营 下营 老营 马家 王家 李家 张家 刘家 赵家 孙家 周家 吴家 高家 于家 郭家 林家 何家 宋家 "
    "河口 沙岭 青山 黄土 白沙 黑石 杨树 松林 榆树 梨园 枣林 三道 四道 五道 头道 二道 大洼 小洼 前屯 后屯"
).split()


class Person(NamedTuple):
    """One of the register."""

    name: str
    born: date
    village: int


class Place(NamedTuple):
    """A village, as it is written."""

    county: str
    town: str
    village: str


def _surnames() -> tuple[list[str], list[int]]:
    """Return the surnames, and their shares added up."""
    entries = [(one.rstrip("0123456789"), one) for one in signs.SURNAMES.split()]
    return [name for name, _ in entries], list(
        accumulate(int(one[len(name) :]) for name, one in entries)
    )


def places(random: Random) -> list[Place]:
    """Return every village, with a name that other towns have too."""
    found = []
    counties = [a + b + "县" for a in _PLACES[:20] for b in ("", "东", "西", "新", "安")][:COUNTIES]
    for county in counties:
        for town in random.sample(_PLACES, TOWNS):
            names = random.sample(_PLACES, VILLAGES)
            found += [Place(county, town + "镇", name + "村") for name in names]
    return found


class Village:
    """Whom a village consists of: three lineages make half of it, each with its generation signs."""

    def __init__(self, random: Random, surnames: list[str], shares: list[int]) -> None:
        self.lineages = random.choices(surnames, cum_weights=shares, k=3)
        self.signs = [random.sample(signs.MALE[:90], 6) for _ in self.lineages]


class Register:
    """Draws persons from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a seed is the point
        self.names, self.shares = _surnames()
        self.places = places(self.random)
        self.villages = [Village(self.random, self.names, self.shares) for _ in self.places]
        self._male = list(accumulate(1 / (rank + 12) for rank in range(len(signs.MALE))))
        self._female = list(accumulate(1 / (rank + 12) for rank in range(len(signs.FEMALE))))
        self._often = {age: words.split() for age, words in signs.OFTEN.items()}

    def people(self) -> Iterator[Person]:
        """Give persons without end; twins, and a father's name again, now and then."""
        while True:
            village = self.random.randrange(len(self.places))
            born = self._born()
            surname, generation = self._family(village, born)
            male = self.random.random() < 0.51
            one = Person(surname + self.given(male, born, generation), born, village)
            yield one
            draw = self.random.random()
            if draw < 0.008:  # a twin, mostly with one sign in common
                shared = one.name[len(surname) : -1] if draw < 0.005 else ""
                other = self.given(male, born, shared)
                yield Person(surname + other, born, village)
            elif draw < 0.011:  # the same name a generation later
                later = born + timedelta(days=self.random.randrange(7_600, 12_800))
                yield Person(one.name, later, village)

    def _born(self) -> date:
        """Return a day of birth; more were born in some years than in others."""
        year = int(self.random.triangular(1930, 2018, 1972))
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def _family(self, village: int, born: date) -> tuple[str, str]:
        """Return a surname, and the sign of the generation where the family gives one."""
        if self.random.random() < 0.5:
            which = self.random.choice((0, 0, 0, 1, 1, 2))
            lineage = self.villages[village]
            generation = lineage.signs[which][(born.year - 1925) // 17]
            return lineage.lineages[which], generation if self.random.random() < 0.3 else ""
        return self.random.choices(self.names, cum_weights=self.shares)[0], ""

    def given(self, male: bool, born: date, generation: str = "") -> str:
        """Return a given name of the time."""
        random = self.random
        table, shares = (signs.MALE, self._male) if male else (signs.FEMALE, self._female)
        if generation:
            return generation + random.choices(table, cum_weights=shares)[0]
        if random.random() < 0.06:
            return random.choice(self._often[min(4, max(0, (born.year - 1940) // 15))])
        one_sign = 0.08 if born.year < 1965 else 0.22 if born.year < 1995 else 0.1
        many = 1 if random.random() < one_sign else 2
        return "".join(random.choices(table, cum_weights=shares, k=many))
