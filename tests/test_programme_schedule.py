"""The schedule of a programme, held against a slow one that lives through the days one by one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.ledger.programme.network import Circle, Key, Task, circle_with
from sunledger.ledger.programme.schedule import schedule

HORIZON = 300  # days after which the slow schedule says that something never ends


def test_a_chain_has_no_room_and_what_runs_beside_it_has() -> None:
    tasks = [
        Task("dig", days=3, starts=0),
        Task("lay", days=4, starts=0, after=("dig",)),
        Task("sign", days=2, starts=0),
        Task("open", days=1, starts=0, after=("lay", "sign")),
    ]
    found = schedule(tasks)
    assert found.path == ("dig", "lay", "open")
    assert found.end == 8
    assert found.spans["sign"].slack == 5
    assert [key for key in ["dig", "lay", "sign", "open"] if found.is_critical(key)] == [
        "dig",
        "lay",
        "open",
    ]


def test_what_is_late_says_what_it_delays_and_by_how_much() -> None:
    tasks = [
        Task("dig", days=3, starts=0, due=2, begun=0),
        Task("lay", days=4, starts=3, due=6, after=("dig",)),
        Task("sign", days=2, starts=0, due=19, begun=4),
        Task("open", days=1, starts=7, due=7, after=("lay", "sign")),
    ]
    found = schedule(tasks, today=7)
    late = {one.key: one for one in found.late}
    assert late["dig"].days == 5
    assert late["dig"].delays == {"lay": 5, "open": 4}  # signing takes until then
    assert "sign" not in late
    assert late["lay"].delays == {"open": 4}


def test_a_whole_lies_around_its_parts_and_waits_and_is_waited_for_as_one() -> None:
    tasks = [
        Task("road", starts=0),
        Task("base", parent="road", days=2, starts=0),
        Task("tar", parent="road", days=2, starts=0, after=("base",)),
        Task("bridge", after=("road",)),
        Task("span", parent="bridge", days=5, starts=0),
    ]
    found = schedule(tasks)
    assert (found.spans["road"].begin, found.spans["road"].end) == (0, 4)
    assert (found.spans["span"].begin, found.end) == (4, 9)
    assert found.path == ("base", "tar", "span")


@pytest.mark.parametrize(
    ("after", "parents", "circle"),
    [
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, {}, {"a", "b", "c"}),
        ({"a": ["a"]}, {}, {"a"}),
        ({"whole": ["part"]}, {"part": "whole"}, {"whole", "part"}),
        ({"part": ["whole"]}, {"part": "whole"}, {"whole", "part"}),
        ({"x": ["road"], "base": ["y"]}, {"base": "road", "y": "x"}, {"x", "road", "base", "y"}),
    ],
)
def test_tasks_that_wait_for_each_other_are_named(
    after: dict[Key, list[Key]], parents: dict[Key, Key], circle: set[Key]
) -> None:
    assert set(circle_with(after, parents)) == circle


def test_a_circle_is_refused_and_not_scheduled() -> None:
    with pytest.raises(Circle):
        schedule([Task("a", after=("b",)), Task("b", after=("a",))])


@st.composite
def perhaps_circles(draw: st.DrawFn) -> list[Task]:
    """Return tasks in three levels that wait only for tasks named before them, never for kin."""
    count = draw(st.integers(1, 9))
    day = st.integers(0, 12)
    tasks: list[Task] = []
    for key in range(count):
        wholes = [one.key for one in tasks if _depth(tasks, one) < 2 and not one.after]
        parent = draw(st.sampled_from([None, *wholes]))
        kin = _line(tasks, parent)
        others = [one.key for one in tasks if one.key not in kin and not kin & _tree(tasks, one)]
        after = draw(st.sets(st.sampled_from(others), max_size=3)) if others else set()
        begun = draw(st.none() | day)
        tasks.append(
            Task(
                key,
                parent,
                starts=draw(st.none() | day),
                due=draw(st.none() | day),
                days=draw(st.integers(1, 5)),
                after=tuple(sorted(after, key=str)),
                begun=begun,
                done=draw(st.none() | st.integers(begun, 14)) if begun is not None else None,
            )
        )
    wholes_now = {one.parent for one in tasks}
    return [replace(t, begun=None, done=None) if t.key in wholes_now else t for t in tasks]


def ends_some_day(tasks: list[Task]) -> bool:
    """Whether living through the days comes to an end."""
    try:
        return bool(Slow(tasks, None).ends())
    except Never:
        return False


programmes = perhaps_circles().filter(ends_some_day)


def _depth(tasks: list[Task], task: Task) -> int:
    return len(_line(tasks, task.parent))


def _line(tasks: list[Task], key: Key | None) -> set[Key]:
    """Return a task and all above it."""
    by_key = {task.key: task for task in tasks}
    line: set[Key] = set()
    while key is not None:
        line.add(key)
        key = by_key[key].parent
    return line


def _tree(tasks: list[Task], top: Task) -> set[Key]:
    """Return a task and all under it."""
    return {task.key for task in tasks if top.key in _line(tasks, task.key)}


class Never(Exception):
    """Some task never ends: tasks wait for each other."""


class Slow:
    """Lives through the days: each morning, whatever may begin begins."""

    def __init__(self, tasks: list[Task], today: int | None) -> None:
        self.tasks = {task.key: task for task in tasks}
        self.wholes = {task.parent for task in tasks}
        self.today = today
        self.freed: set[Key] = set()
        floors = [self.floor(task) for task in tasks]
        self.base = min([day for day in floors if day is not None], default=0)

    def floor(self, task: Task) -> int | None:
        if task.key in self.wholes:
            return task.starts
        if task.begun is not None:
            return task.begun
        today = None if task.key in self.freed else self.today
        days = [day for day in (task.starts, today) if day is not None]
        return max(days) if days else None

    def ends(self, extra: Key | None = None, by: int = 0, on: int | None = None) -> dict[Key, int]:
        """Return when each task ends; one may take longer by some days, or end on a day."""
        ends: dict[Key, int] = {}
        self.freed = self.behind(extra) if extra is not None and on is not None else set()
        if extra is not None and on is not None:
            ends[extra] = on
        for day in range(self.base, HORIZON):
            before = -1
            while before != len(ends) < len(self.tasks):
                before = len(ends)
                self.morning(day, ends, extra, by)
        if len(ends) < len(self.tasks):
            raise Never
        return ends

    def morning(self, day: int, ends: dict[Key, int], extra: Key | None, by: int) -> None:
        for key, task in self.tasks.items():
            if key in ends:
                continue
            if key not in self.wholes:
                if self.may(task, day, ends):
                    ends[key] = self.end(task, day) + (by if key == extra else 0)
                continue
            parts = [one.key for one in self.tasks.values() if one.parent == key]
            if all(part in ends for part in parts):
                ends[key] = max(ends[part] for part in parts)

    def behind(self, key: Key) -> set[Key]:
        """Return what moves when a task takes very much longer."""
        usual, moved = self.ends(), self.ends(key, by=150)
        return {one for one in usual if one != key and moved[one] > usual[one]}

    def may(self, task: Task, day: int, ends: dict[Key, int]) -> bool:
        if task.begun is not None:
            return day >= task.begun
        own = self.floor(task)
        if day < (self.base if own is None else own):
            return False
        line = [self.tasks[key] for key in _line(list(self.tasks.values()), task.key)]
        for one in line:
            if one.starts is not None and day < one.starts:
                return False
            if any(other not in ends or ends[other] > day for other in one.after):
                return False
        return True

    def end(self, task: Task, day: int) -> int:
        if task.done is not None:
            return task.done + 1
        begin = task.begun if task.begun is not None else day
        still = 0 if self.today is None or task.begun is None else self.today + 1
        return max(begin + task.days, still)


@settings(max_examples=100, deadline=None)
@given(perhaps_circles())
def test_tasks_are_refused_as_a_circle_exactly_where_they_would_never_end(
    tasks: list[Task],
) -> None:
    if ends_some_day(tasks):
        schedule(tasks)
    else:
        with pytest.raises(Circle):
            schedule(tasks)


@settings(max_examples=100, deadline=None)
@given(programmes, st.none() | st.integers(0, 20))
def test_the_schedule_is_what_living_through_the_days_gives(
    tasks: list[Task], today: int | None
) -> None:
    found, slow = schedule(tasks, today), Slow(tasks, today)
    ends = slow.ends()
    assert {key: span.end for key, span in found.spans.items()} == ends
    assert found.end == max(ends.values())


@settings(max_examples=60, deadline=None)
@given(programmes, st.none() | st.integers(0, 20))
def test_slack_is_the_room_before_the_end_of_the_whole_moves(
    tasks: list[Task], today: int | None
) -> None:
    found, slow = schedule(tasks, today), Slow(tasks, today)
    for task in tasks:
        if task.key in slow.wholes or task.done is not None:
            continue
        slack = found.spans[task.key].slack
        assert max(slow.ends(task.key, by=slack).values()) == found.end
        assert max(slow.ends(task.key, by=slack + 1).values()) == found.end + 1


@settings(max_examples=60, deadline=None)
@given(programmes, st.integers(0, 20))
def test_what_a_late_task_delays_is_what_would_end_earlier_without_it(
    tasks: list[Task], today: int
) -> None:
    found, slow = schedule(tasks, today), Slow(tasks, today)
    ends = slow.ends()
    late = {one.key: one for one in found.late}
    for task in tasks:
        if task.key in slow.wholes or task.done is not None or task.due is None:
            continue
        assert (task.key in late) == (ends[task.key] > task.due + 1)
        if task.key in late:
            without = slow.ends(task.key, on=task.due + 1)
            moved = {key: ends[key] - without[key] for key in ends if key != task.key}
            assert late[task.key].delays == {key: days for key, days in moved.items() if days}


@settings(max_examples=60, deadline=None)
@given(programmes, st.none() | st.integers(0, 20))
def test_the_critical_path_is_a_chain_without_room_that_ends_with_the_whole(
    tasks: list[Task], today: int | None
) -> None:
    found = schedule(tasks, today)
    assert found.path
    assert found.spans[found.path[-1]].end == found.end
    assert schedule(tasks, today) == found
    for earlier, later in zip(found.path, found.path[1:], strict=False):
        assert found.spans[earlier].end <= found.spans[later].begin
