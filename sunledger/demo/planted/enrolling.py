"""How somebody comes to be paid, from when to when, and how the paper of it is written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sunledger.demo.planted.support import YUAN, Scheme, body, pay, transfer_day
from sunledger.demo.planted.world import FIRST, LAST, month

if TYPE_CHECKING:
    from sunledger.demo.planted.residents import Resident
    from sunledger.demo.planted.world import World

START, END = month(FIRST), month(LAST)


def months(one: Resident, since: date, until: date = LAST, *, custody: bool = False) -> list[int]:
    """Return the months for which somebody is due a scheme that begins after the month `since`."""
    last = min(month(until), month(one.died) if one.died else END)
    due = range(max(START, month(since) + 1), last + 1)
    if one.away and not custody:
        away = range(month(one.away[0]) + 1, month(one.away[1]) + 1)
        return [each for each in due if each not in away]
    return list(due)


def birthday_in(one: Resident, age: int) -> date:
    """Return the first day of the month in which somebody reaches an age."""
    return date(one.born.year + age, one.born.month, 1)


def steady(world: World, one: Resident, scheme: Scheme, due: list[int], **other: object) -> None:
    """Pay what is due as an honest office does: arrears at first, slips sent back, late deaths."""
    draw = world.random
    if len(due) > 3 and due[0] > START and draw.random() < 0.06:  # the first comes with the next
        pay(world, one, scheme, due[:1], paid_on=transfer_day(due[1], scheme), **other)
        due = due[1:]
    pay(world, one, scheme, due, **other)
    if due and draw.random() < 0.012:
        _sent_back(world, one, scheme, draw.choice(due), other)
    if one.died and month(one.died) == (due[-1] if due else 0) < END:
        _after_death(world, one, scheme, other)


def _sent_back(
    world: World, one: Resident, scheme: Scheme, when: int, other: dict[str, object]
) -> None:
    """Let the bank send a transfer back, and the office send it anew."""
    day = transfer_day(when, scheme)
    first = world.row("benefits", pay(world, one, scheme, [when], **other)[0])
    back = other | {"amount": -int(str(first["amount"]))}
    pay(world, one, scheme, [when], paid_on=day + timedelta(days=3), **back)


def _after_death(world: World, one: Resident, scheme: Scheme, other: dict[str, object]) -> None:
    """Pay on for the month in which the list was made already; take back what was not due."""
    if one.died is None or world.random.random() > 0.3:
        return
    following = [month(one.died) + 1]
    [code] = pay(world, one, scheme, following, **other)
    if not scheme.rules.get("grace"):
        amount = -int(str(world.row("benefits", code)["amount"]))
        day = transfer_day(following[0], scheme) + timedelta(days=world.random.randrange(25, 60))
        pay(world, one, scheme, following, paid_on=day, **(other | {"amount": amount}))


def entitle(world: World, one: Resident, scheme: Scheme, since: date, **other: object) -> str:
    """Enter somebody in the register of those who qualify, and return the row's code."""
    row: dict[str, object] = {
        **body(scheme, one.village),
        "scheme": scheme.code,
        "scheme_name": scheme.title,
        "person": one.person,
        "name": one.name,
        "village": one.village.code,
        "village_name": one.village.name,
        "since": since,
        "declined": 0,
        "elsewhere": 0,
    }
    return world.add("entitled", **(row | other))


def approve(
    world: World, one: Resident, scheme: Scheme, approved: date, yuan: int, **other: object
) -> str:
    """Write the approval of a scheme and return the row's code."""
    row: dict[str, object] = {
        **body(scheme, one.village),
        "scheme": scheme.code,
        "scheme_name": scheme.title,
        "person": one.person,
        "household": one.household,
        "village": one.village.code,
        "village_name": one.village.name,
        "applied_on": approved - timedelta(days=world.random.randrange(12, 45)),
        "approved_on": approved,
        "approver": f"{one.village.town_name}民政办" if not scheme.office else scheme.office,
        "review": 0,
        "amount": yuan * YUAN,
    }
    return world.add("awards", **(row | other))
