"""Schemes of support in the made-up province, and how one of their payments is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunledger.demo.planted.places import Village
    from sunledger.demo.planted.residents import Resident
    from sunledger.demo.planted.world import World

YUAN = 100
RAISED = date(2025, 7, 1)  # the day from which the yearly increase of the rates holds


@dataclass(frozen=True)
class Scheme:
    """A scheme of support: its rules, which office pays it, and its rates before and since."""

    code: str
    title: str
    office: str  # what follows the county's name; nothing where the town pays
    rules: dict[str, object]
    rates: dict[str, tuple[int, int]]  # by grade, yuan a month, before and since the increase


def _scheme(
    code: str, title: str, office: str, rates: dict[str, tuple[int, int]], **rules: object
) -> Scheme:
    return Scheme(code, title, office, rules, rates)


PENSION = _scheme(
    "YL", "城乡居民养老金", "人社局", {}, min_age=60, in_custody=0, grace=0, works_on=1, flat=0
)
NEEDY = _scheme(
    *("DB", "最低生活保障金", "", {}),
    needs_tested=1, exclusive="基本生活", in_custody=0, works_on=1, flat=0, grace=1,
    asset_limit=50_000 * YUAN,
)  # fmt: skip
DESTITUTE = _scheme(
    *("TK", "特困人员供养金", "民政局"),
    {"全自理": (832, 871), "半护理": (1_140, 1_196), "全护理": (1_560, 1_612)},
    needs_tested=1, exclusive="基本生活", in_custody=0, flat=1, grace=1, asset_limit=20_000 * YUAN,
)  # fmt: skip
LIVING = _scheme("CS", "困难残疾人生活补贴", "残联", {"": (95, 100)}, works_on=1, flat=1, grace=1)
CARE = _scheme(
    *("CH", "重度残疾人护理补贴", "残联"),
    {"一级": (110, 116), "二级": (80, 85)},
    works_on=1, flat=1, grace=1,
)  # fmt: skip
AGED = _scheme(
    *("GL", "高龄津贴", "民政局"),
    {"80": (100, 100), "90": (200, 200), "100": (500, 500)},
    min_age=80, in_custody=1, works_on=1, flat=1, grace=1,
)  # fmt: skip
ORPHAN = _scheme(
    *("GE", "孤儿基本生活费", "民政局", {"": (1_350, 1_420)}),
    max_age=18, in_custody=1, flat=1, grace=1,
)  # fmt: skip
JOBLESS = _scheme(
    *("SY", "失业保险金", "人社局", {"": (1_530, 1_620)}),
    min_age=16, max_age=60, works_on=0, in_custody=0, flat=1, grace=0,
)  # fmt: skip
FARM = _scheme(
    *("GD", "耕地地力保护补贴", "农业农村局", {}),
    by_area=1, land_use="farmland", in_custody=1, works_on=1, flat=0, grace=12,
)  # fmt: skip
FOREST = _scheme(
    *("LC", "退耕还林补助", "林业局", {}),
    by_area=1, land_use="forest", in_custody=1, works_on=1, flat=0, grace=12,
)  # fmt: skip
RELIEF = _scheme("LS", "临时救助金", "", {}, needs_tested=1, works_on=1, flat=0, grace=3)
FUNERAL = _scheme(
    *("SZ", "丧葬补助金", "人社局", {"": (1_630, 1_690)}),
    in_custody=1,
    works_on=1,
    flat=1,
    grace=24,
)
SCHEMES = (
    *(PENSION, NEEDY, DESTITUTE, LIVING, CARE, AGED, ORPHAN, JOBLESS, FARM, FOREST, RELIEF),
    FUNERAL,
)


def body(scheme: Scheme, village: Village) -> dict[str, object]:
    """Return the office that decides a scheme for the people of a village."""
    if not scheme.office:
        return {"body": village.town, "body_name": f"{village.town_name}人民政府"}
    place = f"{village.county}-{scheme.office}"
    return {"body": place, "body_name": f"{village.county_name}{scheme.office}"}


def rate(scheme: Scheme, grade: str, month: int) -> int:
    """Return the rate of a grade in a month, in minor units."""
    before, since = scheme.rates[grade]
    return (since if month >= RAISED.year * 12 + RAISED.month - 1 else before) * YUAN


def transfer_day(month: int, scheme: Scheme) -> date:
    """Return the day of a month's transfer; no weekend."""
    day = date(month // 12, month % 12 + 1, 9 + len(scheme.title) % 7)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def grade_of(scheme: Scheme, one: Resident, month: int) -> str:
    """Return the grade of somebody, where the scheme has any: the lowest that fits."""
    if scheme is AGED:
        age = one.age(date(month // 12, month % 12 + 1, 28))
        return "100" if age >= 100 else "90" if age >= 90 else "80"
    return next(iter(scheme.rates), "")


def pay(
    world: World, one: Resident, scheme: Scheme, months: Iterable[int], **other: object
) -> list[str]:
    """Write a payment for each month and return the rows' codes; `other` columns as given."""
    given = body(scheme, one.village) | {
        "scheme": scheme.code,
        "scheme_name": scheme.title,
        "person": one.person,
        "name": one.name,
        "born": one.born,
        "household": one.household,
        "village": one.village.code,
        "village_name": one.village.name,
        "county": one.village.county,
        "account": one.account,
        "account_name": one.name,
        "holder": one.person,
        "phone": one.phone,
    }
    one.on.add(scheme.code)
    codes = []
    for month in months:
        row: dict[str, object] = {"month": month, "paid_on": transfer_day(month, scheme)}
        if scheme.rates and "amount" not in other:
            grade = str(other.get("grade") or grade_of(scheme, one, month))
            row |= {"grade": grade or None, "amount": rate(scheme, grade, month)}
        row = given | row | one.listed | other
        codes.append(world.add("benefits", **row))
        if scheme is NEEDY:
            post(world, one, month, int(str(row["amount"])))
    return codes


def post(world: World, one: Resident, month: int, amount: int) -> str:
    """Write somebody's line of the list that hangs in the village before payment, once a month."""
    line = one.person, month
    if line in world.posted:
        return ""
    world.posted.add(line)
    return world.add(
        "listed",
        **body(NEEDY, one.village),
        scheme=NEEDY.code,
        person=one.listed.get("person", one.person),
        name=one.name[0] + "*" + one.name[2:],
        village=one.village.code,
        month=month,
        amount=amount,
        posted_on=transfer_day(month, NEEDY) - timedelta(days=9),
    )
