"""A province of 20,000 units with 100,000 items in every state, made in bulk past the guards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

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
SEED = 20260610


def made(items: int, units: int, on: date) -> str:
    """Make the site unless it is there, and say what it holds."""
    if Item.objects.count() < items:
        with transaction.atomic(), unguarded():
            draw = Random(SEED)  # noqa: S311 - a seed is the point
            tree = _tree(units)
            people = _people(tree)
            _items(items, tree, people, (draw, on))
        with connection.cursor() as cursor:
            # What autovacuum, or `PRAGMA optimize`, has done some minutes later.
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    counts = {"items": Item, "units": Unit, "people": User, "steps": Step, "milestones": Milestone}
    said = ", ".join(f"{model._default_manager.count():,} {name}" for name, model in counts.items())
    return f"{said}; {connection.vendor}"


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
    for number, unit in enumerate(rows, start=1):
        unit.pk = number
        over = unit.parent
        unit.parent = over  # whose number is known by now
        unit.path = f"{over.path if over else ''}{unit.code}/"
        unit.depth = unit.path.count("/") - 1
    _pour(rows)
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
    for number, (user, post) in enumerate(people.values(), start=1):
        user.pk = post.pk = number
    _pour([user for user, _post in people.values()])
    _pour([post for _user, post in people.values()])
    held = ((post, user) for user, post in people.values())
    _pour(
        [
            Holding(pk=number, post=post, user=user, since=since)
            for number, (post, user) in enumerate(held, start=1)
        ]
    )
    return people


def _items(
    how_many: int, tree: list[Unit], people: dict[str, Any], chance: tuple[Random, date]
) -> None:
    """Make the items with their steps, milestones, leaders and papers."""
    draw, on = chance
    low = [unit for unit in tree if unit.depth >= 3]
    states = [state for state, weight in STATES for _ in range(weight)]
    hung = _Hung(people, draw, on)
    for start in range(0, how_many, 5000):
        items = [
            _item(number, draw.choice(low), draw.choice(states), people, chance)
            for number in range(start, min(start + 5000, how_many))
        ]
        for item in items:
            hung.hang(item)
        _pour(items)
        hung.pour()


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
        pk=number + 1, source=f"bench:{number}",
        title=f"事项{number}", problem="问题", unit=unit, state=state,
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
        item.days_taken = (item.closed_at.date() - opened).days
    item.paused_on = on if state == State.PAUSED else None
    item.paused_until = on + timedelta(days=draw.randrange(-5, 30)) if item.paused_on else None
    item.review_on = on + timedelta(days=draw.randrange(-5, 60)) if state == "long_term" else None
    if state == "transfer":
        towns = (people[f"work-u{draw.randrange(200, 1_500)}"][1].unit for _ in range(9))
        item.receiver = next(town for town in towns if town not in (doer, checker))
    return item


class _Hung:
    """What hangs on the items: their steps, leaders, papers and days on the way."""

    def __init__(self, people: dict[str, Any], draw: Random, on: date) -> None:
        self.people, self.draw, self.on = people, draw, on
        self.steps: list[Step] = []
        self.duties: list[Duty] = []
        self.papers: list[Evidence] = []
        self.milestones: list[Milestone] = []
        self.numbers: dict[type[Model], Iterator[int]] = {
            model: count(1) for model in (Step, Duty, Evidence, Milestone)
        }

    def pour(self) -> None:
        """Write what was made so far."""
        for rows in (self.steps, self.duties, self.papers, self.milestones):
            _pour(rows)
            rows.clear()

    def _next(self, model: type[Model]) -> int:
        return next(self.numbers[model])

    def hang(self, item: Item) -> None:
        """Make what hangs on one item, and let the item know of it what it has to know."""
        draw = self.draw
        moves = ["open"] if item.doer is None else ["open", "assign", "sign", "plan"]
        back = draw.choice([0, 0, 0, 0, 1, 2]) if item.doer else 0
        item.returns = back or None
        moves += ["answer", "send_back"] * back
        item.turn = len(moves)
        by = self.people[f"lead-{(item.checker or item.unit.parent or item.unit).code}"]
        for move in moves:
            self._step(item, move, by)
        if item.doer is None:
            return
        if draw.random() < 0.5:
            step = self._step(item, "charge", by)
            number = self._next(Duty)
            self.duties.append(Duty(pk=number, item=item, role="leader", post=by[1], step=step))
        if draw.random() < 0.3:
            self._rerun(item, by)
        for number in range(1, draw.choice([1, 3])):
            day = self.on + timedelta(days=draw.randrange(-20, 90))
            item.milestone_due = min(filter(None, (item.milestone_due, day)))
            pk = self._next(Milestone)
            self.milestones.append(
                Milestone(pk=pk, item=item, number=number, title="节点", due=day)
            )

    def _rerun(self, item: Item, by: tuple[User, Post]) -> None:
        step, outcome = self._step(item, "attach", by), self.draw.choice(["clean", "still"])
        item.flagged = outcome == "still"
        paper = Evidence(item=item, step=step, kind="rerun", title="再次运行", outcome=outcome)
        paper.pk = self._next(Evidence)
        self.papers.append(paper)

    def _step(self, item: Item, move: str, by: tuple[User, Post]) -> Step:
        last = self.steps[-1] if self.steps and self.steps[-1].item_id == item.pk else None
        number = last.number + 1 if last else 1
        at = _noon(item.opened_on) + timedelta(hours=number)
        step = Step(item=item, number=number, move=move, state=item.state, by=by[0], post=by[1])
        step.at, step.pk = at, self._next(Step)
        self.steps.append(step)
        return step


def _pour(rows: Sequence[Model]) -> None:
    """Write rows whose numbers are set already, in the way that is quickest for the database."""
    model = type(rows[0])
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    lines = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            insert = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own
            cursor.executemany(insert, lines)
            return
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for line in lines:
                copy.write_row(line)
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _over(unit: Unit) -> Iterator[Unit]:
    """Give the units over one, the nearest first."""
    while unit.parent is not None:
        unit = unit.parent
        yield unit


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


@contextmanager
def unguarded() -> Iterator[None]:
    """Lift the guards: what is made in bulk has not come the way of the table.

    In SQLite the indexes are put away as well: made afterwards they cost a quarter of it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master "
            "WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        )
        put_away = cursor.fetchall()
        for kind, name, _sql in put_away:
            cursor.execute(f'DROP {kind} "{name}"')
        yield
        for _kind, _name, sql in put_away:
            cursor.execute(sql)
