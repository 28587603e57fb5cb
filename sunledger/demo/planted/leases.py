"""How a lease, its asset and its rents stand in the books of a village."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.offices import Office, working_after
from sunledger.demo.planted.world import LAST, World

PER_MU = 620  # yuan a year, about


def asset(world: World, office: Office, kind: str, area: float, **columns: object) -> str:
    """Enter an asset of all and return its code in the register, not that of its row."""
    code = f"{office.code}A{world.random.randrange(10**6):06}"
    told: dict[str, object] = {
        "title": {"land": "机动地", "pond": "鱼塘", "building": "旧校舍", "equipment": "加工设备"}[
            kind
        ],
        "rentable": 1,
        "public": 0,
        "value": round(area * 3_000) * 100,
        "since": date(2012, 1, 1),
    }
    world.add(
        "assets",
        **office.who,
        asset=code,
        kind=kind,
        area=round(area * 1_000),
        **{**told, **columns},
    )
    return code


def lease(
    world: World, office: Office, thing: str, lessee: str, area: float, rent: int, **columns: object
) -> tuple[str, str]:
    """Let something; return the code of the row and the number of the contract."""
    number = f"租{world.random.randrange(10**8):08}"
    since = date(world.random.randrange(2019, 2024), world.random.randrange(1, 13), 1)
    told: dict[str, object] = {
        "title": "机动地",
        "use": "种植",
        "signed_on": since - timedelta(days=12),
        "since": since,
        "until": date(since.year + world.random.randrange(7, 12), since.month, 1),
        "tendered": 1,
        "improves": 0,
        "holding_over": 0,
        "town": office.town,
    }
    told |= columns
    told.setdefault("offered_on", _offered(told["until"]))
    row = world.add(
        "leases",
        **office.who,
        contract=number,
        asset=thing,
        lessee=lessee,
        area=round(area * 1_000),
        rent=rent,
        **told,
    )
    return row, number


def _offered(until: object) -> date | None:
    """Return the day on which a lease that will soon end was offered anew: months before."""
    if not isinstance(until, date) or until <= LAST:
        return None
    on = until - timedelta(days=140)
    return on if on <= LAST else None


def rent_due(
    world: World,
    office: Office,
    number: str,
    lessee: str,
    rent: int,
    due: date,
    late: int | None,
    **columns: object,
) -> str:
    """Let a rent fall due; it is paid so many days late, or not (None). Return the row's code."""
    paid = working_after(due, late) if late is not None else None
    if paid and paid > LAST:
        paid = None
    if paid:
        told = {"source": lessee, "purpose": "租金", "contract": number, "account_kind": "own"}
        world.add("income", **office.who, **told, booked_on=paid, amount=rent)
    return world.add(
        "rents",
        **office.who,
        contract=number,
        title="机动地",
        lessee=lessee,
        due_on=due,
        due=rent,
        paid_on=paid,
        paid=rent if paid else 0,
        **{"deferred": 0, **columns},
    )
