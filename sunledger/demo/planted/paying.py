"""Payments cut under a limit, made twice, made up, or made when nobody looks."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.books import invoice_number, pay
from sunledger.demo.planted.firms import Firm, firms
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    days_off,
    drawn,
    free_amount,
    made_up_days,
    months,
    person_name,
    working_after,
)
from sunledger.demo.planted.world import World

LIMIT = 50_000_00


def plant(world: World) -> None:
    """Plant them, each at bodies of its own."""
    plans = [
        _split,
        _near_the_limit,
        _paid_twice,
        _slipped,
        _on_days_off,
        _captive,
        _workers_at_once,
        _price_list,
        _instalments,
        _sent_again,
        _settled,
        _make_up_days,
        _year_end,
        _rent,
    ]
    bodies = drawn(world, 40 * len(plans), "village", "school", least=2 * len(plans))
    for n, office in enumerate(bodies):
        plans[n % len(plans)](world, office, _firm(world, office))
    towns = drawn(world, 80, "town")
    for n, office in enumerate(towns):
        (_same_figure, _contract_near_limit)[n % 2](world, office, _firm(world, office))


def _firm(world: World, office: Office) -> Firm:
    return world.random.choice(firms(world, office.county))


def _split(world: World, office: Office, firm: Firm) -> None:
    """Cut one bill into parts that nobody else has to approve."""
    whole = world.random.randrange(75_000_00, 180_000_00)
    parts = whole // world.random.randrange(39_000_00, 48_500_00) + 1
    on, rows = day_between(world, last=date(2025, 12, 1)), []
    for part in range(parts):
        amount = whole // parts + (world.random.randrange(-1_500_00, 1_500_00) if part else 0)
        rows.append(pay(world, office, firm, min(amount, 49_800_00), on, purpose="材料款"))
        on = working_after(on, world.random.choice((0, 1, 1, 2)))
    world.scheme("one bill in parts under the limit", ["split_payments"], rows)


def _near_the_limit(world: World, office: Office, firm: Firm) -> None:
    """Order for as much as one may order alone, again and again, from whoever obliges."""
    known = world.random.sample(firms(world, office.county), 9)
    rows = [
        pay(world, office, payee, world.random.randrange(47_600_00, 49_990_00, 10_00), on)
        for n in range(world.random.randrange(16, 30))
        for payee, on in [(known[n % 9], day_between(world))]
    ]
    world.scheme("always as much as one may order alone", ["under_limit", "split_payments"], rows)


def _paid_twice(world: World, office: Office, firm: Firm) -> None:
    """Pay an invoice a second time some weeks later, perhaps with its number typed otherwise."""
    rows = []
    amount, number = free_amount(world.random, 15_000, 0.5), f"{invoice_number(world)}"
    on = day_between(world, last=date(2025, 10, 1))
    for again in range(2):
        typed = number if world.random.random() < 0.6 else f"No.{number[:4]}-{number[4:]}"
        reference = typed if again else number
        rows.append(pay(world, office, firm, amount, on, reference=reference))
        on = working_after(on, world.random.randrange(6, 45))
    world.scheme("an invoice paid twice", ["duplicate_payments"], rows)


def _slipped(world: World, office: Office, firm: Firm) -> None:
    """Move the decimal point of a bill that comes every few weeks."""
    usual = world.random.randrange(900, 4_000)
    payee = f"{firm.name[:4]}维修服务部"
    for _ in range(world.random.randrange(7, 14)):
        pay(
            world,
            office,
            payee,
            round(usual * world.random.uniform(0.6, 1.6)) * 100,
            day_between(world),
        )
    row = pay(
        world, office, payee, usual * 100 * world.random.choice((30, 50, 100)), day_between(world)
    )
    world.scheme("one bill far larger than all others", ["far_larger"], [row])


def _on_days_off(world: World, office: Office, firm: Firm) -> None:
    """Pay a friend while the office is empty."""
    free = world.random.sample(days_off(), world.random.randrange(6, 14))
    rows = [pay(world, office, firm, free_amount(world.random, 6_000, 0.6), on) for on in free]
    world.scheme("paid while the office is empty", ["days_off"], rows)


def _captive(world: World, office: Office, firm: Firm) -> None:
    """Buy nearly everything from one firm, by many middling bills."""
    rows = [
        pay(world, office, firm, free_amount(world.random, 24_000, 0.4), day_between(world))
        for _ in range(world.random.randrange(45, 70))
    ]
    world.scheme("one firm takes most of the money", ["one_payee"], rows)


def _same_figure(world: World, office: Office, firm: Firm) -> None:
    """Have several small firms write the same round bill for nothing, again and again."""
    amount = world.random.randrange(2_401, 9_800, 10) * 100
    known = world.random.sample(firms(world, office.county), 5)
    rows = [
        pay(world, office, known[n % 5], amount, day_between(world), purpose="服务费")
        for n in range(world.random.randrange(34, 60))
    ]
    world.scheme("several firms write the same bill", ["same_figure"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _contract_near_limit(world: World, office: Office, firm: Firm) -> None:
    """A contract is paid by the month, just under the limit; January's comes with February's."""
    amount, rows = world.random.randrange(40_000, 49_500, 100) * 100, []
    for first in months():
        on = date(2025, 2, 24) if first == date(2025, 1, 1) else working_after(first, 19)
        rows.append(pay(world, office, firm, amount, on, purpose=f"保安服务{first.month}月"))
    about = ["split_payments", "under_limit", "duplicate_payments", "same_figure"]
    world.look_alike("a contract paid by the month", about, rows)


def _workers_at_once(world: World, office: Office, firm: Firm) -> None:
    """Many people are paid on one day, each for what is their own."""
    on, rows = day_between(world), []
    for _ in range(world.random.randrange(4, 9)):
        amount = world.random.randrange(380, 495) * 100_00
        rows.append(pay(world, office, person_name(world.random), amount, on, purpose="安置补偿"))
    world.look_alike("many people paid on one day", ["split_payments", "duplicate_payments"], rows)


def _price_list(world: World, office: Office, firm: Firm) -> None:
    """A catalogue has a price just under the limit; one is bought each year or so."""
    on = day_between(world, last=date(2025, 1, 31))
    rows = [
        pay(world, office, firm, 49_600_00, working_after(on, 80 * n), purpose="一体机（目录价）")
        for n in range(4)
    ]
    world.look_alike(
        "a price of the catalogue under the limit", ["under_limit", "split_payments"], rows
    )


def _instalments(world: World, office: Office, firm: Firm) -> None:
    """A contract is paid in equal parts."""
    amount = world.random.randrange(80, 300) * 100_00
    on, number = day_between(world, last=date(2025, 3, 1)), f"HT-{invoice_number(world)}"
    rows = [
        pay(
            world,
            office,
            firm,
            amount,
            working_after(on, 91 * n),
            reference=number,
            purpose=f"合同款第{n + 1}期",
        )
        for n in range(3)
    ]
    world.look_alike("equal instalments of a contract", ["duplicate_payments"], rows)


def _sent_again(world: World, office: Office, firm: Firm) -> None:
    """A transfer fails, comes back, and goes out again."""
    amount, number = free_amount(world.random, 15_000, 0.5), invoice_number(world)
    on = day_between(world, last=date(2025, 11, 1))
    told = {"reference": number}
    rows = [
        pay(world, office, firm, amount, on, **told),
        pay(world, office, firm, -amount, working_after(on, 4), **told),
        pay(world, office, firm, amount, working_after(on, 7), **told),
    ]
    world.look_alike("a transfer that failed and was sent again", ["duplicate_payments"], rows)


def _settled(world: World, office: Office, firm: Firm) -> None:
    """A builder gets progress payments and then the rest."""
    on, rows = day_between(world, last=date(2025, 2, 1)), []
    for _ in range(7):
        rows.append(
            pay(
                world,
                office,
                firm,
                world.random.randrange(180, 340) * 100_00,
                on,
                purpose="工程进度款",
            )
        )
        on = working_after(on, 30)
    rows.append(pay(world, office, firm, 1_100 * 100_00, on, purpose="工程结算款"))
    world.look_alike("progress payments and a settlement", ["far_larger", "split_payments"], rows)


def _make_up_days(world: World, office: Office, firm: Firm) -> None:
    """The office works on the Sundays that the calendar makes working days."""
    rows = [pay(world, office, firm, free_amount(world.random, 5_000), on) for on in made_up_days()]
    world.look_alike("paid on make-up working days", ["days_off"], rows)


def _year_end(world: World, office: Office, firm: Firm) -> None:
    """The whole office closes the year on its last weekend."""
    known = world.random.sample(firms(world, office.county), 12)
    rows = [
        pay(world, office, payee, free_amount(world.random, 6_000), on)
        for on in (date(2024, 12, 28), date(2024, 12, 29))
        for payee in known
    ]
    world.look_alike("the weekend on which the year is closed", ["days_off"], rows)


def _rent(world: World, office: Office, firm: Firm) -> None:
    """The same rent each month, under the number of the one contract."""
    amount, number = world.random.randrange(20, 90) * 100_00, f"租{invoice_number(world)}"
    rows = [
        pay(
            world,
            office,
            firm,
            amount,
            working_after(first + timedelta(days=9)),
            reference=number,
            purpose="房租",
        )
        for first in months()
    ]
    about = ["duplicate_payments", "same_figure", "split_payments", "under_limit"]
    world.look_alike("the same rent each month", about, rows)
