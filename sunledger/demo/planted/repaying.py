"""Money that a body pays and that comes back to its people, and what only looks like it."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.deeds import contract, pay_on
from sunledger.demo.planted.firms import Firm, new_firm
from sunledger.demo.planted.offices import Office, day_between, drawn, free_amount, working_after
from sunledger.demo.planted.staff import Holder, at_home, staff
from sunledger.demo.planted.world import World

BACK = ("money_comes_back",)
_FROM, _UNTIL = date(2024, 9, 1), date(2025, 8, 1)
_HEADS = 70  # persons whom an agency for labour pays


def plant(world: World) -> None:
    """Plant each at bodies of its own; the firms of all have accounts with ordinary transfers."""
    bodies = drawn(world, 25 * len(_PLANS), "bureau", "town", "school", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _bought(world: World, office: Office) -> tuple[Firm, int, str, date]:
    """Buy something and pay for it; return the firm, how much, the payment, and its day."""
    firm, on = new_firm(world, office.county), day_between(world, _FROM, _UNTIL)
    value = 20_000_00 + free_amount(world.random, 90_000, 0.4)
    _, number = contract(world, office, firm, value, on, accepted_on=working_after(on, 12))
    day = working_after(on, 20)
    row = pay_on(world, office, firm, number, value, day)
    for n in range(3):  # what every firm pays: its own people
        wage = world.random.randrange(3_500, 8_000, 10) * 100
        _move(
            world, firm, working_after(day, 5 * n), wage, kind="工资", to_person=f"{firm.code} {n}"
        )
    return firm, value, row, day


def _move(world: World, firm: Firm, on: date, amount: int, **told: object) -> None:
    """Transfer something from the account of a firm, to a firm or to the person of a word."""
    if "to_person" in told:
        told["to_person"] = world.key(told["to_person"])
    world.add("flows", from_firm=firm.code, on=on, amount=amount, **told)


def _holder(world: World, office: Office) -> Holder:
    return world.random.choice(staff(world, office)[:5])


def _later(world: World, day: date) -> date:
    """Return a working day some weeks after a day."""
    return working_after(day, world.random.randrange(4, 40))


def _thanks(world: World, office: Office) -> None:
    """The firm thanks the husband or wife of somebody in the house."""
    firm, value, row, day = _bought(world, office)
    back = round(value * world.random.uniform(0.05, 0.15) / 1000) * 1000
    _move(world, firm, _later(world, day), back, to_person=at_home(_holder(world, office)))
    world.scheme("a part of the price comes home", BACK, [row])


def _round(world: World, office: Office) -> None:
    """The firm pays a second one, and that one somebody in the house: most of it came round."""
    firm, value, row, day = _bought(world, office)
    second, holder = new_firm(world, office.county, "咨询"), _holder(world, office)
    first = working_after(day, world.random.randrange(2, 12))
    passed = round(value * world.random.uniform(0.6, 0.8))
    back = round(passed * world.random.uniform(0.6, 0.9))
    _move(world, firm, first, passed, to_firm=second.code, kind="咨询费")
    _move(world, second, working_after(first, 9), back, to_person=holder.word)
    world.scheme("money that goes round by a second firm", BACK, [row])


# Innocent ---------------------------------------------------------------------------------------


def _works_there(world: World, office: Office) -> None:
    """The wife or husband works at the firm, and is paid each month."""
    firm, _, row, day = _bought(world, office)
    word = at_home(_holder(world, office))
    for n in range(3):
        _move(world, firm, working_after(day, 3 + 28 * n), 5_600_00, kind="工资", to_person=word)
    world.look_alike("a wage at the supplier", BACK, [row])


def _deposit(world: World, office: Office) -> None:
    """Somebody of the house rents a room of the firm, and gets the deposit back."""
    firm, _, row, day = _bought(world, office)
    word = _holder(world, office).word
    _move(world, firm, _later(world, day), 3_000_00, kind="押金", to_person=word)
    world.look_alike("a deposit given back", BACK, [row])


def _agency(world: World, office: Office) -> None:
    """An agency for labour pays dozens, somebody of the family among them."""
    firm, _, row, day = _bought(world, office)
    words = [f"{firm.code} hand {n}" for n in range(_HEADS)]
    for word in (*words, at_home(_holder(world, office))):
        _move(world, firm, working_after(day, 10), 4_800_00, to_person=word)
    world.look_alike("an agency that pays dozens", BACK, [row])


def _other_times(world: World, office: Office) -> None:
    """A car was sold to the firm's owner long before, and a loan given back half a year after."""
    firm, _, row, day = _bought(world, office)
    word = _holder(world, office).word
    before, after = working_after(day, -120), working_after(day, 170)
    _move(world, firm, before, 60_000_00, to_person=word)
    _move(world, firm, after, 20_000_00, to_person=word)
    world.look_alike("sold long before, lent long after", BACK, [row])


def _kept_most(world: World, office: Office) -> None:
    """A firm in between did the work, kept most of it, and bought a little from the family."""
    firm, value, row, day = _bought(world, office)
    second = new_firm(world, office.county, "运输")
    first = working_after(day, 6)
    _move(world, firm, first, round(value * 0.6), to_firm=second.code)
    word = at_home(_holder(world, office))
    _move(world, second, working_after(first, 8), round(value * 0.04), to_person=word)
    world.look_alike("a firm in between that kept most", BACK, [row])


_PLANS = (_thanks, _round, _works_there, _deposit, _agency, _other_times, _kept_most)
