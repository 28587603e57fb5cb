"""Honest ledgers: vouchers that run on, invoices, transfers that arrive, hired labour, expenses."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import Firm, firms
from sunledger.demo.planted.ledgers import invoice, transfer, voucher
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    free_amount,
    months,
    offices,
    person_name,
    working_after,
    working_days,
)
from sunledger.demo.planted.staff import staff
from sunledger.demo.planted.world import LAST, World, month


def plant(world: World) -> None:
    """Keep the books of villages, schools and offices."""
    counters = {one.code: world.random.randrange(10**6, 8 * 10**6) for one in firms(world)}
    for office in offices(world, "village", "school", "town", "bureau"):
        if office.kind in ("village", "school"):
            _vouchers(world, office)
            _transfers(world, office)
        _invoices(world, office, counters)
        if office.kind == "village":
            _labour(world, office)
        if office.kind in ("town", "bureau"):
            _expenses(world, office)


def _vouchers(world: World, office: Office) -> None:
    """Number the year's vouchers as they are posted; a page in a hundred is voided and kept."""
    for year in (2024, 2025):
        first = date(2024, 7, 1) if year == 2024 else date(2025, 1, 1)
        many = world.random.randrange(22, 40) * (1 if year == 2024 else 2)
        days = sorted(world.random.choices(working_days(first, date(year, 12, 31)), k=many))
        for number, on in enumerate(days, 1):
            void = world.random.random() < 0.01
            small = world.random.random() < 0.15  # day labour and the market give no invoice
            voucher(
                world,
                office,
                f"{year}记",
                number,
                on,
                world.random.randrange(30, 480) * 100
                if small
                else free_amount(world.random, 1_800),
                void=int(void),
                cash=int(small),
                invoice=None if small else f"{world.random.randrange(10**8):08}",
            )


def _invoices(world: World, office: Office, counters: dict[str, int]) -> None:
    """Receive invoices from firms that write many others between."""
    local = firms(world, office.county)
    known = world.random.sample(local, min(len(local), 4 if office.kind == "village" else 12))
    for first in months():
        for _ in range(1 if office.kind == "village" else world.random.randrange(2, 8)):
            firm: Firm = world.random.choice(known)
            on = day_between(world, first, first + timedelta(days=27))
            # What it wrote for others since then grows with the time that has passed.
            written = counters[firm.code] + (on - date(2024, 7, 1)).days * 37 * firm.staff
            number = f"{written + world.random.randrange(37):08}"
            invoice(world, office, firm, number, free_amount(world.random, 3_000), on)


def _transfers(world: World, office: Office) -> None:
    """Send money from the town each quarter; the village books it when the bank tells."""
    for on in [first + timedelta(days=9) for first in months()[::3]]:
        for purpose in ("村级运转经费", "人居环境整治补助"):
            sent = working_after(on, world.random.randrange(12))
            amount = world.random.randrange(60, 400) * 100_00
            late = world.random.randrange(1, 20)
            transfer(world, office, sent, purpose, ((amount, working_after(sent, late)),), amount)


def _labour(world: World, office: Office) -> None:
    """Hire people of the village for some days; each gets the money on an account of their own."""
    people = [f"worker {office.code} {n}" for n in range(12)]
    names = [person_name(world.random) for _ in people]
    for first in world.random.sample(months(), 5):
        for n in world.random.sample(range(len(people)), world.random.randrange(3, 9)):
            days = world.random.randrange(2, 40) / 2
            world.add(
                "labour",
                **office.who,
                person=world.key(people[n]),
                name=names[n],
                site=world.random.choice(("村道清扫", "水渠维修", "绿化管护")),
                month=month(first),
                days=round(min(days, 22) * 1_000),
                amount=round(min(days, 22) * 150) * 100,
                account=world.key("account", people[n]),
            )


def _expenses(world: World, office: Office) -> None:
    """Receive guests with a letter and within the cap; meet, travel, and say so in public."""
    posts = [one.title + str(n) for n, one in enumerate(staff(world, office)[:3])]
    for first in months():
        for kind, median in (("reception", 620), ("meeting", 900), ("travel", 1_400), ("car", 800)):
            for _ in range(world.random.choice((0, 1, 1, 2))):
                on = day_between(world, first, first + timedelta(days=27))
                guests = world.random.randrange(3, 10)
                amount = min(free_amount(world.random, median, 0.35), 4_000_00)
                cap = guests * 150_00 if kind == "reception" else 5_000_00
                told = working_after(on, world.random.randrange(4, 16))
                world.add(
                    "expenses",
                    **office.who,
                    kind=kind,
                    post=world.random.choice(posts),
                    month=month(first),
                    on=on,
                    amount=min(amount, cap),
                    letter=f"函〔{on.year}〕{world.random.randrange(900)}号",
                    guests=guests if kind == "reception" else None,
                    cap=cap,
                    event=0,
                    published_on=told if told <= LAST else None,
                )
