"""A province of 20,000 units with 100,000 items in every state, made in bulk past the guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.urls import reverse

from bench.ledger import seeded
from sunledger.ledger.models import Duty, Evidence, Item, Milestone, Step
from sunledger.ledger.steps import State
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User

CITIES, COUNTIES, TOWNS = 14, 100, 1_500
STATES = (
    ("closed", 40), ("working", 18), ("assigned", 8), ("signed", 6), ("planned", 8),
    ("answered", 5), ("opened", 4), ("verified", 3), ("paused", 3), ("long_term", 3),
    ("transfer", 2),
)  # fmt: skip
ZONE = ZoneInfo("Asia/Shanghai")


def made(items: int, units: int, on: date) -> str:
    """Make the site unless it is there, and say what it holds."""
    if Item.objects.count() < items:
        with transaction.atomic(), unguarded():
            draw = seeded()
            tree = _tree(units)
            people = _people(tree)
            _items(items, tree, people, (draw, on))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    counts = {"items": Item, "units": Unit, "people": User, "steps": Step, "milestones": Milestone}
    said = ", ".join(f"{model._default_manager.count():,} {name}" for name, model in counts.items())
    return f"{said}; {connection.vendor}"


def visits(count: int) -> Iterator[tuple[str, User | None, str]]:
    """Give the pages to ask for: who asks, and where; so many people of every level."""
    draw = seeded()
    for depth in range(4):
        units = list(Unit.objects.filter(depth=depth).order_by("code"))
        for unit in draw.sample(units, min(count, len(units))):
            yield from _leading(unit)
            yield from _working(unit)
    for number in range(count):
        yield "public list", None, f"{reverse('late')}?page={number + 1}"
        yield "public results", None, f"{reverse('results')}?page={number + 1}"
        yield "a drive", None, reverse("drive", args=["micro-corruption"])
    closed = Item.objects.filter(state=State.CLOSED).order_by("pk").values_list("code", flat=True)
    for code in closed[: count * 100 : 100]:
        yield "public item", None, reverse("item", args=[code])


def _leading(unit: Unit) -> Iterator[tuple[str, User, str]]:
    """Give the pages of whoever leads a unit."""
    lead = User.objects.get(username=f"lead-{unit.code}")
    yield "my work", lead, reverse("desk")
    yield "today", lead, reverse("desk_today")
    yield "items", lead, reverse("desk_items")
    yield "my unit", lead, reverse("desk_unit", args=[unit.code])
    yield "overdue by level", lead, reverse("desk_overdue")
    yield "overdue, the rows", lead, reverse("desk_overdue_rows", args=[unit.code])
    if item := Item.objects.filter(unit=unit).order_by("pk").first():
        yield "item", lead, reverse("desk_item", args=[item.code])


def _working(unit: Unit) -> Iterator[tuple[str, User, str]]:
    """Give the pages of whoever works in a unit."""
    worker = User.objects.get(username=f"work-{unit.code}")
    yield "my work", worker, reverse("desk")
    yield "today", worker, reverse("desk_today")
    yield "my unit", worker, reverse("desk_unit", args=[unit.code])
    yield "calendar", worker, reverse("desk_work_calendar")


def _tree(count: int) -> list[Unit]:
    """Make the province: cities, counties, towns, and villages up to the count."""
    rows = [Unit(code="p", name="某省", kind="province")]
    levels = [(CITIES, "city"), (COUNTIES, "county"), (TOWNS, "town"), (count, "village")]
    above, number = rows[:1], 0
    for size, kind in levels:
        size = min(size, count - len(rows))
        level = []
        for place in range(size):
            number += 1
            parent = above[place % len(above)]
            level.append(Unit(code=f"u{number}", name=f"第{number}单位", kind=kind, parent=parent))
        rows += level
        above = level
    for unit in rows:
        over = unit.parent
        unit.path = f"{over.path if over else ''}{unit.code}/"
        unit.depth = unit.path.count("/") - 1
    for depth in range(5):
        Unit.objects.bulk_create([unit for unit in rows if unit.depth == depth], 2000)
    return rows


def _people(tree: list[Unit]) -> dict[str, tuple[User, Post]]:
    """Give every unit above the villages someone who leads, and each of all someone who works."""
    since = date(2020, 1, 1)
    people: dict[str, tuple[User, Post]] = {}
    for unit in tree:
        kinds = ["work"] if unit.depth == 4 else ["work", "lead"]
        for kind in kinds:
            name = f"{kind}-{unit.code}"
            powers = [Power.ASSIGN] if kind == "lead" else [Power.ANSWER, Power.VERIFY]
            reach = Reach.BELOW if kind == "lead" else Reach.OWN
            post = Post(unit=unit, name=name, powers=powers, reach=reach)
            people[name] = (User(username=name, name=name), post)
    User.objects.bulk_create([user for user, _post in people.values()], 2000)
    Post.objects.bulk_create([post for _user, post in people.values()], 2000)
    held = [Holding(post=post, user=user, since=since) for user, post in people.values()]
    Holding.objects.bulk_create(held, 2000)
    return people


def _items(
    count: int, tree: list[Unit], people: dict[str, Any], chance: tuple[Random, date]
) -> None:
    """Make the items with their steps, milestones, leaders and papers."""
    draw, on = chance
    low = [unit for unit in tree if unit.depth >= 3]
    states = [state for state, weight in STATES for _ in range(weight)]
    for start in range(0, count, 5000):
        items = [
            _item(number, draw.choice(low), draw.choice(states), people, chance)
            for number in range(start, min(start + 5000, count))
        ]
        ways = [_way(item, draw) for item in items]
        Item.objects.bulk_create(items, 500)
        _around(list(zip(items, ways, strict=True)), people, draw, on)


def _item(
    number: int, unit: Unit, state: str, people: dict[str, Any], chance: tuple[Random, date]
) -> Item:
    """Return one item."""
    draw, on = chance
    doer = unit if draw.random() < 0.5 or unit.parent is None else unit.parent
    checker = next(each for each in _over(doer) if each not in (unit, doer))
    opened = on - timedelta(days=draw.randrange(1, 500))
    lead = people[f"lead-{checker.code}"][0]
    item = Item(
        source=f"bench:{number}", title=f"事项{number}", problem="问题", unit=unit, state=state,
        opened_by=lead, opened_on=opened, drive=draw.choice(["", "", "micro-corruption"]),
        public=draw.random() < 0.3, kind=draw.choice(["", "inspection", "lead"]),
    )  # fmt: skip
    if state == State.OPENED:
        return item
    # Of what is open a tenth is overdue.
    ahead = draw.randrange(1, 120) if draw.random() < 0.9 else -draw.randrange(1, 60)
    due = max(on + timedelta(days=ahead), opened)
    item.doer, item.checker, item.assigned_on = doer, checker, opened
    item.due = item.due_first = due
    item.signed_on = None if state == State.ASSIGNED else opened
    if state in ("answered", "verified", "closed"):
        item.answered_by, item.answered_on = people[f"work-{doer.code}"][0], on
    if state in ("verified", "closed"):
        item.verified_by = people[f"work-{checker.code}"][0]
    if state == State.CLOSED:
        item.closed_by, item.closed_at = lead, _noon(on - timedelta(days=draw.randrange(1, 300)))
        item.result, item.outcome = "已办结。", "put_right"
    item.paused_on = on if state == State.PAUSED else None
    item.paused_until = on + timedelta(days=draw.randrange(-5, 30)) if item.paused_on else None
    item.review_on = on + timedelta(days=draw.randrange(-5, 60)) if state == "long_term" else None
    item.receiver = people["work-p"][1].unit if state == "transfer" else None
    return item


def _way(item: Item, draw: Random) -> list[str]:
    """Return the moves of an item, and let it know how many they were."""
    moves = ["open"] if item.doer is None else ["open", "assign", "sign", "plan"]
    back = draw.choice([0, 0, 0, 0, 1, 2])
    moves += ["answer", "send_back"] * (back if item.doer else 0)
    item.turn = len(moves)
    return moves


def _around(
    items: list[tuple[Item, list[str]]], people: dict[str, Any], draw: Random, on: date
) -> None:
    """Make what hangs on the items."""
    moved: list[Step] = []
    charged: list[tuple[Item, Post, Step]] = []
    papers: list[tuple[Item, Step]] = []
    marks: list[Milestone] = []
    for item, moves in items:
        user, post = people[f"lead-{(item.checker or item.unit.parent or item.unit).code}"]
        for number, move in enumerate(moves, start=1):
            moved.append(_step(item, number, move, user, post))
        if item.doer is None:
            continue
        if draw.random() < 0.5:
            moved.append(_step(item, len(moves) + 1, "charge", user, post))
            charged.append((item, post, moved[-1]))
        if draw.random() < 0.3:
            moved.append(_step(item, len(moves) + 2, "attach", user, post))
            papers.append((item, moved[-1]))
        for number in range(1, draw.choice([1, 3])):
            day = on + timedelta(days=draw.randrange(-20, 90))
            marks.append(Milestone(item=item, number=number, title="节点", due=day))
    Step.objects.bulk_create(moved, 500)
    Milestone.objects.bulk_create(marks, 500)
    duties = [Duty(item=item, role="leader", post=post, step=step) for item, post, step in charged]
    Duty.objects.bulk_create(duties, 500)
    Evidence.objects.bulk_create(
        [
            Evidence(item=item, step=step, kind="rerun", title="再次运行", outcome=outcome)
            for (item, step), outcome in (
                (pair, draw.choice(["clean", "still"])) for pair in papers
            )
        ],
        500,
    )


def _step(item: Item, number: int, move: str, user: User, post: Post) -> Step:
    at = _noon(item.opened_on) + timedelta(hours=number)
    return Step(item=item, number=number, move=move, state=item.state, by=user, post=post, at=at)


def _over(unit: Unit) -> Iterator[Unit]:
    """Give the units over one, the nearest first."""
    while unit.parent is not None:
        unit = unit.parent
        yield unit


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


@contextmanager
def unguarded() -> Iterator[None]:
    """Lift the guards: what is made in bulk has not come the way of the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
