"""Support against the rules of its scheme: two at once, two places, ages, custody, work, wealth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sunledger.demo.planted.enrolling import END, START, birthday_in, months
from sunledger.demo.planted.officials import needy, some_months
from sunledger.demo.planted.ordinary.land import for_plot, plot
from sunledger.demo.planted.ordinary.registers import insure, own
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.support import (
    AGED,
    DESTITUTE,
    FARM,
    JOBLESS,
    LIVING,
    NEEDY,
    ORPHAN,
    PENSION,
    YUAN,
    pay,
    transfer_day,
)
from sunledger.demo.planted.world import FIRST, LAST, World, month

TWO, PLACES, AGE = ("exclusive_schemes",), ("two_places",), ("outside_age",)
CUSTODY, WORK, WEALTH = ("paid_in_custody",), ("paid_while_employed",), ("assets_against_need",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(250, 3)):
        _two_schemes(world)
        _two_places(world)
        _too_young(world)
        _in_prison(world)
        _at_work(world)
        _car(world)
    for _ in range(world.times(100, 2)):
        _grown_orphan(world)
        _houses_or_firm(world)
    for _ in range(world.times(150, 2)):
        _handover(world)
        _owed_from_before(world)
        _moved_home(world)
        _two_fields(world)
        _just_sixty(world)
        _born_otherwise(world)
        _acquitted(world)
        _not_suspended(world)
        _month_of_new_work(world)
        _sold_or_asleep(world)


def _two_schemes(world: World) -> None:
    """On the list of the town and on that of the county, which exclude each other."""
    one = person(world, (62, 85))
    first, last = some_months(world, 3)
    grade = world.random.choice(("全自理", "半护理"))
    rows = needy(world, one, *((START, END) if world.random.random() < 0.5 else (first, last)))
    rows += pay(world, one, DESTITUTE, range(first, last + 1), grade=grade)
    world.scheme("two schemes that exclude each other", TWO, rows)


def _two_places(world: World) -> None:
    """Paid where they used to live and where they live now, for the same months."""
    one = person(world, (62, 85))
    others = [each for each in world.villages if each.town != one.village.town]
    if world.random.random() < 0.5:
        others = [each for each in others if each.county != one.village.county] or others
    first, last = some_months(world, 3)
    amount = (163 + world.random.randrange(160)) * YUAN
    rows = pay(world, one, PENSION, range(START, END + 1), amount=amount)
    there = replace(one, village=world.random.choice(others))
    rows += pay(world, there, PENSION, range(first, last + 1), amount=amount + 700)
    world.scheme("one pension paid in two places", PLACES, rows)


def _too_young(world: World) -> None:
    """The pension begins years before its age."""
    one = person(world, (53, 58))
    first, last = some_months(world, 6)
    amount = (163 + world.random.randrange(160)) * YUAN
    rows = pay(world, one, PENSION, range(first, last + 1), amount=amount)
    world.scheme("a pension that begins years early", AGE, rows)


def _grown_orphan(world: World) -> None:
    """Support for a child goes on after the child has grown up."""
    one = person(world, (19, 24))
    rows = pay(world, one, ORPHAN, range(*some_months(world, 6)))
    world.scheme("support for a child who has grown up", AGE, rows)
    one = person(world, (62, 66))
    rows = pay(world, one, JOBLESS, range(*some_months(world, 4)))
    world.scheme("paid as jobless at the age of a pension", AGE, rows)


def _in_prison(world: World) -> None:
    """Nobody told the office of the sentence, and the money went on."""
    one = person(world, (40, 75))
    since = FIRST + timedelta(days=world.random.randrange(-120, 330))
    until = since + timedelta(days=world.random.randrange(200, 1_500))
    one.away = (since, until)
    world.add("custody", person=one.person, since=since, until=until, acquitted=0)
    inside = range(max(START, month(since) + 1), min(END, month(until) - 1) + 1)
    wanted = list(inside)[: world.random.randint(2, 12)]
    if one.age(FIRST) >= 60:
        rows = pay(world, one, PENSION, wanted, amount=210 * YUAN)
    else:
        rows = needy(world, one, wanted[0], wanted[-1])
    world.scheme("support during a sentence", CUSTODY, rows)


def _at_work(world: World) -> None:
    """Paid as one without work, while an employer pays the insurance."""
    one = person(world, (26, 55))
    first = world.random.randrange(START, END - 8)
    last = first + world.random.randint(3, 8)
    late = first + world.random.randrange(2)
    insure(world, one, "9199888888", "劳务派遣有限公司", first=late, last=last + 2)
    rows = pay(world, one, JOBLESS, range(first, last + 1))
    world.scheme("paid as jobless while at work", WORK, rows)


def _car(world: World) -> None:
    """A family on support by need drives a car that is worth years of it."""
    one = person(world, (32, 58))
    yuan = world.random.choice((88_000, 126_000, 215_000, 460_000)) + world.random.randrange(9_000)
    own(world, one, "vehicle", world.random.choice(("哈弗H6", "宝马3系", "帕萨特")), yuan)
    world.scheme("a dear car in a household on support", WEALTH, needy(world, one))


def _houses_or_firm(world: World) -> None:
    """Flats in the county town, or a firm that trades, behind somebody on support by need."""
    one = person(world, (35, 65))
    if world.random.random() < 0.6:
        for number in range(2):
            own(world, one, "house", f"县城商品房{number + 1}", 260_000 + number * 90_000)
    else:
        own(world, one, "company", "建材有限公司", world.random.choice((300_000, 1_000_000)))
    world.scheme("houses or a firm behind support by need", WEALTH, needy(world, one))


# --- innocent -----------------------------------------------------------------------------------


def _handover(world: World) -> None:
    """One month in which the old scheme still pays and the new one begins."""
    one = person(world, (62, 85))
    change = world.random.randrange(START + 3, END - 3)
    rows = needy(world, one, START, change)
    rows += pay(world, one, DESTITUTE, range(change, END + 1), grade="全自理")
    world.look_alike("the month of handover between two schemes", TWO, rows)


def _owed_from_before(world: World) -> None:
    """Under the new scheme already, months that the old one still owed are paid."""
    one = person(world, (62, 85))
    change = world.random.randrange(START + 6, END - 5)
    rows = needy(world, one, START, change - 3)
    late = transfer_day(change + 1, NEEDY)
    owed = range(change - 2, change)
    rows += pay(world, one, NEEDY, owed, amount=450 * YUAN, paid_on=late)
    rows += pay(world, one, DESTITUTE, range(change, END + 1), grade="全自理")
    world.look_alike("an old scheme's months paid under the new one", TWO, rows)


def _moved_home(world: World) -> None:
    """Paid in one village until the move, in the other one after it; at most a month in both."""
    one = person(world, (62, 85))
    village = world.village(besides=one.village)
    change = world.random.randrange(START + 3, END - 3)
    amount = (163 + world.random.randrange(160)) * YUAN
    rows = pay(world, one, PENSION, range(START, change + 1), amount=amount)
    begins = change + world.random.randrange(2)
    there = replace(one, village=village)
    rows += pay(world, there, PENSION, range(begins, END + 1), amount=amount)
    world.look_alike("moved home in the middle of the year", PLACES, rows)


def _two_fields(world: World) -> None:
    """A farmer has plots in two villages, and is paid for each where it lies."""
    one = person(world, (40, 65))
    village = world.village(besides=one.village)
    there, rows = replace(one, village=village), []
    for each in (one, there):
        area = world.random.randrange(10, 40) * 100
        rows += for_plot(world, each, FARM, plot(world, each, area), area)
    world.look_alike("fields in two villages", (*PLACES, "land_beyond_register"), rows)


def _just_sixty(world: World) -> None:
    """The pension begins with the month of the birthday."""
    one = person(world, (59, 59))
    begins = max(START, month(birthday_in(one, 60)))
    rows = pay(world, one, PENSION, range(begins, END + 1), amount=172 * YUAN)
    world.look_alike("a pension from the month of the birthday", AGE, rows)


def _born_otherwise(world: World) -> None:
    """The police corrected a birthday; the register still has the one from before."""
    one = person(world, (57, 58))
    born = one.born.replace(year=one.born.year - 3)
    corrected = replace(one, born=born)
    due = months(corrected, birthday_in(corrected, 60))
    rows = pay(world, corrected, PENSION, due, amount=185 * YUAN)
    world.look_alike("a birthday that was corrected", AGE, rows)


def _acquitted(world: World) -> None:
    """Held for weeks and released, or acquitted after months."""
    one = person(world, (61, 75))
    since = FIRST + timedelta(days=world.random.randrange(60, 300))
    long = world.random.random() < 0.5
    until = since + timedelta(days=200 if long else 24)
    world.add("custody", person=one.person, since=since, until=until, acquitted=int(long))
    rows = pay(world, one, PENSION, range(START, END + 1), amount=190 * YUAN)
    world.look_alike("held and released without a sentence", CUSTODY, rows)


def _not_suspended(world: World) -> None:
    """What the rules pay in custody as well; and what was due before the sentence."""
    one = person(world, (81, 88))
    since = date(2025, 2, 10)
    world.add("custody", person=one.person, since=since, until=date(2026, 2, 10), acquitted=0)
    rows = pay(world, one, AGED, range(START, END + 1))
    late = transfer_day(month(since) + 2, PENSION)
    rows += pay(world, one, PENSION, range(START, month(since) + 1), amount=178 * YUAN)[:-1]
    rows += pay(world, one, PENSION, [month(since) - 8], amount=15 * YUAN, paid_on=late)
    world.look_alike("a scheme that goes on in custody", CUSTODY, rows)


def _month_of_new_work(world: World) -> None:
    """The month in which somebody finds work is paid by both; other schemes are beside work."""
    one = person(world, (26, 55))
    begins = world.random.randrange(START + 4, END - 2)
    insure(world, one, "9199777777", "食品有限公司", first=begins, last=month(LAST))
    rows = pay(world, one, JOBLESS, range(begins - 4, begins + 1))
    rows += pay(world, one, LIVING, range(START, END + 1))
    world.look_alike("the month in which work begins", WORK, rows)


def _sold_or_asleep(world: World) -> None:
    """A car sold long ago, a tractor, a firm that has not traded for years, a farm house."""
    one: Resident = person(world, (35, 60))
    lot = world.random.randrange(4)
    if lot == 0:
        own(
            world,
            one,
            "vehicle",
            "大众朗逸",
            132_000,
            since=date(2018, 1, 5),
            until=date(2023, 5, 1),
        )
    elif lot == 1:
        own(world, one, "vehicle", "四轮拖拉机", 23_000)
    elif lot == 2:
        own(world, one, "company", "养殖合作社", 200_000, active=0)
    else:
        own(world, one, "house", "农村自建房", 41_000)
    world.look_alike("a car that was sold, a firm asleep", WEALTH, needy(world, one))
