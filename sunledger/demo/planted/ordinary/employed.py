"""Those in public posts with their families, their pay, and the days on which they came to work."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.offices import Office, months, offices
from sunledger.demo.planted.staff import Holder, at_home, staff
from sunledger.demo.planted.world import World, month

ALLOWANCES = {"岗位津贴": 1_200_00, "乡镇补贴": 600_00, "交通补贴": 650_00}


def plant(world: World) -> None:
    """Fill the staff registers, the payrolls and what shows that somebody works."""
    for name, most in ALLOWANCES.items():
        world.add("allowances", allowance=name, most=most, since=date(2015, 1, 1))
    for office in offices(world):
        for holder in staff(world, office):
            _registered(world, office, holder)
            if office.kind != "village":
                _works(world, office, holder)


def _registered(world: World, office: Office, holder: Holder) -> None:
    """Add the post, and the holder's household to the register of residents."""
    home = world.key("home of", holder.word)
    world.add(
        "posts",
        **office.who,
        person=world.key(holder.word),
        name=holder.name,
        household=home,
        title=holder.title,
        kind=holder.kind,
        village=office.code if office.kind == "village" else None,
        since=holder.since,
        phone=world.key("telephone", holder.word),
        account=world.key("account", holder.word),
        address=f"和平小区{world.random.randrange(1, 60)}栋{world.random.randrange(101, 1200)}室",
    )
    for word, name, sex in (
        (holder.word, holder.name, world.random.choice("FM")),
        (at_home(holder), holder.spouse, world.random.choice("FM")),
    ):
        world.add(
            "people",
            person=world.key(word),
            name=name,
            born=date(1966, 1, 1) + timedelta(days=world.random.randrange(11_000)),
            sex=sex,
            household=home,
            village=office.code if office.kind == "village" else None,
            county=office.county,
        )


def _works(world: World, office: Office, holder: Holder) -> None:
    """Pay somebody each month, insure them, and write down when they came."""
    salary = world.random.randrange(3_800, 9_000, 10) * 100
    extra = world.random.choice(list(ALLOWANCES))
    person = world.key(holder.word)
    told = {"person": person, "name": holder.name, "account": world.key("account", holder.word)}
    for first in months():
        at = month(first)
        leave = world.random.random() < 0.01
        common = {"month": at, "full_time": 100, "on_leave": int(leave)}
        world.add("payroll", **office.who, **told, **common, kind="salary", amount=salary)
        world.add(
            "payroll",
            **office.who,
            **told,
            **{**common, "full_time": None},
            kind="allowance",
            allowance=extra,
            amount=round(ALLOWANCES[extra] * world.random.uniform(0.5, 1) / 1_000) * 1_000,
        )
        days = 0 if leave else world.random.randrange(17, 24) * 1_000
        world.add("attendance", **office.who, person=person, month=at, days=days)
    world.add(
        "insured",
        person=person,
        employer=office.code,
        employer_name=office.name,
        first=month(date(2015, 1, 1)),
        last=month(date(2025, 12, 1)),
    )
