"""A body's list of payments: how a payment stands in it."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.firms import Firm
from sunledger.demo.planted.offices import Office
from sunledger.demo.planted.world import World


def pay(
    world: World, office: Office, payee: Firm | str, amount: int, on: date, **columns: object
) -> str:
    """Add a payment to the published book of a body and return its code."""
    name = payee.name if isinstance(payee, Firm) else payee
    month = f"{on.year}-{on.month:02}"
    told: dict[str, object] = {
        "reference": invoice_number(world),
        "purpose": payee.trade if isinstance(payee, Firm) else "劳务",
        "method": "转账",
        "batch": f"{office.code}-{month}",
        "batch_name": f"{office.name}{on.year}年{on.month}月付款",
    }
    return world.add(
        "payments",
        **office.who,
        payer=office.name,
        payee=name,
        paid_on=on,
        amount=amount,
        **{**told, **columns},
    )


def invoice_number(world: World) -> str:
    """Return the number of an invoice that nobody else has."""
    return f"{world.random.randrange(10**8):08}"
