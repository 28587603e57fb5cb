"""Leads that are held back, since what they rest on is not good enough; they come when it is.

Of the table whose rows are judged, what is missing weighs less than in a table they are compared
with: a row that lacks what the screen needs is itself said to be beyond judging, while one missing
from a register makes the others speak falsely. For the same reason rows that stand twice, and rows
that came late, count in the tables of comparison alone: of the judged rows screens ask that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sunledger.screening.outcome import Lead, Outcome
from sunledger.screening.quality.faults import DEFAULT, Fault, Levels
from sunledger.screening.quality.marks import CELLS
from sunledger.screening.quality.resting import may_not_lack, rests_on
from sunledger.screening.quality.result import Part, Quality
from sunledger.screening.quality.saying import said
from sunledger.screening.screen import Screen
from sunledger.screening.words import Text


@dataclass(frozen=True)
class Because:
    """Why a lead is held back: a fault of a column, or of a table where no column is named."""

    table: str
    column: str  # "" where the table as a whole is meant
    fault: Fault
    faulty: int
    of: int
    body: str  # "" where all bodies are counted together
    what: str = ""  # months, or extract: which kind of late

    @property
    def words(self) -> Text:
        """Return it as a sentence."""
        return said(self.table, self.column, self.fault, (self.faulty, self.of), self.what)


@dataclass(frozen=True)
class HeldBack:
    """A lead that is not raised for now, and why."""

    lead: Lead
    because: tuple[Because, ...]


def held_back(
    outcome: Outcome,
    qualities: Mapping[str, Quality],
    levels: Levels = DEFAULT,
    extracts: Mapping[str, date] | None = None,
) -> tuple[tuple[Lead, ...], tuple[HeldBack, ...]]:
    """Return the leads whose inputs are good enough, and the others with what is wrong.

    `extracts` says for a table the day on which its rows were drawn from where they are kept.
    """
    weighing = _Weighing(outcome.screen, qualities, levels, extracts or {})
    kept, held = [], []
    for lead in outcome.leads:
        if because := weighing.because(lead.body):
            held.append(HeldBack(lead, because))
        else:
            kept.append(lead)
    return tuple(kept), tuple(held)


class _Weighing:
    """The inputs of one screen, weighed once for each body."""

    def __init__(
        self,
        screen: Screen,
        qualities: Mapping[str, Quality],
        levels: Levels,
        extracts: Mapping[str, date],
    ) -> None:
        self.screen, self.judged = screen, screen.tables[0]
        self.columns = rests_on(screen)
        self.qualities, self.levels, self.extracts = qualities, levels, extracts
        self.because = lru_cache(maxsize=None)(self._because)

    def _because(self, body: str) -> tuple[Because, ...]:
        """Return what is not good enough for leads about a body."""
        return (*self._tables(body), *self._old(body))

    def _tables(self, body: str) -> Iterator[Because]:
        """Give what is wrong with the rows of each table."""
        for table, names in self.columns.items():
            quality = self.qualities.get(table)
            part = _part(quality, self.levels, body) if quality else None
            if part is None:
                continue
            for name in names:
                if name in part.columns or name in part.refused:
                    yield from self._column(table, name, part)
            if table != self.judged:
                yield from _of_table(table, part, self.levels)

    def _column(self, table: str, name: str, part: Part) -> Iterator[Because]:
        """Give the faults of a column that are above their levels."""
        for fault, level in self._levels(table, name):
            if part.share(name, fault) > level:
                counts = (part.faults(name)[fault], part.came)
                yield Because(table, name, fault, *counts, part.body)

    def _levels(self, table: str, name: str) -> Iterator[tuple[Fault, float]]:
        for fault in CELLS:
            if fault != Fault.MISSING:
                yield fault, self.levels.of(fault)
            elif table == self.judged:
                yield fault, self.levels.missing_judged
            elif name in may_not_lack(self.screen, table):
                yield fault, self.levels.of(fault)

    def _old(self, body: str) -> Iterator[Because]:
        """Give the tables of comparison that were drawn long before the rows that are judged."""
        quality = self.qualities.get(self.judged)
        part = quality.of(body) if quality else None
        if part is None or part.last is None:
            return
        begins = date(part.last // 12, part.last % 12 + 1, 1)  # of the last month that is judged
        for table in self.columns:
            drawn = self.extracts.get(table)
            if table != self.judged and drawn and drawn + timedelta(self.levels.old_days) < begins:
                days = (begins - drawn).days
                yield Because(table, "", Fault.LATE, days, 0, body, "extract")


def _part(quality: Quality, levels: Levels, body: str) -> Part | None:
    """Return the rows of the body, or of all where those are too few to say anything."""
    for part in (quality.of(body), quality.whole):
        if part is not None and part.came >= levels.rows:
            return part
    return None


def _of_table(table: str, part: Part, levels: Levels) -> Iterator[Because]:
    """Give what is wrong with the rows of a table of comparison."""
    twice = max(part.copies, part.twice)
    if part.rows and twice / part.rows > levels.of(Fault.DUPLICATED):
        yield Because(table, "", Fault.DUPLICATED, twice, part.rows, part.body)
    if part.dated >= levels.rows and part.late / part.dated > levels.of(Fault.LATE):
        yield Because(table, "", Fault.LATE, part.late, part.dated, part.body)
    months = part.months[1]
    if months and part.lacking / months > levels.months:
        yield Because(table, "", Fault.LATE, part.lacking, months, part.body, "months")
