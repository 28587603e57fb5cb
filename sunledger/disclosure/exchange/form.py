"""The form of an exchange file: its parts, its limits, and the list of parts that is signed.

A zip of seven files, described in docs/how-to/read-an-exchange-file.md. Nothing here needs a
database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sunledger.core.problem import Refused, gettext_noop

VERSION = 1
FIRST_LINE = "sunledger-exchange"
CHECKPOINT, LOG, PACKAGE = "checkpoint.txt", "log.json", "datapackage.json"
UNITS, SHAPES, FACTS = "units.jsonl", "shapes.jsonl", "facts.jsonl"
MANIFEST = "manifest.txt"
LISTED = (CHECKPOINT, LOG, PACKAGE, UNITS, SHAPES, FACTS)  # in the order in which they are written
PARTS = (*LISTED, MANIFEST)
SMALL = 256 << 10  # bytes of a part that is read at once
LINE = 1 << 20  # bytes of a line
MOST_SHAPES = 5_000
MOST_UNITS = 1_000_000
RATIO = 200  # honest files shrink five to twenty times, bombs a thousand times
MOST_BYTES = 1 << 40


class NotExchange(Refused):
    """A file that is no exchange of books, or not as it was signed."""


@dataclass(frozen=True)
class Part:
    """What is signed of one file."""

    name: str
    sha256: str
    size: int
    lines: int

    def __str__(self) -> str:
        return f"file {self.sha256} {self.size} {self.lines} {self.name}"


@dataclass(frozen=True)
class Manifest:
    """What a site signs of an export: whose books, of which part of its log, in which files.

    With it a site also says that nothing of those books between `first` and `size` lacks.
    """

    log: str
    unit: str
    below: bool  # with all units below it
    first: int  # what was said at this place of the log or later
    size: int
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        below = "below" if self.below else "alone"
        head = f"{FIRST_LINE} {VERSION}\n{self.log}\nunit {self.unit} {below}\n"
        places = f"entries {self.first} {self.size}\n"
        return head + places + "".join(f"{part}\n" for part in self.parts)


_NUMBER = r"(?:0|[1-9]\d{0,17})"
_FORM = re.compile(
    rf"{FIRST_LINE} 1\n(?P<log>[^\s+]{{1,100}})\n"
    rf"unit (?P<unit>[-A-Za-z0-9_]{{1,32}}) (?P<below>below|alone)\n"
    rf"entries (?P<first>{_NUMBER}) (?P<size>{_NUMBER})\n"
    rf"(?P<parts>(?:file [0-9a-f]{{64}} {_NUMBER} {_NUMBER} [a-z.]{{1,40}}\n){{1,20}})",
    re.ASCII,
)


def read_manifest(text: str) -> Manifest:
    """Return what was signed, or refuse what is none or of a later version."""
    found = _FORM.fullmatch(text)
    if not found:
        if re.match(rf"{FIRST_LINE} \d+\n", text) and not text.startswith(f"{FIRST_LINE} 1\n"):
            raise NotExchange(
                gettext_noop("This file has a later form than this program knows. Update it.")
            )
        raise NotExchange(gettext_noop("The list of what this file holds cannot be read."))
    parts = tuple(_part(line) for line in found["parts"].splitlines())
    if tuple(part.name for part in parts) != LISTED:
        raise NotExchange(gettext_noop("The list of what this file holds names other files."))
    return Manifest(
        log=found["log"],
        unit=found["unit"],
        below=found["below"] == "below",
        first=int(found["first"]),
        size=int(found["size"]),
        parts=parts,
    )


def _part(line: str) -> Part:
    _file, sha256, size, lines, name = line.split(" ")
    return Part(name, sha256, int(size), int(lines))
