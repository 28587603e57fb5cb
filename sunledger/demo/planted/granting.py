"""Property sold cheaply, grants to empty shells, land measured twice; and their look-alikes."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.firms import Firm, new_firm, register, unrelated
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    free_amount,
    offices,
)
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 8, 1)


def plant(world: World) -> None:
    """Let the firms of the counties trade honestly, and plant each scheme at one of them."""
    for office in offices(world, "company"):
        _honest(world, office)
    bodies = offices(world, "company", "bureau")
    for n, plan in enumerate(_PLANS * world.times(30, least=2)):
        plan(world, bodies[n * 7 % len(bodies)])


def _sold(
    world: World, office: Office, firm: Firm, price: int, appraised: int, **columns: object
) -> str:
    told: dict[str, object] = {"notice": f"产权公告{world.random.randrange(10**6)}", "within": 0}
    return world.add(
        "disposals",
        **office.who,
        asset="旧车辆一批",
        taker=firm.name,
        price=price,
        appraised=appraised,
        on=day_between(world),
        **{**told, **columns},
    )


def _granted(world: World, office: Office, firm: Firm, **columns: object) -> str:
    number = world.random.randrange(10**8)
    told: dict[str, object] = {
        "running_from": date(2024, 3, 1),
        "plot": f"plot {number}",
        "invoice": f"{number:08}",
    }
    on, amount = day_between(world, last=_BEFORE), free_amount(world.random, 400_000, 0.4)
    return world.add(
        "grants",
        **office.who,
        project=f"G{number:08}",
        title="冷库建设",
        company=firm.code,
        firm=firm.name,
        kind="cold store",
        paid_on=on,
        amount=amount,
        **{**told, **columns},
    )


def _compensated(world: World, office: Office, home: str, **columns: object) -> str:
    measured = world.random.randrange(800, 9_000)
    told: dict[str, object] = {
        "heads": 4,
        "entered": 0,
        "inherits": 0,
        "measured": measured,
        "area": measured,
    }
    return world.add(
        "compensation",
        **office.who,
        project=f"征{office.code}",
        household=world.key(home),
        amount=measured * 42_00,
        paid_on=date(2025, 4, 20),
        **{**told, **columns},
    )


def _honest(world: World, office: Office) -> None:
    """Sell old things; give grants that work; measure and pay for land."""
    for firm in unrelated(world, office.county, 4):
        appraised = free_amount(world.random, 60_000)
        price = round(appraised * world.random.uniform(0.95, 1.3))
        _sold(world, office, firm, price, appraised)
        _granted(world, office, firm)
    for n in range(40):
        heads = world.random.randrange(2, 6)
        _compensated(world, office, f"field {office.code} {n}", heads=heads)


def _cheap(world: World, office: Office) -> None:
    """Sell what is everyone's below its value, or past the exchange."""
    firm, appraised = new_firm(world, office.county), free_amount(world.random, 700_000, 0.4)
    if world.random.random() < 0.6:
        row = _sold(
            world, office, firm, round(appraised * world.random.uniform(0.45, 0.85)), appraised
        )
    else:
        row = _sold(world, office, firm, appraised, appraised, notice=None)
    world.scheme("property sold below its value", ["sold_below_appraisal"], [row])


def _shell(world: World, office: Office) -> None:
    """Take a grant for a cold store that never ran."""
    number = world.random.randrange(10**6)
    firm = Firm(
        f"91{office.county}SH{number:06}",
        f"永丰{number}农业有限公司",
        "种业",
        office.county,
        date(2022, 5, 1),
        f"shell {number}",
        "李明",
        f"telephone shell {number}",
        "村口",
        0,
    )
    register(world, firm, tax=0, electricity=0, staff=0)
    world.scheme("a grant to an empty shell", ["empty_shell"], [_granted(world, office, firm)])


def _padded(world: World, office: Office) -> None:
    """Measure more land than there is, or move people in after the notice."""
    rows = []
    for n in range(3):
        more: dict[str, object] = {"measured": 2_000, "area": world.random.randrange(2_500, 4_000)}
        moved: dict[str, object] = {"entered": world.random.randrange(3, 6), "heads": 8}
        rows.append(
            _compensated(
                world,
                office,
                f"padded {office.code} {n} {world.random.random()}",
                **(moved if n == 2 else more),
            )
        )
    world.scheme("compensation that was padded", ["compensation_padded"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _within_the_group(world: World, office: Office) -> None:
    """A thing changes hands within one owner's group."""
    row = _sold(
        world, office, new_firm(world, office.county), 300_000_00, 500_000_00, notice=None, within=1
    )
    world.look_alike("handed over within the group", ["sold_below_appraisal"], [row])


def _not_yet(world: World, office: Office) -> None:
    """A cold store is still being built: it need not use current yet."""
    number = world.random.randrange(10**6)
    firm = Firm(
        f"91{office.county}NB{number:06}",
        f"新禾{number}农业有限公司",
        "种业",
        office.county,
        date(2024, 9, 1),
        f"builder {number}",
        "王芳",
        f"telephone nb {number}",
        "村口",
        3,
    )
    register(world, firm, tax=0, electricity=0, staff=3)
    row = _granted(world, office, firm, running_from=date(2026, 6, 1))
    world.look_alike("a cold store that is being built", ["empty_shell"], [row])


def _inherited(world: World, office: Office) -> None:
    """A household was split by inheritance, as the file says; a survey is rounded."""
    rows = [
        _compensated(
            world,
            office,
            f"heir {office.code} {n} {world.random.random()}",
            inherits=1,
            heads=3,
            entered=2,
        )
        for n in range(2)
    ]
    rows.append(
        _compensated(
            world,
            office,
            f"rounded {office.code} {world.random.random()}",
            measured=2_960,
            area=3_000,
        )
    )
    world.look_alike("a household split by inheritance", ["compensation_padded"], rows)


_PLANS = (
    _cheap,
    _shell,
    _padded,
    _within_the_group,
    _not_yet,
    _inherited,
)
