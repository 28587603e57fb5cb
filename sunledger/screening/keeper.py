"""Writes the tables of an engine into buckets on the disk, ready to be screened again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.kept import KeptError, Layout, write_manifest
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    import pyarrow as pa

BUCKETS = 16


def keep(
    tables: Mapping[str, Iterable[pa.RecordBatch]] | Sequence[tuple[str, Any]],
    folder: Path,
    *,
    by: Mapping[str, Sequence[str]],
    buckets: int = BUCKETS,
) -> tuple[Layout, ...]:
    """Write tables as screens see them, each by the keys that are named for it, and the manifest.

    A table without a key lies whole in one bucket. The batches are read once for each layout, so
    what is given must be able to be read again where a table has two keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise KeptError(f"{folder} is not empty. Keep tables in a folder of their own.")
    pairs = tables.items() if isinstance(tables, Mapping) else tables
    layouts = [
        _write(name, batches, folder, key, buckets if key else 1)
        for name, batches in pairs
        for key in by.get(name) or ("",)
    ]
    write_manifest(folder, layouts)
    return tuple(layouts)


def _write(
    name: str, batches: Iterable[pa.RecordBatch], folder: Path, key: str, buckets: int
) -> Layout:
    """Write one table in one layout."""
    import pyarrow.parquet as pq

    if key and not SHAPES[name].column(key).number:
        raise KeptError(f"{name} cannot be kept by “{key}”: it is not a whole number.")
    layout, rows = Layout(name, key, buckets, 0), 0
    with ExitStack() as stack:
        writers: dict[int, pq.ParquetWriter] = {}
        for batch in batches:
            rows += batch.num_rows
            for number, part in _parts(batch, key, buckets):
                if number not in writers:
                    file = _file(folder, layout, number)
                    writer = pq.ParquetWriter(file, batch.schema, compression="zstd")
                    writers[number] = stack.enter_context(writer)
                writers[number].write_batch(part)
        for number in range(buckets):
            if number not in writers:
                stack.enter_context(_empty(_file(folder, layout, number), name, writers))
    return Layout(name, key, buckets, rows)


def _empty(file: Path, name: str, writers: Mapping[int, Any]) -> Any:
    """Return a writer for a bucket without rows: it is there, with its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if writers:
        return pq.ParquetWriter(file, next(iter(writers.values())).schema)
    shape = SHAPES[name]
    kinds = {"text": pa.string(), "name": pa.string(), "day": pa.date32()}
    every = [
        pa.field(one.name, kinds.get(one.kind, pa.int64())) for one in shape.columns + shape.derived
    ]
    return pq.ParquetWriter(file, pa.schema(every))


def _file(folder: Path, layout: Layout, number: int) -> Path:
    place = folder / layout.folder / f"bucket={number}"
    place.mkdir(parents=True, exist_ok=True)
    return place / "rows.parquet"


def _parts(batch: pa.RecordBatch, key: str, buckets: int) -> Iterable[tuple[int, pa.RecordBatch]]:
    """Give the rows of a batch by their buckets; those without a key lie in the first."""
    import pyarrow.compute as pc

    if not key:
        yield 0, batch
        return
    keys = pc.fill_null(batch.column(key), 0)
    rest = pc.subtract(keys, pc.multiply(pc.divide(keys, buckets), buckets))
    rest = pc.abs(rest)
    for number in pc.unique(rest).to_pylist():
        yield number, batch.filter(pc.equal(rest, number))
