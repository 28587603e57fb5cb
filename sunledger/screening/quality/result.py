"""The numbers that say how good a table is, and the scores that are made of them.

The score of a column is the share of the rows that came whose cell can be trusted: something stands
in it, and no fault was found. The score of a table is the share of the rows that came which can be
trusted in all that is essential (what it is about, when, how much), each row counted once. It is no
mean of columns: a row whose day is missing is lost, however good its other cells are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from sunledger.screening.quality.faults import Fault


@dataclass(frozen=True)
class Part:
    """The numbers of one body's rows of a table."""

    body: str
    rows: int
    columns: Mapping[str, Mapping[Fault, int]]  # each cell under the first fault that it has
    trusted: int  # rows good in all that is essential, repeated ones once
    apart: str = ""  # a further thing by which rows were counted apart: a sheet
    copies: int = 0
    twice: int = 0  # rows whose key stands in another row
    late: int = 0
    dated: int = 0  # of which it can be said whether they were late
    months: tuple[int, int] = (0, 0)  # with rows; from the first to the last
    last: int | None = None  # the last month that it knows
    questions: Mapping[str, int] = field(default_factory=dict)  # rows good for each
    refused: Mapping[str, int] = field(default_factory=dict)  # rows left out, by the bad column

    @property
    def left_out(self) -> int:
        """How many rows could not be taken in."""
        return sum(self.refused.values())

    @property
    def came(self) -> int:
        """How many rows came: those taken in, and those that could not be."""
        return self.rows + self.left_out

    @property
    def score(self) -> float | None:
        """Return the share of the rows that came which can be trusted; None where none came."""
        return self.trusted / self.came if self.came else None

    def column_score(self, name: str) -> float | None:
        """Return the share of the rows that came whose cell can be trusted."""
        bad = sum(self.faults(name).values())
        return (self.came - bad) / self.came if self.came else None

    def faults(self, name: str) -> dict[Fault, int]:
        """Return how many cells of a column have each fault, refused ones as malformed."""
        found = Counter(self.columns.get(name, {}))
        found[Fault.MALFORMED] += self.refused.get(name, 0)
        return {fault: n for fault, n in found.items() if n}

    def share(self, name: str, fault: Fault) -> float:
        """Return the share of the rows that came in which a column has a fault."""
        return self.faults(name).get(fault, 0) / self.came if self.came else 0.0

    def question_score(self, code: str) -> float | None:
        """Return the share of the rows that came which a question can rest on."""
        return self.questions.get(code, 0) / self.came if self.came else None

    @property
    def lacking(self) -> int:
        """How many months lack between the first and the last."""
        return max(0, self.months[1] - self.months[0])


class Cell(NamedTuple):
    """A cell to put right."""

    body: str
    apart: str
    row: str  # its code
    column: str
    fault: Fault


@dataclass(frozen=True)
class Quality:
    """How good a table is, by body."""

    table: str
    on: date
    parts: tuple[Part, ...]

    @property
    def whole(self) -> Part:
        """Return the numbers of all bodies together."""
        return together(self.parts)

    def of(self, body: str) -> Part | None:
        """Return the numbers of one body."""
        mine = [one for one in self.parts if one.body == body]
        return together(mine, body) if mine else None

    def emptied(self, fillers: Mapping[str, Mapping[str, int]]) -> Quality:
        """Return the same where the door emptied cells that stood in for nothing, by body."""
        parts = tuple(_moved(one, fillers.get(one.body, {})) for one in self.parts)
        return replace(self, parts=parts)

    def refusing(self, refused: Mapping[str, int], body: str = "") -> Quality:
        """Return the same with rows that were left out as they came in, of a body or of all."""
        if not refused:
            return self
        others = [one for one in self.parts if one.body != body]
        mine = [one for one in self.parts if one.body == body] or [Part(body, 0, {}, 0)]
        first = replace(mine[0], refused=dict(Counter(mine[0].refused) + Counter(refused)))
        return replace(self, parts=(first, *mine[1:], *others))


def _moved(part: Part, fillers: Mapping[str, int]) -> Part:
    """Return the numbers of a part where some empty cells were fillers before the door."""
    columns = {name: dict(counts) for name, counts in part.columns.items()}
    for name, n in fillers.items():
        counts = columns.setdefault(name, {})
        left = max(0, counts.get(Fault.MISSING, 0) - n)
        counts.update({Fault.MISSING: left, Fault.FILLER: counts.get(Fault.FILLER, 0) + n})
    return replace(part, columns=columns)


def together(parts: Iterable[Part], body: str = "") -> Part:
    """Return what parts add up to. Of months, that part counts which lacks the most."""
    parts = list(parts)
    columns: dict[str, Counter[Fault]] = {}
    sums: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for one in parts:
        for name, counts in one.columns.items():
            columns.setdefault(name, Counter()).update(counts)
        for name in ("rows", "trusted", "copies", "twice", "late", "dated"):
            sums[name] += getattr(one, name)
        questions.update(one.questions)
        refused.update(one.refused)
    known = [one.last for one in parts if one.last is not None]
    return Part(
        body=body,
        columns={name: dict(counts) for name, counts in columns.items()},
        questions=dict(questions),
        refused=dict(refused),
        months=max((one.months for one in parts), key=lambda one: one[1] - one[0], default=(0, 0)),
        last=max(known, default=None),
        rows=sums["rows"],
        trusted=sums["trusted"],
        copies=sums["copies"],
        twice=sums["twice"],
        late=sums["late"],
        dated=sums["dated"],
    )
