"""Which lines of some files are new since they were last read, and which are gone."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sunledger.core.content import Content
from sunledger.screening.ocds.jsontext import blocks

SIZE = 16  # bytes of a line's mark


class Changes(NamedTuple):
    """The new lines, the processes whose lines are gone, and what is to be remembered now."""

    new: list[bytes]
    gone: list[int]
    marks: bytes
    numbers: array[int]


def marks(contents: Iterable[Content]) -> bytes:
    """Return the marks of all lines, one behind the other."""
    return b"".join(mark for mark, _ in _marked(contents))


def _marked(contents: Iterable[Content]) -> Iterator[tuple[bytes, bytes]]:
    """Give every line with its mark."""
    sha256 = hashlib.sha256
    for content in contents:
        for block in blocks(content):
            for line in bytes(block).split(b"\n"):
                if line:
                    yield sha256(line).digest()[:SIZE], line


def changes(
    contents: Iterable[Content], known: bytes, numbers: Sequence[int], after: int, most: int
) -> Changes | None:
    """Return what has changed, or None where more lines are new than `most`.

    New lines get the numbers from `after`, which was never given before.
    """
    marked = (known[at : at + SIZE] for at in range(0, len(known), SIZE))
    before = dict(zip(marked, numbers, strict=True))
    new: list[bytes] = []
    kept: list[bytes] = []
    now = array("q")
    for mark, line in _marked(contents):
        number = before.pop(mark, None)
        if number is None:
            number = after + len(new)
            new.append(line)
            if len(new) > most:
                return None
        kept.append(mark)
        now.append(number)
    return Changes(new, sorted(before.values()), b"".join(kept), now)


def write(file: Path, known: bytes, numbers: array[int]) -> None:
    """Keep marks and the process of each line."""
    file.write_bytes(len(numbers).to_bytes(8, "little") + known + numbers.tobytes())


def read(file: Path) -> tuple[bytes, array[int]]:
    """Return marks and the process of each line."""
    held = file.read_bytes()
    many = int.from_bytes(held[:8], "little")
    numbers = array("q")
    numbers.frombytes(held[8 + many * SIZE :])
    return held[8 : 8 + many * SIZE], numbers
