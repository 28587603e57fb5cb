"""The register of firms, with the hundreds that one agent has registered and nobody buys from."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import firms, register
from sunledger.demo.planted.offices import offices
from sunledger.demo.planted.world import World

BY_AGENT = 150  # a county


def plant(world: World) -> None:
    """Register every firm, and those that only the agent's telephone is known of."""
    for firm in firms(world):
        register(world, firm)
    for office in offices(world, "hospital"):
        for n in range(BY_AGENT):
            world.add(
                "companies",
                company=f"91{office.county}MC{n:06}",
                title=f"代办{office.county[-2:]}{n}号商贸有限公司",
                founded_on=date(2018, 1, 1) + timedelta(days=world.random.randrange(2_500)),
                phone=world.key(f"agent {office.county}"),
                address="建设路88号科技大厦1201室",
                staff=world.random.randrange(3),
                tax=world.random.randrange(9_000_00),
                electricity=world.random.randrange(900_000),
            )
