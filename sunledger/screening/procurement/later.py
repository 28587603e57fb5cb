"""The tables of processes that came with a change, beside those read from the beginning.

They lie as they are in memory: their rows are few, and each is asked many times.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.procurement import facts

if TYPE_CHECKING:
    import pyarrow as pa


def write(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write tables into a folder, and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, rows in tables.items():
        facts.write(_file(folder, name), rows)


def rows(folder: Path, parts: Sequence[str], table: str) -> pa.Table:
    """Return the rows of a table in some parts of a folder, one after the other."""
    import pyarrow as pa

    return pa.concat_tables([facts.load(_file(folder / part, table)) for part in parts])


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.arrow"
