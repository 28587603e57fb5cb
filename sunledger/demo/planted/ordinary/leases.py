"""What villages own and let: fields, ponds, rooms; with the rents, and the works they had done."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import firms
from sunledger.demo.planted.leases import PER_MU, asset, lease, rent_due
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    free_amount,
    offices,
    person_name,
    working_after,
)
from sunledger.demo.planted.world import LAST, World

USES = {"种植": 1.0, "养殖": 1.5, "果园": 1.2, "荒坡": 0.15}


def plant(world: World) -> None:
    """Let what each village has, and build what it needs."""
    for office in offices(world, "village"):
        for _ in range(world.random.randrange(3, 8)):
            _let(world, office)
        for kind in ("building", "equipment"):  # what everyone uses, or is small
            asset(world, office, kind, 120, rentable=0, public=1)
    for office in offices(world, "village", "town"):
        for _ in range(world.random.randrange(3)):
            _built(world, office)


def _let(world: World, office: Office) -> None:
    """Let a field, a pond or a slope at about what the neighbours pay."""
    use = world.random.choices(list(USES), weights=(6, 2, 3, 1))[0]
    area = world.random.randrange(6, 160) / 2
    rent = round(area * PER_MU * USES[use] * world.random.lognormvariate(0, 0.18) / 10) * 1_000
    lessee = person_name(world.random)
    thing = asset(world, office, "pond" if use == "养殖" else "land", area)
    told: dict[str, object] = {"use": use, "person": world.key(f"lessee {thing}")}
    _, number = lease(world, office, thing, lessee, area, rent, **told)
    for year in (2024, 2025):
        due = date(year, 9 if year == 2024 else world.random.randrange(2, 10), 15)
        late = max(-9, round(world.random.gauss(6, 12)))
        rent_due(world, office, number, lessee, rent, due, late)


def _built(world: World, office: Office) -> None:
    """Decide, tender, sign, begin, accept: in this order."""
    firm = world.random.choice(firms(world, office.county))
    approved = day_between(world, last=date(2025, 6, 1))
    signed = working_after(approved, world.random.randrange(20, 60))
    started = working_after(signed, world.random.randrange(1, 25))
    accepted = working_after(started, world.random.randrange(20, 120))
    value = free_amount(world.random, 90_000, 0.8)
    world.add(
        "works",
        **office.who,
        project=f"P{world.random.randrange(10**8):08}",
        title=world.random.choice(("村道硬化", "水渠修缮", "文化广场", "路灯安装")),
        place=office.name,
        contractor=firm.name,
        contractor_id=firm.code,
        value=value,
        final=round(value * world.random.uniform(0.95, 1.06)),
        approved_on=approved,
        awarded_on=signed - timedelta(days=6),
        signed_on=signed,
        started_on=started,
        accepted_on=accepted if accepted <= LAST else None,
        emergency=0,
        tendered=int(value >= 100_000_00),
    )
