"""Prescriptions for patients who never came, drugs that nobody can swallow, and look-alikes."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.prescriptions import DRUGS, doctor_of, prescribe
from sunledger.demo.planted.residents import Resident, person
from sunledger.demo.planted.world import World

AT_ONCE, FAR = ("prescribed_at_once",), ("drug_far_above_usual",)


def plant(world: World) -> None:
    """Plant them all."""
    for _ in range(world.times(60, 2)):
        _pile_of_cards(world)
        _sold_on(world)
    for _ in range(world.times(40, 2)):
        _signed_together(world)
        _nobody_named(world)
        _typed_later(world)
        _by_file(world)
        _for_a_quarter(world)


def _drug(world: World) -> str:
    return world.random.choice(tuple(DRUGS))


def _patients(world: World, many: int) -> list[Resident]:
    """Return patients of one village."""
    village = world.village()
    return [person(world, (60, 85), village=village) for _ in range(many)]


def _crowd(world: World, **columns: object) -> list[str]:
    """Write for several patients in each of some minutes, under one doctor's code."""
    patients = _patients(world, world.random.randrange(15, 26))
    doctor = doctor_of(world, patients[0].village.county)
    on = date(2025, 10, 9) + timedelta(days=world.random.randrange(14))
    begun = world.random.randrange(9 * 60 + 1, 16 * 60)
    rows = []
    for n, one in enumerate(patients):
        told = {"doctor": doctor, "minute": begun + n // 4, **columns}
        rows.append(prescribe(world, one, on, _drug(world), 2, 1, **told))
    return rows


def _pile_of_cards(world: World) -> None:
    """Take the cards of a whole village and write for all of them, whoever is ill."""
    world.scheme("prescriptions from a pile of cards", AT_ONCE, _crowd(world))


def _sold_on(world: World) -> None:
    """Fetch ten boxes every few days and sell them on."""
    [one] = _patients(world, 1)
    drug, on = _drug(world), date(2025, 10, 1)
    rows = []
    for _ in range(world.random.randrange(9, 14)):
        on += timedelta(days=world.random.randrange(2, 7))
        rows.append(prescribe(world, one, on, drug, world.random.randrange(8, 13)))
    world.scheme("drugs fetched to be sold on", FAR, rows)


# --- innocent -----------------------------------------------------------------------------------


def _signed_together(world: World) -> None:
    """A doctor signs the week's renewals in one go."""
    world.look_alike("renewals signed together", AT_ONCE, _crowd(world, renewed=1))


def _nobody_named(world: World) -> None:
    """The machine of a hospital writes a filler where it knows no doctor."""
    filler = world.random.choice(("未知", "999999", "0000"))
    world.look_alike("a filler in the doctor's place", AT_ONCE, _crowd(world, doctor=filler))


def _typed_later(world: World) -> None:
    """What was written on paper when the line was down is typed at night."""
    rows = _crowd(world, entered_later=1, minute=19 * 60 + 7)
    world.look_alike("paper prescriptions typed later", AT_ONCE, rows)


def _by_file(world: World) -> None:
    """A severe case has a file that allows many times what others take."""
    [one] = _patients(world, 1)
    drug, on = _drug(world), date(2025, 10, 8)
    rows = [
        prescribe(world, one, on + timedelta(days=9 * n), drug, 10, allowed=1) for n in range(8)
    ]
    world.look_alike("a severe case with a file", FAR, rows)


def _for_a_quarter(world: World) -> None:
    """Somebody who lives far away fetches what lasts for a quarter, and a little over."""
    [one] = _patients(world, 1)
    drug = _drug(world)
    days = date(2025, 10, 8), date(2025, 11, 20), date(2025, 12, 22)
    rows = [prescribe(world, one, on, drug, 5, hospital=3) for on in days]
    world.look_alike("what lasts for a quarter, fetched at once", FAR, rows)
