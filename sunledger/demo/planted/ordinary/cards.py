"""How people stand in the lists of payments: on whose card, with which telephone, which slips."""

from __future__ import annotations

from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.world import FIRST, World

# Signs that sound the same, as they are taken for each other at a keyboard.
_SAME_SOUND = str.maketrans("萍英军红丽玉华建利志文明芳琴云成", "苹瑛君宏莉钰桦健立智雯铭方芹芸诚")

_BY_EAR = str.maketrans(
    "秀英桂兰玉梅凤珍华芳丽红霞静婷艳娟燕玲琴云莲翠洁莹颖琳蓉欣怡萍香慧伟强磊洋勇杰涛明刚平辉健国建志"
    "文波福军永胜利宏林峰鹏斌浩亮龙飞宇坤成荣富贵",
    "绣瑛贵岚钰玫奉真桦方莉虹侠靖亭燕涓艳铃芹芸连粹杰盈影林容新宜平乡惠炜墙垒阳永洁滔铭纲萍晖建果健智"
    "雯博伏君勇盛立洪琳锋彭彬皓良隆非语昆诚容付桂",
)


def by_ear(name: str) -> str:
    """Return a name as somebody types it who heard it."""
    return name[0] + name[1:].translate(_BY_EAR)


def plant(world: World) -> None:
    """Write some down otherwise than the register has them, as it happens everywhere."""
    homes: dict[int, list[Resident]] = {}
    for one in world.residents:
        homes.setdefault(one.household, []).append(one)
    for one in world.residents:
        family = [near for near in homes[one.household] if near is not one and not near.died]
        grown = [near for near in family if near.age(FIRST) >= 18]
        lot = world.random.random()
        if grown and (lot < 0.07 or one.age(FIRST) < 16):
            one.listed |= card_of(world.random.choice(grown))
        elif lot < 0.08 and one.age(FIRST) > 74:
            _child_elsewhere(world, one)
        elif lot < 0.083:
            one.listed["name"] = one.name[0] + one.name[1:].translate(_SAME_SOUND)
        elif lot < 0.084:
            one.listed |= {"account_name": one.name[:2] + "丽", "holder": None}
        elif lot < 0.0845:
            one.listed |= slip(world, one)
        if grown and world.random.random() < 0.3:
            one.listed["phone"] = grown[0].phone


def card_of(other: Resident) -> dict[str, object]:
    """Return the columns of a payment that goes to the card of somebody else."""
    return {"account": other.account, "account_name": other.name, "holder": other.person}


def slip(world: World, one: Resident) -> dict[str, object]:
    """Return the columns of somebody whose number was mistyped; nine slips of ten show."""
    shown = "校验码不对" if world.random.random() < 0.9 else None
    return {"person": world.key("slip", one.person), "malformed": shown}


def _child_elsewhere(world: World, one: Resident) -> None:
    """Let a grown child of another household collect, nearly always with a paper."""
    near = [
        other
        for other in world.living_in[one.village.code]
        if 30 < other.age(FIRST) < 60 and other.name[0] == one.name[0]
    ]
    if not near:
        return
    child = world.random.choice(near)
    one.listed |= card_of(child)
    if world.random.random() < 0.9:
        world.add(
            "exceptions",
            account=child.account,
            person=one.person,
            kind="mandate",
            document=f"{one.village.name}代领委托书",
            since=FIRST,
        )
