"""Households, village by village: families of several generations, and those who died."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import Resident, bury, person
from sunledger.demo.planted.world import FIRST, LAST, World

# Who lives together, by the ages at the first day, and how often.
_HOMES: tuple[tuple[int, tuple[tuple[str, int, int], ...]], ...] = (
    (13, (("M", 62, 84), ("F", 60, 84))),
    (10, (("", 66, 92),)),
    (18, (("M", 36, 52), ("F", 34, 50), ("", 8, 22))),
    (12, (("M", 28, 42), ("F", 26, 40), ("", 1, 14), ("", 1, 10))),
    (9, (("M", 34, 48), ("F", 33, 46), ("", 6, 17), ("F", 66, 86))),
    (5, (("M", 62, 78), ("F", 60, 76), ("M", 36, 50), ("F", 33, 48), ("", 3, 20))),
    (9, (("M", 50, 60), ("F", 48, 59))),
    (7, (("M", 28, 62),)),
)
_DIES = {60: 0.004, 70: 0.014, 80: 0.04, 90: 0.10, 200: 0.20}  # a year, up to an age


def plant(world: World) -> None:
    """Fill every village."""
    for village in world.villages:
        # Every village has a family name of its own that many bear; a few have hardly another.
        clan = person(world, (40, 60), village=village).name[0]
        share = world.random.choice((0.1, 0.15, 0.2, 0.3, 0.3, 0.85))
        count = round(world.size / len(world.villages) * world.random.uniform(0.7, 1.3))
        many = 1
        while many < count:
            many += _home(world, village, clan if world.random.random() < share else "")
    _deaths(world)
    _long_dead(world)


def _home(world: World, village: Village, family: str) -> int:
    """Add one household and return how many live in it."""
    ages = world.random.choices([one for _, one in _HOMES], [often for often, _ in _HOMES])[0]
    first: Resident | None = None
    for place, (sex, youngest, oldest) in enumerate(ages):
        one = person(world, (youngest, oldest), sex=sex, near=first, village=village)
        first = first or one
        if place == 0 and family:
            one.name = family + one.name[1:]
        elif one.born.year > first.born.year + 18 and sex != "F":
            one.name = first.name[0] + one.name[1:]  # children bear the father's name
        world.tables["people"]["name"][-1] = one.name
    return len(ages)


def _deaths(world: World) -> None:
    """Let people die as people do; most are taken off the register of residents afterwards."""
    days = (LAST - FIRST).days
    gone: set[int] = set()
    for one in world.residents:
        age = one.age(FIRST)
        yearly = next(chance for below, chance in _DIES.items() if age < below)
        if age < 30 or world.random.random() > yearly * days / 365:
            continue
        died = FIRST + timedelta(days=world.random.randrange(days))
        late = world.random.choices((5, 20, 45), (80, 16, 4))[0]
        bury(world, one, died, after=world.random.randint(1, late))
        if world.random.random() < 0.6 and died < LAST - timedelta(days=60):
            gone.add(one.person)
    rows = world.tables["people"]
    stays = [at for at, one in enumerate(rows["person"]) if one not in gone]
    for name, values in rows.items():
        rows[name] = [values[at] for at in stays]


def _long_dead(world: World) -> None:
    """Enter those who died in the ten years before; the register keeps them."""
    for _ in range(world.times(60_000)):
        one = person(world, (55, 95), register=False)
        bury(world, one, date(2014, 7, 1) + timedelta(days=world.random.randrange(3_640)))
