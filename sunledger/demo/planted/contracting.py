"""Contracts cut, paid beyond, given without asking anybody, or signed in a back room."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.deeds import contract, pay_on
from sunledger.demo.planted.firms import Firm, firms, new_firm
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    drawn,
    free_amount,
    working_after,
)
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 6, 1)


def plant(world: World) -> None:
    """Plant each at bodies of its own."""
    bodies = drawn(world, 30 * len(_PLANS), "bureau", "town", "company", "hospital", least=40)
    for n, office in enumerate(bodies):
        firm = world.random.choice(firms(world, office.county))
        _PLANS[n % len(_PLANS)](world, office, firm)


def _cut(world: World, office: Office, firm: Firm) -> None:
    """Cut what needs a tender, or quotations, into contracts that do not."""
    limit, on, rows = (
        world.random.choice((300_000_00, 50_000_00)),
        day_between(world, last=_BEFORE),
        [],
    )
    for _ in range(world.random.randrange(3, 6)):
        value = round(limit * world.random.uniform(0.82, 0.99) / 1_000) * 1_000
        row, number = contract(world, office, firm, value, on, method="direct")
        pay_on(world, office, firm, number, value, working_after(on, 62))
        rows.append(row)
        on = working_after(on, world.random.randrange(3, 24))
    world.scheme("one order in contracts under the limit", ["split_contracts"], rows)


def _beyond(world: World, office: Office, firm: Firm) -> None:
    """Pay a friend more than was signed."""
    value, on = free_amount(world.random, 160_000, 0.5), day_between(world, last=_BEFORE)
    _, number = contract(world, office, firm, value, on, accepted_on=working_after(on, 30))
    part = round(value * world.random.uniform(1.18, 1.7) / 3)
    days = [working_after(on, 40 + 25 * n) for n in range(3)]
    rows = [pay_on(world, office, firm, number, part, day) for day in days]
    world.scheme("paid more than was signed", ["paid_against_contract"], rows)


def _before(world: World, office: Office, firm: Firm) -> None:
    """Pay first and write the contract later."""
    value, on = (
        free_amount(world.random, 110_000, 0.5),
        day_between(world, date(2024, 9, 1), _BEFORE),
    )
    _, number = contract(world, office, firm, value, on)
    early = working_after(on - timedelta(days=world.random.randrange(15, 55)))
    rows = [pay_on(world, office, firm, number, value // 2, early)]
    pay_on(world, office, firm, number, value - value // 2, working_after(on, 65))
    world.scheme("paid before the contract was signed", ["paid_against_contract"], rows)


def _without_asking(world: World, office: Office, firm: Firm) -> None:
    """Give more and more to those one knows, as sole sources without much of a reason."""
    rows = []
    for _ in range(world.random.randrange(7, 12)):
        value = free_amount(world.random, 420_000, 0.3)
        on = day_between(world, date(2025, 1, 1), date(2025, 10, 15))
        told = {"method": "single source", "ground": "情况特殊"}
        row, number = contract(world, office, firm, value, on, **told)
        pay_on(world, office, firm, number, value, working_after(on, 62))
        rows.append(row)
    world.scheme("more and more without competition", ["single_source_rising"], rows)


def _kept_waiting(world: World, office: Office, firm: Firm) -> None:
    """Let a small firm wait for its money, and leave the debt out of the yearly statement."""
    small = new_firm(world, office.county, "印务", staff=world.random.randrange(3, 25))
    value, on = free_amount(world.random, 90_000, 0.4), day_between(world, last=date(2024, 8, 20))
    told = {"accepted_on": working_after(on, 15), "small": 1}
    row, number = contract(world, office, small, value, on, **told)
    if world.random.random() < 0.5:
        late = working_after(on, world.random.randrange(240, 420))
        pay_on(world, office, small, number, value, late)
    world.scheme(
        "a small firm waits for its money", ["overdue_to_small_firm", "arrears_unstated"], [row]
    )


def _unsealed(world: World, office: Office, firm: Firm) -> None:
    """Sign without the book of the seal knowing of it."""
    rows = []
    for _ in range(world.random.randrange(1, 4)):
        value, on = free_amount(world.random, 60_000, 0.5), day_between(world, last=_BEFORE)
        row, number = contract(world, office, firm, value, on, sealed=False)
        pay_on(world, office, firm, number, value, working_after(on, 58))
        rows.append(row)
    world.scheme("a contract the book of the seal does not know", ["signed_without_seal"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _call_offs(world: World, office: Office, firm: Firm) -> None:
    """Orders under a framework that was tendered once."""
    on, rows = day_between(world, last=_BEFORE), []
    for _ in range(5):
        value = world.random.randrange(250_000_00, 299_000_00, 1_000_00)
        row, number = contract(world, office, firm, value, on, framework=1, method="open")
        pay_on(world, office, firm, number, value, working_after(on, 66))
        rows.append(row)
        on = working_after(on, 15)
    world.look_alike("orders under a framework", ["split_contracts"], rows)


def _different_things(world: World, office: Office, firm: Firm) -> None:
    """Three different things from three firms happen to cost nearly the same."""
    on, rows = day_between(world, last=_BEFORE), []
    trades = ("印务", "环卫", "食品")
    for trade in trades:
        other = new_firm(world, office.county, trade)
        value = world.random.randrange(41_000_00, 49_900_00, 100_00)
        row, number = contract(world, office, other, value, on)
        pay_on(world, office, other, number, value, working_after(on, 64))
        rows.append(row)
    world.look_alike("three things of three firms", ["split_contracts"], rows)


def _varied(world: World, office: Office, firm: Firm) -> None:
    """More was found to be done, approved, and paid."""
    value, on = free_amount(world.random, 200_000, 0.4), day_between(world, last=_BEFORE)
    changes = value * world.random.randrange(14, 35) // 100
    told = {"accepted_on": working_after(on, 30), "changes": changes}
    _, number = contract(world, office, firm, value, on, **told)
    rows = [
        pay_on(world, office, firm, number, amount, working_after(on, days))
        for amount, days in ((value, 45), (changes, 80))
    ]
    world.look_alike("an approved variation", ["paid_against_contract"], rows)


def _in_advance(world: World, office: Office, firm: Firm) -> None:
    """The contract agrees an advance, paid with the signature and before the delivery."""
    value, on = free_amount(world.random, 200_000, 0.4), day_between(world, last=_BEFORE)
    told = {"accepted_on": working_after(on, 120), "advance": value * 3 // 10}
    _, number = contract(world, office, firm, value, on, **told)
    rows = [
        pay_on(world, office, firm, number, value * 3 // 10, working_after(on, 2)),
        pay_on(world, office, firm, number, value - value * 3 // 10, working_after(on, 135)),
    ]
    world.look_alike("an advance that was agreed", ["paid_against_contract"], rows)


def _disputed(world: World, office: Office, firm: Firm) -> None:
    """What is disputed, or may be kept back for a year, is not late."""
    small = new_firm(world, office.county, "建材", staff=9)
    value, on = free_amount(world.random, 90_000, 0.4), day_between(world, last=date(2025, 3, 1))
    told = {"accepted_on": working_after(on, 20), "small": 1}
    kept = value * 5 // 100
    rows = [contract(world, office, small, value, on, disputed=1, **told)[0]]
    row, number = contract(world, office, small, value, on, retention=kept, **told)
    pay_on(world, office, small, number, value - kept, working_after(on, 44))
    rows.append(row)
    world.look_alike("in dispute, or kept back as agreed", ["overdue_to_small_firm"], rows)


def _always_alone(world: World, office: Office, firm: Firm) -> None:
    """One machine has one maker, who looks after it: a little each year, as ever."""
    rows = []
    for year in (2024, 2025):
        for n in range(2):
            on = day_between(world, date(year, 7, 1), date(year, 10, 8))
            told = {"method": "single source", "ground": "专利设备原厂维护"}
            row, number = contract(world, office, firm, 28_000_00 + n * 900_00, on, **told)
            pay_on(world, office, firm, number, 28_000_00 + n * 900_00, working_after(on, 63))
            rows.append(row)
    world.look_alike(
        "the maker looks after its machine", ["single_source_rising", "split_contracts"], rows
    )


def _sealed_later(world: World, office: Office, firm: Firm) -> None:
    """The other side signs first; our seal follows some days after."""
    on = day_between(world, last=_BEFORE)
    row, number = contract(world, office, firm, 66_000_00, on, sealed=False)
    at = working_after(on, world.random.randrange(1, 6))
    world.add("seals", **office.who, used_on=at, minute=610, matter=number, approved=1, lent=0)
    pay_on(world, office, firm, number, 66_000_00, working_after(on, 61))
    world.look_alike("sealed some days after the other side", ["signed_without_seal"], [row])


_PLANS = (
    _cut,
    _beyond,
    _before,
    _without_asking,
    _kept_waiting,
    _unsealed,
    _call_offs,
    _different_things,
    _varied,
    _in_advance,
    _disputed,
    _always_alone,
    _sealed_later,
)
