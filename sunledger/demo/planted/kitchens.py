"""How a school's roll, a day of meals and a delivery stand in the records."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sunledger.demo.planted.firms import Firm, seller
from sunledger.demo.planted.offices import Office
from sunledger.demo.planted.world import FIRST, LAST, World, month

# What things cost at the market, in fen: by kilogram, but eggs.
GOODS = {
    "猪肉": ("meat", 28_00),
    "鸡肉": ("meat", 19_00),
    "大米": ("rice", 5_20),
    "白菜": ("other", 2_60),
    "土豆": ("other", 3_10),
    "鸡蛋": ("other", 10_40),
    "食用油": ("other", 12_50),
    "速冻水饺": ("frozen", 14_00),
}
TERMS = (
    (date(2024, 9, 2), date(2025, 1, 17)),
    (date(2025, 2, 17), date(2025, 7, 4)),
    (date(2025, 9, 1), LAST),
)


def pupils_of(office: Office) -> int:
    """Return how many pupils a school has."""
    return Random(office.code).randrange(60, 240)  # noqa: S311 - a seed is the point


def boards(office: Office) -> int:
    """Return how many pupils live at a school: a ninth at the large ones, nobody at the others."""
    return pupils_of(office) // 9 if office.code.endswith("M1") else 0


def in_term(on: date) -> bool:
    """Whether schools teach in this part of the year."""
    return any(first <= on <= last for first, last in TERMS)


def enrol(
    world: World, office: Office, word: str, first: date, last: date, **columns: object
) -> str:
    """Put a pupil on the roll and return the row's code."""
    told: dict[str, object] = {"subsidised": 0, "poor": 0, "boarder": 0, "moving": 0}
    told["person"] = world.key(word)
    return world.add(
        "pupils",
        **office.who,
        first=month(first),
        last=month(last),
        **{**told, **columns},
    )


def meal(world: World, office: Office, on: date, present: int, **columns: object) -> str:
    """Serve a day's meals and return the row's code; boarders eat three times."""
    staff = world.random.randrange(4, 9)
    served = present + 2 * boards(office) + world.random.randrange(-2, 1)
    told: dict[str, object] = {
        "served": served,
        "claimed": served,
        "present": present,
        "staff": staff,
    }
    told |= columns
    claimed = int(str(told["claimed"]))
    return world.add(
        "meals",
        **office.who,
        on=on,
        food=round((served + staff) * world.random.uniform(380, 460)),
        amount=claimed * 5_00,
        **told,
    )


def market(item: str, on: date) -> int:
    """Return the price of a week: it moves with the seasons."""
    week = (on - FIRST).days // 7
    drift = Random(f"{item} {week // 3}").uniform(0.93, 1.07)  # noqa: S311 - a seed is the point
    return round(GOODS[item][1] * drift)


def deliver(
    world: World,
    office: Office,
    firm: Firm,
    item: str,
    on: date,
    kilograms: float,
    **columns: object,
) -> str:
    """Weigh a delivery in and return the row's code; what comes is never quite what was ordered."""
    ordered = round(kilograms) * 1_000
    price = round(market(item, on) * world.random.uniform(0.95, 1.05))
    told: dict[str, object] = {
        "measure": "kg",
        "minute": world.random.randrange(6 * 60 + 10, 8 * 60 + 20),
        "quantity": ordered + world.random.randrange(-900, 900, 20),
        "ordered": ordered,
        "price": price,
        "photo": f"{world.random.randrange(16**10):010x}",
        "kind": GOODS[item][0],
        "framework": 0,
    }
    told |= columns
    quantity, price = int(str(told["quantity"])), int(str(told["price"]))
    return world.add(
        "purchases",
        **office.who,
        **seller(firm),
        on=on,
        item=item,
        amount=round(quantity * price / 1_000),
        county=office.county,
        **told,
    )


def weeks() -> list[date]:
    """Return the Mondays of the time in which the province lives."""
    first = FIRST + timedelta(days=-FIRST.weekday() % 7)
    return [first + timedelta(days=7 * n) for n in range((LAST - first).days // 7 + 1)]
