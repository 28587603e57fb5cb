"""Rows into DuckDB, by Arrow: the engine itself never opens a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.screening import copies, derive, lands
from sunledger.screening.shapes import DAYS_OFF, LIMITS, PAYMENTS, Shape

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_TYPES = {"text": "VARCHAR", "money": "BIGINT", "whole": "BIGINT", "day": "DATE"}
_ROWS = 65_536  # at a time, whatever the size of the source


class TableError(ValueError):
    """Rows that are not of the shape they are said to have; the sentence says which column."""


def create(db: DuckDBPyConnection, shape: Shape) -> None:
    """Make the empty table of a shape, as its sources fill it."""
    columns = ", ".join(
        f'"{one.name}" {_TYPES[one.kind]}{" NOT NULL" if one.filled else ""}'
        for one in shape.columns
    )
    db.execute(f'CREATE TABLE "raw_{shape.name}" ({columns})')


def add(
    db: DuckDBPyConnection, shape: Shape, source: Iterable[Path] | pa.Table | pa.RecordBatchReader
) -> int:
    """Add the rows of a source to the table and return how many there were."""
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return _insert(db, shape, [source])
    if isinstance(source, pa.RecordBatchReader):
        return _insert(db, shape, _portions(source))
    return sum(_insert(db, shape, _of_file(path)) for path in source)


def _of_file(path: Path) -> Iterator[pa.Table]:
    """Give a Parquet file in portions."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield from _portions(file.iter_batches(_ROWS))


def _portions(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Give batches as tables, each read in the caller's thread.

    Handed the stream itself, DuckDB would draw from it in a thread of its own, where whatever
    makes the batches (a query to the site's database) has no business.
    """
    import pyarrow as pa

    for batch in batches:
        yield pa.Table.from_batches([batch])


def _insert(db: DuckDBPyConnection, shape: Shape, tables: Iterable[pa.Table]) -> int:
    """Insert by the names of the columns, all or nothing; one that is not given stays empty."""
    db.begin()
    try:
        count = sum(_insert_one(db, shape, table) for table in tables)
    except BaseException:
        db.rollback()
        raise
    db.commit()
    return count


def _insert_one(db: DuckDBPyConnection, shape: Shape, table: pa.Table) -> int:
    """Insert one portion and return its number of rows."""
    known = {one.name for one in shape.columns}
    for name in table.schema.names:
        if name not in known:
            raise TableError(f"The table {shape.name} has no column “{name}”.")
    names = ", ".join(f'"{name}"' for name in table.schema.names)
    db.register("arriving", table)
    try:
        sql = f'INSERT INTO "raw_{shape.name}" ({names}) SELECT {names} FROM arriving'  # noqa: S608
        return int(db.execute(sql).fetchall()[0][0])
    finally:
        db.unregister("arriving")


def prepare(db: DuckDBPyConnection) -> None:
    """Make the tables that screens see from those that sources filled, once."""
    frame: Any = nw.from_native(db.table("raw_payments"))
    derive.payments(frame).to_native().create(PAYMENTS.name)
    db.execute("DROP TABLE raw_payments")
    _refuse_twins(db)
    _mark_copies(db)
    _fill(db, LIMITS, lands.limits)
    _fill(db, DAYS_OFF, lambda: _days_off(db))


def _mark_copies(db: DuckDBPyConnection) -> None:
    """Write into the rows of sheets published twice which sheet has them already."""
    frame: Any = nw.from_native(db.table(PAYMENTS.name))
    copies.found(frame).to_native().create("copies")
    db.execute(
        "UPDATE payments SET copy_of = copies.copy_of FROM copies WHERE copies.code = payments.code"
    )
    db.execute("DROP TABLE copies")


def _refuse_twins(db: DuckDBPyConnection) -> None:
    """Refuse two rows of one code: a lead could not say which it means."""
    sql = "SELECT code FROM payments GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT 1"
    for (code,) in db.execute(sql).fetchall():
        raise TableError(f"Two payments have the code “{code}”. Give each row a code of its own.")


def _fill(db: DuckDBPyConnection, shape: Shape, standard: Any) -> None:
    """Make the table of a shape, from the standard one where no source gave any."""
    db.execute(f'CREATE TABLE "{shape.name}" AS FROM "raw_{shape.name}"')
    if not db.execute(f'SELECT count(*) FROM "{shape.name}"').fetchall()[0][0]:  # noqa: S608
        db.register("arriving", standard())
        db.execute(f'INSERT INTO "{shape.name}" FROM arriving')
        db.unregister("arriving")


def _days_off(db: DuckDBPyConnection) -> pa.Table:
    """Return the days off of the years in which payments were made."""
    sql = "SELECT min(paid_on), max(paid_on) FROM payments"
    first, last = db.execute(sql).fetchall()[0]
    return lands.days_off(first, last) if first else DAYS_OFF.schema().empty_table()
