"""Fields and forest: the register of land rights, what is paid by area, machines, land taken."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.support import FARM, FOREST, YUAN, Scheme, pay
from sunledger.demo.planted.world import FIRST, World

MU = 1_000  # quantities are whole thousandths
PAID_IN = {2024: 2024 * 12 + 7, 2025: 2025 * 12 + 5}  # the month of the subsidy: August, June
PER_MU = {"GD": {2024: 9_630, 2025: 9_810}, "LC": {2024: 12_500, 2025: 12_500}}
_KINDS = (("拖拉机", 9_600), ("旋耕机", 2_800), ("水稻插秧机", 6_400), ("联合收割机", 24_000))


def plant(world: World) -> None:
    """Give villages their land, and pay what is due for it."""
    dealers: dict[str, list[str]] = {}
    for village in world.villages:
        if village.county not in dealers:
            names = [world.random.choice(world.villages).name[:2] for _ in range(7)]
            dealers[village.county] = [f"{name}农机销售有限公司" for name in dict.fromkeys(names)]
        farmed = _farms(world, village, dealers[village.county])
        spare = world.random.uniform(1.0, 1.12)
        for year in PAID_IN:
            arable(world, village, year, round(farmed * spare))
    for number in range(world.times(150)):
        taken(world, world.random.choice(world.villages), number)


def arable(world: World, village: Village, year: int, area: int) -> str:
    """Enter how much arable land a village has, and return the row's code."""
    return world.add("arable", village=village.code, year=year, area=area)


def _farms(world: World, village: Village, dealers: list[str]) -> int:
    """Give households their plots, and return how much land is farmed."""
    draw, farmed = world.random, 0
    wooded = draw.random() < 0.3
    heads: dict[int, list[Resident]] = {}
    for one in world.living_in[village.code]:
        heads.setdefault(one.household, []).append(one)
    for family in heads.values():
        head = family[0]
        if draw.random() < 0.25 or head.age(FIRST) < 18:
            continue
        # A part stands under another member of the family, who came into it by marriage.
        sizes = [draw.randrange(4, 40) * 100 for _ in range(draw.randint(1, 3))]
        for number, area in enumerate(sizes):
            grown = [one for one in family if one.age(FIRST) >= 18]
            holder = draw.choice(grown) if number and draw.random() < 0.15 else head
            code = plot(world, holder, area)
            for_plot(world, head, FARM, code, area)
            farmed += area
        if wooded and draw.random() < 0.5:
            area = draw.randrange(10, 60) * 100
            for_plot(world, head, FOREST, plot(world, head, area, "forest"), area)
        if draw.random() < 0.012:
            machine(world, head, draw.choice(dealers))
    return farmed


def plot(world: World, holder: Resident, area: int, use: str = "farmland") -> str:
    """Register a plot and return its code."""
    code = f"{holder.village.code}J{world.random.randrange(10**9):09}"
    world.add(
        "plots", plot=code, person=holder.person, village=holder.village.code, area=area, use=use
    )
    _added(world, holder.village, area if use == "farmland" else 0)
    return code


def _added(world: World, village: Village, area: int) -> None:
    """Let the village's arable land, where it is written already, hold a new plot too."""
    known = world.tables.get("arable", {"village": [], "area": []})
    for at, place in enumerate(known["village"]):
        if place == village.code:
            known["area"][at] = int(str(known["area"][at])) + area


def for_plot(
    world: World,
    one: Resident,
    scheme: Scheme,
    code: str | None,
    area: int,
    years: tuple[int, ...] = (2024, 2025),
) -> list[str]:
    """Pay for a plot of so many thousandths of a mu, once a year; return the rows' codes."""
    rows = []
    for year in years:
        amount = area * PER_MU[scheme.code][year] // MU
        rows += pay(world, one, scheme, [PAID_IN[year]], amount=amount, area=area, plot=code)
    return rows


def machine(world: World, buyer: Resident, dealer: str, **other: object) -> str:
    """Subsidise a machine and return the row's code."""
    kind, yuan = world.random.choice(_KINDS)
    village = buyer.village
    row: dict[str, object] = {
        "body": f"{village.county}-农业农村局",
        "body_name": f"{village.county_name}农业农村局",
        "serial": f"{world.random.choice('ABCDEFGH')}{world.random.randrange(10**10):010}",
        "kind": kind,
        "buyer": buyer.person,
        "cooperative": 0,
        "dealer": dealer,
        "county": village.county,
        "paid_on": FIRST + timedelta(days=world.random.randrange(500)),
        "amount": yuan * YUAN,
    }
    return world.add("machines", **(row | other))


def taken(world: World, village: Village, number: int) -> None:
    """Take land for a road, and pay those who held it by the survey."""
    families: dict[int, int] = {}
    for one in world.living_in[village.code]:
        families[one.household] = families.get(one.household, 0) + 1
    for household, heads in list(families.items())[: world.random.randint(25, 60)]:
        area = world.random.randrange(200, 3_000)
        compensate(world, village, number, household=household, heads=heads, area=area)


def compensate(world: World, village: Village, number: int, *, area: int, **other: object) -> str:
    """Pay a household for land that was taken, and return the row's code."""
    row: dict[str, object] = {
        "body": village.town,
        "body_name": f"{village.town_name}人民政府",
        "project": f"{village.county}路{number}",
        "village": village.code,
        "area": area,
        "measured": area,
        "entered": 0,
        "inherits": 0,
        "amount": area * 38_000 * YUAN // MU,
        "paid_on": date(2025, 3, 1) + timedelta(days=number),
    }
    return world.add("compensation", **(row | other))
