"""Runs screens over tables in DuckDB: bounded memory, no way out of the process, the same bytes twice.

    with Engine(memory="2GB") as engine:
        engine.table("payments", [Path("a.parquet"), Path("b.parquet")])
        outcomes = [engine.run(screen) for screen in shelf().values()]
        best = leads.ranked(outcomes)

`table` may be called again for the same name and adds to it, until the first `run`. The tables `limits`
and `days_off` fill themselves where they were not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.screen import Screen

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Lead:
    """One question that a screen raises, with the amount at stake and a sentence in both languages."""

    screen: str
    version: str
    key: str  # the same question in another run has the same key
    fingerprint: str  # changes when the rows behind it change
    subject: str
    body: str
    payee: str  # its key, for stacking; "" where the lead is not about one payee
    currency: str
    figure: int  # whole minor units
    rows: int
    strength: float  # 0 to 1, how seldom innocence looks like this, by the screen's own measure
    sentence_en: str
    sentence_zh: str


@dataclass(frozen=True)
class Outcome:
    """What a screen did with the rows: seen = judged + every not applicable + every cannot."""

    screen: Screen
    settings: Mapping[str, Any]
    seen: int
    judged: int
    not_applicable: Mapping[str, int]  # reason code -> rows; the words: screen.reasons[code].text
    cannot: Mapping[str, int]  # the same
    flagged: int  # rows in leads
    leads: tuple[Lead, ...]  # strongest first
    facts: Mapping[str, Any]  # figures of the whole, where a screen has some (Benford: n, MAD)
    engine: Engine

    def rows(self, key: str | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Give the rows behind one lead, or behind all in the order of the leads: `lead` and the payment."""
        raise NotImplementedError

    def table(self) -> pa.RecordBatchReader:
        """Give all rows behind the leads as Arrow batches, in the same order, for Parquet."""
        raise NotImplementedError


class Engine:
    """One DuckDB, shut off from files and network once its tables are loaded."""

    def __init__(self, *, memory: str = "2GB", spill: Path | None = None, threads: int = 0) -> None:
        raise NotImplementedError

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """Shut the engine and remove what it spilled."""

    def table(self, name: str, source: Iterable[Path] | pa.Table | pa.RecordBatchReader) -> int:
        """Add rows to a table of that shape and return how many; columns not given stay empty."""
        raise NotImplementedError

    def run(self, screen: Screen, settings: Mapping[str, Any] | None = None) -> Outcome:
        """Run one screen over what was loaded."""
        raise NotImplementedError
