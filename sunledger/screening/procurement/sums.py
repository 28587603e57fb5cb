"""Sums that questions ask for, kept beside their facts; what changed processes add is added.

A sum over many processes is the sum over each. So of a change only the processes that are gone and
those that are new need be asked; what they add is taken away or added, and the question's statement
is asked of those subjects to which something was added, or of all sums, where it compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.procurement import facts, files, vectors, wholes
from sunledger.screening.procurement.screen import Question, Screen

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked


SUMS = ".sums"  # beside the facts


class Answer(NamedTuple):
    """Facts, and of which subjects they are; of all, where nothing is said."""

    facts: pa.Table
    subjects: pa.Table | None


def write(asked: Asked, screen: Screen, question: Question, file: Path) -> pa.Table:
    """Keep what a question adds up beside a file of facts; return its facts."""
    asked.prepare(screen)
    parts = f"SELECT * FROM ({asked.filled(question.parts)}) AS parts ORDER BY ALL"  # noqa: S608
    held = asked.answer(parts)
    facts.write(file.with_suffix(SUMS), held)
    with _parts(asked, held):
        if question.share:
            wholes.write(asked, question.share, file)
        return asked.figures(asked.filled(question.of_parts))


@contextmanager
def _parts(asked: Asked, held: pa.Table, sql: str = "SELECT * FROM streamed") -> Iterator[None]:
    """Have rows in memory as the `parts` of which a question asks."""
    files.put(asked.db, "TEMP TABLE parts", held, sql)
    try:
        yield
    finally:
        asked.db.execute("DROP TABLE parts")


def unchanged(question: Question, first: pa.Table) -> Answer:
    """Return the answer where no sum has changed; `first` are the facts of the beginning."""
    if question.whole:
        return Answer(first, None)
    return Answer(first.slice(0, 0), first.select(["subject"]).slice(0, 0))


class Changed:
    """What changed processes add to the sums of a question, in a table of the given name."""

    def __init__(self, question: Question, name: str) -> None:
        self.question = question
        self.name = name
        self.sums = [f'"{one}"' for one in question.sums]  # as SQL names them
        self.rows = 0  # of the table

    def add(self, asked: Asked, screen: Screen) -> None:
        """Note what new processes add."""
        asked.prepare(screen)
        parts = asked.filled(self.question.parts)
        self._count(asked.db.execute(f"CREATE TABLE {self.name} AS {parts}"))

    def take(self, asked: Asked, screen: Screen) -> None:
        """Note what processes added that are gone."""
        asked.prepare(screen)
        less = ", ".join(f"-{one} AS {one}" for one in self.sums)
        parts = asked.filled(self.question.parts)
        sql = f"SELECT * REPLACE ({less}) FROM ({parts}) AS parts"  # noqa: S608 - names of ours
        self._count(asked.db.execute(f"INSERT INTO {self.name} BY NAME {sql}"))

    def _count(self, written: Any) -> None:
        ((many,),) = written.fetchall()
        self.rows += many

    def answer(self, asked: Asked, file: Path) -> Answer:
        """Return the facts of a question as they are now; its sums at the beginning lie in a file.

        They lie in the order of their subjects, so that a few are found without reading others.
        """
        first = facts.load(file)
        subjects = None
        if not self.question.whole:
            touched = f"SELECT DISTINCT subject FROM {self.name} ORDER BY subject"  # noqa: S608
            subjects = asked.answer(touched)
            first = vectors.rows_among(first, "subject", vectors.whole(subjects["subject"]))
        table = asked.db.table(self.name)
        kinds = {
            f'"{name}"': str(kind) for name, kind in zip(table.columns, table.types, strict=True)
        }
        with _parts(asked, first, self._all(kinds) if subjects is None else self._touched(kinds)):
            return Answer(asked.figures(asked.filled(self.question.of_parts)), subjects)

    def _added(self, kinds: dict[str, str]) -> tuple[str, str]:
        """Return the other columns, and the sums of several rows of these."""
        keys = ", ".join(name for name in kinds if name not in self.sums)
        sums = ", ".join(f"CAST(sum({one}) AS {kinds[one]}) AS {one}" for one in self.sums)
        return keys, sums

    def _touched(self, kinds: dict[str, str]) -> str:
        """Return what adds changes to given sums of those subjects that are touched."""
        keys, sums = self._added(kinds)
        columns = f"{keys}, {', '.join(self.sums)}"
        return (
            f"SELECT {keys}, {sums} FROM (SELECT {columns} FROM streamed"  # noqa: S608 - names of ours
            f" UNION ALL SELECT {columns} FROM {self.name}) AS every"
            f" GROUP BY {keys} HAVING sum({self.sums[0]}) <> 0"
        )

    def _all(self, kinds: dict[str, str]) -> str:
        """Return what adds changes to given sums, which are all."""
        keys, sums = self._added(kinds)
        same = " AND ".join(
            f"first.{one} IS NOT DISTINCT FROM added.{one}" for one in keys.split(", ")
        )
        named = ", ".join(
            f"coalesce(first.{one}, added.{one}) AS {one}" for one in keys.split(", ")
        )
        whole = ", ".join(
            f"CAST(coalesce(first.{one} + added.{one}, first.{one}, added.{one}) AS {kinds[one]})"
            f" AS {one}"
            for one in self.sums
        )
        many = self.sums[0]
        return (
            f"WITH added AS (SELECT {keys}, {sums} FROM {self.name} GROUP BY {keys})"  # noqa: S608
            f" SELECT {named}, {whole} FROM streamed AS first FULL JOIN added ON {same}"
            f" WHERE coalesce(first.{many} + added.{many}, first.{many}, added.{many}) <> 0"
        )
