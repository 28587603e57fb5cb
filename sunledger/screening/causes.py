"""Which leads are about one cause: by whom they are about, and by the rows that they share.

The rows are compared in a small database of their own, by numbers that stand for them, so that
millions of flagged rows need neither much memory nor the engine that found them.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.outcome import Lead, Outcome

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

MEMORY = "256MB"  # what does not fit is spilled
# Of the leads that share a row, so many are compared by it, the first by number; else a row in a
# thousand leads would make half a million pairs.
MOST_SHARING = 50


class Shared(NamedTuple):
    """Two leads of one body that have rows in common; they are named by their numbers."""

    one: int
    other: int
    rows: int  # in common
    rows_of_one: int
    rows_of_other: int


class Source(NamedTuple):
    """Leads by the bodies that they are about, and the rows behind them by the leads' places."""

    bodies: Sequence[str]
    links: Callable[[], Iterable[pa.RecordBatch]]

    @classmethod
    def of(cls, outcome: Outcome) -> Source:
        """Return the leads of an outcome."""
        return cls([lead.body for lead in outcome.leads], outcome.links)


class Rows:
    """The rows behind all leads of some sources, while they are compared."""

    def __init__(self, sources: Iterable[Source]) -> None:
        import duckdb

        self._folder = tempfile.TemporaryDirectory(prefix="sunledger-")
        spill = str(Path(self._folder.name) / "spill")
        threads = min(2, os.cpu_count() or 1)
        config: dict[str, Any] = {
            "memory_limit": MEMORY,
            "threads": threads,
            "temp_directory": spill,
        }
        self._db: DuckDBPyConnection = duckdb.connect(":memory:", config=config)
        self._db.execute("CREATE TABLE behind (lead INTEGER, body INTEGER, row UBIGINT)")
        self._take(sources)

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *args: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def _take(self, sources: Iterable[Source]) -> None:
        """Take the rows in; the leads are numbered as they come, source after source."""
        first, known = 0, dict[str, int]()
        for source in sources:
            bodies = [known.setdefault(body, len(known)) for body in source.bodies]
            for batch in source.links() if bodies else ():
                self._insert(batch, first, bodies)
            first += len(bodies)

    def _insert(self, batch: pa.RecordBatch, first: int, bodies: list[int]) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        place = batch.column("place")
        body = pa.array(bodies, pa.int32()).take(place)
        arriving = pa.table(
            {"lead": pc.add(place, first), "body": body, "row": batch.column("row")}
        )
        self._db.register("arriving", arriving)
        self._db.execute("INSERT INTO behind SELECT lead, body, row FROM arriving")
        self._db.unregister("arriving")

    def shared(self) -> Iterator[Shared]:
        """Give the pairs of leads of one body that share rows, in the order of their numbers."""
        found = self._db.execute(f"""
            WITH once AS (SELECT DISTINCT lead, body, row FROM behind),
            sizes AS (SELECT lead, count(*) AS n FROM once GROUP BY lead),
            several AS (
                SELECT lead, body, row FROM once
                QUALIFY count(*) OVER (PARTITION BY body, row) > 1
                    AND row_number() OVER (PARTITION BY body, row ORDER BY lead) <= {MOST_SHARING}
            ),
            pairs AS (
                SELECT a.lead AS one, b.lead AS other, count(*) AS n
                FROM several a JOIN several b
                    ON a.row = b.row AND a.body = b.body AND a.lead < b.lead
                GROUP BY ALL
            )
            SELECT one, other, pairs.n, a.n, b.n
            FROM pairs JOIN sizes a ON a.lead = one JOIN sizes b ON b.lead = other
            ORDER BY one, other
        """)  # noqa: S608
        while part := found.fetchmany(10_000):
            yield from map(Shared._make, part)

    def fresh(self, signs: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int], float]:
        """Return, for each sign of a stack, the share of its rows that no stronger sign has.

        A sign is given as its leads: (number of the stack, place of the sign, number of the lead).
        """
        import pyarrow as pa

        columns = list(zip(*signs, strict=True)) or [(), (), ()]
        names = ("stack", "sign", "lead")
        kinds = (pa.array(one, pa.int32()) for one in columns)
        self._db.register("signs", pa.table(dict(zip(names, kinds, strict=True))))
        found = self._db.execute("""
            WITH once AS (
                SELECT DISTINCT stack, sign, row FROM signs JOIN behind USING (lead)
            ),
            told AS (SELECT *, min(sign) OVER (PARTITION BY stack, row) AS before FROM once)
            SELECT stack, sign, count(*) FILTER (before = sign), count(*)
            FROM told GROUP BY stack, sign
        """).fetchall()
        self._db.unregister("signs")
        return {(stack, sign): new / rows for stack, sign, new, rows in found}


def groups(
    leads: Sequence[Lead], tables: Sequence[str], rows: Rows, before: Sequence[Hashable] = ()
) -> list[list[int]]:
    """Return the numbers of the leads that are about one cause, each group in rising order.

    Leads of one body are about one cause or one subject if

    - they are about the same party: payee, supplier, person, account;
    - they are the same facts: at least half of the rows of both together are behind both;
    - they judge one table and are about the same subject by its words, and no screen of them raises
      several under that subject, for such a screen means something finer by each;
    - the rows of one lie within the rows of another that is about one party (four of five do), as
      payments to persons within a care home's account. Such a lead goes to one other only, that
      with which it has most in common, so that it does not glue together what it touches;
    - they were together `before`, which names for each lead what it was in: nothing, if it was not.
    """
    forest = _Forest(len(leads))
    _join_alike(before, forest)
    _join_parties(leads, forest)
    _join_subjects(leads, tables, forest)
    within: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for pair in rows.shared():
        if 2 * pair.rows >= pair.rows_of_one + pair.rows_of_other - pair.rows:
            forest.join(pair.one, pair.other)
        else:
            for inner, outer in _holding(pair, leads):
                within[inner].append((-pair.rows, outer, inner))
    _join_within(within, forest)
    return forest.trees()


def _join_parties(leads: Sequence[Lead], forest: _Forest) -> None:
    """Join the leads of one body about one party."""
    _join_alike([(lead.body, lead.payee) if lead.payee else None for lead in leads], forest)


def _join_alike(marks: Sequence[Hashable], forest: _Forest) -> None:
    """Join the leads that have the same mark; those with none stay as they are."""
    first: dict[Hashable, int] = {}
    for number, mark in enumerate(marks):
        if mark is not None:
            forest.join(first.setdefault(mark, number), number)


def _join_subjects(leads: Sequence[Lead], tables: Sequence[str], forest: _Forest) -> None:
    """Join the leads of different screens over one table that have one subject."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, lead in enumerate(leads):
        if _tells(lead.subject):
            found[lead.body, tables[number], lead.subject].append(number)
    for numbers in found.values():
        screens = Counter(leads[number].screen for number in numbers)
        alone = [number for number in numbers if screens[leads[number].screen] == 1]
        for number in alone[1:]:
            forest.join(alone[0], number)


def _tells(subject: str) -> bool:
    """Whether a subject is words that stand for one thing: no mask, no dash."""
    return any(sign.isalnum() for sign in subject) and not any(sign in "*＊" for sign in subject)


def _holding(pair: Shared, leads: Sequence[Lead]) -> Iterator[tuple[int, int]]:
    """Give which of two leads lies within the other, and within which."""
    one, other, rows, of_one, of_other = pair
    if 5 * rows >= 4 * of_one and of_other > of_one and leads[other].payee:
        yield one, other
    if 5 * rows >= 4 * of_other and of_one > of_other and leads[one].payee:
        yield other, one


def _join_within(within: dict[int, list[tuple[int, int, int]]], forest: _Forest) -> None:
    """Join each group to the one lead outside it within which most of its rows lie."""
    best: dict[int, tuple[int, int, int]] = {}
    for inner, found in within.items():
        group = forest.root(inner)
        outside = [one for one in found if forest.root(one[1]) != group]
        if outside:
            best[group] = min([*outside, best.get(group, outside[0])])
    for _rows, outer, inner in best.values():
        forest.join(outer, inner)


class _Forest:
    """Numbers that are joined, and the groups that come of it; the order does not matter."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, number: int) -> int:
        """Return the least number of the group."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def trees(self) -> list[list[int]]:
        """Return the groups, by their least number."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.root(number), []).append(number)
        return list(found.values())
