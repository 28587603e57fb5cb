"""Tables in one DuckDB, shut off from files and network; rows come in by Arrow."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.screening import copies, derive, kept, loading, script
from sunledger.screening.backend import Source, TableError
from sunledger.screening.buckets import Buckets
from sunledger.screening.quoting import quoted
from sunledger.screening.shapes import PAYMENTS, SAME_AS, Frame, Shape

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyRelation

_TYPES = {"text": "VARCHAR", "name": "VARCHAR", "day": "DATE"}
# What DuckDB can never do here: load an extension, open a file by itself, be configured otherwise.
_SHUT = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


class Duck:
    """The embedded backend.

    With a folder to spill to, its tables lie in a file there, and memory stays bounded whatever
    their size; without one, everything must fit into memory.
    """

    def __init__(
        self, memory: str, spill: Path | None, threads: int, folder: Path | None = None
    ) -> None:
        import duckdb

        layouts = kept.read_manifest(folder) if folder else ()
        config: dict[str, Any] = {
            "memory_limit": memory,
            "threads": threads or min(4, os.cpu_count() or 1),
            "temp_directory": "",
        }
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if spill is not None:
            self._folder = tempfile.TemporaryDirectory(prefix="sunledger-", dir=spill)
            config["temp_directory"] = str(Path(self._folder.name) / "spill")
        file = str(Path(self._folder.name) / "tables.duckdb") if self._folder else ":memory:"
        self.results = duckdb.connect(file, config=config)
        self.trouble: tuple[type[Exception], ...] = (duckdb.Error,)
        if folder:
            self.results.execute(f"SET allowed_directories = [{quoted(folder.resolve(), '/')}]")
        self.kept = Buckets(self.results, folder or Path(), layouts, _bytes(memory))
        for sentence in _SHUT:
            self.results.execute(sentence)
        self._added = {name: one.rows for name, one in self.kept.whole.items()}
        self.log: list[tuple[str, str]] | None = None

    def close(self) -> None:
        """Shut the engine and remove what it spilled."""
        self.results.close()
        if self._folder:
            self._folder.cleanup()

    def add(self, shape: Shape, source: Source) -> int:
        """Insert by the names of the columns; one that is not given stays empty."""
        if shape.name in self.kept.whole:
            raise TableError(f"The table {shape.name} is kept already; rows cannot be added to it.")
        if shape == SAME_AS and self.kept.whole:
            raise TableError("Tables were kept as they were seen then. Keep them anew, with this.")
        self._create(shape)
        self.results.begin()
        try:
            count = sum(self._insert(shape, table) for table in loading.portions(shape, source))
        except BaseException:
            self.results.rollback()
            raise
        self.results.commit()
        self._added[shape.name] += count
        return count

    def count(self, shape: Shape) -> int:
        """Return how many rows were added."""
        return self._added.get(shape.name, 0)

    def added(self, shape: Shape, column: str) -> set[str]:
        """Return the different texts of a column as its rows were added, before it is ready."""
        sql = f'SELECT DISTINCT "{column}" FROM "raw_{shape.name}" WHERE "{column}" <> \'\''  # noqa: S608
        return {text for (text,) in self.results.execute(sql).fetchall()}

    def _create(self, shape: Shape) -> None:
        """Make the empty table of a shape, as its sources fill it."""
        if shape.name in self._added:
            return
        columns = ", ".join(
            f'"{one.name}" {_TYPES.get(one.kind, "BIGINT")}{" NOT NULL" if one.filled else ""}'
            for one in shape.columns
        )
        self.results.execute(f'CREATE TABLE "raw_{shape.name}" ({columns})')
        self._added[shape.name] = 0

    def _insert(self, shape: Shape, table: pa.Table) -> int:
        """Insert one portion and return its number of rows."""
        names = ", ".join(f'"{name}"' for name in table.schema.names)
        self.results.register("arriving", table)
        try:
            sql = f'INSERT INTO "raw_{shape.name}" ({names}) SELECT {names} FROM arriving'  # noqa: S608
            return int(self.results.execute(sql).fetchall()[0][0])
        finally:
            self.results.unregister("arriving")

    def ready(self, shape: Shape) -> None:
        """Make the table that screens see; a kept one was made when it was written."""
        if shape.name in self.kept.whole:
            self.kept.show_all([shape.name])
            return
        self._create(shape)
        raw = self._native(self.results.table(f"raw_{shape.name}"))
        same = self.frame(SAME_AS.name) if self.count(SAME_AS) and shape != SAME_AS else None
        derive.ready(raw, shape, same).to_native().create(shape.name)
        self.results.execute(f'DROP TABLE "raw_{shape.name}"')
        self._refuse_twins(shape)
        if shape.name == PAYMENTS.name:
            self._mark_copies()

    def _mark_copies(self) -> None:
        """Write into the rows of sheets published twice which sheet has them already."""
        copies.found(self.frame(PAYMENTS.name)).to_native().create("copies")
        self.results.execute(
            "UPDATE payments SET copy_of = copies.copy_of FROM copies"
            " WHERE copies.code = payments.code"
        )
        self.results.execute("DROP TABLE copies")

    def _refuse_twins(self, shape: Shape) -> None:
        """Refuse two rows of one code: a lead could not say which it means."""
        if not shape.has("code"):
            return
        sql = f"""SELECT code FROM "{shape.name}" GROUP BY code HAVING count(*) > 1
            ORDER BY code LIMIT 1"""  # noqa: S608
        for (code,) in self.results.execute(sql).fetchall():
            raise TableError(twins(shape, code))

    def frame(self, name: str) -> Frame:
        """Return a table that is ready, or was kept."""
        if name not in self.kept.whole:
            return self._native(self.results.table(f'"{name}"'))
        return self._native(self.results.view(name))

    def stand(self, name: str, sql: str) -> Frame:
        """Let what a sentence of SQL gives stand under a name."""
        self.results.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')
        return self._native(self.results.view(name))

    def _native(self, relation: DuckDBPyRelation) -> Frame:
        frame: Any = nw.from_native(relation)
        return frame  # type: ignore[no-any-return]

    def keep(self, frame: Frame, name: str) -> Frame:
        """Compute a table and return what was computed."""
        if self.log is None:
            self.relation(frame).create(f'"{name}"')
        else:
            self.log.append((name, self.sql(frame)))
            script.keep(self.results, *self.log[-1])
        return self._native(self.results.table(f'"{name}"'))

    def sql(self, frame: Frame) -> str:
        """Return what would be computed, in words of SQL, which know no type of a number."""
        relation = self.relation(frame)
        pairs = zip(relation.columns, relation.types, strict=True)
        columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in pairs)
        return f"SELECT {columns} FROM ({relation.sql_query()})"  # noqa: S608

    @contextmanager
    def logged(self) -> Iterator[list[tuple[str, str]]]:
        """Write down, while the block lasts, what is kept, as SQL by name."""
        self.log = []
        try:
            yield self.log
        finally:
            self.log = None

    def drop(self, *names: str) -> None:
        """Forget tables that were kept."""
        for name in names:
            self.results.execute(f'DROP TABLE IF EXISTS "{name}"')

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """Compute a table of a few rows and return them."""
        native = frame.to_native()
        return [dict(zip(native.columns, row, strict=True)) for row in native.fetchall()]

    def relation(self, frame: Frame) -> DuckDBPyRelation:
        """Return the relation that the table is already."""
        native: DuckDBPyRelation = frame.to_native()
        return native

    def at_hand(self, name: str, flagged: str, column: str) -> str:
        """Return the table itself: its rows are all at hand; of a kept one, a copy of those."""
        return self.kept.gather(name, {flagged: column}) if name in self.kept.whole else name


def twins(shape: Shape, code: str) -> str:
    """Return the sentence that refuses two rows of one code."""
    return f"Two {shape.title.en} have the code “{code}”. Give each row a code of its own."


def _bytes(memory: str) -> int:
    """Return an amount such as 1.4GB in bytes."""
    number, unit = re.split(r"(?<=[\d.])\s*(?=[A-Z])", memory.strip().upper(), maxsplit=1)
    return int(float(number) * 1000 ** "BKMGT".index(unit[0]))
