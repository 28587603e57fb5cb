"""The villages of the made-up province, with the towns and counties above them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sunledger.demo.names import Namer

RESIDENTS, VILLAGES, TOWNS = 400, 8, 4  # in a village, in a town, in a county: about


@dataclass(frozen=True)
class Village:
    """A village, its town and its county; codes begin with 99: none is real."""

    code: str
    name: str
    town: str
    town_name: str
    county: str
    county_name: str


def villages(size: int, seed: int) -> tuple[Village, ...]:
    """Return the villages in which so many people live; there are two counties at least."""
    namer = Namer(Random(f"villages {seed}"))  # noqa: S311 - a seed is the point
    count = max(2 * VILLAGES * TOWNS // 2, round(size / RESIDENTS))
    made: list[Village] = []
    for number in range(count):
        in_town, in_county = divmod(number, VILLAGES)[1], number % (VILLAGES * TOWNS)
        if in_county == 0 or not made:
            county = f"99{number // (VILLAGES * TOWNS) + 1:04}"
            county_name = f"{namer.place()[0]}县"
        if in_town == 0:
            town = f"{county}{in_county // VILLAGES + 1:03}"
            town_name = f"{namer.place()[0]}镇"
        code = f"{town}{in_town + 1:03}"
        made.append(Village(code, f"{namer.place()[0]}村", town, town_name, county, county_name))
    return tuple(made)
