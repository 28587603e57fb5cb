"""What villages, towns and offices pay in honest months: bills, invoices, wages, refunds."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.books import pay
from sunledger.demo.planted.firms import Firm, firms
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    free_amount,
    months,
    offices,
    person_name,
    working_after,
)
from sunledger.demo.planted.world import World

# How many invoices a month, and how large they usually are, in yuan.
USUAL = {
    "village": (6, 1_800),
    "town": (22, 5_500),
    "bureau": (45, 6_500),
    "school": (10, 2_800),
    "hospital": (45, 7_500),
    "company": (25, 9_000),
}


def plant(world: World) -> None:
    """Write the books of every body."""
    for office in offices(world):
        local = firms(world, office.county)
        few = world.random.sample(local, min(len(local), 8 if office.kind == "village" else 40))
        # Every firm has its own usual bill.
        usual = {
            one.code: USUAL[office.kind][1] * world.random.lognormvariate(0, 0.7) for one in few
        }
        _standing(world, office, few[:3])
        for first in months():
            _invoices(world, office, few, first, usual)
            _wages(world, office, first)


def _standing(world: World, office: Office, few: list[Firm]) -> None:
    """Pay what comes every month: current, the telephone, a cleaning contract."""
    phone, cleaning = world.random.choice((99, 129, 199)) * 100, world.random.randrange(6, 40)
    for first in months():
        on = working_after(first + timedelta(days=4))
        pay(world, office, "县供电公司", free_amount(world.random, 700, 0.4), on, purpose="电费")
        pay(world, office, "县电信分公司", phone, on, purpose="电话费")
        if few and office.kind != "bureau":
            pay(world, office, few[0], cleaning * 100_00, on, purpose="保洁服务按月支付")


def _invoices(
    world: World, office: Office, few: list[Firm], first: date, usual: dict[str, float]
) -> None:
    """Pay the month's invoices; more at the end of the year; some money comes back."""
    count, _ = USUAL[office.kind]
    rush = 1.8 if first.month == 12 else 1.0
    last = first + timedelta(days=27)
    for _ in range(round(count * rush * world.random.uniform(0.7, 1.3))):
        on, firm = day_between(world, first, last), world.random.choice(few)
        amount = free_amount(world.random, usual[firm.code], 0.75)
        reference = pay(world, office, firm, amount, on)
        if world.random.random() < 0.004:  # the bank sends it back, and it goes out again
            back = working_after(on + timedelta(days=3))
            told = {"reference": f"退{reference[-6:]}", "purpose": "退汇"}
            pay(world, office, firm, -amount, back, **told)
            pay(world, office, firm, amount, working_after(back + timedelta(days=2)))


def _wages(world: World, office: Office, first: date) -> None:
    """Pay some people for a day's work; a few of them many times."""
    if office.kind in ("village", "town", "school"):
        for _ in range(world.random.randrange(4)):
            on = day_between(world, first, first + timedelta(days=27))
            days = world.random.randrange(1, 12)
            pay(world, office, person_name(world.random), days * 150_00, on, purpose="零工工资")
