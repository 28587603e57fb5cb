"""The same screens of procurement over the same flat tables, asked of Spark.

A question's statement is the same; `sparksql` writes it for Spark. What comes back is a row a
subject with its figure, and is judged by the same words as what DuckDB answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.procurement.run import Asked, standard_codes
from sunledger.screening.procurement.screen import Screen
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared import VIEWS
from sunledger.screening.procurement.sparksql import translated

if TYPE_CHECKING:
    import pyarrow as pa

_MISSING = gettext_noop(
    "Spark is not installed here (%(name)s is missing). pip install 'sunledger[spark]' brings it;"
    " it needs a Java of 17 or newer."
)
_FAILED = gettext_noop("Spark: %(why)s")
# Numbers that do not fit are an error and not another number; `${…}` in a text is that text.
_SETTINGS = {"spark.sql.ansi.enabled": "true", "spark.sql.variable.substitute": "false"}


class OnSpark(Asked):
    """Flat tables in a session of Spark (`db`), and what screens ask of them."""

    def __init__(self, db: Any, settings: Settings) -> None:
        self.held: list[Any] = []
        super().__init__(db, settings)

    def make(self, name: str, sql: str) -> None:
        """Make what several screens ask of a statement's rows; they are computed once."""
        frame = self.db.sql(translated(sql))
        if name not in VIEWS:
            self.held.append(frame.persist())
        frame.createOrReplaceTempView(name)

    def leave(self, later: Sequence[Screen]) -> None:
        """Keep everything: Spark computes a table where its rows are first asked for."""

    def answer(self, sql: str) -> pa.Table:
        """Return the rows of a statement."""
        return self.db.sql(translated(sql)).toArrow()

    def figures(self, sql: str) -> pa.Table:
        """Return the rows of a question, its figures as the numbers that limits are."""
        frame = self.db.sql(translated(sql))
        return frame.withColumn("figure", frame["figure"].cast("double")).toArrow()

    def give(self, name: str, held: pa.Table) -> None:
        """Put a table of ours beside those of the folder."""
        self.db.createDataFrame(held).createOrReplaceTempView(name)

    def close(self) -> None:
        """Forget what was computed; the session is Spark's own."""
        for frame in self.held:
            frame.unpersist()


@contextmanager
def opened(folder: Path, settings: Settings, memory: str, threads: int) -> Iterator[OnSpark]:
    """Open the tables of a folder, which every machine of the cluster must see."""
    try:
        import sqlglot  # noqa: F401 - said here, and not in the midst of a run
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import functions
    except ModuleNotFoundError as error:
        raise Refused(_MISSING, name=str(error.name)) from error
    try:
        db = _session(folder, memory, threads)
        for file in sorted(folder.glob("*.parquet")):
            frame = db.read.parquet(str(file))
            for column, sql in standard_codes(file.stem, settings.statuses).items():
                frame = frame.withColumn(column, functions.expr(translated(sql)))
            frame.createOrReplaceTempView(file.stem)
        asked = OnSpark(db, settings)
        try:
            yield asked
        finally:
            asked.close()
    except (PySparkException, Py4JError) as error:
        raise Refused(_FAILED, why=_why(error)) from error


def _why(error: Exception) -> str:
    """Return what went wrong in Spark, without the places in its program."""
    found: Any = getattr(error, "java_exception", None)
    while found is not None and found.getCause() is not None:
        found = found.getCause()
    said = str(error) if found is None else str(found.getMessage())
    return said.strip().partition("\n")[0]


def _session(folder: Path, memory: str, threads: int) -> Any:
    """Return a session in which no other one's tables and settings are seen."""
    from sunledger.screening.spark import session_of

    db = session_of(memory, threads, folder).newSession()
    for name, value in _SETTINGS.items():
        db.conf.set(name, value)
    return db
