"""What DuckDB reads from Parquet files of ours, and writes into them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.quoting import quoted

if TYPE_CHECKING:
    import pyarrow as pa

# Few rows of them are asked again and again: neither unpacked, nor many in memory at once.
_AS_IS = "FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 20480"


def rows(file: Path) -> str:
    """Return what reads the rows of a file."""
    return f"read_parquet({quoted(file)})"


def write(db: Any, sql: str, file: Path) -> None:
    """Write the rows of a statement in an order of their own: whole, or not at all.

    In which order DuckDB gives them may depend on a guess of how many there are.
    """
    part = file.with_suffix(".part")
    ordered = f"SELECT * FROM ({sql}) ORDER BY ALL"  # noqa: S608 - statements of ours
    db.execute(f"COPY ({ordered}) TO {quoted(part)} ({_AS_IS})")
    part.rename(file)


def itself() -> Any:
    """Return DuckDB; its package opens one that nobody asked for, which costs as much again."""
    try:
        import _duckdb as found
    except ImportError:  # it may move: the package has the same names
        import duckdb as found  # type: ignore[no-redef]
    return found


def connected(folder: Path, memory: str, threads: int = 1) -> Any:
    """Return a DuckDB of its own; beyond its memory it uses a place in the folder."""
    duckdb = itself()
    spill = str(folder / "spill")
    bounds = {"memory_limit": memory, "threads": threads, "temp_directory": spill}
    return duckdb.connect(config=bounds)


def put(db: Any, name: str, held: pa.Table, sql: str = "SELECT * FROM streamed") -> None:
    """Make a table of rows in memory, or of what a statement selects of them, `streamed`, once.

    They are streamed: to be given a table, DuckDB would load parts of Arrow nobody else needs.
    """
    db.register("streamed", held.__arrow_c_stream__())
    try:
        db.execute(f"CREATE OR REPLACE {name} AS {sql}")
    finally:
        db.unregister("streamed")


def numbers(db: Any, name: str, given: Iterable[int]) -> None:
    """Give numbers of processes as a table."""
    import pyarrow as pa

    put(db, f"TEMP TABLE {name}", pa.table([pa.array(given, pa.int64())], ["process"]))
