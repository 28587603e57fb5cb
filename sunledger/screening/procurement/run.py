"""The eleven indicators over a folder of flat tables, in DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw

from sunledger.screening.ocds.tables import TABLES
from sunledger.screening.procurement.eleven import Eleven, Flag
from sunledger.screening.procurement.facts import Frame
from sunledger.screening.procurement.settings import Settings


def flags(folder: Path, settings: Settings, memory: str = "1GB", threads: int = 2) -> list[Flag]:
    """Return what the eleven flag in the Parquet files of a folder; `memory` is DuckDB's bound."""
    import duckdb

    spill = str(folder / "spill")
    db = duckdb.connect(
        config={"memory_limit": memory, "threads": threads, "temp_directory": spill}
    )
    try:
        tables = {name: _frame(db.read_parquet(str(folder / f"{name}.parquet"))) for name in TABLES}
        return Eleven(tables, settings).flags()
    finally:
        db.close()


def _frame(native: Any) -> Frame:
    frame: Any = nw.from_native(native)
    return frame  # type: ignore[no-any-return]
