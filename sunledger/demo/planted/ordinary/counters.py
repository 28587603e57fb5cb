"""Honest counters: matters in time, complaints answered, promises kept, papers published."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.counters import MATTERS, TOPICS, approve, complain, publish
from sunledger.demo.planted.firms import firms
from sunledger.demo.planted.offices import Office, day_between, months, offices, working_after
from sunledger.demo.planted.world import LAST, World

LINES = ("市场监管", "消防", "生态环境", "应急管理", "人社")


def plant(world: World) -> None:
    """Keep the counters of every office open."""
    for office in offices(world, "bureau"):
        _approvals(world, office)
        _promises(world, office)
    for office in offices(world, "bureau", "town"):
        _complaints(world, office)
        _ratings(world, office)
    for office in offices(world, "village"):
        _publications(world, office)
        _visited(world, office)
    _inspections(world)


def _approvals(world: World, office: Office) -> None:
    """Handle matters in their time; agents bring a fifth of them and fare like everyone."""
    for matter, promised in MATTERS.items():
        for _ in range(world.random.randrange(25, 45)):
            on = day_between(world)
            took = min(world.random.randrange(1, promised + 1), promised)
            agent = (
                world.random.choice(("诚信代办", "快捷代办"))
                if world.random.random() < 0.2
                else None
            )
            approve(world, office, matter, on, took, agent=agent)


def _promises(world: World, office: Office) -> None:
    """Promise something in writing and keep it, mostly before the day."""
    for firm in world.random.sample(firms(world, office.county), 4):
        made = day_between(world, last=date(2025, 6, 1))
        due = working_after(made, world.random.randrange(60, 240))
        done = due - timedelta(days=world.random.randrange(25))
        told = {"party": firm.name, "party_id": firm.code, "made_on": made, "due_on": due}
        kept = {"done_on": done if done <= LAST else None, "verified": 1, "stayed": 0}
        world.add(
            "commitments",
            **office.who,
            **told,
            **kept,
            title="兑现招商奖励",
            office_since=date(2022, 3, 1),
        )
        eligible = day_between(world, last=date(2025, 9, 1))
        paid = working_after(eligible, world.random.randrange(5, 50))
        policy = {
            "policy": "稳岗返还",
            "firm_id": firm.code,
            "firm": firm.name,
            "eligible_on": eligible,
            "declined": 0,
        }
        world.add("eligible", **office.who, **policy, amount=12_000_00, paid_on=paid)


def _complaints(world: World, office: Office) -> None:
    """Take and answer complaints; some come twice, and few have to be passed on."""
    for n in range(world.random.randrange(30, 70)):
        topic, on = world.random.choice(TOPICS), day_between(world)
        matter = f"{topic} {office.code} {n}"
        row = complain(world, office, on, matter, topic)
        later = working_after(on, world.random.randrange(60, 160))
        if world.random.random() < 0.02 and later <= LAST:  # back a season later
            complain(world, office, later, matter, topic)
        if world.random.random() < 0.1:
            told = {
                "complaint": row,
                "nth": 1,
                "to": f"{office.county}B6",
                "on": working_after(on, 2),
            }
            world.add("hops", **office.who, **told, law=0)
        told = {
            "complaint": row,
            "reader": f"{office.name}承办岗",
            "reader_body": office.code,
            "accused": f"{office.county}B5",
        }
        if world.random.random() < 0.2:
            world.add("accesses", **office.who, **told, on=working_after(on), exported=0, handler=1)


def _ratings(world: World, office: Office) -> None:
    """Be rated by whoever was served, one device a person mostly."""
    for first in months():
        served = world.random.randrange(25, 60)
        for n in range(served // 3):
            on = day_between(world, first, first + timedelta(days=27))
            device = world.key(
                "device", office.code, first, n % (served // 3 - 1) if served > 30 else n
            )
            score = "satisfied" if world.random.random() < 0.88 else "dissatisfied"
            minute = world.random.randrange(500, 1_200)
            world.add(
                "ratings",
                **office.who,
                on=on,
                minute=minute,
                score=score,
                device=device,
                served=served,
            )


def _publications(world: World, office: Office) -> None:
    """Publish each month what is due, mostly in time; a list changes a little each time."""
    left = world.random.randrange(100_000_00, 400_000_00)
    for first in months():
        for category in ("finance", "support", "works"):
            due = first + timedelta(days=9)
            late = world.random.choice((-6, -5, -4, -3, -3, -2, -2, -1, 0, 0, 1, 2))
            if world.random.random() < 0.01:
                late = world.random.randrange(3, 7)  # somebody was ill
            nil = int(category == "works" and world.random.random() < 0.5)
            told: dict[str, object] = {"nil": 1, "lines": 0} if nil else {}
            if category == "finance":
                received = world.random.randrange(8_000_00, 90_000_00)
                spent = min(left, world.random.randrange(8_000_00, 90_000_00))
                told = {"opening": left, "received": received, "spent": spent}
                left += received - spent
            publish(world, office, category, due, late, **told)


def _visited(world: World, office: Office) -> None:
    """Let people of the village read its page, each as long as it takes."""
    for n in range(25):
        on = day_between(world)
        opened = on if world.random.random() < 0.1 else date(2024, 1, 1) + timedelta(days=n)
        told = {
            "seconds": world.random.randrange(4, 300),
            "pages": world.random.randrange(1, 12),
            "together": 0,
        }
        block = f"10.{world.random.randrange(200)}.{world.random.randrange(200)}"
        world.add(
            "visits",
            **office.who,
            account=world.key("reader", office.code, n),
            opened_on=opened,
            on=on,
            block=block,
            **told,
        )


def _inspections(world: World) -> None:
    """Visit firms once or twice a year, some more often after a complaint."""
    for firm in firms(world):
        for _ in range(world.random.randrange(4)):
            line, level = (
                world.random.choice(LINES),
                world.random.choice(("city", "county", "county")),
            )
            ground = world.random.choice(("planned", "random", "random"))
            told = {
                "firm_id": firm.code,
                "firm": firm.name,
                "department": line,
                "level": level,
                "ground": ground,
            }
            world.add(
                "inspections",
                body=f"{firm.county}{line}",
                body_name=f"{line}部门",
                on=day_between(world),
                **told,
            )
