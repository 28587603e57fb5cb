"""The public bodies of the made-up province, and the working days they keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from sunledger.core.days import is_working_day
from sunledger.demo.names import FAMILY_NAMES
from sunledger.demo.planted.places import Village
from sunledger.demo.planted.world import FIRST, LAST, World

BUREAUS = (
    "教育局",
    "交通运输局",
    "民政局",
    "农业农村局",
    "住房和城乡建设局",
    "市场监督管理局",
    "水利局",
)
_GIVEN = "秀英桂兰玉梅凤珍素华淑芳丽红霞敏静婷艳娟燕玲军伟强磊洋勇杰涛明超刚平辉健国建志文海波德福"


@dataclass(frozen=True)
class Office:
    """A public body: a village, a town, a bureau, a school, a hospital or a firm of the county."""

    code: str
    name: str
    kind: str
    town: str
    county: str

    @property
    def who(self) -> dict[str, str]:
        """The columns that name the body in a row."""
        return {"body": self.code, "body_name": self.name}


@cache
def _offices(villages: tuple[Village, ...]) -> tuple[Office, ...]:
    """Return every public body: what each county, each town and each village has."""
    made: list[Office] = []
    for at in dict.fromkeys((one.county, one.county_name) for one in villages):
        county, name = at
        made += [
            Office(f"{county}B{n}", f"{name}{bureau}", "bureau", "", county)
            for n, bureau in enumerate(BUREAUS, 1)
        ]
        made.append(Office(f"{county}M1", f"{name}第一中学", "school", "", county))
        made.append(Office(f"{county}H1", f"{name}人民医院", "hospital", "", county))
        made.append(Office(f"{county}C1", f"{name}城市投资集团", "company", "", county))
    for town, name, county in dict.fromkeys((v.town, v.town_name, v.county) for v in villages):
        made.append(Office(f"{town}G1", f"{name}政府", "town", town, county))
        made.append(Office(f"{town}S1", f"{name}中心小学", "school", town, county))
    made += [Office(v.code, v.name, "village", v.town, v.county) for v in villages]
    return tuple(made)


def offices(world: World, *kinds: str) -> list[Office]:
    """Return the public bodies of these kinds; of every kind where none is named."""
    return [one for one in _offices(world.villages) if not kinds or one.kind in kinds]


def drawn(world: World, per_million: float, *kinds: str, least: int = 2) -> list[Office]:
    """Return some bodies of these kinds, none twice; as many as the size asks for."""
    known = offices(world, *kinds)
    return world.random.sample(known, min(len(known), world.times(per_million, least)))


def another(world: World, office: Office) -> Office:
    """Return another body of the same kind; in a single county perhaps of another kind."""
    same = [one for one in offices(world, office.kind) if one != office]
    return world.random.choice(same or offices(world, "town"))


def person_name(random: Random) -> str:
    """Return the name of somebody made up."""
    return random.choice(FAMILY_NAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))


@cache
def _days(*, working: bool) -> tuple[date, ...]:
    """Return the working days, or the days off, of the time in which the province lives."""
    every = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return tuple(day for day in every if is_working_day(day, "CN") == working)


def day_between(world: World, first: date = FIRST, last: date = LAST) -> date:
    """Return a working day from one day to another."""
    known = [day for day in _days(working=True) if first <= day <= last]
    return world.random.choice(known) if known else first


def days_off(first: date = FIRST, last: date = LAST) -> list[date]:
    """Return the weekends and holidays from one day to another."""
    return [day for day in _days(working=False) if first <= day <= last]


def made_up_days(first: date = FIRST, last: date = LAST) -> list[date]:
    """Return the weekend days on which people work, for a holiday elsewhere."""
    return [day for day in _days(working=True) if day.weekday() > 4 and first <= day <= last]


def working_after(day: date, days: int = 0) -> date:
    """Return the first working day so many days after a day, or on it."""
    day += timedelta(days=days)
    while not is_working_day(day, "CN"):
        day += timedelta(days=1)
    return day


def working_days(first: date = FIRST, last: date = LAST) -> list[date]:
    """Return the working days from one day to another."""
    return [day for day in _days(working=True) if first <= day <= last]


def months() -> list[date]:
    """Return the first day of each month."""
    count = (LAST.year - FIRST.year) * 12 + LAST.month - FIRST.month + 1
    return [
        date(FIRST.year + (FIRST.month - 1 + n) // 12, (FIRST.month - 1 + n) % 12 + 1, 1)
        for n in range(count)
    ]


def free_amount(random: Random, median: float, spread: float = 1.1) -> int:
    """Return an amount as invoices have it, in fen: often whole yuan, sometimes rounded."""
    yuan = median * random.lognormvariate(0, spread)
    kind = random.random()
    if kind < 0.25:
        return max(1, round(yuan * 100))
    if kind < 0.7 or yuan < 200:
        return max(1, round(yuan)) * 100
    return max(1, round(yuan / 10)) * 1000
