"""Some tables once more, as they lie in memory, so that a few rows are taken and no others read.

A Parquet file is small, and of every column all has to be unpacked for a single row. When lines
change, the rows of their processes are wanted from tables that have a hundred times as many.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.tables import SCREENS
from sunledger.screening.procurement import facts, vectors

if TYPE_CHECKING:
    import pyarrow as pa

# What sums ask for, and what processes are compared by.
_UNPACKED = ("processes", "parties", "bids", "bidders", "awards", "suppliers", "items")
_COLUMNS = {table: [one.name for one in SCREENS[table]] for table in _UNPACKED}


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.rows"


class Unpacked:
    """Unpacked tables, written as their rows come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, tuple[Any, Any]] = {}

    def __enter__(self) -> Unpacked:
        return self

    def __exit__(self, *args: object) -> None:
        for sink, writer in self.files.values():
            writer.close()
            sink.close()

    def forget(self) -> None:
        """Remove them: rows may not stand in the order of processes, or are never taken."""
        for table in self.files:
            _file(self.folder, table).unlink()

    def __call__(self, table: str, rows: pa.Table) -> None:
        """Take further rows of a table."""
        import pyarrow as pa

        if table not in _COLUMNS:
            return
        rows = rows.select(_COLUMNS[table])
        if table not in self.files:
            sink = pa.OSFile(str(_file(self.folder, table)), "wb")
            self.files[table] = (sink, pa.ipc.new_file(sink, rows.schema))
        self.files[table][1].write_table(rows)


def exists(folder: Path, table: str) -> bool:
    """Whether a table is there unpacked."""
    return _file(folder, table).exists()


def taken(
    folder: Path, table: str, processes: pa.Array, columns: Collection[str]
) -> pa.Table | None:
    """Return some columns of processes, which are given in their order; None without such a file.

    They are taken from one group of rows after the other: of a column in several parts, Arrow
    would put all together first.
    """
    import pyarrow as pa

    file = _file(folder, table)
    if not file.exists():
        return None
    rows, numbers = facts.load(file), processes.to_pylist()
    rows = rows.select([name for name in rows.column_names if name in columns])
    found = []
    for group in rows.to_batches():
        held = group.column("process")
        first, last = held[0].as_py(), held[-1].as_py()
        some = processes[bisect_left(numbers, first) : bisect_right(numbers, last)]
        found.append(vectors.call("take", group, vectors.rows_of(held, some)))
    return pa.Table.from_batches(found, rows.schema)
