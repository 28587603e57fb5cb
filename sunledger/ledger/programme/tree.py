"""A programme as a page shows it: every item in its place, its days, and what it holds up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from sunledger.ledger import clock, steps
from sunledger.ledger.models import Dependency, Item, ItemQuerySet, Milestone, Move, Outcome, Step
from sunledger.ledger.programme.network import Task
from sunledger.ledger.programme.schedule import Late, Schedule, schedule
from sunledger.ledger.programme.waits import FOUND_TRUE
from sunledger.ledger.programme.workdays import WorkDays

MOST = 3000  # items that one page can show


class TooLarge(Exception):
    """A programme of more items than one page can show."""


@dataclass
class Node:
    """An item in its place in the programme."""

    item: Any  # an Item with its light
    number: str  # 1.2.3, by its place
    depth: int
    parts: list["Node"] = field(default_factory=list)
    begins: date | None = None  # expected, as things stand
    ends: date | None = None
    slack: int = 0  # working days
    critical: bool = False
    late: int = 0  # working days after its day
    delays: list[tuple["Node", int]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)  # the numbers of those it waits for
    milestones: list[Milestone] = field(default_factory=list)
    leaves: int = 1
    done: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it was broken down."""
        return bool(self.parts)


@dataclass(frozen=True)
class Programme:
    """All of it on a day."""

    nodes: tuple[Node, ...]  # each after the one it is a part of
    path: tuple[Node, ...]  # the critical path
    late: tuple[Node, ...]  # the latest of themselves first
    on: date
    first: date
    last: date  # as things stand
    planned: date  # as it was meant
    hidden: int  # parts that whoever looks may not see; they count in nothing here

    @property
    def leaves(self) -> int:
        """Return how many items were not broken down: what there is to do."""
        return sum(node.leaves for node in self.nodes if not node.is_whole)

    @property
    def done(self) -> int:
        """Return how many of these are closed and were done."""
        return sum(node.done for node in self.nodes if not node.is_whole)


def programme(roots: ItemQuerySet, among: ItemQuerySet, on: date) -> Programme:
    """Return the programme under some items as it stands on a day, as far as one may see it."""
    items, hidden = collect(roots, among)
    lights = _lights(items, on)
    for item in items:
        item.light = lights[item.pk]
    nodes = _nodes(items)
    ties = _ties(items)
    tasks, days = _tasks(items, ties, on)
    found = schedule(tasks, days.at_or_after(on))
    by_pk = {node.item.pk: node for node in nodes}
    _place(by_pk, found, days)
    _tell(by_pk, ties, items)
    _blame(by_pk, found.late)
    return _whole(nodes, by_pk, found, on, hidden)


def collect(roots: ItemQuerySet, among: ItemQuerySet) -> tuple[list[Any], int]:
    """Return the items and their parts, level by level, and how many parts are not to be seen."""
    level: list[Any] = list(roots.select_related("unit", "doer").order_by("pk")[: MOST + 1])
    items: list[Any] = []
    hidden = 0
    while level:
        items += level
        if len(items) > MOST:
            raise TooLarge
        pks = [item.pk for item in level]
        below = among.filter(parent__in=pks).select_related("unit", "doer")
        level = list(below.order_by("pk")[: MOST + 1])
        hidden += Item.objects.filter(parent__in=pks).count() - len(level)
    return items, hidden


def is_done(item: Item) -> bool:
    """Whether an item counts as done: closed, and not as something that was not done."""
    return item.state in steps.CLOSED and item.outcome != Outcome.NOT_DONE


def _lights(items: Sequence[Item], on: date) -> dict[int, str]:
    """Return the light of each item."""
    rows = Item.objects.filter(pk__in=[item.pk for item in items])
    return dict(clock.lit(rows, on).order_by().values_list("pk", "light"))


def _nodes(items: Sequence[Any]) -> list[Node]:
    """Return the items as a tree, written down from the top, numbered by their places."""
    known = {item.pk for item in items}
    below: dict[int | None, list[Any]] = defaultdict(list)
    for item in items:
        below[item.parent_id if item.parent_id in known else None].append(item)
    nodes: list[Node] = []
    anew = {item.reopens_id for item in items}  # opened anew: the new item counts instead

    def add(item: Any, number: str, depth: int) -> Node:
        counts = item.pk not in anew and item.state != steps.State.MERGED  # counted elsewhere
        node = Node(item, number, depth, leaves=int(counts), done=int(counts and is_done(item)))
        nodes.append(node)
        node.parts = [
            add(part, f"{number}.{place}", depth + 1)
            for place, part in enumerate(below[item.pk], start=1)
        ]
        if node.parts:
            node.leaves = sum(part.leaves for part in node.parts)
            node.done = sum(part.done for part in node.parts)
        return node

    for place, item in enumerate(below[None], start=1):
        add(item, str(place), 0)
    return nodes


def _ties(items: Sequence[Item]) -> dict[int, list[int]]:
    """Return after which others each item begins."""
    ties: dict[int, list[int]] = defaultdict(list)
    rows = Dependency.objects.filter(item__in=[item.pk for item in items], lifted=None)
    for pk, after in rows.order_by("pk").values_list("item", "after"):
        ties[pk].append(after)
    return ties


def _tasks(
    items: Sequence[Item], ties: Mapping[int, Sequence[int]], on: date
) -> tuple[list[Task], WorkDays]:
    """Return the items as tasks in working days."""
    begun = _begun(items)
    known = [item.starts_on or item.opened_on for item in items] + list(begun.values())
    days = WorkDays(min([on, *known]), settings.SUNLEDGER_CLOCK["calendar"])
    return [
        _task(item, ties.get(item.pk, ()), begun.get(item.pk), days, on) for item in items
    ], days


def _begun(items: Sequence[Item]) -> dict[int, date]:
    """Return the day on which work on each item began, where it has."""
    moves = (Move.START, Move.ANSWER)
    rows = Step.objects.filter(item__in=[item.pk for item in items], move__in=moves).order_by()
    first = rows.values("item").annotate(first=Min("at"))
    return {row["item"]: timezone.localdate(row["first"]) for row in first}


def _task(item: Item, after: Iterable[int], begun: date | None, days: WorkDays, on: date) -> Task:
    """Return one item as a task; where no day is set, it takes one."""
    starts = days.at_or_after(item.starts_on or item.opened_on)
    due = days.at_or_before(item.due) if item.due else None
    over = _over(item)
    done = None if over is None else days.at_or_before(min(over, on))
    return Task(
        key=item.pk,
        parent=item.parent_id,
        starts=starts,
        due=due,
        days=1 if due is None else max(1, due - starts + 1),
        after=tuple(after),
        begun=None if begun is None or begun > on else days.at_or_after(begun),
        done=None if done is None else max(0, done),
    )


def _over(item: Item) -> date | None:
    """Return the day on which the work was done, once others have found that it was."""
    if item.state not in FOUND_TRUE:
        return None
    return item.answered_on or item.closed_on or item.assigned_on or item.opened_on


def _place(nodes: Mapping[int, Node], found: Schedule, days: WorkDays) -> None:
    """Write the expected days into the nodes."""
    for pk, node in nodes.items():
        span = found.spans[pk]
        node.begins, node.ends = days.day(span.begin), days.day(max(span.begin, span.end - 1))
        node.slack = span.slack
        node.critical = span.slack == 0 and node.item.state not in FOUND_TRUE


def _tell(
    nodes: Mapping[int, Node], ties: Mapping[int, Sequence[int]], items: Sequence[Item]
) -> None:
    """Write what each waits for, and the days on the way."""
    for pk, after in ties.items():
        nodes[pk].after = [nodes[one].number for one in after if one in nodes]
    marks = Milestone.objects.filter(item__in=[item.pk for item in items]).order_by("due")
    for mark in marks:
        nodes[mark.item_id].milestones.append(mark)


def _blame(nodes: Mapping[int, Node], late: Iterable[Late]) -> None:
    """Write what is late, and what that delays, the most delayed first."""
    for one in late:
        node = nodes[int(str(one.key))]
        node.late = one.days
        moved = [(nodes[int(str(key))], days) for key, days in one.delays.items()]
        node.delays = sorted(moved, key=lambda pair: (-pair[1], pair[0].number))


def _whole(
    nodes: Sequence[Node], by_pk: Mapping[int, Node], found: Schedule, on: date, hidden: int
) -> Programme:
    """Return the programme."""
    late = [node for node in nodes if node.late]
    dues = [node.item.due for node in nodes if node.item.due]
    starts = [node.item.starts_on or node.item.opened_on for node in nodes]
    return Programme(
        nodes=tuple(nodes),
        path=tuple(by_pk[int(str(key))] for key in found.path),
        late=tuple(sorted(late, key=lambda node: (-len(node.delays), -node.late, node.number))),
        on=on,
        first=min([on, *starts, *(node.begins for node in nodes if node.begins)]),
        last=max([on, *(node.ends for node in nodes if node.ends)]),
        planned=max(dues, default=on),
        hidden=hidden,
    )
