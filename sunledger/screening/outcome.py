"""What comes out of a screen: leads, the rows behind them, and what became of every other row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sunledger.screening.screen import Screen

if TYPE_CHECKING:
    import pyarrow as pa

# The rows behind one lead (None: behind all), at most so many (None: all of them).
Evidence: TypeAlias = "Callable[[str | None, int | None], pa.RecordBatchReader]"


@dataclass(frozen=True)
class Lead:
    """One question that a screen raises, with the amount at stake and a sentence a language."""

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
    strength: float  # 0 to 1: how seldom innocence looks like this, by the screen's own measure
    sentence_en: str
    sentence_zh: str


@dataclass(frozen=True)
class Outcome:
    """What a screen did with the rows: seen = judged + every not applicable + every cannot."""

    screen: Screen
    settings: Mapping[str, Any]
    seen: int
    judged: int
    not_applicable: Mapping[str, int]  # reason -> rows; its words: screen.reasons[reason].text
    cannot: Mapping[str, int]  # the same
    flagged: int  # rows in leads
    leads: tuple[Lead, ...]  # strongest first
    measures: tuple[Mapping[str, Any], ...]  # what the screen measured, flagged or not
    evidence: Evidence = field(repr=False, compare=False)
    # The rows of other tables that speak beside them, by table.
    beside: Mapping[str, Evidence] = field(repr=False, compare=False)
    # Every flagged row: the place of its lead among `leads`, and a number that stands for the row.
    links: Callable[[], pa.RecordBatchReader] = field(repr=False, compare=False)
    # Every row by its code: flagged, not flagged, not applicable, cannot be judged, and why.
    states: Callable[[], pa.RecordBatchReader] = field(repr=False, compare=False)

    def rows(self, key: str | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Give the rows behind one lead, or behind all of them in the order of the leads."""
        for batch in self.evidence(key, limit):
            yield from batch.to_pylist()

    def table(self) -> pa.RecordBatchReader:
        """Return all rows behind the leads as Arrow batches, in the same order, for Parquet."""
        return self.evidence(None, None)
