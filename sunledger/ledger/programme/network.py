"""What must be over before what may begin, as two points for each task: its begin and its end.

A task that was broken down begins before its parts and ends after them, so that "after the whole
breakthrough" and "after this one step" are said in the same way. Plain rules: no database here.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Key = Hashable


@dataclass(frozen=True)
class Task:
    """A task in working days, counted from any first day; what is not known stays None."""

    key: Key
    parent: Key | None = None
    starts: int | None = None  # it is not meant to begin before this day
    due: int | None = None  # the last day on which it may still be under way
    days: int = 1
    after: tuple[Key, ...] = ()
    begun: int | None = None
    done: int | None = None  # the day on which it was done


class Point(NamedTuple):
    """The begin or the end of a task."""

    key: Key
    side: Literal["begin", "end"]


class Arrow(NamedTuple):
    """So many days lie between two points at least."""

    start: Point
    end: Point
    days: int


class Circle(ValueError):
    """Tasks that wait for each other; `keys` are those in the circle, in order."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(keys)
        self.keys = tuple(keys)


class Network:
    """The points and the arrows between them, in an order in which every arrow points forward."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = {task.key: task for task in tasks}
        self.whole = {task.parent for task in tasks if task.parent in self.tasks}
        self.into: dict[Point, list[Arrow]] = defaultdict(list)
        self.out: dict[Point, list[Arrow]] = defaultdict(list)
        for task in tasks:
            self._draw(task)
        self.order = _in_order(self)
        self.place = {point: place for place, point in enumerate(self.order)}

    def is_whole(self, key: Key) -> bool:
        """Whether a task was broken down into parts."""
        return key in self.whole

    def _draw(self, task: Task) -> None:
        """Add the arrows of a task; one that has begun waits for nothing any more."""
        begin, end = Point(task.key, "begin"), Point(task.key, "end")
        if task.key not in self.whole:
            self._add(begin, end, length(task))
        waits = task.begun is None and task.done is None
        if task.parent in self.tasks:
            if waits:
                self._add(Point(task.parent, "begin"), begin, 0)
            self._add(end, Point(task.parent, "end"), 0)
        for other in task.after if waits else ():
            if other in self.tasks:
                self._add(Point(other, "end"), begin, 0)

    def _add(self, start: Point, end: Point, days: int) -> None:
        arrow = Arrow(start, end, days)
        self.into[end].append(arrow)
        self.out[start].append(arrow)


def length(task: Task) -> int:
    """Return how many days lie between begin and end: those it took, or those it is meant to."""
    if task.done is None:
        return max(1, task.days)
    return task.done + 1 - first_day(task)


def first_day(task: Task) -> int:
    """Return the day on which a task that was begun or done began."""
    days = [day for day in (task.begun, task.done) if day is not None]
    return min(days)


def _in_order(network: Network) -> list[Point]:
    """Return the points so that every arrow points forward; the same tasks give the same order."""
    number = {key: place for place, key in enumerate(network.tasks)}
    points = [Point(key, side) for key in network.tasks for side in ("begin", "end")]
    waiting = {point: len(network.into[point]) for point in points}
    free = [(number[point.key], point.side, point) for point in points if not waiting[point]]
    heapq.heapify(free)
    order: list[Point] = []
    while free:
        point = heapq.heappop(free)[2]
        order.append(point)
        for arrow in network.out[point]:
            waiting[arrow.end] -= 1
            if not waiting[arrow.end]:
                heapq.heappush(free, (number[arrow.end.key], arrow.end.side, arrow.end))
    if len(order) < len(points):
        raise Circle(_circle(network, {point for point in points if waiting[point]}))
    return order


def _circle(network: Network, left: set[Point]) -> list[Key]:
    """Return the tasks of one circle among points of which each waits for another."""
    seen: dict[Point, int] = {}
    way: list[Point] = []
    point = next(Point(key, "begin") for key in network.tasks if Point(key, "begin") in left)
    while point not in seen:
        seen[point] = len(way)
        way.append(point)
        point = next(arrow.start for arrow in network.into[point] if arrow.start in left)
    circle = [one.key for one in reversed(way[seen[point] :])]
    return list(dict.fromkeys(circle))


def circle_with(after: Mapping[Any, Sequence[Any]], parents: Mapping[Any, Any]) -> list[Key]:
    """Return the tasks that wait for each other, or nothing where none do."""
    keys = dict.fromkeys([*after, *(one for many in after.values() for one in many)])
    keys |= dict.fromkeys([*parents, *parents.values()])
    try:
        Network([Task(key, parents.get(key), after=tuple(after.get(key, ()))) for key in keys])
    except Circle as found:
        return list(found.keys)
    return []
