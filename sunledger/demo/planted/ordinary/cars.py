"""Official cars: what they tank, where they are seen; and who retires early."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.garage import cars_of, fill, seen
from sunledger.demo.planted.offices import Office, offices, working_days
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Drive the cars of towns and offices; let some people retire before their time."""
    for office in offices(world, "town", "bureau", "hospital", "company"):
        for plate, tank, fuel in cars_of(office):
            world.add("cars", **office.who, plate=plate, tank=tank * 1_000, fuel=fuel)
            _drive(world, office, plate, tank, fuel)
        for n in range(world.random.randrange(1, 7)):
            world.add(
                "retirements",
                **office.who,
                person=world.key("retired", office.code, n),
                kind=world.random.choice((*["ordinary"] * 8, "ill health", "special work")),
                on=date(2024, 7, 1) + timedelta(days=world.random.randrange(540)),
                closing=0,
            )


def _drive(world: World, office: Office, plate: str, tank: int, fuel: str) -> None:
    """Tank every week or so on working days; be seen where the dispatch sends it."""
    days = working_days()
    for on in world.random.sample(days, 60):
        litres = tank * world.random.uniform(0.45, 0.93)
        # The position is lost now and then, and then it is wrong by the width of a province.
        lost = world.random.random() < 0.003
        away = world.random.randrange(3_000, 9_000) if lost else world.random.randrange(4)
        fill(world, office, plate, on, litres, fuel=fuel, away=away)
    for on in world.random.sample(days, 50):
        place = world.random.choice(("office", "road", "road", "other"))
        seen(world, office, plate, on, place, minute=world.random.randrange(450, 1_110))
