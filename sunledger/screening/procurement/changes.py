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

_WHOLE, _PARTLY = 1, 2  # how known groups stand in a file
_UNKNOWN = -1  # no process's number


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
        self.numbers = array("q")  # of the lines of `now`, where they are known already
        self.firsts = array("q", accumulate(known.counts, initial=0))
        self.same = bytearray(len(known.counts))  # _WHOLE where a known group stands, or _PARTLY
        self.left = array("q")  # the lines of groups that stand partly which do not
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
            self._take(text, self.expected)
            if not self._in_place(text):
                if self.expected < len(self.same):
                    self.near.update(self._marks(self.expected))
                if not self._until_known(text):
                    return self._are_few()
            if not self._are_few():
                return False

    def _take(self, text: Text, begin: int) -> bool:
        """Take known groups as long as one after the other stands here; whether the first does."""
        end = self.same.find(_WHOLE, begin)
        end = len(self.same) if end < 0 else end
        group = begin + text.passed_over(self.known, begin, end, self.now.mark)
        if group < end:
            self.failed[group] = text.place
        if group == begin:
            return False
        self._took(begin, group)
        return True

    def _took(self, begin: int, end: int) -> None:
        """Remember that known groups stand here."""
        self.twice |= _PARTLY in self.same[begin:end]
        self.same[begin:end] = bytes([_WHOLE]) * (end - begin)
        self.expected = end
        last = self.runs[-1] if self.runs else 0
        if isinstance(last, tuple) and last[1] == begin:
            self.runs[-1] = (last[0], end)
        else:
            self.runs.append((begin, end))

    def _in_place(self, text: Text) -> bool:
        """Take as many lines in the place of a known group, where the next one stands behind them.

        Most lines that change stay where they are: so neither their neighbours need be looked for,
        nor where the next group begins.
        """
        after = self.expected + 1
        if after >= len(self.same) or self.same[after]:
            return False
        many, size = self.known.counts[self.expected], self.known.lengths[after]
        ends = text.ends(many)
        if not many or len(ends) < many or not text.has(ends[-1] + size):
            return False
        mark = self.known.group_marks[after * SIZE : after * SIZE + SIZE]
        if self.now.mark(text.view(ends[-1] + size)[ends[-1] :]) != mark:
            return False
        self._put_beside(text.take(ends[-1]), ends)
        text.take(size)
        self._took(after, after + 1)
        return True

    def _put_beside(self, held: memoryview, ends: list[int]) -> None:
        """Remember lines, of which some are those of the expected group, in their places."""
        known, first = self.known, self.firsts[self.expected]
        found = self.now.group(held, ends)
        others = [
            place
            for place, (mark, _) in enumerate(found)
            if not known.marks.startswith(mark, (first + place) * SIZE)
        ]
        if self.same[self.expected] or not len(others) < len(found) == len(ends):
            self._remember(found)
            return
        self.same[self.expected] = _PARTLY
        self.runs.append(len(self.now.counts) - 1)
        self.numbers += known.numbers[first : first + len(found)]
        for place in others:
            mark, line = found[place]
            self.left.append(first + place)
            self.numbers[place - len(found)] = _UNKNOWN
            self.new[mark] = bytes(line)

    def _until_known(self, text: Text) -> bool:
        """Go on line by line until a known group has been taken; whether there is one."""
        lines: list[bytes] = []
        while ends := text.ends(1):
            line = bytes(text.view(ends[0]))
            group = self.starts.get(self.now.mark(line))
            if group is not None and self.failed.get(group) != text.place:
                self._put_lines(lines)
                lines = []
                if self._take(text, group):
                    return True
            text.take(len(line))
            lines.append(line)
            if len(lines) == GROUP:
                self._put_lines(lines)
                lines = []
        self._put_lines(lines)
        return False

    def _put_lines(self, lines: list[bytes]) -> None:
        """Remember lines that are no known group."""
        if lines:
            self._put(memoryview(b"".join(lines)), list(accumulate(map(len, lines))))

    def _put(self, held: memoryview, ends: list[int]) -> None:
        """Remember lines beside each other that are no known group."""
        self._remember(self.now.group(held, ends))

    def _remember(self, found: list[tuple[bytes, memoryview]]) -> None:
        """Remember the lines of a group that is no known one."""
        self.runs.append(len(self.now.counts) - 1)
        self.numbers.extend([_UNKNOWN] * len(found))
        for mark, line in found:
            if mark in self.near:
                self.old.add(mark)
            else:
                self.new[mark] = bytes(line)

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
        marks = self.known.marks
        begin, end = self.firsts[group] * SIZE, self.firsts[group + 1] * SIZE
        return [marks[at : at + SIZE] for at in range(begin, end, SIZE)]

    def _missing(self) -> dict[bytes, int]:
        """Return the known lines outside of the groups that were found, with their processes."""
        marks, numbers, firsts = self.known.marks, self.known.numbers, self.firsts
        places = list(self.left)
        for group, same in enumerate(self.same):
            if not same:
                places += range(firsts[group], firsts[group + 1])
        return {marks[place * SIZE : place * SIZE + SIZE]: numbers[place] for place in places}

    def result(self, after: int) -> Changes | None:
        """Return what has changed; nothing where a line is there twice, or too much has."""
        numbers = self._missing()
        self._know(numbers)
        self.twice |= len(set(self.now.marks)) < len(self.now.marks)
        if self.twice or not self.old <= numbers.keys():
            return None
        gone = sorted(number for mark, number in numbers.items() if mark not in self.old)
        if len(self.new) + len(gone) > self.most:
            return None
        numbers |= {mark: number for number, mark in enumerate(self.new, after)}
        return Changes(list(self.new.values()), gone, self._lines(numbers))

    def _lines(self, numbers: dict[bytes, int]) -> Lines:
        """Return what is to be remembered: what is known, and between it what has changed."""
        for place, number in enumerate(self.numbers):
            if number == _UNKNOWN:
                self.numbers[place] = numbers[self.now.marks[place]]
        old, now = self.known, self.now.lines(self.numbers)
        firsts = array("q", accumulate(now.counts, initial=0))
        found = _Pieces()
        for run in self.runs:
            if isinstance(run, tuple):
                found.add(old, self.firsts, *run)
            else:
                found.add(now, firsts, run, run + 1)
        return found.joined(old.key)


class _Pieces:
    """Groups of lines, of which some are known and some new."""

    def __init__(self) -> None:
        self.marks: list[memoryview] = []
        self.numbers = array("q")
        self.group_marks: list[memoryview] = []
        self.lengths = array("q")
        self.counts = array("q")

    def add(self, lines: Lines, firsts: array[int], begin: int, end: int) -> None:
        """Add some groups; `firsts` says where the lines of each begin."""
        first, last = firsts[begin], firsts[end]
        self.marks.append(memoryview(lines.marks)[first * SIZE : last * SIZE])
        self.numbers += lines.numbers[first:last]
        self.group_marks.append(memoryview(lines.group_marks)[begin * SIZE : end * SIZE])
        self.lengths += lines.lengths[begin:end]
        self.counts += lines.counts[begin:end]

    def joined(self, key: bytes) -> Lines:
        """Return all that was added."""
        marks, groups = b"".join(self.marks), b"".join(self.group_marks)
        return Lines(key, marks, self.numbers, groups, self.lengths, self.counts)
