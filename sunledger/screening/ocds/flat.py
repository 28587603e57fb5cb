"""Files of the standard into flat Parquet tables, each process once.

A line that is a release with the types of the standard is read straight into the fields that are
needed. What is something else (a package, a record, fields of other types) goes through `reading`
and `coercing`; processes with several releases are merged in a second pass.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sunledger.core.problem import Problem
from sunledger.core.rows import BadFile
from sunledger.screening.ocds.coercing import coerced
from sunledger.screening.ocds.found import Place, Refusal
from sunledger.screening.ocds.jsontext import Document, Texts
from sunledger.screening.ocds.portion import Portion
from sunledger.screening.ocds.reading import EMPTY, Reading, Report, alone, of_text
from sunledger.screening.ocds.tables import TABLES, Counts, schema
from sunledger.screening.ocds.wanted import Release

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    from sunledger.core.content import Content

PORTION = 512  # releases at a time: what fits into the cache of a processor
GROUP = 1 << 16  # rows written at a time

_wanted: msgspec.json.Decoder[Release] = msgspec.json.Decoder(Release)


@dataclass
class Flat:
    """What became of some files: the report, the rows of each table, what was lost by its path."""

    folder: Path
    report: Report = field(default_factory=Report)
    rows: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def file(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        return self.folder / f"{table}.parquet"


def write(contents: Sequence[Content], folder: Path) -> Flat:
    """Write the tables of some files into a folder, as Parquet, and say what was read."""
    flat = Flat(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _few_collections():
        first = _First(flat)
        with _Writers(flat) as writers:
            writers.write(first.releases(contents))
        if first.several:
            _again(flat, contents, first)
    report = flat.report
    report.processes = len(first.numbers) - len(first.several) + len(first.merged)
    return flat


class _First:
    """The first pass: releases as they come, and which processes have several."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.numbers: dict[str, int] = {}
        self.several: set[str] = set()
        self.merged: list[str] = []

    def releases(self, contents: Sequence[Content]) -> Iterator[Release]:
        """Give the first release of every process."""
        for content in contents:
            empty = True
            try:
                for text in Texts(content, _read):
                    empty = False
                    yield from self._of_text(text, content.name)
                if empty:
                    self._refuse(content, Problem(EMPTY))
            except BadFile as error:
                self._refuse(content, error.problem)

    def _of_text(self, text: Any, name: str) -> Iterator[Release]:
        report = self.flat.report
        if isinstance(text, Document) and isinstance(text.value, Release):
            kind = "compiled release" if "compiled" in (text.value.tag or ()) else "release"
            report.found[kind] += 1
            report.releases += 1
            yield from self._once(text.value)
            return
        for release in of_text(text, name, report):
            yield from self._once(coerced(alone(release), self._lose))

    def _once(self, release: Release) -> Iterator[Release]:
        """Give a release, unless its process had one before."""
        if release.ocid in self.numbers:
            self.several.add(release.ocid)
            return
        self.numbers[release.ocid] = len(self.numbers)
        yield release

    def _lose(self, path: str) -> None:
        self.flat.lost[path] += 1

    def _refuse(self, content: Content, problem: Problem) -> None:
        self.flat.report.refused.append(Refusal(Place(content.name), problem))


def _read(line: bytes) -> Any:
    """Return a line as a release where it is one, else as whatever JSON it is."""
    try:
        found = _wanted.decode(line)
    except msgspec.ValidationError:
        return msgspec.json.decode(line)
    parts = (found.releases, found.compiled_release, found.versioned_release)
    plain = found.ocid.strip() and all(one is msgspec.UNSET for one in parts)
    return found if plain else msgspec.json.decode(line)


def _again(flat: Flat, contents: Sequence[Content], first: _First) -> None:
    """Put the merged releases of processes with several into the place of the first of each."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    reading = Reading(contents)
    numbers = pa.array(sorted(first.numbers[one] for one in first.several), pa.int64())
    before = {name: flat.file(name).rename(flat.folder / f"{name}.first") for name in TABLES}
    rows, flat.rows = flat.rows, Counter()
    with _Writers(flat) as writers:
        for name, file in before.items():
            with pq.ParquetFile(file) as held:
                for batch in held.iter_batches(GROUP):
                    kept = batch.filter(pc.invert(pc.is_in(batch["process"], numbers)))
                    writers.add(name, pa.Table.from_batches([kept]))
            file.unlink()
        writers.counts = Counts(len(first.numbers), rows["bids"], rows["awards"], rows["contracts"])
        writers.write(_merged(flat, reading, first))
    report = reading.report
    flat.report.merged, flat.report.repeated = report.merged, report.repeated
    flat.report.noted += report.noted
    known = {(one.place, str(one.problem)) for one in flat.report.refused}
    more = [one for one in report.refused if (one.place, str(one.problem)) not in known]
    flat.report.refused += more


def _merged(flat: Flat, reading: Reading, first: _First) -> Iterator[Release]:
    """Give the compiled releases of processes that have several."""
    for process in reading.processes(first.several):
        first.merged.append(process.ocid)
        yield coerced(process.value, first._lose)


class _Writers:
    """A Parquet file for every table, written in groups of rows."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.counts = Counts()
        self.held: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self.files: dict[str, ParquetWriter] = {}

    def __enter__(self) -> _Writers:
        import pyarrow.parquet as pq

        for name in TABLES:
            self.files[name] = pq.ParquetWriter(self.flat.file(name), schema(name))
        return self

    def __exit__(self, *args: object) -> None:
        for name, file in self.files.items():
            self._flush(name)
            file.close()

    def write(self, releases: Iterable[Release]) -> None:
        """Write the rows of releases."""
        some: list[Release] = []
        for release in releases:
            some.append(release)
            if len(some) == PORTION:
                self._portion(some)
                some = []
        self._portion(some)

    def _portion(self, releases: Sequence[Release]) -> None:
        portion = Portion(releases, self.counts)
        for name in TABLES:
            self.add(name, portion.rows(name))
        self.counts = portion.after()

    def add(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table; they are written when there are enough."""
        self.flat.rows[name] += rows.num_rows
        self.held[name].append(rows)
        if sum(one.num_rows for one in self.held[name]) >= GROUP:
            self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        if held := [one for one in self.held[name] if one.num_rows]:
            self.files[name].write_table(pa.concat_tables(held))
        self.held[name] = []


@contextmanager
def _few_collections() -> Iterator[None]:
    """Keep Python from looking for circles among millions of rows, of which none has one."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
