"""Stays in hospital, as a fund reimburses them."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.support import YUAN
from sunledger.demo.planted.world import FIRST, World

# Procedures that only some can have: sex, from age, to age.
ONLY = {
    "P-产": ("分娩及产科手术", "F", 14, 55),
    "P-妇": ("子宫肌瘤切除术", "F", 14, None),
    "P-前": ("前列腺切除术", "M", 30, None),
    "P-新": ("新生儿黄疸光疗", "", None, 0),
    "P-白": ("老年性白内障手术", "", 40, None),
    "P-儿": ("儿童疝修补术", "", None, 16),
}
_USUAL = ("P-肺", "P-脑", "P-骨", "P-胃", "P-心", "P-糖", "P-肝")


def plant(world: World) -> None:
    """Let people fall ill; a few go from one hospital to the next on one day."""
    for code, (title, sex, youngest, oldest) in ONLY.items():
        ages = {"min_age": youngest, "max_age": oldest}
        world.add("procedures", procedure=code, title=title, sex=sex or None, **ages)
    for one in world.residents:
        age = one.age(FIRST)
        if world.random.random() < (0.3 if age > 65 else 0.05):
            admitted = FIRST + timedelta(days=world.random.randrange(540))
            if one.died and admitted + timedelta(days=30) > one.died:
                continue
            left = admitted + timedelta(days=world.random.randint(1, 18))
            stay(world, one, admitted, left, hospital=1)
            if world.random.random() < 0.03:  # sent on to a bigger hospital
                stay(world, one, left, left + timedelta(days=12), hospital=3)


def stay(
    world: World, one: Resident, admitted: date, left: date, hospital: int = 1, **other: object
) -> str:
    """Reimburse a stay and return the row's code."""
    county = one.village.county
    name = ("", "中心卫生院", "人民医院", "第一医院")[hospital]
    row: dict[str, object] = {
        "body": f"{county}-医保局",
        "body_name": f"{one.village.county_name}医保局",
        "person": one.person,
        "sex": one.sex,
        "born": one.born,
        "hospital": f"{county}-H{hospital}",
        "hospital_name": f"{one.village.county_name}{name}",
        "admitted": admitted,
        "left": left,
        "doctor": f"{county}D{world.random.randrange(30 * hospital):03}",
        "procedure": fitting(world, one, admitted),
        "invoice": f"{world.random.randrange(10**10):010}",
        "amount": world.random.randrange(300, 9_000) * YUAN,
    }
    return world.add("stays", **(row | other))


def fitting(world: World, one: Resident, on: date) -> str:
    """Return a procedure that somebody can have."""
    age = one.age(on)
    fits = [
        code
        for code, (_title, sex, youngest, oldest) in ONLY.items()
        if sex in ("", one.sex) and age >= (youngest or 0) and (oldest is None or age <= oldest)
    ]
    return world.random.choice(fits if fits and world.random.random() < 0.25 else _USUAL)
