"""What is remembered of the lines of files, so that changed ones are found again.

Lines have marks, and groups of lines beside each other have marks of their own, so that where
nothing has changed only groups need be compared; see `changes`.

A mark is a GMAC under a key that was drawn for the folder: who publishes a file does not know it,
and cannot write two lines of one mark. It takes a fifth of the time of SHA-256.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, NamedTuple

from sunledger.core.content import Content

SIZE = 16  # bytes of a mark and of the key
GROUP = 8  # lines
BLOCK = 1 << 18  # bytes that are read at once
_NONCE = bytes(12)


class Lines(NamedTuple):
    """What is remembered of lines: their marks, the process of each, and the groups they form."""

    key: bytes
    marks: bytes
    numbers: array[int]
    group_marks: bytes
    lengths: array[int]  # of groups, in bytes
    counts: array[int]  # of groups, in lines

    def write(self, file: Path) -> None:
        """Keep all this in a file."""
        sizes = array("q", [len(self.numbers), len(self.counts)])
        with file.open("wb") as to:
            sizes.tofile(to)
            to.writelines([self.key, self.marks, self.group_marks])
            for numbers in (self.numbers, self.lengths, self.counts):
                numbers.tofile(to)

    @classmethod
    def read(cls, file: Path) -> Lines:
        """Return what a file keeps."""
        with file.open("rb") as held:

            def numbers(many: int) -> array[int]:
                found = array("q")
                found.fromfile(held, many)
                return found

            lines, groups = numbers(2)
            key, marks, group_marks = (held.read(SIZE * many) for many in (1, lines, groups))
            return cls(key, marks, numbers(lines), group_marks, numbers(groups), numbers(groups))


def remembered(contents: Iterable[Content]) -> Lines:
    """Return what is to be remembered of files that are read for the first time."""
    now = Now(os.urandom(SIZE))
    for content in contents:
        text = Text(content)
        while ends := text.ends(GROUP):
            now.group(text.take(ends[-1]), ends)
    return now.lines(array("q", range(len(now.marks))))


class _Source:
    """The bytes of a file, read into memory that is there."""

    def __init__(self, content: Content) -> None:
        self.file: IO[bytes] | None = None
        self.chunks: Iterator[bytes] = iter(())
        self.left = memoryview(b"")
        if isinstance(content.source, Path) and not content.zipped:
            self.file = content.source.open("rb", buffering=0)
        else:
            self.chunks = content.chunks()

    def into(self, memory: memoryview) -> int:
        """Read some bytes, and return how many; none at the end."""
        if self.file:
            size: int = self.file.readinto(memory)  # type: ignore[attr-defined]
            if not size:
                self.file.close()
                self.file = None
            return size
        self.left = self.left or memoryview(next(self.chunks, b""))
        size = min(len(memory), len(self.left))
        memory[:size] = self.left[:size]
        self.left = self.left[size:]
        return size


class Text:
    """A file of which many bytes are taken at once; they hold until more are asked for.

    All is read into the same memory: fresh memory costs more than reading.
    """

    def __init__(self, content: Content) -> None:
        self.source = _Source(content)
        self.held = bytearray(BLOCK)
        self.seen = memoryview(self.held)
        self.at = self.end = self.passed = 0

    @property
    def place(self) -> int:
        """How many bytes were taken."""
        return self.passed + self.at

    def has(self, many: int) -> bool:
        """Whether so many bytes are left; they are held then."""
        if self.end - self.at >= many:
            return True
        left = self.seen[self.at : self.end]
        if many > len(self.held):
            self.held = bytearray(many + BLOCK)
            self.seen = memoryview(self.held)
        self.seen[: len(left)] = left
        self.passed += self.at
        self.at, self.end = 0, len(left)
        while self.end < many:
            size = self.source.into(self.seen[self.end :])
            if not size:
                return False
            self.end += size
        return True

    def ends(self, many: int) -> list[int]:
        """Return where the next lines end, counted from here; fewer at the end of the file."""
        found: list[int] = []
        at = place = self.at
        while len(found) < many and (place := self.held.find(b"\n", place, self.end) + 1):
            found.append(place - at)
        last = found[-1] if found else 0
        while len(found) < many:
            end = self.held.find(b"\n", self.at + last, self.end) + 1 - self.at
            if end > 0:
                found.append(last := end)
            elif not self.has(self.end - self.at + 1):
                left = self.end - self.at
                return [*found, left] if left > last else found
        return found

    def view(self, many: int) -> memoryview:
        """Return the next bytes without taking them."""
        return self.seen[self.at : self.at + many]

    def take(self, many: int) -> memoryview:
        """Take the next bytes."""
        found = self.view(many)
        self.at += many
        return found

    def passed_over(
        self, known: Lines, begin: int, end: int, mark: Callable[[memoryview], bytes]
    ) -> int:
        """Take known groups as long as one after the other stands here; return how many."""
        lengths, marks = known.lengths, known.group_marks
        for group in range(begin, end):
            at = self.at
            after = at + lengths[group]
            if after > self.end:
                if not self.has(after - at):
                    return group - begin
                at, after = 0, after - at
            place = group * SIZE
            if mark(self.seen[at:after]) != marks[place : place + SIZE]:
                return group - begin
            self.at = after
        return end - begin


class Now:
    """The lines as they are now, as they are read."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.key = key
        # Returns the mark of a line or a group.
        self.mark: Callable[[bytes | memoryview], bytes] = partial(AESGCM(key).encrypt, _NONCE, b"")
        self.marks: list[bytes] = []
        self.group_marks: list[bytes] = []
        self.lengths = array("q")
        self.counts = array("q")

    def group(self, held: memoryview, ends: Sequence[int]) -> list[tuple[bytes, memoryview]]:
        """Remember lines beside each other; return them with their marks. Empty ones are none."""
        lines = [held[begin:end] for begin, end in pairwise((0, *ends))]
        if min(map(len, lines)) <= 2:
            lines = [line for line in lines if len(line) > 2 or not bytes(line).isspace()]
        marks = list(map(self.mark, lines))
        found = list(zip(marks, lines, strict=True))
        self.marks += marks
        self.group_marks.append(self.mark(held))
        self.lengths.append(len(held))
        self.counts.append(len(found))
        return found

    def lines(self, numbers: array[int]) -> Lines:
        """Return what is to be remembered."""
        marks, groups = b"".join(self.marks), b"".join(self.group_marks)
        return Lines(self.key, marks, numbers, groups, self.lengths, self.counts)
