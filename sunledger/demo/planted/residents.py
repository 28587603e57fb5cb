"""The people of the made-up province: who they are, and how a new one is added."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunledger.demo.planted.places import Village
    from sunledger.demo.planted.world import World

# Family names, the frequent ones more often: the first twenty name half of the people.
_FAMILIES = (
    "王王王王李李李李张张张张刘刘刘陈陈陈杨杨赵赵黄黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董"
    "萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔"
    "康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_WOMEN = "秀英桂兰玉梅凤珍素华淑芳丽红霞敏静婷艳娟燕玲琴云莲翠洁雪莹倩颖琳娜蓉欣怡萍香菊慧"
_MEN = "伟强磊洋勇杰涛明超刚平辉健国建志文海波德福军永胜利宏庆林峰鹏斌浩亮龙飞宇坤成荣富贵"


@dataclass(slots=True)
class Resident:
    """A person of the province, as the registers know them."""

    person: int
    name: str
    born: date
    sex: str
    household: int
    village: Village
    account: int
    phone: int
    died: date | None = None
    post: str = ""  # the kind of a public post that they hold
    worth: int = 0  # of what they own, in yuan
    job: bool = False  # an employer pays their insurance at some time
    away: tuple[date, date] | None = None  # in custody
    listed: dict[str, object] = field(default_factory=dict)  # how lists of payments have them
    on: set[str] = field(default_factory=set)  # the schemes that pay them

    def age(self, on: date) -> int:
        """Return the age in years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


def name_of(world: World, sex: str, family: str = "") -> str:
    """Return a name such as people have; seven of eight have a given name of two signs."""
    signs = _WOMEN if sex == "F" else _MEN
    count = 2 if world.random.random() < 0.87 else 1
    given = "".join(world.random.choice(signs) for _ in range(count))
    return (family or world.random.choice(_FAMILIES)) + given


def birthday(world: World, youngest: int, oldest: int, on: date) -> date:
    """Return the birthday of somebody who on that day is of an age between the two."""
    last = date(on.year - youngest, on.month, 1)
    first = date(on.year - oldest - 1, on.month, 1) + timedelta(days=40)
    return first + timedelta(days=world.random.randrange((last - first).days))


def person(
    world: World,
    ages: tuple[int, int] = (30, 55),
    *,
    sex: str = "",
    name: str = "",
    near: Resident | None = None,
    village: Village | None = None,
    register: bool = True,
) -> Resident:
    """Return a new resident, aged so at the first day; `near` shares a household with somebody."""
    from sunledger.demo.planted.world import FIRST

    world.people += 1
    number = f"{world.file} {world.people}"
    sex = sex or world.random.choice("FM")
    one = Resident(
        person=world.key("person", number),
        name=name or name_of(world, sex),
        born=birthday(world, *ages, FIRST),
        sex=sex,
        household=near.household if near else world.key("household", number),
        village=near.village if near else village or world.village(),
        account=world.key("account", number),
        phone=world.key("phone", number),
    )
    if register:
        enter(world, one)
    return one


def enter(world: World, one: Resident) -> str:
    """Enter somebody in the population register and return the row's code."""
    world.residents.append(one)
    world.living_in[one.village.code].append(one)
    return world.add(
        "people",
        person=one.person,
        name=one.name,
        born=one.born,
        sex=one.sex,
        household=one.household,
        village=one.village.code,
        county=one.village.county,
    )


def bury(world: World, one: Resident, died: date, *, after: int = 12, **other: object) -> str:
    """Enter a death in the register so many days after it, and return the row's code."""
    one.died = died
    row: dict[str, object] = {
        "person": one.person,
        "name": one.name,
        "born": one.born,
        "village": one.village.code,
        "died_on": died,
        "registered_on": died + timedelta(days=after),
        "register": world.random.choice(["health", "police", "police", "funeral"]),
    }
    return world.add("deaths", **(row | other))
