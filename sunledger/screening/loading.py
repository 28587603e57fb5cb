"""The rows of a source, in portions, each of a shape or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.backend import Source, TableError
from sunledger.screening.shapes import Shape

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 65_536  # at a time, whatever the size of the source


def portions(shape: Shape, source: Source) -> Iterator[pa.Table]:
    """Give the source's rows; TableError where a column is not one of the shape."""
    import pyarrow as pa

    tables: Iterable[pa.Table]
    if isinstance(source, pa.Table):
        tables = [source]
    elif isinstance(source, pa.RecordBatchReader):
        tables = _portions(source)
    else:
        tables = (table for path in source for table in _of_file(path))
    known = {one.name for one in shape.columns}
    for table in tables:
        for name in table.schema.names:
            if name not in known:
                raise TableError(f"The table {shape.name} has no column “{name}”.")
        yield table


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
