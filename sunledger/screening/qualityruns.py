"""The quality of the tables of a run: counted before the first screen looks, and kept by unit.

What is published is counted by unit and category, what a source holds by unit and source; so each
is shown to whoever answers for it, and to the world without a single row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch
from sunledger.screening import heldtables
from sunledger.screening.engine import Engine
from sunledger.screening.models import Run
from sunledger.screening.outcome import Outcome
from sunledger.screening.quality.counting import Counting
from sunledger.screening.quality.faults import Levels, levels_of
from sunledger.screening.quality.holding import Because, HeldBack, held_back
from sunledger.screening.quality.resting import questions
from sunledger.screening.quality.result import Cell, Part, Quality, together
from sunledger.screening.qualitykept import HeldLead, TableQuality
from sunledger.screening.screen import Screen
from sunledger.screening.shapes import PAYMENTS, SHAPES
from sunledger.units.models import Unit

_CELLS = 60  # to put right, that are kept of a unit and a category or source


@dataclass(frozen=True)
class Measured:
    """The quality of the tables of a run, and when those from sources were drawn."""

    qualities: Mapping[str, Quality]
    extracts: Mapping[str, date]
    cells: Mapping[str, list[Cell]]
    sources: Mapping[str, str]  # table -> the source that holds it


def levels() -> Levels:
    """Return the levels of this site."""
    return levels_of(settings.SUNLEDGER_QUALITY["levels"])


def measured(
    engine: Engine, screens: Mapping[str, Screen], held: heldtables.Readable, on: date
) -> Measured:
    """Return the quality of the tables that these screens read and somebody gave, all of them."""
    wanted = {name for one in screens.values() for name in one.tables} - held.withheld
    tables = [name for name in engine.given() if name in wanted and SHAPES[name].has("body")]
    asked = questions(screens)
    abouts = [one for one in heldtables.held() if one.table in held.files]
    qualities, cells = {}, {}
    for name in tables:
        counting = Counting(engine, SHAPES[name], on, asked.get(name, {}))
        apart = "batch" if name == PAYMENTS.name else ""
        qualities[name] = _through_the_door(counting.quality(apart), abouts)
        cells[name] = counting.cells(apart)
    return Measured(qualities, _extracts(abouts), cells, _sources(abouts))


def _through_the_door(quality: Quality, abouts: Iterable[heldtables.Held]) -> Quality:
    """Add what the door left out and emptied."""
    for about in abouts:
        if about.table == quality.table:
            quality = quality.emptied(about.fillers).refusing(about.refused, about.unit)
    return quality


def _extracts(abouts: Iterable[heldtables.Held]) -> dict[str, date]:
    """Return for each table the day on which its oldest source was drawn."""
    days: dict[str, list[date]] = defaultdict(list)
    for about in abouts:
        days[about.table].append(date.fromisoformat(about.loaded_on))
    return {table: min(found) for table, found in days.items()}


def _sources(abouts: Iterable[heldtables.Held]) -> dict[str, str]:
    """Return the source of each table; where several hold it, the table's own name stands."""
    codes: dict[str, list[str]] = defaultdict(list)
    for about in abouts:
        codes[about.table].append(about.code)
    return {table: found[0] if len(found) == 1 else table for table, found in codes.items()}


@transaction.atomic
def keep(branch: Unit, found: Measured) -> None:
    """Keep the numbers of the units of a branch in the place of those of an earlier run."""
    units = {unit.code: unit for unit in Unit.objects.below(branch)}
    for table, quality in found.qualities.items():
        categories = _categories(quality)
        TableQuality.objects.filter(table=table, unit__in=units.values()).delete()
        by_owner = _by_owner(table, quality.parts, categories, found.sources)
        rows = [
            _row(table, units[body], source, together(parts, body), quality.on)
            for (body, source), parts in by_owner.items()
            if body in units
        ]
        _name_cells(rows, found.cells[table], categories, found.sources.get(table, table))
        TableQuality.objects.bulk_create(rows, batch_size=500)


def _categories(quality: Quality) -> dict[str, str]:
    """Return the category of every published sheet of a table."""
    sheets = sorted({one.apart for one in quality.parts if one.apart})
    found: dict[str, str] = {}
    for start in range(0, len(sheets), 500):
        some = Batch.objects.filter(code__in=sheets[start : start + 500])
        found.update(some.values_list("code", "category"))
    return found


def _by_owner(
    table: str, parts: Iterable[Part], categories: Mapping[str, str], sources: Mapping[str, str]
) -> dict[tuple[str, str], list[Part]]:
    """Return the parts by unit, and category or source."""
    found: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for one in parts:
        source = categories.get(one.apart) or sources.get(table, table)
        found[one.body, source].append(one)
    return found


def _row(table: str, unit: Unit, source: str, part: Part, on: date) -> TableQuality:
    """Return the row that keeps the numbers of one unit."""
    return TableQuality(
        unit=unit,
        table=table,
        source=source,
        published=source in CATEGORIES,
        counted_on=on,
        rows=part.rows,
        refused=dict(part.refused),
        trusted=part.trusted,
        copies=part.copies,
        twice=part.twice,
        late=part.late,
        dated=part.dated,
        months=part.months[0],
        months_of=part.months[1],
        columns={name: dict(counts) for name, counts in part.columns.items()},
        questions=dict(part.questions),
    )


def _name_cells(
    rows: Iterable[TableQuality], cells: Iterable[Cell], categories: Mapping[str, str], source: str
) -> None:
    """Write into each row the first cells to put right."""
    mine = {(row.unit.code, row.source): row for row in rows}
    for one in cells:
        row = mine.get((one.body, categories.get(one.apart) or source))
        if row is not None and len(row.cells) < _CELLS:
            cell: dict[str, Any] = {"row": one.row, "column": one.column, "fault": one.fault}
            row.cells.append(cell)


def weigh(outcome: Outcome, found: Measured) -> tuple[HeldBack, ...]:
    """Return the leads of an outcome whose inputs are not good enough on this site."""
    _kept, held = held_back(outcome, found.qualities, levels(), found.extracts)
    return held


def hold(run: Run, outcome: Outcome, held: Iterable[HeldBack], at: datetime) -> int:
    """Keep the leads that are held back; those of an earlier run that no longer are, go."""
    screen = outcome.screen
    units = {unit.code: unit for unit in Unit.objects.below(run.unit)}
    mine = HeldLead.objects.filter(screen=screen.code, unit__in=units.values())
    since = dict(mine.values_list("key", "held_at"))
    mine.delete()
    rows = [
        HeldLead(
            run=run,
            unit=units[one.lead.body],
            screen=screen.code,
            version=screen.version,
            key=one.lead.key,
            figure=one.lead.figure,
            currency=one.lead.currency,
            rows=one.lead.rows,
            because=[_told(why) for why in one.because],
            held_at=since.get(one.lead.key, at),
            seen_at=at,
        )
        for one in held
        if one.lead.body in units
    ]
    HeldLead.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _told(why: Because) -> dict[str, str]:
    """Return why a lead is held back as it is kept."""
    words = why.words
    return {
        "table": why.table,
        "column": why.column,
        "fault": why.fault,
        "en": words.en,
        "zh": words.zh,
    }
