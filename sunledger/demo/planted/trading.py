"""Goods that go round, and debts forgiven to friends; with what only looks like it."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.firms import Firm, new_firm, unrelated
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    free_amount,
    offices,
    working_after,
)
from sunledger.demo.planted.staff import staff
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 8, 1)


def plant(world: World) -> None:
    """Let the firms of the counties trade honestly, and plant each scheme at one of them."""
    for office in offices(world, "company"):
        _honest(world, office)
    bodies = offices(world, "company", "bureau")
    for n, plan in enumerate(_PLANS * world.times(30, least=2)):
        plan(world, bodies[n * 7 % len(bodies)])


def _trade(
    world: World,
    office: Office,
    seller: Firm,
    buyer: Firm,
    amount: int,
    on: date,
    **columns: object,
) -> str:
    told: dict[str, object] = {"goods": "钢材", "processed": 0}
    return world.add(
        "trades",
        **office.who,
        seller=seller.code,
        buyer=buyer.code,
        amount=amount,
        sold_on=on,
        **{**told, **columns},
    )


def _honest(world: World, office: Office) -> None:
    """Sell and buy; have debts that are paid late."""
    known = unrelated(world, office.county, 8)
    for _ in range(60):
        seller, buyer = world.random.sample(known, 2)
        amount = free_amount(world.random, 260_000, 0.8)
        _trade(world, office, seller, buyer, amount, day_between(world))
    for firm in known[:4]:
        due = day_between(world, last=_BEFORE)
        amount = free_amount(world.random, 90_000)
        owed = {"debtor": firm.name, "debtor_id": firm.code, "due_on": due, "amount": amount}
        world.add("receivables", **office.who, **owed, ordered=0)


def _round_trip(world: World, office: Office) -> None:
    """Send the same goods round three firms within weeks, to look large."""
    three = [new_firm(world, office.county, "建材") for _ in range(3)]
    on, amount, rows = day_between(world, last=_BEFORE), free_amount(world.random, 900_000, 0.3), []
    for n in range(3):
        near = round(amount * world.random.uniform(0.99, 1.01))
        rows.append(_trade(world, office, three[n], three[(n + 1) % 3], near, on))
        on = working_after(on, world.random.randrange(4, 16))
    world.scheme("goods that go round", ["goods_go_round"], rows)


def _forgiven(world: World, office: Office) -> None:
    """Forgive the debt of a firm that belongs to somebody in the house."""
    holder = staff(world, office)[0]
    firm = new_firm(world, office.county, leader=holder.word, leader_name=holder.name)
    told: dict[str, object] = {"written_off_on": date(2025, 6, 20)}
    if world.random.random() < 0.5:
        told = {"sold_again_on": date(2025, 5, 6)}
    due = date(2022, world.random.randrange(1, 12), 1)
    row = world.add(
        "receivables",
        **office.who,
        debtor=firm.name,
        debtor_id=firm.code,
        due_on=due,
        amount=free_amount(world.random, 300_000, 0.4),
        ordered=0,
        **told,
    )
    world.scheme("a friend's debt forgiven", ["linked_debt_written_off"], [row])


# Innocent ---------------------------------------------------------------------------------------


def _processed(world: World, office: Office) -> None:
    """Iron goes out and comes back as steel: it was worked on between."""
    two, on = (
        [new_firm(world, office.county, "建材") for _ in range(2)],
        day_between(world, last=_BEFORE),
    )
    rows = [
        _trade(
            world,
            office,
            two[n],
            two[1 - n],
            800_000_00 + n * 9_000_00,
            working_after(on, 20 * n),
            processed=1,
        )
        for n in range(2)
    ]
    world.look_alike("goods that were worked on", ["goods_go_round"], rows)


def _ordered(world: World, office: Office) -> None:
    """A court closed a bankrupt firm: its debt is written off by the court's order."""
    firm = new_firm(world, office.county)
    told = {
        "due_on": date(2022, 3, 1),
        "amount": 220_000_00,
        "written_off_on": date(2025, 6, 20),
        "ordered": 1,
    }
    row = world.add("receivables", **office.who, debtor=firm.name, debtor_id=firm.code, **told)
    world.look_alike("a debt ended by a court", ["linked_debt_written_off"], [row])


_PLANS = (
    _round_trip,
    _forgiven,
    _processed,
    _ordered,
)
