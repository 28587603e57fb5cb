"""The world into which schemes and innocent look-alikes are planted: tables, and what is true."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from sunledger.demo.planted.places import Village, villages
from sunledger.demo.planted.residents import Resident
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.engine import Engine

# The time in which the province lives: a year and a half.
FIRST, LAST = date(2024, 7, 1), date(2025, 12, 31)


@dataclass(frozen=True)
class Truth:
    """One planted thing: rows that these screens must find, or, where it is innocent, must not."""

    kind: str  # a short phrase in English, the same for all of its sort
    screens: tuple[str, ...]
    rows: tuple[str, ...]
    innocent: bool
    file: str  # which file of the package planted it


class World:
    """Tables of a made-up province, and what was planted in them."""

    def __init__(self, size: int, seed: int = 1) -> None:
        """Make an empty world of so many residents."""
        self.size, self.seed = size, seed
        self.random = Random()  # noqa: S311 - seeded for each file by `begin`
        self.file = ""
        self.tables: dict[str, dict[str, list[object]]] = {}
        self.truths: list[Truth] = []
        self.villages: tuple[Village, ...] = villages(size, seed)
        self.residents: list[Resident] = []
        self.living_in: dict[str, list[Resident]] = defaultdict(list)  # by the village's code
        self.posted: set[tuple[int, int]] = set()  # person and month, on a list of support by need
        self.shunned: set[str] = set()  # villages in which a whole list is false
        self.people = 0  # how many persons were made in this file
        self._given: dict[str, int] = defaultdict(int)
        self.begin("world")

    def begin(self, file: str) -> None:
        """Seed the draws for one file, so that a change in one file changes no other."""
        self.file, self.people = file, 0
        self.random = Random(f"{self.seed} {file}")  # noqa: S311 - a seed is the point

    def add(self, table: str, **columns: object) -> str:
        """Add a row and return its code; columns not given stay empty, the currency is yuan."""
        if table not in self.tables:
            names = [one.name for one in SHAPES[table].columns]
            self.tables[table] = {name: [] for name in names}
        rows = self.tables[table]
        if unknown := columns.keys() - rows.keys():
            raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
        code = columns.setdefault("code", self._code(table))
        if "currency" in rows:
            columns.setdefault("currency", "CNY")
        for name, values in rows.items():
            values.append(columns.get(name))
        return str(code)

    def village(self, besides: Village | None = None) -> Village:
        """Return a village of which no whole list is false: there, innocent rows are asked about.

        `besides` names one that it must not be.
        """
        free = [one for one in self.villages if one.code not in self.shunned and one is not besides]
        return self.random.choice(free or self.villages)

    def row(self, table: str, code: str) -> dict[str, object]:
        """Return a row that was added a moment ago."""
        rows = self.tables[table]
        at = len(rows["code"]) - 1
        while rows["code"][at] != code:
            at -= 1
        return {name: values[at] for name, values in rows.items()}

    def _code(self, table: str) -> str:
        """Return a code that says nothing of what was planted, and that no other file changes."""
        place = f"{self.file} {table}"
        self._given[place] += 1
        return f"{self.key(place, self._given[place]):016x}"

    def scheme(self, kind: str, screens: Sequence[str], rows: Sequence[str]) -> None:
        """Say that at least one of these screens must flag at least one of these rows."""
        self._say(kind, screens, rows, innocent=False)

    def look_alike(self, kind: str, screens: Sequence[str], rows: Sequence[str]) -> None:
        """Say that none of these screens may flag any of these rows."""
        self._say(kind, screens, rows, innocent=True)

    def _say(
        self, kind: str, screens: Sequence[str], rows: Sequence[str], *, innocent: bool
    ) -> None:
        if not screens or not rows:
            raise ValueError(f"{kind}: the truth names screens and rows")
        self.truths.append(Truth(kind, tuple(screens), tuple(rows), innocent, self.file))

    def times(self, per_million: float, least: int = 1) -> int:
        """Return how many of a thing there are at this size."""
        return max(least, round(per_million * self.size / 1_000_000))

    def key(self, *words: object) -> int:
        """Return the key (a keyed hash in life) of a person, an account, a telephone."""
        text = " ".join([str(self.seed), *map(str, words)])
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> 1

    def arrow(self, table: str) -> pa.Table:
        """Return a table as Arrow."""
        import pyarrow as pa

        return pa.table(self.tables[table], schema=SHAPES[table].schema())

    def load(self, engine: Engine) -> None:
        """Give every table to an engine."""
        for table in self.tables:
            engine.table(table, self.arrow(table))


def month(day: date) -> int:
    """Return the month of a day as a column of kind month has it."""
    return day.year * 12 + day.month - 1
