"""What belongs to all, let cheaply, to a friend, or not at all; works begun too early."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import firms, new_firm
from sunledger.demo.planted.leases import PER_MU, asset, lease, rent_due
from sunledger.demo.planted.offices import (
    Office,
    day_between,
    drawn,
    free_amount,
    person_name,
    working_after,
)
from sunledger.demo.planted.staff import staff
from sunledger.demo.planted.world import World


def plant(world: World) -> None:
    """Plant each at villages of its own."""
    bodies = drawn(world, 35 * len(_PLANS), "village", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _usual(world: World, area: float, share: float = 1.0) -> int:
    return round(area * PER_MU * share * world.random.lognormvariate(0, 0.1) / 10) * 1_000


def _row_of(world: World, thing: str) -> str:
    """Return the code of the row in which an asset stands in the register."""
    assets = world.tables["assets"]
    return str(assets["code"][assets["asset"].index(thing)])


def _for_a_song(world: World, office: Office) -> None:
    """Let good land for years at a fraction of what the neighbours pay."""
    area, lessee = world.random.randrange(20, 150), person_name(world.random)
    thing = asset(world, office, "land", area)
    since = date(2021, world.random.randrange(1, 13), 1)
    told = {
        "since": since,
        "until": date(since.year + world.random.choice((8, 20, 30)), 1, 1),
        "tendered": 0,
    }
    share = world.random.uniform(0.12, 0.42)
    row, _ = lease(world, office, thing, lessee, area, _usual(world, area, share), **told)
    world.scheme("good land let for a song", ["cheap_lease"], [row])


def _after_its_end(world: World, office: Office) -> None:
    """Let a lease run out and its holder stay."""
    area, lessee = world.random.randrange(10, 80), person_name(world.random)
    thing, rent = asset(world, office, "land", area), _usual(world, area)
    until = date(2024, world.random.randrange(7, 13), 1)
    row, number = lease(
        world, office, thing, lessee, area, rent, since=date(2019, 1, 1), until=until
    )
    rows = [row]
    for n in range(world.random.randrange(1, 3)):
        due = until + timedelta(days=120 + 180 * n)
        rows.append(rent_due(world, office, number, lessee, rent, due, 3))
    rows.append(_row_of(world, thing))
    world.scheme("a lease that ran out, and goes on", ["lease_run_out", "idle_asset"], rows)


def _never_asked(world: World, office: Office) -> None:
    """Never ask a friend for the rent."""
    area, lessee = world.random.randrange(10, 80), person_name(world.random)
    thing, rent = asset(world, office, "land", area), _usual(world, area)
    _, number = lease(world, office, thing, lessee, area, rent)
    due = date(2024, 9, 15), date(2025, world.random.randrange(2, 8), 15)
    rows = [rent_due(world, office, number, lessee, rent, on, None) for on in due]
    world.scheme("a rent nobody asks for", ["rent_overdue"], rows)


def _in_no_book(world: World, office: Office) -> None:
    """Let a pond that stands in no register."""
    area, lessee = world.random.randrange(5, 40), person_name(world.random)
    thing = f"{office.code}A{world.random.randrange(10**6):06}"
    row, _ = lease(
        world, office, thing, lessee, area, _usual(world, area, 1.5), title="鱼塘", use="养殖"
    )
    world.scheme("let, and in no register", ["let_not_registered"], [row])


def _to_oneself(world: World, office: Office) -> None:
    """Let it to one's wife, one's declared brother, or one's own firm."""
    holder, area = staff(world, office)[0], world.random.randrange(20, 100)
    thing, rent = asset(world, office, "land", area), _usual(world, area, 0.9)
    way = world.random.randrange(3)
    if way == 0:
        told: dict[str, object] = {"person": world.key(holder.word)}
        lessee = holder.name
    elif way == 1:
        told, lessee = {"person": world.key(f"brother of {holder.word}")}, person_name(world.random)
        world.add(
            "kin",
            person=world.key(holder.word),
            relative=told["person"],
            relation="sibling",
            declared_on=date(2023, 3, 1),
            recused=0,
        )
    else:
        firm = new_firm(world, office.county, "种业", leader=holder.word, leader_name=holder.name)
        told, lessee = {"lessee_id": firm.code}, firm.name
    row, _ = lease(world, office, thing, lessee, area, rent, tendered=0, **told)
    world.scheme("let to the one who answers for it", ["lessee_is_kin"], [row])


def _used_by_somebody(world: World, office: Office) -> None:
    """Leave a building without a lease; somebody uses it, and pays whom one does not know."""
    thing = asset(world, office, "building", world.random.randrange(200, 900), title="旧校舍")
    world.scheme("a building that nobody rents", ["idle_asset"], [_row_of(world, thing)])


def _begun_first(world: World, office: Office) -> None:
    """Let a friend begin, and write the tender and the contract around it."""
    signed = day_between(world, date(2024, 11, 1), date(2025, 8, 1))
    row = _works(world, office, signed, signed - timedelta(days=world.random.randrange(14, 70)))
    world.scheme("works begun before the contract", ["started_before_contract"], [row])


# Innocent ---------------------------------------------------------------------------------------


def _poor_soil(world: World, office: Office) -> None:
    """Stony slopes are cheap; and whoever has to plant and fence pays less."""
    area = world.random.randrange(30, 90)
    thing = asset(world, office, "land", area)
    told = {"use": "荒坡"}
    rows = [
        lease(
            world, office, thing, person_name(world.random), area, _usual(world, area, 0.15), **told
        )[0]
    ]
    other = asset(world, office, "land", area)
    told2 = {"improves": 1, "until": date(2045, 1, 1)}
    rows.append(
        lease(
            world, office, other, person_name(world.random), area, _usual(world, area, 0.6), **told2
        )[0]
    )
    world.look_alike("poor soil, and land to be improved", ["cheap_lease"], rows)


def _new_lease(world: World, office: Office) -> None:
    """A lease ends and a new one follows; another says that it holds over."""
    area, lessee = world.random.randrange(10, 80), person_name(world.random)
    thing, rent = asset(world, office, "land", area), _usual(world, area)
    until = date(2024, world.random.randrange(7, 13), 1)
    first, _ = lease(world, office, thing, lessee, area, rent, since=date(2019, 1, 1), until=until)
    second, number = lease(
        world,
        office,
        thing,
        lessee,
        area,
        rent,
        since=until,
        until=date(2031, 1, 1),
        signed_on=until - timedelta(days=9),
    )
    paid = rent_due(world, office, number, lessee, rent, until + timedelta(days=150), 4)
    other = asset(world, office, "land", area)
    told = {"since": date(2019, 1, 1), "until": until, "holding_over": 1}
    third, number = lease(world, office, other, lessee, area, rent, **told)
    rows = [first, second, paid, third]
    rows.append(rent_due(world, office, number, lessee, rent, until + timedelta(days=120), 4))
    world.look_alike("a new lease, and one that holds over", ["lease_run_out"], rows)


def _deferred(world: World, office: Office) -> None:
    """A flood took the harvest: the rent waits, as was decided; another is a month late."""
    area, lessee = world.random.randrange(10, 80), person_name(world.random)
    thing, rent = asset(world, office, "land", area), _usual(world, area)
    _, number = lease(world, office, thing, lessee, area, rent)
    rows = [rent_due(world, office, number, lessee, rent, date(2025, 3, 15), None, deferred=1)]
    rows.append(rent_due(world, office, number, lessee, rent, date(2024, 9, 15), 33))
    world.look_alike("a rent that was deferred", ["rent_overdue"], rows)


def _one_surname(world: World, office: Office) -> None:
    """In a village of one surname the best offer comes from somebody of the cadre's name."""
    holder, area = staff(world, office)[0], world.random.randrange(20, 100)
    thing = asset(world, office, "land", area)
    told = {"person": world.key(f"namesake {office.code}")}
    row, _ = lease(world, office, thing, holder.name, area, _usual(world, area), **told)
    world.look_alike("a lessee of the cadre's name", ["lessee_is_kin"], [row])


def _under_repair(world: World, office: Office) -> None:
    """A hall under repair, a square that everyone uses, and a lease that began this month."""
    told = ({"repaired_until": date(2026, 6, 30)}, {"public": 1, "title": "文化广场"})
    things = [asset(world, office, "building", 300, **one) for one in told]
    let = asset(world, office, "building", 200, since=date(2025, 11, 1))
    lease(
        world,
        office,
        let,
        person_name(world.random),
        200,
        9_000_00,
        since=date(2025, 12, 1),
        use="仓储",
    )
    rows = [_row_of(world, one) for one in (*things, let)]
    world.look_alike("under repair, or used by all", ["idle_asset"], rows)


def _flood(world: World, office: Office) -> None:
    """A dyke is mended in the night, and the contract follows."""
    signed = day_between(world, date(2024, 9, 1), date(2025, 8, 1))
    row = _works(world, office, signed, signed - timedelta(days=21), emergency=1, title="水毁抢修")
    other = _works(world, office, signed, signed)
    world.look_alike("works in an emergency", ["started_before_contract"], [row, other])


def _works(world: World, office: Office, signed: date, started: date, **columns: object) -> str:
    firm, value = (
        world.random.choice(firms(world, office.county)),
        free_amount(world.random, 90_000, 0.6),
    )
    told: dict[str, object] = {"title": "村道硬化", "emergency": 0, "tendered": 1}
    return world.add(
        "works",
        **office.who,
        project=f"P{world.random.randrange(10**8):08}",
        place=office.name,
        contractor=firm.name,
        contractor_id=firm.code,
        value=value,
        final=value,
        approved_on=signed - timedelta(days=40),
        awarded_on=signed - timedelta(days=5),
        signed_on=signed,
        started_on=started,
        accepted_on=working_after(signed, 80),
        **{**told, **columns},
    )


_PLANS = (
    _for_a_song,
    _after_its_end,
    _never_asked,
    _in_no_book,
    _to_oneself,
    _used_by_somebody,
    _begun_first,
    _poor_soil,
    _new_lease,
    _deferred,
    _one_surname,
    _under_repair,
    _flood,
)
