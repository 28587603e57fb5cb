"""Fuel that went elsewhere, cars at the lake on Sundays, and mowers, storms and lost positions."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.garage import cars_of, fill, seen
from sunledger.demo.planted.offices import Office, day_between, days_off, drawn
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Plant each at offices of its own."""
    bodies = drawn(world, 40 * len(_PLANS), "town", "bureau", "hospital", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        plate, tank, fuel = world.random.choice(cars_of(office))
        _PLANS[n % len(_PLANS)](world, office, plate, tank, fuel)


def _own_car(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """Tank one's own car on the office's card: too much, twice a day, or another fuel."""
    rows = []
    for n in range(world.random.randrange(3, 8)):
        on = day_between(world, last=date(2025, 11, 1))
        way = n % 3
        if way == 0:
            rows.append(
                fill(world, office, plate, on, tank * world.random.uniform(1.15, 1.6), fuel=fuel)
            )
        elif way == 1:
            rows += [
                fill(
                    world,
                    office,
                    plate,
                    on,
                    tank * world.random.uniform(0.7, 0.9),
                    fuel=fuel,
                    minute=minute,
                )
                for minute in (540, 540 + world.random.randrange(60, 200))
            ]
        else:
            rows.append(fill(world, office, plate, on, 38, fuel="0#柴油"))
    world.scheme("one's own car on the office's card", ["fuel_card"], rows)


def _far_from_the_car(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """Use the card where the car is not."""
    rows = [
        fill(
            world,
            office,
            plate,
            day_between(world),
            tank * 0.8,
            fuel=fuel,
            away=world.random.randrange(28, 160),
        )
        for _ in range(world.random.randrange(2, 6))
    ]
    world.scheme("a card used far from its car", ["fuel_card"], rows)


def _at_the_lake(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """Take the car to the lake at weekends, and home at night."""
    free = world.random.sample(days_off(), world.random.randrange(4, 9))
    rows = [
        seen(world, office, plate, on, world.random.choice(("scenic", "home")), dispatched=0)
        for on in free
    ]
    world.scheme("an official car at the lake", ["car_at_odd_times"], rows)


def _mowers(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """Cans for mowers and pumps, each with its log."""
    rows = [
        fill(world, office, plate, day_between(world), tank * 1.4, fuel=fuel, cans=1)
        for _ in range(4)
    ]
    world.look_alike("cans for mowers, with a log", ["fuel_card"], rows)


def _lost_position(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """The position drops out, thousands of kilometres wrong; and a tank is filled to the brim."""
    rows = [
        fill(
            world,
            office,
            plate,
            day_between(world),
            tank * 0.7,
            fuel=fuel,
            away=world.random.randrange(4_000, 9_000),
        ),
        fill(world, office, plate, day_between(world), tank * 1.05, fuel=fuel),
    ]
    world.look_alike("a lost position, and a full tank", ["fuel_card"], rows)


def _storm(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """A storm calls those on the duty list out at night; a weekend trip was sent for."""
    first = date(2025, 7, 19)
    rows = [
        seen(
            world,
            office,
            plate,
            first + timedelta(days=n),
            "road",
            minute=world.random.choice((30, 1_400)),
            dispatched=0,
            duty=1,
        )
        for n in range(6)
    ]
    rows += [seen(world, office, plate, on, "other") for on in days_off()[20:23]]
    world.look_alike("a storm and a duty list", ["car_at_odd_times"], rows)


_PLANS = (_own_car, _far_from_the_car, _at_the_lake, _mowers, _lost_position, _storm)
