"""What is found in files of the standard: releases with their places, and what was refused."""

from typing import IO, NamedTuple

import msgspec

from sunledger.core.problem import Problem
from sunledger.screening.ocds.kinds import Json
from sunledger.screening.ocds.merging import Version


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


class Refusal(NamedTuple):
    """What was not read, and why."""

    place: Place
    problem: Problem


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
