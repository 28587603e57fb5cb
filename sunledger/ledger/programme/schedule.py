"""When each task can begin and end, how much room it has, and what holds up the whole.

The forward pass gives the earliest days, the backward pass the latest ones that do not move the end
of the whole; the difference is the slack. With `today`, what was not begun cannot begin earlier,
and what was begun and is not done cannot end earlier. Plain rules: no database here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sunledger.ledger.programme.network import Key, Network, Point, Task, first_day


@dataclass(frozen=True)
class Span:
    """The days of a task: it begins on `begin` and is over before `end`."""

    begin: int
    end: int
    latest_end: int

    @property
    def slack(self) -> int:
        """Return how many working days later it may end without moving the end of the whole."""
        return self.latest_end - self.end


@dataclass(frozen=True)
class Late:
    """A task that ends after its day: by how much, and what that moves, each by how much."""

    key: Key
    days: int
    delays: Mapping[Key, int]


@dataclass(frozen=True)
class Schedule:
    """All tasks on the calendar: their spans, the chain that decides the end, what is late."""

    spans: Mapping[Key, Span]
    path: tuple[Key, ...]  # the critical path, from the first task to the last
    end: int
    late: tuple[Late, ...]

    def is_critical(self, key: Key) -> bool:
        """Whether a delay of this task moves the end of the whole."""
        return self.spans[key].slack == 0


Days = dict[Point, int]


def schedule(tasks: Sequence[Task], today: int | None = None) -> Schedule:
    """Return the schedule as it stands on a day, or as it was planned where no day is given."""
    network = Network(tasks)
    floors = _floors(network, today)
    early = _early(network, floors)
    end = max((early[Point(key, "end")] for key in network.tasks), default=0)
    latest = _latest(network, end)
    spans = {key: _span(network, early, latest, key) for key in network.tasks}
    return Schedule(
        spans=spans,
        path=_path(network, early, end),
        end=end,
        late=tuple(_late(network, early)),
    )


def _floors(network: Network, today: int | None) -> Days:
    """Return the days before which a point cannot lie, whatever it waits for."""
    floors: Days = {}
    for key, task in network.tasks.items():
        begin, end = Point(key, "begin"), Point(key, "end")
        if network.is_whole(key):
            known = [task.starts]
        elif task.done is not None or task.begun is not None:
            known = [first_day(task)]
            if task.done is None and today is not None:
                floors[end] = today + 1
        else:
            known = [task.starts, today]
        if days := [day for day in known if day is not None]:
            floors[begin] = max(days)
    return floors


def _early(network: Network, floors: Days) -> Days:
    """Return the earliest day of every point."""
    base = min(floors.values(), default=0)
    early: Days = {}
    for point in network.order:
        days = [early[arrow.start] + arrow.days for arrow in network.into[point]]
        early[point] = max([*days, floors.get(point, min(days, default=base))])
    return early


def _latest(network: Network, end: int) -> Days:
    """Return the latest day of every point that does not move the end of the whole."""
    latest: Days = {}
    for point in reversed(network.order):
        days = [latest[arrow.end] - arrow.days for arrow in network.out[point]]
        latest[point] = min([end, *days])
    return latest


def _span(network: Network, early: Days, latest: Days, key: Key) -> Span:
    """Return the days of a task; the whole begins with the first of its parts."""
    point, end = Point(key, "begin"), Point(key, "end")
    begin = _first_part(network, early, key) if network.is_whole(key) else early[point]
    return Span(begin, early[end], latest[end])


def _first_part(network: Network, early: Days, key: Key) -> int:
    """Return the day on which the first part of a whole begins."""
    parts = [arrow.start.key for arrow in network.into[Point(key, "end")]]
    return min(
        _first_part(network, early, part) if network.is_whole(part) else early[Point(part, "begin")]
        for part in parts
        if part != key
    )


def _path(network: Network, early: Days, end: int) -> tuple[Key, ...]:
    """Return the chain of tasks that decides the end, walked back from it."""
    ends = [key for key in network.tasks if early[Point(key, "end")] == end]
    last = next((key for key in ends if not network.is_whole(key)), None)
    if last is None:
        return ()
    path: list[Key] = []
    point: Point | None = Point(last, "end")
    while point is not None:
        if not path or path[-1] != point.key:
            path.append(point.key)
        point = _driver(network, early, point)
    return tuple(key for key in reversed(path) if not network.is_whole(key))


def _driver(network: Network, early: Days, point: Point) -> Point | None:
    """Return the point that another one waits for, if it waits for any and not for a day."""
    for arrow in network.into[point]:
        if early[arrow.start] + arrow.days == early[point]:
            return arrow.start
    task = network.tasks[point.key]
    under_way = point.side == "end" and not network.is_whole(task.key)
    return Point(point.key, "begin") if under_way else None


def _late(network: Network, early: Days) -> list[Late]:
    """Return the tasks, not the wholes, that are not done and end after their day."""
    found: list[Late] = []
    planned = _floors(network, None)
    for key, task in network.tasks.items():
        if task.due is None or task.done is not None or network.is_whole(key):
            continue
        days = early[Point(key, "end")] - (task.due + 1)
        if days > 0:
            found.append(Late(key, days, _delays(network, planned, early, task)))
    return found


def _delays(network: Network, planned: Days, early: Days, task: Task) -> dict[Key, int]:
    """Return what would end earlier, and by how much, had this task ended on its day.

    What waits for it could then have begun before today, so its plan counts and not the calendar.
    """
    end = Point(task.key, "end")
    behind = _behind(network, end)
    held: Days = {end: (task.due or 0) + 1}
    for point in sorted(behind, key=network.place.__getitem__):
        arrows = network.into[point]
        days = [held.get(arrow.start, early[arrow.start]) + arrow.days for arrow in arrows]
        held[point] = max([*days, planned.get(point, min(days))])
    moved = {point.key: early[point] - held[point] for point in behind if point.side == "end"}
    return {key: moved[key] for key in network.tasks if moved.get(key, 0) > 0}


def _behind(network: Network, point: Point) -> set[Point]:
    """Return the points that wait for this one, at first or second hand."""
    found: set[Point] = set()
    left = [point]
    while left:
        new = [arrow.end for arrow in network.out[left.pop()] if arrow.end not in found]
        found.update(new)
        left += new
    return found
