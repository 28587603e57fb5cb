"""Leases that are about to end: nobody was asked, or all is in order."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.leases import PER_MU, asset, lease, rent_due
from sunledger.demo.planted.offices import Office, drawn, person_name
from sunledger.demo.planted.world import World

_ABOUT = ["lease_ends_soon"]


def plant(world: World) -> None:
    """Plant each at villages of its own."""
    villages = drawn(world, 30 * len(_PLANS), "village", least=2 * len(_PLANS))
    for n, office in enumerate(villages):
        _PLANS[n % len(_PLANS)](world, office)


def _ends(world: World, office: Office, **columns: object) -> tuple[str, str]:
    """Let land up to the next weeks; return the row's code and the code of the land."""
    area, lessee = world.random.randrange(10, 80), person_name(world.random)
    thing, rent = asset(world, office, "land", area), round(area * PER_MU / 10) * 1_000
    until = date(2026, 1, 5) + timedelta(days=world.random.randrange(60))
    told = {"since": date(2021, 1, 5), "until": until, "offered_on": None}
    row, number = lease(world, office, thing, lessee, area, rent, **{**told, **columns})
    rent_due(world, office, number, lessee, rent, date(2025, 12, 15), 2)
    return row, thing


def _never_offered(world: World, office: Office) -> None:
    """Say nothing until it is over: then only the old lessee is there."""
    row, _ = _ends(world, office)
    world.scheme("a lease about to end that nobody offers", _ABOUT, [row])


# Innocent ---------------------------------------------------------------------------------------


def _offered(world: World, office: Office) -> None:
    """The offer hangs at the village hall and on the exchange."""
    row, _ = _ends(world, office, offered_on=date(2025, 11, 17))
    world.look_alike("a lease about to end, offered anew", _ABOUT, [row])


def _let_anew(world: World, office: Office) -> None:
    """The next lease is signed."""
    row, thing = _ends(world, office)
    area, rent = 40, 40 * PER_MU * 100
    told = {"since": date(2026, 3, 20), "until": date(2032, 3, 20)}
    told["signed_on"] = date(2025, 12, 3)
    following, _ = lease(world, office, thing, person_name(world.random), area, rent, **told)
    world.look_alike("a lease about to end, and the next one", _ABOUT, [row, following])


def _goes_on(world: World, office: Office) -> None:
    """By its clause it goes on until the new offer is done."""
    row, _ = _ends(world, office, holding_over=1)
    world.look_alike("a lease that goes on by its clause", _ABOUT, [row])


_PLANS = (_never_offered, _offered, _let_anew, _goes_on)
