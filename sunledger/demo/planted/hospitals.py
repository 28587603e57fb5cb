"""Treatment that was never given, and what only looks like it."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.ordinary.treated import stay
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.world import FIRST, World

TWO, IMPOSSIBLE = ("two_hospitals",), ("impossible_treatment",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(200, 2)):
        _in_two_beds(world)
        _invoice_again(world)
        _of_the_other_sex(world)
        _of_another_age(world)
    for _ in range(world.times(120, 2)):
        _sent_on(world)
        _mother_and_child(world)
        _in_time(world)
    _wrong_code(world)


def _begins(world: World) -> date:
    return FIRST + timedelta(days=world.random.randrange(20, 500))


def _in_two_beds(world: World) -> None:
    """A card lies in one hospital while its holder lies in another."""
    one, day = person(world, (40, 85)), _begins(world)
    long = world.random.randint(6, 25)
    rows = [stay(world, one, day, day + timedelta(days=long), hospital=2)]
    other = day + timedelta(days=world.random.randrange(1, long - 2))
    rows.append(stay(world, one, other, other + timedelta(days=9), hospital=1))
    world.scheme("in two hospitals at once", TWO, rows)


def _invoice_again(world: World) -> None:
    """The same bill is handed in twice, here and there."""
    one, day = person(world, (30, 85)), _begins(world)
    bill = {"invoice": f"{world.random.randrange(10**10):010}", "amount": 432_000}
    left = day + timedelta(days=8)
    rows = [stay(world, one, day, left, hospital=2, **bill) for _ in range(2)]
    world.scheme("one hospital bill paid twice", TWO, rows)


def _of_the_other_sex(world: World) -> None:
    """A man after childbirth, a woman at her prostate: the card was lent or the bill made up."""
    sex = world.random.choice("FM")
    one, day = person(world, (45, 54), sex=sex), _begins(world)
    code = "P-前" if sex == "F" else world.random.choice(("P-产", "P-妇"))
    row = stay(world, one, day, day + timedelta(days=4), procedure=code)
    world.scheme("treatment of the other sex", IMPOSSIBLE, [row])


def _of_another_age(world: World) -> None:
    """Jaundice of the newborn at seventy, cataract of the old at twenty."""
    ages, code = world.random.choice((((60, 85), "P-新"), ((18, 28), "P-白"), ((40, 70), "P-儿")))
    one, day = person(world, ages), _begins(world)
    row = stay(world, one, day, day + timedelta(days=5), procedure=code)
    world.scheme("treatment of another age", IMPOSSIBLE, [row])


# --- innocent -----------------------------------------------------------------------------------


def _sent_on(world: World) -> None:
    """Out of one hospital and into a bigger one on the same day."""
    one, day = person(world, (40, 85)), _begins(world)
    left = day + timedelta(days=world.random.randint(1, 9))
    rows = [
        stay(world, one, day, left),
        stay(world, one, left, left + timedelta(days=14), hospital=3),
    ]
    world.look_alike("sent on to another hospital", TWO, rows)


def _mother_and_child(world: World) -> None:
    """Mother and newborn are treated at once, under the mother's number."""
    mother, day = person(world, (22, 36), sex="F"), _begins(world)
    left = day + timedelta(days=5)
    rows = [
        stay(world, mother, day, left, hospital=2, procedure="P-产"),
        stay(world, mother, day, left, hospital=2, procedure="P-肺", born=day, sex="M"),
    ]
    world.look_alike("mother and newborn under one number", TWO, rows)


def _in_time(world: World) -> None:
    """Two stays, one after the other; and treatment that fits."""
    one: Resident = person(world, (50, 80))
    day = _begins(world)
    rows = [
        stay(world, one, day + timedelta(days=20 * part), day + timedelta(days=20 * part + 9))
        for part in range(2)
    ]
    world.look_alike("two stays one after the other", TWO + IMPOSSIBLE, rows)


def _wrong_code(world: World) -> None:
    """A hospital's list of codes maps hernia to the children's code: every bill looks so."""
    village, rows = world.village(), []
    for _ in range(world.times(1_500, 12)):
        one = person(world, (30, 70), village=village)
        day = _begins(world)
        rows.append(stay(world, one, day, day + timedelta(days=3), hospital=1, procedure="P-儿"))
    world.look_alike("a hospital's own wrong code", IMPOSSIBLE, rows)
