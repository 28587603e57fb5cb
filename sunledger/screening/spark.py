"""Tables in Spark, on one machine or on many; for provinces that have a cluster.

What a screen says is computed there. What it flags is little, and is brought here, so that leads
are made by the same words, and are the same, as with the embedded engine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.screening import copies, derive, kept, loading
from sunledger.screening.backend import Source, TableError
from sunledger.screening.duck import Duck, twins
from sunledger.screening.shapes import PAYMENTS, SAME_AS, Frame, Shape

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyRelation


_LEAST = 1024  # megabytes, below which Spark does not start
_FEW = 100_000  # rows, up to which their codes are compared here


class Spark:
    """The backend of a cluster: `threads` is how many cores of this machine stand for one.

    Which cluster, if there is one, is Spark's own setting (SPARK_REMOTE or spark-defaults.conf).
    """

    def __init__(
        self, memory: str, spill: Path | None, threads: int, folder: Path | None = None
    ) -> None:
        from pyarrow import ArrowException
        from pyspark.errors import PySparkException

        self._place = folder or Path()  # of kept tables
        self._kept = kept.first_of(kept.read_manifest(folder)) if folder else {}
        self._folder = tempfile.TemporaryDirectory(prefix="sunledger-", dir=spill)
        self._spark = session_of(memory, threads or 2, Path(self._folder.name))
        self._duck = Duck("512MB", spill, threads)
        self.results = self._duck.results
        self.trouble: tuple[type[Exception], ...] = (
            *self._duck.trouble,
            ArrowException,
            PySparkException,
        )
        self._added = {name: one.rows for name, one in self._kept.items()}
        self._frames: dict[str, Any] = {}
        self._brought: dict[str, pa.Table] = {}  # by what was brought, the codes of its rows

    def close(self) -> None:
        """Forget the tables; the session is Spark's own and may serve another engine."""
        for frame in self._frames.values():
            frame.unpersist()
        self._duck.close()
        self._folder.cleanup()

    def add(self, shape: Shape, source: Source) -> int:
        """Write the rows beside those added before; Spark reads them when it is asked."""
        if shape.name in self._kept:
            raise TableError(f"The table {shape.name} is kept already; rows cannot be added to it.")
        folder = self._added_to(shape)
        folder.mkdir(exist_ok=True)
        file = folder / f"{len(list(folder.iterdir())):06d}.parquet"
        try:
            count = _write(file, shape, source)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        self._added[shape.name] = self._added.get(shape.name, 0) + count
        return count

    def count(self, shape: Shape) -> int:
        """Return how many rows were added."""
        return self._added.get(shape.name, 0)

    def added(self, shape: Shape, column: str) -> set[str]:
        """Return the different texts of a column as its rows were added, before it is ready."""
        import pyarrow.parquet as pq

        rows = pq.read_table(self._added_to(shape), columns=[column])
        return set(filter(None, rows[column].unique().to_pylist()))

    def ready(self, shape: Shape) -> None:
        """Make the table that screens see; a kept one was made when it was written."""
        if shape.name in self._kept:
            rows = self._spark.read.parquet(str(self._place / self._kept[shape.name].folder))
            self._frames[shape.name] = rows.select(*shape.names())
            return
        if shape.name not in self._added:
            self.add(shape, shape.schema().empty_table())
        raw = self._read(shape)
        same = self.frame(SAME_AS.name) if self.count(SAME_AS) and shape != SAME_AS else None
        frame = derive.ready(_frame(raw), shape, same)
        self._frames[shape.name] = frame.to_native().persist()
        self._refuse_twins(shape)
        if shape.name == PAYMENTS.name:
            self._mark_copies()

    def _read(self, shape: Shape) -> Any:
        """Return the rows as they were added; told their types, Spark need not look into files."""
        from pyspark.sql.pandas.types import from_arrow_schema

        types = from_arrow_schema(shape.schema())
        return self._spark.read.schema(types).parquet(str(self._added_to(shape)))

    def _added_to(self, shape: Shape) -> Path:
        """Return the folder of the rows that were added to a table."""
        return Path(self._folder.name) / shape.name

    def _mark_copies(self) -> None:
        """Write into the rows of sheets published twice which sheet has them already."""
        if self.count(PAYMENTS) <= _FEW and len(set(self._few("batch", PAYMENTS)) - {None}) < 2:
            return
        rows = self.frame(PAYMENTS.name)
        marked = rows.drop("copy_of").join(copies.found(rows), on="code", how="left")
        before = self._frames[PAYMENTS.name]
        whole = marked.select(*PAYMENTS.names()).to_native().localCheckpoint()
        before.unpersist()
        self._frames[PAYMENTS.name] = whole

    def _refuse_twins(self, shape: Shape) -> None:
        """Refuse two rows of one code: a lead could not say which it means."""
        if not shape.has("code"):
            return
        if self.count(shape) <= _FEW:
            twice = self._few_twins(shape)
        else:
            counted = self.frame(shape.name).group_by("code").agg(n=nw.len())
            found = counted.filter(nw.col("n") > 1).select("code").sort("code").head(1)
            twice = [row["code"] for row in self.rows(found)]
        if twice:
            raise TableError(twins(shape, twice[0]))

    def _few_twins(self, shape: Shape) -> list[str]:
        """Return the codes that stand twice in a small table."""
        codes = Counter(filter(None, self._few("code", shape)))
        return sorted(code for code, times in codes.items() if times > 1)

    def _few(self, column: str, shape: Shape) -> list[str | None]:
        """Return a column of a table so small that no cluster need be asked."""
        import pyarrow.parquet as pq

        rows = pq.read_table(self._added_to(shape), columns=[column])
        values: list[str | None] = rows[column].to_pylist()
        return values

    def frame(self, name: str) -> Frame:
        """Return a table that is ready, or was kept."""
        return _frame(self._frames[name])

    def keep(self, frame: Frame, name: str) -> Frame:
        """Compute a table and return what was computed."""
        self._frames[name] = frame.to_native().localCheckpoint()
        return self.frame(name)

    def drop(self, *names: str) -> None:
        """Forget tables that were kept."""
        for name in names:
            if name in self._frames:
                self._frames.pop(name).unpersist()

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """Compute a table of a few rows and return them."""
        rows: list[dict[str, Any]] = frame.to_native().toArrow().to_pylist()
        return rows

    def relation(self, frame: Frame) -> DuckDBPyRelation:
        """Bring a table here and return it as a relation."""
        return self.results.from_arrow(frame.to_native().toArrow())

    def at_hand(self, name: str, flagged: str, column: str) -> str:
        """Bring those rows of a table that the flagged ones name, once for the same codes."""
        sql = f'SELECT DISTINCT "{column}" AS code FROM "{flagged}" ORDER BY code'  # noqa: S608
        codes = self.results.execute(sql).to_arrow_table()
        brought, known = f"{name} of {flagged} by {column}", self._brought
        if brought not in known or not known[brought].equals(codes):
            rows = self.relation(self._named(name, codes))
            self.results.execute(f'DROP TABLE IF EXISTS "{brought}"')
            rows.create(f'"{brought}"')
            known[brought] = codes
        return brought

    def _named(self, name: str, codes: pa.Table) -> Frame:
        """Return the rows of a table that have one of these codes."""
        if not codes.num_rows:
            return self.frame(name).head(0)
        named = _frame(self._spark.createDataFrame(codes))
        return self.frame(name).join(named, on="code", how="semi")


def _write(file: Path, shape: Shape, source: Source) -> int:
    """Write the rows of a source into a file and return how many; columns not given stay empty."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = shape.schema()
    count = 0
    with pq.ParquetWriter(file, schema) as writer:
        for table in loading.portions(shape, source):
            columns = [
                table.column(one.name).cast(one.type)
                if one.name in table.schema.names
                else pa.nulls(table.num_rows, one.type)
                for one in schema
            ]
            writer.write_table(pa.table(columns, schema=schema))
            count += table.num_rows
    return count


def _megabytes(memory: str) -> int:
    """Return an amount such as 2GB in whole megabytes."""
    number, unit = memory.strip().upper().rstrip("B").rstrip("I")[:-1], memory.strip().upper()
    scale = {"K": 1 / 1024, "M": 1, "G": 1024, "T": 1024 * 1024}
    return int(float(number) * scale[unit.rstrip("B").rstrip("I")[-1]])


def _frame(native: Any) -> Frame:
    frame: Any = nw.from_native(native)
    return frame  # type: ignore[no-any-return]


def session_of(memory: str, threads: int, folder: Path) -> Any:
    """Return the session, started if there is none."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("sunledger").master(f"local[{threads}]")
    settings = {
        "spark.driver.memory": f"{max(_LEAST, _megabytes(memory))}m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": str(2 * threads),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        # Where each column was asked for in Python: it doubles what Python and Java say each other.
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
