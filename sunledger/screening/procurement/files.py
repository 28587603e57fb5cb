"""What DuckDB reads from Parquet files of ours, and writes into them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sunledger.screening.quoting import quoted

# Few rows of them are asked again and again: neither unpacked, nor many in memory at once.
_AS_IS = "FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 20480"


def rows(*files: Path, by_name: bool = False) -> str:
    """Return what reads the rows of files, one after the other; as named, or by places."""
    named = ", union_by_name = true" if by_name else ""
    return f"read_parquet([{', '.join(map(quoted, files))}]{named})"


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


def numbers(db: Any, name: str, given: Iterable[int]) -> None:
    """Give numbers of processes as a table; as one text, since each number costs a word."""
    listed = ",".join(map(str, given))
    split = f"unnest(string_split('{listed}', ','))" if listed else "unnest(CAST([] AS BIGINT[]))"
    db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT CAST({split} AS BIGINT) AS process")
