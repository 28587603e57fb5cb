"""How a voucher, an invoice and a transfer stand in a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sunledger.demo.planted.firms import Firm, seller
from sunledger.demo.planted.offices import Office, working_after
from sunledger.demo.planted.world import LAST, World


def voucher(
    world: World, office: Office, series: str, number: int, on: date, amount: int, **columns: object
) -> str:
    """Post a voucher in working hours and return its code."""
    told: dict[str, object] = {
        "minute": world.random.randrange(8 * 60 + 40, 17 * 60 + 20),
        "clerk": "会计",
        "void": 0,
        "batch_job": 0,
        "cash": 0,
        "invoice": f"{world.random.randrange(10**8):08}",
        "purpose": world.random.choice(("办公", "维修", "零工", "环卫", "会议")),
    }
    return world.add(
        "vouchers",
        **office.who,
        series=series,
        number=number,
        posted_on=on,
        amount=amount,
        **{**told, **columns},
    )


def invoice(
    world: World, office: Office, firm: Firm, number: str, amount: int, on: date, **columns: object
) -> str:
    """Enter an invoice, paid some weeks later, and return its code."""
    paid = working_after(on, world.random.randrange(8, 40))
    told: dict[str, object] = {
        "goods": firm.trade,
        "scope": firm.trade,
        "paid_on": paid if paid <= LAST else None,
        "market": 0,
    }
    return world.add(
        "invoices",
        **office.who,
        **seller(firm),
        number=number,
        issued_on=on,
        amount=amount,
        **{**told, **columns},
    )


def transfer(
    world: World,
    office: Office,
    sent: date,
    purpose: str,
    booked: Sequence[tuple[int, date]],
    amount: int,
    **columns: object,
) -> str:
    """Send money to a body that books it in parts, or not at all; return the transfer's code."""
    reference = f"{office.code[-6:]}拨〔{sent.year}〕{world.random.randrange(10**6):06}"
    for part, on in booked:
        told: dict[str, object] = {"source": "镇政府", "reference": reference, "purpose": purpose}
        world.add(
            "income",
            **office.who,
            booked_on=on,
            amount=part,
            account_kind="own",
            **{**told, **columns},
        )
    return world.add(
        "transfers",
        **office.who,
        sender="镇政府",
        purpose=purpose,
        reference=reference,
        sent_on=sent,
        amount=amount,
    )
