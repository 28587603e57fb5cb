"""How a prescription stands in the records of a fund."""

from __future__ import annotations

from datetime import date

from sunledger.demo.planted.residents import Resident
from sunledger.demo.planted.world import World

# What is taken day by day, and what a box costs, in fen.
DRUGS = {"Y-压": ("苯磺酸氨氯地平片", 31_00), "Y-糖": ("二甲双胍片", 24_00)}
_NAMES = ("", "中心卫生院", "人民医院", "第一医院")


def doctor_of(world: World, county: str) -> str:
    """Return the code of one of a county's doctors."""
    return f"{county}D{world.random.randrange(30):03}"


def prescribe(
    world: World,
    one: Resident,
    on: date,
    drug: str,
    boxes: int,
    hospital: int = 2,
    **other: object,
) -> str:
    """Reimburse a prescription and return the row's code."""
    county, county_name = one.village.county, one.village.county_name
    name, price = DRUGS[drug]
    row: dict[str, object] = {
        "body": f"{county}-医保局",
        "body_name": f"{county_name}医保局",
        "person": one.person,
        "hospital": f"{county}-H{hospital}",
        "hospital_name": f"{county_name}{_NAMES[hospital]}",
        "doctor": doctor_of(world, county),
        "number": f"{world.random.randrange(10**10):010}",
        "written_on": on,
        "minute": world.random.randrange(8 * 60, 17 * 60),
        "drug": drug,
        "drug_name": name,
        "measure": "盒",
        "quantity": boxes * 1_000,
        "renewed": 0,
        "entered_later": 0,
        "allowed": 0,
        "amount": boxes * price,
    }
    return world.add("prescriptions", **(row | other))
