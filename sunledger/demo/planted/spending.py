"""Hired work nobody did and receptions nobody asked for, with what only looks like them."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.offices import (
    Office,
    day_between,
    drawn,
    free_amount,
    person_name,
    working_after,
)
from sunledger.demo.planted.world import World, month


def plant(world: World) -> None:
    """Plant hired work at villages, and expenses at towns and offices."""
    for plans, kinds in ((_WORK, ("village",)), (_DUTY, ("town", "bureau"))):
        bodies = drawn(world, 35 * len(plans), *kinds, least=2 * len(plans))
        for n, office in enumerate(bodies):
            plans[n % len(plans)](world, office)


def _hired(
    world: World, office: Office, who: str, site: str, on: date, days: float, **columns: object
) -> str:
    """Put somebody on a sheet of labour and return the row's code."""
    told: dict[str, object] = {"account": world.key("account", who), "month": month(on)}
    return world.add(
        "labour",
        **office.who,
        person=world.key(who),
        name=person_name(world.random),
        site=site,
        days=round(days * 1_000),
        amount=round(days * 160) * 100,
        **{**told, **columns},
    )


def _more_days(world: World, office: Office) -> None:
    """Write more days than the month has, over two sheets."""
    on = date(2025, world.random.randrange(1, 12), 1)
    rows = [
        _hired(world, office, f"hand {office.code}", site, on, world.random.randrange(18, 26))
        for site in ("河道清淤", "道路硬化")
    ]
    world.scheme("more days than the month has", ["labour_impossible"], rows)


def _two_sites(world: World, office: Office) -> None:
    """Write the same people on two sites for the same days."""
    rows, on = [], day_between(world, last=date(2025, 10, 1))
    for n in range(world.random.randrange(2, 4)):
        for day in (on, on + timedelta(days=1), on + timedelta(days=2)):
            rows += [
                _hired(world, office, f"hand {office.code} {n}", site, day, 1, worked_on=day)
                for site in ("河道清淤", "道路硬化")
            ]
    world.scheme("a whole day at two sites", ["labour_impossible"], rows)


def _one_account(world: World, office: Office) -> None:
    """Have the wages of many sent to one account."""
    on = day_between(world, last=date(2025, 10, 1))
    account = world.key("account of the foreman", office.code)
    rows = [
        _hired(
            world,
            office,
            f"hand {office.code} {n}",
            "绿化管护",
            on,
            world.random.randrange(6, 20),
            account=account,
        )
        for n in range(world.random.randrange(5, 11))
    ]
    world.scheme("the wages of many on one account", ["labour_impossible"], rows)


def _half_days(world: World, office: Office) -> None:
    """Half a day here and half a day there."""
    on = day_between(world, last=date(2025, 10, 1))
    rows = [
        _hired(world, office, f"hand {office.code}", site, on, 0.5, worked_on=on)
        for site in ("河道清淤", "道路硬化")
    ]
    world.look_alike("half a day at each of two sites", ["labour_impossible"], rows)


def _by_mandate(world: World, office: Office) -> None:
    """A foreman receives for his people, with their mandate on file; and a couple shares a card."""
    on, account = day_between(world, last=date(2025, 10, 1)), world.key("foreman", office.code)
    world.add(
        "exceptions",
        account=account,
        kind="mandate",
        document=f"委托书{office.code}",
        since=date(2024, 1, 1),
    )
    rows = [
        _hired(world, office, f"team {office.code} {n}", "绿化管护", on, 9, account=account)
        for n in range(7)
    ]
    card = world.key("card of a couple", office.code)
    rows += [
        _hired(world, office, f"couple {office.code} {n}", "绿化管护", on, 12, account=card)
        for n in range(2)
    ]
    world.look_alike("a foreman with a mandate, a couple's card", ["labour_impossible"], rows)


# Expenses of duty -------------------------------------------------------------------------------


def _spent(world: World, office: Office, on: date, amount: int, **columns: object) -> str:
    told: dict[str, object] = {
        "kind": "reception",
        "letter": f"函〔{on.year}〕{world.random.randrange(900)}号",
        "guests": 6,
        "cap": max(amount, 6 * 150_00),
        "event": 0,
        "published_on": working_after(on, 9),
    }
    return world.add(
        "expenses",
        **office.who,
        post="负责人0",
        month=month(on),
        on=on,
        amount=amount,
        **{**told, **columns},
    )


def _feast(world: World, office: Office) -> None:
    """Feed friends on the office for a month."""
    first = date(2025, world.random.randrange(2, 10), 1)
    rows = [
        _spent(
            world,
            office,
            day_between(world, first, first + timedelta(days=26)),
            free_amount(world.random, 2_600, 0.3),
        )
        for _ in range(world.random.randrange(6, 10))
    ]
    world.scheme("a month of feasts", ["expense_jump"], rows)


def _without_letter(world: World, office: Office) -> None:
    """Receive guests nobody announced, above the cap."""
    rows = []
    for n in range(world.random.randrange(2, 5)):
        on = day_between(world, last=date(2025, 10, 1))
        told = {"letter": None} if n % 2 else {"cap": 900_00}
        rows.append(_spent(world, office, on, world.random.randrange(1_300, 2_900) * 100, **told))
    world.scheme("guests nobody announced", ["duty_expense"], rows)


def _festival(world: World, office: Office) -> None:
    """A festival that was decided brings guests for one month."""
    first = date(2025, world.random.randrange(2, 10), 1)
    rows = [
        _spent(
            world,
            office,
            day_between(world, first, first + timedelta(days=26)),
            free_amount(world.random, 2_600, 0.3),
            event=1,
        )
        for _ in range(8)
    ]
    world.look_alike("a festival that was decided", ["expense_jump", "duty_expense"], rows)


def _in_order(world: World, office: Office) -> None:
    """One large reception within its cap, published on the last day allowed."""
    on = day_between(world, last=date(2025, 10, 1))
    told = {"guests": 14, "cap": 14 * 150_00, "published_on": working_after(on, 24)}
    row = _spent(world, office, on, 2_050_00, **told)
    world.look_alike("a large reception within its cap", ["expense_jump", "duty_expense"], [row])


_WORK = (_more_days, _two_sites, _one_account, _half_days, _by_mandate)
_DUTY = (_feast, _without_letter, _festival, _in_order)
