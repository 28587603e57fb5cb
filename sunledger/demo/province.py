"""The tree of a made-up province, from a seed and a size; its codes begin with 99: none is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sunledger.demo.names import Namer

CITIES, COUNTIES, TOWNS, VILLAGES = 2, 2, 2, 3  # below each one above; counties grow with the size


@dataclass(frozen=True)
class Place:
    """A unit that the demonstration founds."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str


@dataclass(frozen=True)
class Province:
    """All places, parents before children, and the namer that made them."""

    places: tuple[Place, ...]
    seed: int

    def of(self, kind: str) -> list[Place]:
        """Return the places of one kind, in the order of their codes."""
        return [place for place in self.places if place.kind == kind]

    def under(self, code: str) -> list[Place]:
        """Return the places directly under one."""
        return [place for place in self.places if place.parent == code]


def build(seed: int = 1, size: int = 1) -> Province:
    """Return a province of 24 villages for each step of the size."""
    namer = Namer(Random(f"places {seed}"))  # noqa: S311 - a seed is the point
    return Province(tuple(_places(namer, size)), seed)


def _places(namer: Namer, size: int) -> Iterator[Place]:
    """Yield every place, from the top down."""
    yield Place("99", "明川省（演示）", "Mingchuan Province (made up)", "province", "")
    for city in range(1, CITIES + 1):
        above = f"99{city:02}"
        yield _named(namer, above, "市", "City", "city", "99")
        for county in range(1, COUNTIES * size + 1):
            yield from _county(namer, above, f"{above}{county:02}")


def _county(namer: Namer, city: str, code: str) -> Iterator[Place]:
    """Yield a county with its office, school, enterprise, towns and villages."""
    county = _named(namer, code, "县", "County", "county", city)
    name, sound = county.name[:-1], county.name_en.removesuffix(" County")
    yield county
    yield Place(f"{code}-sj", f"{name}县审计办公室", f"{sound} Audit Office", "office", code)
    yield Place(f"{code}-xx", f"{name}县实验学校", f"{sound} School", "school", code)
    water = f"{sound} Water Company"
    yield Place(f"{code}-qy", f"{name}县水务集团有限公司", water, "enterprise", code)
    for town in range(1, TOWNS + 1):
        above = f"{code}{town:03}"
        yield _named(namer, above, "镇", "Town", "town", code)
        for village in range(1, VILLAGES + 1):
            below = f"{above}{village:03}"
            if below == "990101001001":
                yield Place(below, "大河村", "Dahe Village", "village", above)
            else:
                yield _named(namer, below, "村", "Village", "village", above)


def _named(namer: Namer, code: str, ending: str, english: str, kind: str, parent: str) -> Place:
    """Return a place with a fresh name."""
    name, sound = namer.place()
    return Place(code, f"{name}{ending}", f"{sound} {english}", kind, parent)
