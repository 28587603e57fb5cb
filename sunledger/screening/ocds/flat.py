"""Files of the standard into flat Parquet tables, each process once.

A line that is a release with the types of the standard is read straight into the fields that are
needed. What is something else (a package, a record, fields of other types) goes through `reading`
and `coercing`; processes with several releases are merged in a second pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from sunledger.core.problem import Problem
from sunledger.core.rows import BadFile
from sunledger.core.uncollected import uncollected
from sunledger.screening.ocds import inserting, large, otherwise
from sunledger.screening.ocds.coercing import coerced
from sunledger.screening.ocds.found import Document, Place, Refusal
from sunledger.screening.ocds.jsontext import Start, Texts, blocks
from sunledger.screening.ocds.narrow import decoder
from sunledger.screening.ocds.older import is_older
from sunledger.screening.ocds.reading import EMPTY, Reading, alone, of_text
from sunledger.screening.ocds.tables import COLUMNS, NO_COUNTS, Counts, Shape
from sunledger.screening.ocds.wanted import Release
from sunledger.screening.ocds.writing import Also, Flat, Rows, Writers

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.core.content import Content

AT_ONCE = 512  # merged releases


def write(
    contents: Sequence[Content],
    folder: Path,
    shape: Shape = COLUMNS,
    before: Counts = NO_COUNTS,
    also: Also | None = None,
) -> Flat:
    """Write the tables of some files into a folder, as Parquet, and say what was read.

    Rows are counted on from `before`, where other tables stand beside these. `also` is given the
    rows of each table as they are written, before processes with several releases are merged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with passing(Flat(folder, shape)) as first:
        flat = first.flat
        with Writers(flat, also) as writers:
            writers.counts = before
            writers.write(first.releases(contents))
            flat.counts = writers.counts
        flat.report.processes = len(first.ocids)
        if first.several:
            _again(flat, contents, first, before)
    return flat


def held(
    contents: Iterable[Content], folder: Path, before: Counts
) -> tuple[Flat, dict[str, pa.Table]]:
    """Return the tables of some files in memory, and what was read; nothing is written.

    Of processes with several releases only the first ones are there.
    """
    with passing(Flat(folder)) as first:
        rows = Rows(first.flat)
        rows.counts = before
        rows.write(first.releases(contents))
        first.flat.counts = rows.counts
        first.flat.report.processes = len(first.ocids)
        return first.flat, rows.tables()


@contextmanager
def passing(flat: Flat) -> Iterator[First]:
    """Go through files once; millions of objects are in use meanwhile."""
    with uncollected():
        yield First(flat)


class First:
    """The first pass: releases as they come, and which processes have several."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.lines = decoder(flat.shape)
        self.ocids: dict[str, None] = {}  # in the order of their first releases
        self.several: set[str] = set()

    def releases(self, contents: Iterable[Content]) -> Iterator[list[Release]]:
        """Give the first release of every process, many at a time."""
        for content in contents:
            try:
                yield from self._of_file(content)
            except BadFile as error:
                self._refuse(content, error.problem)

    def _of_file(self, content: Content) -> Iterator[list[Release]]:
        """Give the releases of a file: block after block, and line by line from the first odd one.

        In a block that holds nothing but whole lines of JSON every line is read straight into the
        fields that are needed. Lines that are JSON and no such release are read one by one.
        """
        otherwise.refuse(content)
        start = Start()
        lines = _LineCount(content)
        for block in blocks(content):
            found = self._of_block(block, content.name, start, lines)
            if found is None:
                del block  # its memory may be large
                break
            yield found[0]
            start = Start(start.offset + len(block), 0, start.number + found[1])
        else:
            if not start.number:
                self._refuse(content, Problem(EMPTY))
            return
        empty = not start.number
        for text in Texts(content, self._read, lines.at(start)):
            empty = False
            yield list(self._of_text(text, content.name))
        if empty:
            self._refuse(content, Problem(EMPTY))

    def _of_block(
        self, block: memoryview, name: str, start: Start, lines: _LineCount
    ) -> tuple[list[Release], int] | None:
        """Return the new releases of a block and how many texts it has, if every line is one."""
        if len(block) > large.LARGE and _is_heavy(block):
            return None
        try:
            found = self.lines.decode_lines(block)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found = []
        if found and len(found) == _lines(block) and _are_plain(found):
            self._count(found)
            return self._once(found), len(found)
        try:
            texts = list(self._line_by_line(bytes(block), lines.at(start)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return [one for text in texts for one in self._of_text(text, name)], len(texts)

    def _line_by_line(self, block: bytes, start: Start) -> Iterator[Document]:
        """Give what each line of a block says; raise where one says nothing, or is large."""
        number = start.number
        for line, held in enumerate(block.splitlines(), start.line + 1):
            if held.strip():
                if len(held) > large.LARGE:
                    raise msgspec.DecodeError
                number += 1
                yield Document(number, line, self._read(held))

    def _read(self, line: bytes) -> Any:
        """Return a line as a release where it is one, else as whatever JSON it is."""
        try:
            found = self.lines.decode(line)
        except msgspec.ValidationError:
            return msgspec.json.decode(line)
        return found if _are_plain([found]) else msgspec.json.decode(line)

    def _of_text(self, text: Any, name: str) -> Iterator[Release]:
        """Give the new releases of one text."""
        if isinstance(text, Document) and isinstance(text.value, msgspec.Struct):
            found: list[Any] = [text.value]
            self._count(found)
            yield from self._once(found)
            return
        for release in of_text(text, name, self.flat.report):
            yield from self._once([coerced(alone(release), self.lose)])

    def _count(self, releases: list[Release]) -> None:
        """Count releases by what they are."""
        report = self.flat.report
        tags = [one.tag for one in releases]
        compiled = tags.count(["compiled"])
        if compiled < len(releases):
            compiled = sum(1 for one in tags if one and "compiled" in one)
        report.found += Counter({"compiled release": compiled, "release": len(releases) - compiled})
        report.releases += len(releases)

    def _once(self, releases: list[Release]) -> list[Release]:
        """Return the releases whose process had none before; note which have several."""
        ocids = self.ocids
        before = len(ocids)
        ocids.update(dict.fromkeys([one.ocid for one in releases]))
        many = len(ocids) - before
        if many == len(releases):
            return releases
        awaited = set(islice(reversed(ocids), many))
        new: list[Release] = []
        for one in releases:
            if one.ocid in awaited:
                awaited.remove(one.ocid)
                new.append(one)
            else:
                self.several.add(one.ocid)
        return new

    def lose(self, path: str) -> None:
        """Count what could not be brought into the types of the standard."""
        self.flat.lost[path] += 1

    def _refuse(self, content: Content, problem: Problem) -> None:
        self.flat.report.refused.append(Refusal(Place(content.name), problem))


def _is_heavy(block: memoryview) -> bool:
    """Whether a block has a line of which more might be made than memory has room for.

    Many short lines are no large block, so that whatever makes one is a long line.
    """
    held = block.obj if isinstance(block.obj, bytes | bytearray) else bytes(block)
    return large.too_large(held, len(block)) is not None


def _lines(block: memoryview) -> int:
    """Return how many lines a block has."""
    held = block.obj if isinstance(block.obj, bytes | bytearray) else bytes(block)
    many, end = 0, len(block)
    at = held.find(b"\n", 0, end) + 1
    while at:  # `count` looks at every byte by itself, `find` at many
        many += 1
        at = held.find(b"\n", at, end) + 1
    return many + (block[-1] != 10)


class _LineCount:
    """The lines of a file up to some place, counted where a place has to be told."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.offset = self.line = 0

    def at(self, start: Start) -> Start:
        """Return a start with its line."""
        with self.content.open() as file:
            file.seek(self.offset)
            while self.offset < start.offset:
                chunk = file.read(min(1 << 20, start.offset - self.offset))
                self.line += chunk.count(b"\n")
                self.offset += len(chunk)
        return start._replace(line=self.line)


def _are_plain(found: list[Release]) -> bool:
    """Whether all are releases of version 1.1 by themselves, and none is a record."""
    odd = [
        one
        for one in found
        if one.releases is not UNSET
        or one.compiled_release is not UNSET
        or one.versioned_release is not UNSET
        or not one.ocid.strip()
        or is_older(one)
    ]
    return not odd


def _again(flat: Flat, contents: Sequence[Content], first: First, before: Counts) -> None:
    """Put the merged releases of processes with several into the place of the first of each."""
    reading = Reading(contents)
    several = {one: place for place, one in enumerate(first.ocids) if one in first.several}
    places: list[int] = []
    merged = _merged(reading, first, several, places)
    inserting.insert(flat, merged, places, several.values(), before)
    flat.report.processes += len(places) - len(several)
    report = reading.report
    flat.report.merged, flat.report.repeated = report.merged, report.repeated
    flat.report.noted.add(report.noted)
    flat.report.refused.add(report.refused)


def _merged(
    reading: Reading, first: First, several: dict[str, int], places: list[int]
) -> Iterator[list[Release]]:
    """Give the compiled releases of processes that have several, and note their places."""
    some: list[Release] = []
    for process in reading.processes(several):
        places.append(several[process.ocid])
        some.append(coerced(process.value, first.lose))
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some
