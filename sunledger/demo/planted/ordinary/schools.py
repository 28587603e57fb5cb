"""Honest schools: their rolls, meals, deliveries, canteens and fees."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.firms import unrelated
from sunledger.demo.planted.kitchens import (
    GOODS,
    TERMS,
    boards,
    deliver,
    enrol,
    in_term,
    market,
    meal,
    pupils_of,
    weeks,
)
from sunledger.demo.planted.offices import Office, months, offices, working_days
from sunledger.demo.planted.world import LAST, World, month

FEES = {"作业本费": 30_00, "校服": 160_00, "课后服务费": 360_00, "伙食费": 420_00}


def plant(world: World) -> None:
    """Open the schools, feed the pupils, and write down what the market asks."""
    for item, most in FEES.items():
        world.add("fee_list", item=item, most=most, since=date(2022, 9, 1))
    for county in {one.county: None for one in offices(world, "school")}:
        for monday in weeks():
            for item in GOODS:
                end = monday + timedelta(days=7)
                told = {
                    "county": county,
                    "item": item,
                    "measure": "kg",
                    "since": monday,
                    "until": end,
                }
                world.add("prices", **told, price=market(item, monday))
    for office in offices(world, "school"):
        _roll(world, office)
        _meals(world, office)
        _deliveries(world, office)
        _canteen(world, office)
        _fees(world, office)


def _roll(world: World, office: Office) -> None:
    """Enrol the pupils; a few come or leave in the middle of the year, with a change on file."""
    for n in range(pupils_of(office)):
        poor, moves = int(world.random.random() < 0.12), world.random.random() < 0.02
        last = date(2025, 3, 1) if moves else LAST
        # Of a hundred that a register lists, one has not handed in the form yet.
        claims = int(poor and world.random.random() > 0.01)
        told = {"poor": poor, "subsidised": claims, "boarder": int(n < boards(office))}
        enrol(world, office, f"pupil {office.code} {n}", date(2024, 9, 1), last, **told)


def _meals(world: World, office: Office) -> None:
    """Serve those who came, on the days on which the school is open."""
    roll = pupils_of(office)
    for on in working_days():
        if in_term(on):
            world.add("school_days", **office.who, on=on)
            meal(world, office, on, roll - world.random.randrange(roll // 30 + 3))


def _deliveries(world: World, office: Office) -> None:
    """Buy from suppliers that take turns, each kind from one of several."""
    known = unrelated(world, office.county, 6)
    for nth, monday in enumerate(weeks()):
        for place, item in enumerate(GOODS):
            on = monday + timedelta(days=world.random.randrange(2))
            if not in_term(on) or (item == "速冻水饺" and nth % 5):
                continue
            firm = known[(nth // 2 + place) % 6]
            share = {"meat": 0.3, "rice": 0.5, "frozen": 0.2}.get(GOODS[item][0], 0.25)
            kilograms = pupils_of(office) * share * world.random.uniform(0.7, 1.3)
            deliver(world, office, firm, item, on, max(5, kilograms))


def _canteen(world: World, office: Office) -> None:
    """Spend on food most of what comes in; what is left is booked."""
    for first in months():
        if not in_term(first + timedelta(days=17)):
            continue
        income = pupils_of(office) * world.random.randrange(380_00, 430_00)
        refunds = income * world.random.randrange(4) // 100
        food = round(income * world.random.uniform(0.66, 0.78))
        labour, other = income * 17 // 100, income * world.random.randrange(1, 4) // 100
        slip = world.random.randrange(-40_00, 40_00)
        world.add(
            "canteen",
            **office.who,
            month=month(first),
            income=income,
            refunds=refunds,
            food=food,
            used=round(food * world.random.uniform(0.97, 1.02)),
            labour=labour,
            other=other,
            surplus=income - refunds - food - labour - other + slip,
            elsewhere=0,
            opening=0,
        )


def _fees(world: World, office: Office) -> None:
    """Take at the beginning of each term what the list allows."""
    for first, _ in TERMS:
        for item, most in FEES.items():
            each = most if item != "校服" else round(most * 0.95)
            told = {"item": item, "charged_on": first, "each": each, "voluntary": 0}
            world.add("fees", **office.who, **told, amount=each * pupils_of(office))
