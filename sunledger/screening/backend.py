"""What an engine must be able to do with tables; screens, and how leads are made, are the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from sunledger.screening.shapes import Frame, Shape

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

Source: TypeAlias = "Iterable[Path] | pa.Table | pa.RecordBatchReader"


class TableError(ValueError):
    """Rows that are not of the shape they are said to have; the sentence says which column."""


class Backend(Protocol):
    """Tables in an engine. Leads are few, and are always made in one small DuckDB, `results`."""

    results: DuckDBPyConnection
    trouble: tuple[type[Exception], ...]

    def add(self, shape: Shape, source: Source) -> int:
        """Add rows as their source gives them, all or nothing, and return how many."""

    def count(self, shape: Shape) -> int:
        """Return how many rows were added."""

    def added(self, shape: Shape, column: str) -> set[str]:
        """Return the different texts of a column as its rows were added, before it is ready."""

    def ready(self, shape: Shape) -> None:
        """Make the table that screens see from the rows that were added, once."""

    def frame(self, name: str) -> Frame:
        """Return a table that is ready, or was kept."""

    def keep(self, frame: Frame, name: str) -> Frame:
        """Compute a table and return what was computed, under a name to drop it by."""

    def drop(self, *names: str) -> None:
        """Forget tables that were kept."""

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """Compute a table of a few rows and return them."""

    def relation(self, frame: Frame) -> DuckDBPyRelation:
        """Return a table as a relation of `results`."""

    def at_hand(self, name: str, flagged: str, column: str) -> str:
        """Return the table of `results` with those rows of a table that the flagged ones name.

        `flagged` is a table of `results`; its `column` holds codes of the rows of the table `name`.
        """

    def close(self) -> None:
        """Forget everything."""
