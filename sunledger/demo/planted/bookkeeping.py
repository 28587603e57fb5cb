"""Books with missing pages, papers paid again, money kept back, and their look-alikes."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.firms import firms, new_firm
from sunledger.demo.planted.ledgers import invoice, transfer, voucher
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    days_off,
    drawn,
    free_amount,
    months,
    working_after,
    working_days,
)
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 9, 1)


def plant(world: World) -> None:
    """Plant each at villages and schools of its own."""
    bodies = drawn(world, 35 * len(_PLANS), "village", "school", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _series(
    world: World, office: Office, series: str, numbers: list[int], **columns: object
) -> list[str]:
    """Post a book of receipts with these numbers, in their order."""
    days = sorted(world.random.choices(working_days(date(2025, 1, 1), _BEFORE), k=len(numbers)))
    return [
        voucher(world, office, series, number, on, free_amount(world.random, 300, 0.7), **columns)
        for number, on in zip(numbers, days, strict=True)
    ]


def _torn_out(world: World, office: Office) -> None:
    """Tear pages from the book of receipts: that money never came in."""
    first = world.random.randrange(1_000, 9_000)
    gone = world.random.sample(range(first + 3, first + 45), world.random.randrange(1, 4))
    rows = _series(world, office, "收据", [n for n in range(first, first + 50) if n not in gone])
    world.scheme("pages torn from the receipts", ["gaps_in_numbers"], rows)


def _second_book(world: World, office: Office) -> None:
    """Keep a second book with some of the same numbers."""
    first = world.random.randrange(1_000, 9_000)
    rows = _series(world, office, "收据", list(range(first, first + 40)))
    doubled = [rows[n] for n in (11, 12, 30)]
    doubled += [
        voucher(
            world,
            office,
            "收据",
            first + n,
            day_between(world, date(2025, 2, 1), _BEFORE),
            free_amount(world.random, 900, 0.5),
        )
        for n in (11, 12, 30)
    ]
    world.scheme("a second book of receipts", ["gaps_in_numbers"], doubled)


def _white_slips(world: World, office: Office) -> None:
    """Take cash for work nobody saw, on slips of paper."""
    rows, number = [], 700
    for _ in range(world.random.randrange(4, 10)):
        amount = world.random.choice((5, 6, 8, 10, 12, 15, 20)) * 1_000_00
        told = {"cash": 1, "invoice": None, "purpose": "协调费用"}
        rows.append(voucher(world, office, "白条", number, day_between(world), amount, **told))
        number += 1
    world.scheme("cash on slips of paper", ["cash_without_paper"], rows)


def _at_night(world: World, office: Office) -> None:
    """Post what one would rather not explain when the office is closed."""
    free = sorted(world.random.sample(days_off(), world.random.randrange(14, 24)))
    rows = [
        voucher(
            world,
            office,
            "补记",
            n,
            on,
            free_amount(world.random, 4_000),
            minute=world.random.randrange(18 * 60, 23 * 60),
        )
        for n, on in enumerate(free, 1)
    ]
    world.scheme("vouchers posted when nobody is there", ["posted_on_days_off"], rows)


def _only_customer(world: World, office: Office) -> None:
    """Have a shell write invoices: its numbers run on, for it has no other customer."""
    firm, number = (
        new_firm(world, office.county, "办公用品", staff=1),
        world.random.randrange(10**6),
    )
    on, rows = day_between(world, last=date(2025, 3, 1)), []
    for n in range(world.random.randrange(4, 9)):
        rows.append(
            invoice(
                world, office, firm, f"{number + n:08}", free_amount(world.random, 6_000, 0.4), on
            )
        )
        on = working_after(on, world.random.randrange(22, 38))
    world.scheme("a supplier without another customer", ["invoices_run_on"], rows)


def _again(world: World, office: Office) -> None:
    """Hand in an invoice again, its number written a little otherwise."""
    firm, on = world.random.choice(firms(world, office.county)), day_between(world, last=_BEFORE)
    number, amount = world.random.randrange(10**5, 10**7), free_amount(world.random, 5_000, 0.5)
    forms = [f"{number:08}", f"{number}", f"No {number:08}", f"{str(number)[:3]}-{str(number)[3:]}"]
    first, second = world.random.sample(forms, 2)
    later = working_after(on, world.random.randrange(0, 60))
    rows = [
        invoice(world, office, firm, first, amount, on),
        invoice(world, office, firm, second, amount, on, paid_on=working_after(later, 30)),
    ]
    world.scheme("an invoice handed in again", ["invoice_paid_again"], rows)


def _presents(world: World, office: Office) -> None:
    """Buy liquor and tea for presents from a shop that sells something else."""
    firm, rows = new_firm(world, office.county, "办公用品"), []
    for goods in world.random.sample(("白酒", "茶叶礼盒", "香烟", "酒水", "茶叶"), 3):
        amount = world.random.randrange(5, 20) * 1_000_00
        number = f"{world.random.randrange(10**8):08}"
        rows.append(
            invoice(
                world, office, firm, number, amount, day_between(world, last=_BEFORE), goods=goods
            )
        )
    world.scheme("presents bought as supplies", ["gift_invoices"], rows)


def _kept_back(world: World, office: Office) -> None:
    """Book less than was sent, or nothing."""
    sent = day_between(world, last=date(2025, 6, 1))
    amount = world.random.randrange(80, 600) * 100_00
    part = world.random.choice((0, 0, amount * world.random.randrange(40, 80) // 100))
    booked = ((part, working_after(sent, 9)),) if part else ()
    row = transfer(world, office, sent, "高标准农田补助", booked, amount)
    world.scheme("money sent and not booked", ["sent_not_booked"], [row])


# Innocent ---------------------------------------------------------------------------------------


def _voided(world: World, office: Office) -> None:
    """Spoilt pages are voided and kept; each year begins anew; a book begins where one ended."""
    first = world.random.randrange(1_000, 9_000)
    rows = _series(world, office, "收据", list(range(first, first + 25)))
    rows += _series(world, office, "收据", list(range(first + 25, first + 27)), void=1)
    rows += _series(world, office, "收据", list(range(first + 27, first + 50)))
    world.look_alike("spoilt pages kept in the book", ["gaps_in_numbers"], rows)


def _market_day(world: World, office: Office) -> None:
    """Day labour and the market are paid in cash, in small sums that are not round."""
    rows = [
        voucher(
            world,
            office,
            "零星",
            n,
            day_between(world),
            world.random.randrange(31, 470) * 100,
            cash=1,
            invoice=None,
            purpose="零工",
        )
        for n in range(1, 25)
    ]
    world.look_alike("day labour paid in cash", ["cash_without_paper"], rows)


def _by_machine(world: World, office: Office) -> None:
    """A program posts interest on the first of each month; the year is closed at its end."""
    rows = [
        voucher(
            world, office, "自动", n, first, free_amount(world.random, 40), minute=5, batch_job=1
        )
        for n, first in enumerate(months(), 1)
    ]
    closing = {"minute": 17 * 60 + 30}
    rows += [
        voucher(
            world,
            office,
            "结账",
            n,
            date(2024, 12, 28),
            free_amount(world.random, 2_000),
            **closing,
        )
        for n in range(1, 9)
    ]
    world.look_alike("a program posts, and the year is closed", ["posted_on_days_off"], rows)


def _farm_seller(world: World, office: Office) -> None:
    """A farmer sells at the market; the tax office writes the invoices, one after another."""
    farm = new_firm(world, office.county, "食品", staff=1)
    on, rows, number = day_between(world, last=date(2025, 3, 1)), [], world.random.randrange(10**6)
    for n in range(6):
        rows.append(
            invoice(
                world,
                office,
                farm,
                f"{number + n:08}",
                world.random.randrange(300, 900) * 100,
                on,
                market=1,
            )
        )
        on = working_after(on, 28)
    world.look_alike("a farmer's invoices by the tax office", ["invoices_run_on"], rows)


def _in_parts(world: World, office: Office) -> None:
    """One invoice is paid in instalments; another is credited and written anew."""
    firm, on = world.random.choice(firms(world, office.county)), day_between(world, last=_BEFORE)
    number, amount = f"{world.random.randrange(10**8):08}", free_amount(world.random, 20_000, 0.5)
    rows = [
        invoice(
            world,
            office,
            firm,
            number,
            amount // 3,
            on,
            instalment=n,
            paid_on=working_after(on, 30 * n),
        )
        for n in (1, 2, 3)
    ]
    other = f"{world.random.randrange(10**8):08}"
    rows += [invoice(world, office, firm, other, sign * 8_400_00, on) for sign in (1, -1)]
    rows.append(invoice(world, office, firm, f"{world.random.randrange(10**8):08}", 8_400_00, on))
    world.look_alike("instalments, and a credit note", ["invoice_paid_again"], rows)


def _teas_of_the_village(world: World, office: Office) -> None:
    """A village buys tea leaves for its tea works from a firm that trades in them."""
    firm = new_firm(world, office.county, "食品")
    rows = [
        invoice(
            world,
            office,
            firm,
            f"{world.random.randrange(10**8):08}",
            free_amount(world.random, 7_000, 0.4),
            day_between(world),
            goods="茶叶鲜叶",
            scope="茶叶收购、销售",
        )
        for _ in range(4)
    ]
    world.look_alike("tea leaves for the tea works", ["gift_invoices"], rows)


def _late_and_in_parts(world: World, office: Office) -> None:
    """Sent on the last day of the year and booked in the next, in two parts."""
    amount = world.random.randrange(80, 600) * 100_00
    booked = ((amount // 2, date(2025, 1, 8)), (amount - amount // 2, date(2025, 1, 15)))
    row = transfer(world, office, date(2024, 12, 31), "年终考核补助", booked, amount)
    world.look_alike("sent in one year and booked in the next", ["sent_not_booked"], [row])


_PLANS = (
    _torn_out,
    _second_book,
    _white_slips,
    _at_night,
    _only_customer,
    _again,
    _presents,
    _kept_back,
    _voided,
    _market_day,
    _by_machine,
    _farm_seller,
    _in_parts,
    _teas_of_the_village,
    _late_and_in_parts,
)
