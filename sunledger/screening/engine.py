"""Runs screens over tables in DuckDB: bounded memory, no way out, the same bytes twice.

    with Engine(memory="2GB", spill=folder) as engine:
        engine.table("payments", [Path("a.parquet"), Path("b.parquet")])
        outcomes = [engine.run(screen) for screen in shelf().values()]
        best = leads.ranked(outcomes)

`table` may be called again for the same name and adds to it, until the first `run`. The tables
`limits` and `days_off` fill themselves where they were not given.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening import judging, leads, loading
from sunledger.screening.outcome import Lead, Outcome
from sunledger.screening.screen import Screen
from sunledger.screening.settings import resolved
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Engine", "EngineError", "Lead", "Outcome"]

# What DuckDB can never do here: load an extension, open a file by itself, be configured otherwise.
_SHUT = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


class EngineError(RuntimeError):
    """Tables that cannot be loaded or a screen that cannot be run; the sentence says why."""


class Engine:
    """One DuckDB, shut off from files and network.

    With a folder to spill to, its tables lie in a file there, and memory stays bounded whatever
    their size; without one, everything must fit into memory.
    """

    def __init__(self, *, memory: str = "2GB", spill: Path | None = None, threads: int = 0) -> None:
        import duckdb

        config: dict[str, Any] = {
            "memory_limit": _share(memory),
            "threads": threads or min(4, os.cpu_count() or 1),
            "temp_directory": "",
        }
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if spill is not None:
            self._folder = tempfile.TemporaryDirectory(prefix="sunledger-", dir=spill)
            config["temp_directory"] = str(Path(self._folder.name) / "spill")
        file = str(Path(self._folder.name) / "tables.duckdb") if self._folder else ":memory:"
        self._db = duckdb.connect(file, config=config)
        self._trouble = duckdb.Error
        for sentence in _SHUT:
            self._db.execute(sentence)
        for shape in SHAPES.values():
            loading.create(self._db, shape)
        self._ready = False

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """Shut the engine and remove what it spilled."""
        self._db.close()
        if self._folder:
            self._folder.cleanup()

    def table(self, name: str, source: Iterable[Path] | pa.Table | pa.RecordBatchReader) -> int:
        """Add rows to a table of that shape and return how many; columns not given stay empty."""
        if name not in SHAPES:
            raise EngineError(f"There is no table “{name}”. There are: {', '.join(SHAPES)}.")
        if self._ready:
            raise EngineError(f"{name}: rows must be added before the first screen runs.")
        try:
            return loading.add(self._db, SHAPES[name], source)
        except (self._trouble, loading.TableError) as error:
            raise EngineError(f"{name}: {_first_line(error)}") from error

    def run(self, screen: Screen, settings: Mapping[str, Any] | None = None) -> Outcome:
        """Run one screen over what was loaded."""
        values = resolved(screen, settings)
        try:
            self._prepare()
            return self._run(judging.Judging(self._db, screen, values))
        except (self._trouble, loading.TableError) as error:
            raise EngineError(f"{screen.code}: {_first_line(error)}") from error

    def _prepare(self) -> None:
        if not self._ready:
            loading.prepare(self._db)
            self._ready = True

    def _run(self, case: judging.Judging) -> Outcome:
        """Judge, flag, and order what was found."""
        case.clear()
        judged = case.judge()
        flagged = case.flag(judged.rows)
        found = leads.strongest_first(case.leads())
        case.keep_order(found)
        measures = case.measure(judged.rows)
        case.tidy()
        reasons = case.screen.reasons
        both = judged.set_aside.items()
        return Outcome(
            screen=case.screen,
            settings=case.settings,
            seen=judged.seen,
            judged=judged.judged,
            not_applicable={why: n for why, n in both if not reasons[why].applicable},
            cannot={why: n for why, n in both if reasons[why].applicable},
            flagged=flagged,
            leads=tuple(found),
            measures=measures,
            evidence=partial(judging.evidence, self._db, case.screen),
        )


def _share(memory: str) -> str:
    """Return the part of the memory that DuckDB may use; rows in Arrow and Python need the rest."""
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]i?)B", memory.strip(), re.IGNORECASE)
    if not size:
        raise EngineError(f"“{memory}” is not an amount of memory. Write it like 2GB or 800MB.")
    return f"{float(size[1]) * 0.7:.3f}{size[2]}B"


def _first_line(error: Exception) -> str:
    """Return what went wrong without the engine's long tail."""
    if type(error).__name__ == "OutOfMemoryException":
        return "The memory is too small for these tables. Allow more, or a folder to spill to."
    return str(error).strip().splitlines()[0]
