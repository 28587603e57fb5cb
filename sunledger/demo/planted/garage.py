"""How a car, a filling and a place where it was seen stand in the records."""

from __future__ import annotations

from datetime import date
from random import Random

from sunledger.demo.planted.offices import Office
from sunledger.demo.planted.world import World


def cars_of(office: Office) -> list[tuple[str, int, str]]:
    """Return the cars of a body: plate, tank in litres, fuel."""
    random = Random(f"cars {office.code}")  # noqa: S311 - a seed is the point
    return [
        (
            f"测A{random.randrange(10**5):05}{n}",
            random.choice((50, 55, 60, 70)),
            random.choice(("92#汽油", "95#汽油")),
        )
        for n in range(2)
    ]


def fill(
    world: World, office: Office, plate: str, on: date, litres: float, **columns: object
) -> str:
    """Fill a car by its card and return the row's code."""
    told: dict[str, object] = {
        "minute": world.random.randrange(480, 1_080),
        "fuel": "92#汽油",
        "station": world.random.choice(("城东加油站", "城西加油站", "镇口加油站")),
        "away": world.random.randrange(4),
        "cans": 0,
    }
    return world.add(
        "fuel",
        **office.who,
        plate=plate,
        card=f"card {plate}",
        on=on,
        litres=round(litres * 100) * 10,
        amount=round(litres * 780),
        **{**told, **columns},
    )


def seen(world: World, office: Office, plate: str, on: date, place: str, **columns: object) -> str:
    """See a car somewhere and return the row's code."""
    told: dict[str, object] = {"minute": 600, "dispatched": 1, "duty": 0}
    return world.add(
        "car_uses", **office.who, plate=plate, on=on, place=place, **{**told, **columns}
    )
