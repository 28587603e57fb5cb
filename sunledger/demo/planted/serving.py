"""Counters that are slow on purpose, promises forgotten, inspectors again and again."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.counters import MATTERS, approve
from sunledger.demo.planted.firms import new_firm
from sunledger.demo.planted.offices import Office, day_between, drawn, working_after
from sunledger.demo.planted.world import World

_BEFORE = date(2025, 8, 1)


def plant(world: World) -> None:
    """Plant each at offices of its own."""
    bodies = drawn(world, 25 * len(_PLANS), "bureau", "town", least=2 * len(_PLANS))
    for n, office in enumerate(bodies):
        _PLANS[n % len(_PLANS)](world, office)


def _by_agent(world: World, office: Office) -> None:
    """Let those wait who do not come by the agent of one's cousin."""
    rows = []
    for n in range(44):
        agent = n % 3 == 0
        on = day_between(world, last=_BEFORE)
        took = 0 if agent else world.random.randrange(9, 15)
        told = {"clerk": "窗口9", "agent": "顺达代办" if agent else None, "returns": 0}
        row = approve(world, office, "施工许可", on, took, **told)
        rows += [row] if agent else []
    world.scheme("fast by one agent, slow without", ["agent_passes_faster"], rows)


def _sent_back(world: World, office: Office) -> None:
    """Send papers back again and again, until somebody understands."""
    rows = [
        approve(
            world,
            office,
            "不动产登记",
            day_between(world, last=_BEFORE),
            8,
            clerk="窗口8",
            returns=world.random.choice((2, 3, 4)),
        )
        for _ in range(world.random.randrange(14, 22))
    ]
    world.scheme("papers sent back again and again", ["papers_sent_back"], rows)


def _over_time(world: World, office: Office) -> None:
    """Take in late, decide late, refuse without a word, outside the system."""
    rows = []
    for n in range(world.random.randrange(3, 7)):
        on, matter = day_between(world, last=date(2025, 5, 1)), world.random.choice(list(MATTERS))
        took = round(MATTERS[matter] * world.random.uniform(2.6, 4)) + 20
        told = {"online": int(n % 2), "refused": int(n % 3 == 0)}
        rows.append(approve(world, office, matter, on, took, **told))
    world.scheme("decided long after its time", ["approval_over_time"], rows)


def _forgotten(world: World, office: Office) -> None:
    """Promise a firm a subsidy and forget it, with the next head of the office."""
    firm, made = (
        new_firm(world, office.county, "食品"),
        date(2023, world.random.randrange(1, 12), 10),
    )
    due = day_between(world, last=date(2025, 6, 1))
    told = {
        "party": firm.name,
        "party_id": firm.code,
        "made_on": made,
        "due_on": due,
        "amount": 800_000_00,
    }
    row = world.add(
        "commitments",
        **office.who,
        **told,
        title="兑现厂房补贴",
        verified=0,
        stayed=0,
        office_since=made + timedelta(days=200),
    )
    policy = {"policy": "稳岗返还", "firm_id": firm.code, "firm": firm.name, "declined": 0}
    eligible = day_between(world, last=date(2025, 6, 1))
    other = world.add("eligible", **office.who, **policy, eligible_on=eligible, amount=36_000_00)
    world.scheme("a promise the office forgot", ["broken_promise"], [row])
    world.scheme("due without asking, and never paid", ["policy_unpaid"], [other])


def _visited(world: World, office: Office) -> None:
    """Send one line's inspectors to a firm until it pays."""
    firm, on, rows = (
        new_firm(world, office.county, "食品"),
        day_between(world, last=date(2025, 2, 1)),
        [],
    )
    for n in range(world.random.randrange(7, 15)):
        told = {
            "department": "市场监管",
            "level": ("county", "city", "town")[n % 3],
            "ground": "planned",
        }
        rows.append(
            world.add("inspections", **office.who, firm_id=firm.code, firm=firm.name, on=on, **told)
        )
        on = working_after(on, world.random.choice((3, 5, 20, 30)))
    world.scheme("inspectors again and again", ["many_inspections"], rows)


# Innocent ---------------------------------------------------------------------------------------


def _papers_missing(world: World, office: Office) -> None:
    """Papers were missing, and the clock stood still; others were refused with a reason."""
    rows = []
    for n in range(4):
        on = day_between(world, last=date(2025, 5, 1))
        told = {"stopped": 60} if n % 2 else {"refused": 1, "why": "不符合规划条件"}
        took = 45 if n % 2 else 6
        rows.append(approve(world, office, "施工许可", on, took, **told))
    world.look_alike(
        "a clock that stood still", ["approval_over_time", "agent_passes_faster"], rows
    )


def _condition_not_met(world: World, office: Office) -> None:
    """The firm did not build, a court stayed it; another declined the money."""
    firm, due = new_firm(world, office.county, "食品"), day_between(world, last=date(2025, 6, 1))
    told = {
        "party": firm.name,
        "party_id": firm.code,
        "made_on": date(2023, 5, 8),
        "due_on": due,
        "amount": 500_000_00,
    }
    row = world.add(
        "commitments",
        **office.who,
        **told,
        title="兑现厂房补贴",
        verified=0,
        stayed=1,
        office_since=date(2022, 1, 1),
    )
    policy = {"policy": "稳岗返还", "firm_id": firm.code, "firm": firm.name, "declined": 1}
    other = world.add("eligible", **office.who, **policy, eligible_on=due, amount=9_000_00)
    world.look_alike(
        "a condition not met, money declined", ["broken_promise", "policy_unpaid"], [row, other]
    )


def _followed_up(world: World, office: Office) -> None:
    """After complaints, inspectors come again to see whether it was mended."""
    firm, on, rows = (
        new_firm(world, office.county, "食品"),
        day_between(world, last=date(2025, 2, 1)),
        [],
    )
    for n in range(7):
        told = {
            "department": "市场监管",
            "level": "county",
            "ground": "planned" if not n else ("complaint", "follow-up")[n % 2],
        }
        rows.append(
            world.add("inspections", **office.who, firm_id=firm.code, firm=firm.name, on=on, **told)
        )
        on = working_after(on, 14)
    world.look_alike("visits after complaints", ["many_inspections"], rows)


_PLANS = (
    _by_agent,
    _sent_back,
    _over_time,
    _forgotten,
    _visited,
    _papers_missing,
    _condition_not_met,
    _followed_up,
)
