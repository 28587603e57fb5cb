"""What other registers know of people: work, cars and houses, custody, moves."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.support import YUAN
from sunledger.demo.planted.world import FIRST, LAST, World, month

_FIRMS = ("服装有限公司", "食品有限公司", "机械厂", "物业服务有限公司", "超市", "建筑劳务有限公司")
_CARS = (("五菱荣光", 4), ("长安之星", 5), ("比亚迪秦", 11), ("大众朗逸", 13), ("哈弗H6", 12))


def plant(world: World) -> None:
    """Fill the registers."""
    employers = [
        (f"9199{number:06}", f"{world.random.choice(world.villages).name[:2]}{firm}")
        for number, firm in enumerate(_FIRMS * world.times(1_500))
    ]
    for one in world.residents:
        age = one.age(FIRST)
        if 20 <= age < 58 and not one.post and world.random.random() < 0.35:
            insure(world, one, *world.random.choice(employers))
        if age >= 22 and (one.job or one.post or world.random.random() < 0.15):
            _own(world, one)
        if 20 <= age < 72 and world.random.random() < 0.0008:
            _confine(world, one)
        if world.random.random() < 0.006:
            move(world, one, world.random.choice(("marriage", "birth", "care", "other", "other")))


def insure(
    world: World, one: Resident, employer: str, name: str, first: int = 0, last: int = 0
) -> str:
    """Enter months in which an employer paid somebody's insurance, and return the row's code."""
    one.job = True
    begun = first or month(FIRST) - world.random.randrange(2, 40)
    ended = last or month(LAST)
    return world.add(
        *("insured",),
        person=one.person,
        employer=employer,
        employer_name=name,
        first=begun,
        last=ended,
    )


def own(world: World, one: Resident, kind: str, what: str, yuan: int, **other: object) -> str:
    """Enter something of value and return the row's code."""
    one.worth += yuan
    row: dict[str, object] = {
        "since": FIRST - timedelta(days=world.random.randrange(60, 3_000)),
        "active": 1,
    }
    return world.add(
        "holdings", person=one.person, kind=kind, what=what, value=yuan * YUAN, **(row | other)
    )


def move(world: World, one: Resident, why: str, moved: date | None = None) -> str:
    """Enter that somebody moved into their household, and return the row's code."""
    moved = moved or FIRST + timedelta(days=world.random.randrange((LAST - FIRST).days))
    return world.add(
        "household_moves", person=one.person, household=one.household, moved_on=moved, why=why
    )


def _own(world: World, one: Resident) -> None:
    """Give somebody who earns what such people have."""
    draw = world.random
    if draw.random() < 0.45:
        what, worth = draw.choice(_CARS)
        sold = FIRST + timedelta(days=draw.randrange(500)) if draw.random() < 0.08 else None
        own(world, one, "vehicle", what, worth * 10_000 + draw.randrange(9_000), until=sold)
    if draw.random() < 0.2:
        own(
            world, one, "house", f"{one.village.county_name}商品房", draw.randrange(18, 60) * 10_000
        )
    if draw.random() < 0.03:
        own(world, one, "company", f"{one.name[0]}记商贸行", draw.randrange(1, 50) * 10_000)


def _confine(world: World, one: Resident) -> None:
    """Enter a time in custody."""
    since = FIRST + timedelta(days=world.random.randrange(-700, 400))
    until = since + timedelta(days=world.random.choice((15, 40, 200, 400, 900, 1_500)))
    one.away = (since, until)
    world.add("custody", person=one.person, since=since, until=until, acquitted=0)
