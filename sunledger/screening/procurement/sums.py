"""Sums that questions ask for, kept beside their facts; what changed processes add is added.

A sum over many processes is the sum over each. So of a change only the processes that are gone and
those that are new need be asked; what they add is taken away or added, and the question's statement
is asked of those subjects to which something was added, or of all sums, where it compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
    held = vectors.anew(asked.answer(parts))
    facts.write(file.with_suffix(SUMS), held)
    with having(asked, held):
        if question.share:
            wholes.write(asked, question.share, file)
        return asked.figures(asked.filled(question.of_parts))


@contextmanager
def having(asked: Asked, held: pa.Table, sql: str = "SELECT * FROM streamed") -> Iterator[None]:
    """Have rows in memory as the `parts` of which a question asks."""
    files.put(asked.db, "TEMP TABLE parts", held, sql)
    try:
        yield
    finally:
        asked.db.execute("DROP TABLE parts")


def _unchanged(question: Question, first: pa.Table) -> Answer:
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

    def add(self, asked: Asked, screen: Screen) -> None:
        """Note what new processes add."""
        asked.prepare(screen)
        parts = asked.filled(self.question.parts)
        asked.db.execute(f"CREATE TABLE {self.name} AS {parts}")

    def take(self, asked: Asked, screen: Screen) -> None:
        """Note what processes added that are gone."""
        asked.prepare(screen)
        less = ", ".join(f"-{one} AS {one}" for one in self.sums)
        parts = asked.filled(self.question.parts)
        sql = f"SELECT * REPLACE ({less}) FROM ({parts}) AS parts"  # noqa: S608 - names of ours
        asked.db.execute(f"INSERT INTO {self.name} BY NAME {sql}")

    def answer(self, asked: Asked, first: Path) -> Answer:
        """Return the facts of a question as they are now.

        At the beginning facts lay in a file, and its sums beside it in the order of their subjects,
        so that a few are found without reading others. Most changes touch few of all sums.
        """
        import pyarrow as pa

        net = self._net(asked)
        if not len(net):
            return _unchanged(self.question, facts.load(first))
        held = facts.load(first.with_suffix(SUMS)).select(net.column_names)
        subjects = None
        if not self.question.whole:
            named = vectors.call("unique", vectors.whole(net["subject"]))
            subjects = pa.table([named], ["subject"])
            held = vectors.rows_among(held, "subject", named)
        left = f"sum({self.sums[0]}) <> 0"
        with having(asked, pa.concat_tables([held, net]), self._sum(asked, "streamed", left)):
            return Answer(asked.figures(asked.filled(self.question.of_parts)), subjects)

    def _net(self, asked: Asked) -> pa.Table:
        """Return what is added to sums, in the order of their subjects, where it is not nothing."""
        some = " OR ".join(f"sum({one}) <> 0" for one in self.sums)
        return asked.answer(f"{self._sum(asked, self.name, some)} ORDER BY ALL")

    def _sum(self, asked: Asked, rows: str, only: str) -> str:
        """Return what adds up rows, as the types of the table of changes are."""
        table = asked.db.table(self.name)
        kinds = {
            f'"{name}"': str(kind) for name, kind in zip(table.columns, table.types, strict=True)
        }
        keys = ", ".join(one for one in kinds if one not in self.sums)
        sums = ", ".join(f"CAST(sum({one}) AS {kinds[one]}) AS {one}" for one in self.sums)
        return f"SELECT {keys}, {sums} FROM {rows} GROUP BY {keys} HAVING {only}"  # noqa: S608
