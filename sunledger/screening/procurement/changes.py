"""Which lines of some files are new since they were last read, and which are gone.

Groups of lines that are as they were are passed over whole. What stands around a change is compared
line by line, until a line begins a known group again; wherever a line stands now, it is the same
line.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from sunledger.core.content import Content
from sunledger.screening.procurement.lines import GROUP, SIZE, Lines, Now, Text


class Changes(NamedTuple):
    """The new lines, the processes whose lines are gone, and what is to be remembered now."""

    new: list[bytes]
    gone: list[int]
    lines: Lines


def changes(contents: Iterable[Content], known: Lines, after: int, most: int) -> Changes | None:
    """Return what has changed, or None where more lines are new than `most`.

    New lines get the numbers from `after`, which was never given before.
    """
    comparing = _Comparing(known, most)
    for content in contents:
        if not comparing.compare(Text(content)):
            return None
    return comparing.result(after)


class _Comparing:
    """Files being compared with what is known of their lines."""

    def __init__(self, known: Lines, most: int) -> None:
        self.known = known
        self.most = most
        self.now = Now(known.key)
        self.firsts = array("q", accumulate(known.counts, initial=0))
        self.same = bytearray(len(known.counts))
        self.runs: list[tuple[int, int] | int] = []  # known groups from, to; or another's number
        self.new: dict[bytes, bytes] = {}  # lines that seem to be, by their marks
        self.old: set[bytes] = set()  # lines that stood here before, or elsewhere
        self.near: set[bytes] = set()
        self.failed: dict[int, int] = {}
        self.twice = False
        self.expected = 0

    @cached_property
    def starts(self) -> dict[bytes, int]:
        """Which group begins with which line."""
        marks = self.known.marks
        return {
            marks[first * SIZE : first * SIZE + SIZE]: group
            for group, (first, many) in enumerate(zip(self.firsts, self.known.counts, strict=False))
            if many
        }

    def compare(self, text: Text) -> bool:
        """Go through a file; whether few enough lines have changed."""
        while True:
            while self._is_same(text, self.expected):
                self.expected += 1
            if self.expected < len(self.same):
                self.near |= set(self._marks(self.expected))
            if not self._until_known(text):
                return self._are_few()
            if not self._are_few():
                return False

    def _is_same(self, text: Text, group: int) -> bool:
        """Whether a known group stands here; it is taken then."""
        if group >= len(self.same) or self.same[group]:
            return False
        many = self.known.lengths[group]
        if not text.has(many):
            return False
        mark = self.now.mark(text.view(many))
        if mark != self.known.group_marks[group * SIZE : group * SIZE + SIZE]:
            self.failed[group] = text.place
            return False
        text.take(many)
        self.same[group] = 1
        last = self.runs[-1] if self.runs else 0
        if isinstance(last, tuple) and last[1] == group:
            self.runs[-1] = (last[0], group + 1)
        else:
            self.runs.append((group, group + 1))
        return True

    def _until_known(self, text: Text) -> bool:
        """Go on line by line until a known group has been taken; whether there is one."""
        lines: list[bytes] = []
        while ends := text.ends(1):
            line = bytes(text.view(ends[0]))
            group = self.starts.get(self.now.mark(line))
            if group is not None and self.failed.get(group) != text.place:
                self._put(lines)
                lines = []
                if self._is_same(text, group):
                    self.expected = group + 1
                    return True
            text.take(len(line))
            lines.append(line)
            if len(lines) == GROUP:
                self._put(lines)
                lines = []
        self._put(lines)
        return False

    def _put(self, lines: list[bytes]) -> None:
        """Remember lines that are no known group."""
        if not lines:
            return
        before = len(self.now.marks)
        ends = list(accumulate(map(len, lines)))
        self.runs.append(len(self.now.counts))
        self.now.group(memoryview(b"".join(lines)), ends)
        full = (line for line in lines if len(line) > 2 or not line.isspace())
        for mark, line in zip(self.now.marks[before:], full, strict=True):
            self.twice |= mark in self.old or mark in self.new
            if mark in self.near:
                self.old.add(mark)
            else:
                self.new[mark] = line

    def _are_few(self) -> bool:
        """Whether few enough lines are new; if they seem too many, those that moved are found."""
        if len(self.new) > self.most:
            self.near = set(self._missing())
            self._know(self.near)
        return len(self.new) <= self.most

    def _know(self, old: Container[bytes]) -> None:
        """Take from the new lines those that there were."""
        moved = [mark for mark in self.new if mark in old]
        self.old.update(moved)
        for mark in moved:
            del self.new[mark]

    def _marks(self, group: int) -> list[bytes]:
        """Return the marks of the lines of a known group."""
        begin, end = self.firsts[group] * SIZE, self.firsts[group + 1] * SIZE
        return [self.known.marks[at : at + SIZE] for at in range(begin, end, SIZE)]

    def _missing(self) -> dict[bytes, int]:
        """Return the known lines outside of the groups that were found, with their processes."""
        numbers = self.known.numbers
        return {
            mark: number
            for group, same in enumerate(self.same)
            if not same
            for mark, number in zip(
                self._marks(group),
                numbers[self.firsts[group] : self.firsts[group + 1]],
                strict=True,
            )
        }

    def result(self, after: int) -> Changes | None:
        """Return what has changed; nothing where a line is there twice, or too much has."""
        numbers = self._missing()
        self._know(numbers)
        if self.twice or not self.old <= numbers.keys():
            return None
        gone = sorted(number for mark, number in numbers.items() if mark not in self.old)
        if len(self.new) + len(gone) > self.most:
            return None
        numbers |= {mark: number for number, mark in enumerate(self.new, after)}
        return Changes(list(self.new.values()), gone, self._lines(numbers))

    def _lines(self, numbers: dict[bytes, int]) -> Lines:
        """Return what is to be remembered: what is known, and between it what has changed."""
        old, now = self.known, self.now.lines(array("q", (numbers[one] for one in self.now.marks)))
        firsts = array("q", accumulate(now.counts, initial=0))
        parts = [
            _part(old, self.firsts, *run) if isinstance(run, tuple) else _part(now, firsts, run)
            for run in self.runs
        ]
        return Lines(
            old.key,
            b"".join(one.marks for one in parts),
            _joined(one.numbers for one in parts),
            b"".join(one.group_marks for one in parts),
            _joined(one.lengths for one in parts),
            _joined(one.counts for one in parts),
        )


def _joined(arrays: Iterable[array[int]]) -> array[int]:
    """Return arrays one behind the other."""
    return array("q", b"".join(one.tobytes() for one in arrays))


def _part(lines: Lines, firsts: array[int], begin: int, end: int = 0) -> Lines:
    """Return some groups."""
    end = end or begin + 1
    first, last = firsts[begin], firsts[end]
    return Lines(
        lines.key,
        lines.marks[first * SIZE : last * SIZE],
        lines.numbers[first:last],
        lines.group_marks[begin * SIZE : end * SIZE],
        lines.lengths[begin:end],
        lines.counts[begin:end],
    )
