"""Which lines are about one contracting process.

Sheets of a village name a project and no number; sheets of a firm give the tender one number and
the contract another. What all of them have is the project's title. So lines of one unit and one
title belong together; where a unit builds the same again next year, the process begins anew with
the first line of an early stage that comes after a contract, or that bears another tender number.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sunledger.disclosure.shape import STAGES
from sunledger.screening.contracting.lines import Line

_EARLY = STAGES.index("offers")
_CONTRACT = STAGES.index("contract")


@dataclass(frozen=True)
class Process:
    """One contracting process: its id without the prefix, and its lines as things happened."""

    id: str
    lines: tuple[Line, ...]

    @cached_property
    def today(self) -> dict[str, Line]:
        """Return each line as its last correction left it, by its code."""
        return latest(self.lines)

    @cached_property
    def number(self) -> str | None:
        """Return the number of the tender: the first that a line before the contract bears."""
        early = (one for one in self.today.values() if STAGES.index(one.stage) <= _EARLY)
        return next((number for one in early if (number := one.parts.get("number"))), None)


def processes(lines: Iterable[Line]) -> Iterator[Process]:
    """Give the processes in the order of their units and first days."""
    lines = list(lines)
    today = latest(lines)
    grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        # By the title as it stands today: a title that is corrected takes its line along whole.
        grouped[line.unit, title_key(today[line.code].parts["title"])].append(line)
    found = [part for group in grouped.values() for part in _parted(group)]
    for part in sorted(found, key=lambda part: (part[0].unit, part[0].order)):
        # Of the line that was published first: what is published later changes no id.
        said = min(part, key=lambda line: (line.said_at, line.code))
        yield Process(f"{said.unit}-{said.code}", tuple(part))


def latest(lines: Iterable[Line]) -> dict[str, Line]:
    """Return each line as it was said last, by its code."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.code not in found or line.again >= found[line.code].again:
            found[line.code] = line
    return found


def title_key(title: str) -> str:
    """Return a title without what people write differently: width, case, spaces, signs."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _parted(lines: list[Line]) -> list[list[Line]]:
    """Part the lines of one title where a process begins anew."""
    first = {line.code: line for line in sorted(lines, key=lambda one: one.order, reverse=True)}
    home: dict[str, int] = {}
    parts, running = 1, _Running()
    for line in sorted(first.values(), key=lambda one: one.order):
        if running.ends_before(line):
            parts, running = parts + 1, _Running()
        running.take(line)
        home[line.code] = parts - 1
    whole: list[list[Line]] = [[] for _ in range(parts)]
    for line in sorted(lines, key=lambda one: one.order):
        whole[home[line.code]].append(line)
    return whole


class _Running:
    """Knows of a process that is being read whether its contract is signed, and its numbers."""

    def __init__(self) -> None:
        self._signed = False
        self._numbers: set[str] = set()

    def ends_before(self, line: Line) -> bool:
        """Whether a line begins the next process of the same title."""
        if STAGES.index(line.stage) > _EARLY:
            return False
        number = line.parts.get("number")
        return self._signed or bool(number and self._numbers and number not in self._numbers)

    def take(self, line: Line) -> None:
        """Take a line in."""
        stage = STAGES.index(line.stage)
        self._signed = self._signed or stage >= _CONTRACT
        if stage <= _EARLY and (number := line.parts.get("number")):
            self._numbers.add(number)
