"""What the offices of the made-up province hold about its people, with schemes planted in it.

The people live in the villages of the demonstration. Their numbers hold letters, so that none of
them can be that of a person. Schemes and innocent look-alikes are those by which the screens are
measured (see `demo.planted`), a few of each; most of them in the county whose officer can sign in.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module

from sunledger.demo.planted.enrolling import END, START
from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import person
from sunledger.demo.planted.support import PENSION, pay
from sunledger.demo.planted.world import LAST, World
from sunledger.demo.province import Province

CARE_HOME = "a care home that no register names"
RESIDENTS = 40  # of a village: enough for a household of every kind
COUNTY, TOWN = "990101", "990101001"
# The ordinary life first, then what is planted, each with how many of a kind there are.
ORDINARY = ("people", "posts", "registers", "cards", "needy", "support", "leases")
PLANTED = {"letting": 1, "deaths": 7, "rules": 1, "accounts": 1, "officials": 1}


class Registers(World):
    """The world of the demonstration: its own villages, and a few of everything planted."""

    def times(self, per_million: float, least: int = 1) -> int:
        """Return how many there are of a thing: of what is planted, as many as are shown."""
        return PLANTED.get(self.file) or super().times(per_million, least)


def kept(province: Province) -> Registers:
    """Return the registers of a province, the same for the same seed and size."""
    villages = _villages(province)
    world = Registers(RESIDENTS * len(villages), province.seed)
    world.villages = villages
    for name in ORDINARY:
        _plant(world, name, f"ordinary.{name}")
    for name in PLANTED:
        if name == "deaths":  # what follows happens more often where a visitor can look into it
            world.villages += 3 * tuple(one for one in villages if one.county == COUNTY)
        _plant(world, name, name)
    world.begin("registers")
    _home_in_no_register(world)
    return world


def _plant(world: Registers, name: str, module: str) -> None:
    world.begin(name)
    import_module(f"sunledger.demo.planted.{module}").plant(world)


def _villages(province: Province) -> tuple[Village, ...]:
    """Return the villages of the province as the planted world knows them."""
    places = {place.code: place for place in province.places}
    found = []
    for place in province.of("village"):
        town = places[place.parent]
        county = places[town.parent]
        found.append(
            Village(place.code, place.name, town.code, town.name, county.code, county.name)
        )
    return tuple(found)


def _home_in_no_register(world: Registers) -> None:
    """A home for the aged draws the pensions of those it cares for, and nobody has entered that."""
    village = next(one for one in world.villages if one.town == TOWN)
    home = {"account": world.key("home"), "account_name": f"{village.town_name}敬老院"}
    rows = []
    for _ in range(9):
        one = person(world, (70, 88), village=village)
        amount = 163_00 + world.random.randrange(300, 9_000)
        rows += pay(world, one, PENSION, range(START, END + 1), amount=amount, holder=None, **home)
    world.look_alike(CARE_HOME, ("shared_account",), rows)


def months_to(on: date) -> int:
    """Return by how many months the registers are moved to end with the month before a day."""
    return (on.year - LAST.year) * 12 + on.month - 1 - LAST.month
