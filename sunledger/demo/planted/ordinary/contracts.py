"""Honest contracts: signed under seal, accepted, and paid in parts and mostly in time."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.deeds import contract, pay_on, usual_value
from sunledger.demo.planted.firms import Firm, firms, seller
from sunledger.demo.planted.offices import Office, day_between, offices, working_after
from sunledger.demo.planted.world import LAST, World

COUNT = {"village": 3, "town": 14, "school": 6}


def plant(world: World) -> None:
    """Write the contracts of every body, with the files of its suppliers."""
    for office in offices(world):
        local = firms(world, office.county)
        known = world.random.sample(local, min(len(local), 5 if office.kind == "village" else 16))
        for firm in known:
            _on_file(world, office, firm)
        usual = COUNT.get(office.kind, 18)
        for _ in range(world.random.randrange(usual // 2, 2 * usual)):
            _carried_out(world, office, world.random.choice(known))
        for n in range(12):  # certificates and letters
            on = day_between(world)
            told = {"used_on": on, "minute": 600 + n, "matter": f"证明{office.code}{n}"}
            world.add("seals", **office.who, **told, approved=1, lent=0)
        # What a year owes to small firms is stated by the end of March.
        stated = date(2025, 3, world.random.randrange(3, 28))
        if office.kind != "village":
            world.add("statements", **office.who, year=2024, published_on=stated, amount=0)


def _on_file(world: World, office: Office, firm: Firm) -> None:
    """Enter a supplier with the telephone, the account and the address it gave."""
    world.add(
        "suppliers",
        **office.who,
        **seller(firm),
        phone=world.key(firm.phone),
        account=world.key("account", firm.code),
        address=firm.address,
        entered_on=day_between(world, last=date(2025, 6, 30)),
    )
    if world.random.random() < 0.05:  # now and then a bank account changes, and two look at it
        on = day_between(world)
        world.add(
            "account_changes",
            **office.who,
            supplier_id=firm.code,
            changed_on=on,
            second=1,
            merger=0,
        )


def _carried_out(world: World, office: Office, firm: Firm) -> None:
    """Sign, take delivery, and pay in one to three parts; a twentieth has a sole source."""
    on, value = day_between(world), usual_value(world, office)
    told: dict[str, object] = {}
    if world.random.random() < 0.05:
        told = {"method": "single source", "ground": "原厂维护"}
    if world.random.random() < 0.06:
        told["changes"] = value // 100 * world.random.randrange(2, 9)
    accepted = working_after(on, world.random.randrange(10, 60))
    told["accepted_on"] = accepted if accepted <= LAST else None
    _, number = contract(world, office, firm, value, on, **told)
    parts, due = world.random.choice((1, 1, 2, 3)), value + int(str(told.get("changes", 0)))
    for part in range(parts):
        # The first part goes with the delivery, the last within the month.
        day = working_after(accepted + timedelta(days=world.random.randrange(2, 27)))
        amount = due // parts if part else due - due // parts * (parts - 1)
        if day <= LAST:
            pay_on(world, office, firm, number, amount, day)
