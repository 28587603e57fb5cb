"""How a contract, a payment on it and the use of a seal stand in the books of a body."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import Firm, seller
from sunledger.demo.planted.offices import Office, free_amount, working_after
from sunledger.demo.planted.world import LAST, World


def contract(
    world: World, office: Office, firm: Firm, value: int, on: date, **columns: object
) -> tuple[str, str]:
    """Sign a contract under seal; return the code of its row and its number."""
    number = f"{office.code}-{on.year}-{world.random.randrange(10**6):06}"
    sealed = columns.pop("sealed", True)
    accepted = working_after(on, world.random.randrange(34, 50))
    told: dict[str, object] = {
        "title": f"{firm.trade}采购",
        "category": firm.trade,
        "method": "open"
        if value >= 400_000_00
        else "selective"
        if value >= 50_000_00
        else "direct",
        "accepted_on": accepted if accepted <= LAST else None,
        "until": on + timedelta(days=365),
        "agreed_days": 30,
        "small": int(firm.staff < 30),
        "changes": 0,
    }
    row = world.add(
        "contracts",
        **office.who,
        **seller(firm),
        number=number,
        value=value,
        signed_on=on,
        **{**told, **columns},
    )
    if sealed:
        at = world.random.randrange(8 * 60 + 30, 17 * 60)
        world.add("seals", **office.who, used_on=on, minute=at, matter=number, approved=1, lent=0)
    return row, number


def pay_on(world: World, office: Office, firm: Firm, number: str, amount: int, on: date) -> str:
    """Pay on a contract and return the row's code."""
    return world.add(
        "contract_payments",
        **office.who,
        **seller(firm),
        number=number,
        amount=amount,
        paid_on=on,
    )


def usual_value(world: World, office: Office) -> int:
    """Return for how much a body usually signs."""
    median = {"village": 16_000, "town": 45_000, "school": 25_000}.get(office.kind, 120_000)
    return free_amount(world.random, median, 0.9)
