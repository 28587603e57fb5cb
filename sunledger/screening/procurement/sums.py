"""Sums that questions ask for, kept beside their facts; what changed processes add is added.

A sum over many processes is the sum over each. So of a change only the processes that are gone and
those that are new need be asked; what they add is taken away or added, and the question's statement
is asked of those subjects to which something was added, or of all sums, where it compares them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sunledger.screening.procurement.screen import Question, Screen
from sunledger.screening.procurement.shared import Filling

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked


class Answer(NamedTuple):
    """Facts, and of which subjects they are; of all, where nothing is said."""

    facts: pa.Table
    subjects: pa.Table | None


def write(asked: Asked, screen: Screen, question: Question, file: Path) -> None:
    """Write what a question adds up into a file."""
    asked.prepare(screen)
    part = file.with_suffix(".part")
    asked.db.execute(f"COPY ({asked.filled(question.parts)}) TO '{_quoted(part)}' (FORMAT parquet)")
    part.rename(file)


def facts(asked: Asked, question: Question, file: Path) -> pa.Table:
    """Return the facts of a question whose sums were written."""
    parts = f"SELECT * FROM read_parquet('{_quoted(file)}')"  # noqa: S608 - a file of ours
    return asked.figures(f"WITH parts AS ({parts}) {asked.filled(question.sql)}")


class Changed:
    """Sums as they were at the beginning, and what has been taken away and added since."""

    def __init__(self, db: Any, filling: Filling) -> None:
        self.db = db
        self.filling = filling

    def answer(self, question: Question, first: Path, taken: Path, added: Path) -> Answer:
        """Return the facts of a question as they are now."""
        from sunledger.screening.procurement.run import AS_NUMBERS

        named = self.db.execute(f"DESCRIBE FROM {_file(first)}").fetchall()
        kinds = {f'"{name}"': kind for name, kind, *_ in named}
        sums = [f'"{name}"' for name in question.sums]
        keys = ", ".join(name for name in kinds if name not in sums)
        plus, minus = ", ".join(sums), ", ".join(f"-{name} AS {name}" for name in sums)
        came = f"SELECT {keys}, {plus} FROM {_file(added)}"  # noqa: S608 - names of ours
        went = f"SELECT {keys}, {minus} FROM {_file(taken)}"  # noqa: S608
        self._table("changes", f"{came} UNION ALL {went}")
        self._table("touched", "SELECT DISTINCT subject FROM changes")
        before = f"SELECT {keys}, {plus} FROM {_file(first)} AS first"  # noqa: S608
        same = "ON touched.subject IS NOT DISTINCT FROM first.subject"
        now = ", ".join(f"CAST(sum({name}) AS {kinds[name]}) AS {name}" for name in sums)
        parts = (
            f"SELECT {keys}, {now} FROM ({before} SEMI JOIN touched {same}"  # noqa: S608
            f" UNION ALL SELECT {keys}, {plus} FROM changes) AS every"
            f" GROUP BY {keys} HAVING sum({sums[0]}) <> 0"
        )
        if question.whole:
            parts += f" UNION ALL {before} ANTI JOIN touched {same}"
        self._table("parts", parts)
        asked = self.db.execute(AS_NUMBERS % self.filling.filled(question.sql))
        found = asked.to_arrow_table()
        if question.whole:
            return Answer(found, None)
        return Answer(found, self.db.execute("SELECT subject FROM touched").to_arrow_table())

    def _table(self, name: str, sql: str) -> None:
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def _file(file: Path) -> str:
    return f"read_parquet('{_quoted(file)}')"


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
