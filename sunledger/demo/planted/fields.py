"""Land, machines, compensation and households made larger than they are; and honest ones."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, approve
from sunledger.demo.planted.ordinary.land import compensate, for_plot, machine, plot
from sunledger.demo.planted.ordinary.registers import move
from sunledger.demo.planted.places import Village
from sunledger.demo.planted.residents import person
from sunledger.demo.planted.support import FARM, FOREST, NEEDY, YUAN, pay, transfer_day
from sunledger.demo.planted.world import FIRST, World, month

LAND, USES, MACHINE = ("land_beyond_register",), ("plot_two_uses",), ("machine_twice",)
TAKEN, MOVED = ("compensation_padded",), ("moved_in_before_award",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(250, 3)):
        _more_than_held(world)
        _field_and_forest(world)
    for _ in range(world.times(120, 2)):
        _village_grows(world)
        _machine_again(world)
        _lent_names(world)
        _one_dealer(world)
        _padded(world)
        _heads_after_the_notice(world)
        _moved_for_the_award(world)
        _held_by_the_son(world)
        _plot_split(world)
        _cooperative(world)
        _split_by_inheritance(world)
        _married(world)


def _village(world: World) -> Village:
    return world.village()


def _more_than_held(world: World) -> None:
    """Somebody is paid for half as much again as they hold, or for twice and three times it."""
    one = person(world, (36, 66))
    area = world.random.randrange(25, 90) * 100
    padded = area * world.random.choice((125, 150, 180, 240, 300)) // 100
    rows = for_plot(world, one, FARM, plot(world, one, area), padded)
    world.scheme("paid for more land than is held", LAND, rows)


def _village_grows(world: World) -> None:
    """A new list for a village holds fields that nobody has, under the names of many."""
    village, rows = _village(world), []
    world.shunned.add(village.code)
    has = max(
        area
        for place, area in zip(
            world.tables["arable"]["village"], world.tables["arable"]["area"], strict=True
        )
        if place == village.code and isinstance(area, int)
    )
    more, added = world.random.randint(25, 60) * has // 100, 0
    while added < more:
        one = person(world, (36, 66), village=village)
        area = world.random.randrange(20, 60) * 100
        rows += for_plot(world, one, FARM, None, area, years=(2025,))
        added += area
    world.scheme("a village with more fields than land", LAND, rows)


def _field_and_forest(world: World) -> None:
    """A plot that was given back to the forest is still paid for as a field."""
    one = person(world, (36, 66))
    area = world.random.randrange(15, 60) * 100
    code = plot(world, one, area)
    rows = for_plot(world, one, FARM, code, area) + for_plot(world, one, FOREST, code, area)
    world.scheme("one plot paid as field and as forest", USES, rows)


def _machine_again(world: World) -> None:
    """One machine goes from yard to yard, in a few counties, and is subsidised in each."""
    serial = f"K{world.random.randrange(10**10):010}"
    buyers = [person(world, (34, 60)) for _ in range(world.random.randint(2, 4))]
    same = {"serial": serial, "kind": "拖拉机", "amount": 9_600 * YUAN}
    rows = [machine(world, buyer, "顺达农机经销部", **same) for buyer in buyers]
    world.scheme("one machine subsidised again and again", MACHINE, rows)


def _lent_names(world: World) -> None:
    """One person buys machine after machine on paper."""
    buyer, many = person(world, (34, 60)), world.random.randint(4, 9)
    kind = {"kind": "旋耕机", "amount": 2_800 * YUAN}
    rows = [machine(world, buyer, "丰收农机销售有限公司", **kind) for _ in range(many)]
    world.scheme("one buyer of many machines", MACHINE, rows)


def _one_dealer(world: World) -> None:
    """Somebody in the office sends the buyers of a county to one dealer."""
    village, rows = _village(world), []
    sold = [
        at
        for at, county in enumerate(world.tables["machines"]["county"])
        if county == village.county
    ]
    for _ in range(2 * len(sold) + 12):
        buyer = person(world, (34, 60), village=village)
        rows.append(machine(world, buyer, "鑫源农机销售有限公司"))
    world.scheme("one dealer for a county", MACHINE, rows)


def _padded(world: World) -> None:
    """The area in the list of payments is larger than the surveyor measured."""
    one = person(world, (40, 66))
    measured = world.random.randrange(500, 3_000)
    area = measured * world.random.choice((115, 130, 160, 200)) // 100
    row = compensate(
        *(world, one.village, 900), area=area, measured=measured, household=one.household, heads=3
    )
    world.scheme("compensation for more land than was measured", TAKEN, [row])


def _heads_after_the_notice(world: World) -> None:
    """Persons were entered into a household after the notice, and counted."""
    one = person(world, (40, 66))
    area, more = world.random.randrange(500, 3_000), world.random.randint(1, 4)
    row = compensate(
        *(world, one.village, 901), area=area, household=one.household, heads=3 + more, entered=more
    )
    world.scheme("persons entered after the notice", TAKEN, [row])


def _moved_for_the_award(world: World) -> None:
    """A grandmother is registered with a family a few months before the family applies."""
    head = person(world, (34, 50))
    guest = person(world, (68, 84), near=head)
    approved = FIRST + timedelta(days=world.random.randrange(200, 420))
    moved = approved - timedelta(days=world.random.randrange(20, 165))
    move(world, guest, "other", moved)
    who = world.random.choice((head, guest))
    yuan = world.random.randrange(80, 190) * 5
    row = approve(world, who, NEEDY, approved, yuan)
    pay(world, who, NEEDY, range(month(approved) + 1, END + 1), amount=yuan * YUAN)
    world.scheme("moved in for the sake of an award", MOVED, [row])


# --- innocent -----------------------------------------------------------------------------------


def _held_by_the_son(world: World) -> None:
    """The family's plots stand under its members; the head is paid for all."""
    head = person(world, (55, 70))
    son = person(world, (30, 45), near=head)
    rows = []
    for holder in (head, son, son):
        area = world.random.randrange(10, 40) * 100
        rows += for_plot(world, head, FARM, plot(world, holder, area), area)
    world.look_alike("plots under several of a family", LAND, rows)


def _plot_split(world: World) -> None:
    """A part of a plot was given back to the forest, the rest is a field."""
    one = person(world, (36, 66))
    area = world.random.randrange(20, 60) * 100
    code = plot(world, one, area)
    rows = for_plot(world, one, FARM, code, area * 6 // 10)
    rows += for_plot(world, one, FOREST, code, area * 4 // 10)
    world.look_alike("a plot of which a part is forest", USES + LAND, rows)


def _cooperative(world: World) -> None:
    """A cooperative buys a fleet."""
    buyer, many = person(world, (40, 60)), world.random.randint(5, 9)
    fleet = {"cooperative": 1}
    rows = [machine(world, buyer, "丰收农机销售有限公司", **fleet) for _ in range(many)]
    world.look_alike("a cooperative with a fleet", MACHINE, rows)


def _split_by_inheritance(world: World) -> None:
    """A household was split by inheritance, with a paper on file."""
    one = person(world, (40, 66))
    area = world.random.randrange(500, 3_000)
    row = compensate(
        *(world, one.village, 902),
        area=area,
        household=one.household,
        heads=2,
        entered=2,
        inherits=1,
    )
    world.look_alike("a household split by inheritance", TAKEN, [row])


def _married(world: World) -> None:
    """A bride, a newborn, a mother who is cared for: moved in, and months later support."""
    head = person(world, (28, 45))
    guest = person(world, (26, 80), near=head)
    approved = FIRST + timedelta(days=world.random.randrange(200, 420))
    moved = approved - timedelta(days=world.random.randrange(20, 165))
    move(world, guest, world.random.choice(("marriage", "birth", "care")), moved)
    row = approve(world, head, NEEDY, approved, 600)
    pay(world, head, NEEDY, range(month(approved) + 1, END + 1), amount=600 * YUAN)
    late: date = transfer_day(month(approved) + 1, NEEDY)
    world.look_alike("moved in by marriage, birth or care", MOVED, [row] if late else [])
