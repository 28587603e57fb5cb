"""What is found in files of the standard: releases with their places, and what was refused."""

from collections.abc import Iterable
from typing import IO, Any, NamedTuple

import msgspec

from sunledger.core.problem import Problem
from sunledger.screening.ocds.kinds import Json
from sunledger.screening.ocds.merging import Version

HELD = 1000  # refusals that are kept with their places


class Place(NamedTuple):
    """Where something stands: the file, its text in the file, the line, the path inside."""

    file: str
    text: int = 0
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        inside = f", text {self.text} (line {self.line})" if self.text else ""
        inside = inside or (f", line {self.line}" if self.line else "")
        return f"{self.file}{inside}" + (f", {self.path}" if self.path else "")


class Document(NamedTuple):
    """One JSON text: its number in the file and the line on which it begins, both from 1."""

    number: int
    line: int
    value: Any


class Broken(NamedTuple):
    """A part of a file that is not JSON, or not read, and why."""

    line: int
    problem: Problem


class Refusal(NamedTuple):
    """What was not read, and why."""

    place: Place
    problem: Problem


class Refusals(list[Refusal]):
    """What was not read: the first with their places, and how many there are in all.

    A file may be broken on every one of its lines; nobody reads thirty million sentences.
    """

    def __init__(self, refusals: Iterable[Refusal] = ()) -> None:
        super().__init__()
        self.many = 0
        for one in refusals:
            self.append(one)

    def append(self, one: Refusal) -> None:
        """Count another, and keep it if it is among the first."""
        self.many += 1
        if len(self) < HELD:
            super().append(one)

    def add(self, others: "Refusals") -> None:
        """Add those of another reading of the same files, which finds most of them again."""
        known = {(one.place, str(one.problem)) for one in self}
        more = [one for one in others if (one.place, str(one.problem)) not in known]
        many = max(self.many + len(more), others.many)
        for one in more:
            self.append(one)
        self.many = many


class Release(NamedTuple):
    """One release as it was found."""

    ocid: str
    value: Json
    version: Version
    place: Place
    compiled: bool


class Waiting:
    """Releases of which more are to come, on disk."""

    def __init__(self, spill: IO[bytes]) -> None:
        self.spill = spill
        self.places: dict[str, list[tuple[int, int, Release]]] = {}
        self.end = 0

    def put(self, release: Release) -> None:
        """Keep a release until its process is whole."""
        held = msgspec.json.encode(release.value)
        self.spill.seek(self.end)
        self.spill.write(held)
        bare = release._replace(value={})
        self.places.setdefault(release.ocid, []).append((self.end, len(held), bare))
        self.end += len(held)

    def take(self, ocid: str) -> list[Release]:
        """Return the releases of a process, and forget them."""
        found = []
        for at, size, bare in self.places.pop(ocid, ()):
            self.spill.seek(at)
            found.append(bare._replace(value=msgspec.json.decode(self.spill.read(size))))
        return found
