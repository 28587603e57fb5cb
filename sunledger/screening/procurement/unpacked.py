"""Some tables once more, as they lie in memory, so that a few rows are taken and no others read.

A Parquet file is small, and of every column all has to be unpacked for a single row. When lines
change, the rows of their processes are wanted from tables that have a hundred times as many.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.ocds.tables import SCREENS
from sunledger.screening.procurement import facts, vectors

if TYPE_CHECKING:
    import pyarrow as pa

_UNPACKED = ("processes", "bids", "bidders", "awards", "suppliers", "items")  # what sums ask for
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


def taken(folder: Path, table: str, processes: pa.Array) -> pa.Table | None:
    """Return the rows of processes, which are given in their order; None without such a file."""
    file = _file(folder, table)
    if not file.exists():
        return None
    rows = facts.load(file)
    return vectors.call("take", rows, vectors.rows_of(rows["process"], processes))
