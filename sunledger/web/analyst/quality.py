"""How good spreadsheets or a source are, with no site asked what it thinks of them: one report.

The rows are read as `sunledger screen` reads them; those that could not be read are counted by the
column that could not, and stand beside what was found in the others.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sunledger.disclosure.category import CATEGORIES
from sunledger.screening import heldtables
from sunledger.screening.engine import Engine
from sunledger.screening.onshelf import screens
from sunledger.screening.quality.counting import Counting
from sunledger.screening.quality.faults import Fault
from sunledger.screening.quality.resting import questions
from sunledger.screening.quality.result import Cell, Part, Quality
from sunledger.screening.shapes import PAYMENTS, SHAPES
from sunledger.screening.taking import Taken
from sunledger.web.analyst.analyse import NothingToRead, Watch
from sunledger.web.analyst.counts import FileCount, SheetCount
from sunledger.web.analyst.files import find
from sunledger.web.analyst.pool import read_all
from sunledger.web.analyst.problems import problems_part
from sunledger.web.analyst.reading import Orders
from sunledger.web.analyst.run import Asked
from sunledger.web.analyst.tables import write_csv
from sunledger.web.pages import quality_words
from sunledger.web.templatetags.sun import say

REPORT, COUNTS, CELLS = "quality.html", "quality.csv", "cells.csv"
SHOWN = 200  # bodies and cells that the report shows; the tables hold all
_CELLS_A_BODY = 500
_COUNT_COLUMNS = ("body", "table", "column", "fault", "cells", "rows", "share")
_CELL_COLUMNS = ("body", "sheet", "row", "column", "fault", "what_to_do")


@dataclass(frozen=True)
class Found:
    """What was counted: of one table, by body, with the cells to put right."""

    title: str
    quality: Quality
    cells: list[Cell]
    troubles: tuple[str, ...] = ()  # files that could not be opened

    @property
    def table(self) -> str:
        """The table that the rows were taken into."""
        return self.quality.table


def of_files(asked: Asked, watch: Watch, on: date) -> Found:
    """Read spreadsheets, and return how good they are."""
    found = find(list(asked.paths), leave_out=asked.out)
    if not found.sources:
        raise NothingToRead(_("There is no spreadsheet to read here."))
    watch.found(found)
    with tempfile.TemporaryDirectory(prefix="sunledger-quality-") as place:
        parts = Path(place)
        orders = Orders.of(asked, parts, many_bodies=found.many_bodies)
        files = read_all(found.sources, orders, asked.jobs, watch.read)
        watch.step(_("Counting what is wrong"))
        (parts / "spill").mkdir()
        with Engine(memory=asked.memory, spill=parts / "spill", threads=asked.jobs) as engine:
            engine.table(PAYMENTS.name, sorted(parts.glob("*.parquet")))
            quality, cells = _counted(engine, PAYMENTS.name, on, "batch")
        for body, refused in _refused(files, parts).items():
            quality = quality.refusing(refused, body)
    if not quality.whole.came:
        raise NothingToRead(_("No row could be read."))
    troubles = tuple(f"{one.name}: {one.trouble}" for one in files if one.trouble)
    return Found(", ".join(one.name for one in asked.paths), quality, cells, troubles)


def of_source(code: str, on: date, memory: str) -> Found:
    """Read a source of the site anew, and return how good it is; nothing of it is kept."""
    source = heldtables.one(code)
    with tempfile.TemporaryDirectory(prefix="sunledger-quality-") as place:
        file = Path(place) / "rows.parquet"
        taken: Taken = heldtables.read_into(code, on, file)
        with Engine(memory=memory, spill=Path(place)) as engine:
            engine.table(source.table, [file])
            quality, cells = _counted(engine, source.table, on)
    quality = quality.emptied(taken.fillers).refusing(taken.refused, source.body)
    return Found(say(source.title), quality, cells)


def _counted(engine: Engine, table: str, on: date, apart: str = "") -> tuple[Quality, list[Cell]]:
    counting = Counting(engine, SHAPES[table], on, questions(screens()).get(table, {}))
    return counting.quality(), counting.cells(apart, _CELLS_A_BODY)


def _refused(files: Iterable[FileCount], parts: Path) -> dict[str, Counter[str]]:
    """Return by body how many rows could not be read, by the column that could not."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        sheets = {one.sheet: one for one in file.sheets}
        part = problems_part(parts, file.number)
        if not part.exists():
            continue
        with part.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                _name, sheet, _line, _last, rows, kind, heading, _said = row
                if kind == "refused" and sheet in sheets:
                    one = sheets[sheet]
                    found[_body(one)][_column(one, heading)] += int(rows or 0)
    return {body: +counts for body, counts in found.items() if +counts}


def _body(sheet: SheetCount) -> str:
    """Return whose sheet it is; of one that names many nobody can say."""
    return next(iter(sheet.bodies)) if len(sheet.bodies) == 1 else ""


def _column(sheet: SheetCount, heading: str) -> str:
    """Return the column of the table that a heading feeds; "" where none does."""
    category = CATEGORIES.get(sheet.category)
    fields = category.feeds.get(PAYMENTS.name, {}) if category else {}
    wanted = sheet.columns.get(heading, "")
    return next((column for column, field in fields.items() if field == wanted), "")


def write(found: Found, out: Path) -> None:
    """Write the report and its tables into a folder, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="sunledger-quality-") as place:
        folder = Path(place)
        write_csv(folder / COUNTS, _COUNT_COLUMNS, count_rows(found))
        write_csv(folder / CELLS, _CELL_COLUMNS, cell_rows(found))
        text = render_to_string("analyst/quality.html", {"report": face(found)})
        (folder / REPORT).write_text(text, encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        for name in (COUNTS, CELLS, REPORT):
            shutil.move(folder / name, out / name)


def count_rows(found: Found) -> Iterable[tuple[object, ...]]:
    """Give for each body, column and fault the cells, the rows that came, and their share."""
    for part in found.quality.parts:
        for name in [*part.columns, *(one for one in part.refused if one not in part.columns)]:
            for fault, cells in part.faults(name).items():
                share = f"{cells / part.came:.6f}"
                yield part.body, found.table, name, fault.value, cells, part.came, share
        rows = ((Fault.DUPLICATED, part.copies), (Fault.LATE, part.late))
        for fault, n in rows:
            if n:
                yield part.body, found.table, "", fault.value, n, part.rows, f"{n / part.rows:.6f}"


def cell_rows(found: Found) -> Iterable[tuple[str, ...]]:
    """Give the cells to put right, each with its sheet and its row."""
    for one in found.cells:
        how = quality_words.mend_of(one.fault)
        row = one.row.rpartition(":")[2] if one.apart else one.row
        yield one.body, one.apart, row, one.column, one.fault.value, how


def face(found: Found) -> Mapping[str, object]:
    """Return all that the report shows."""
    whole = found.quality.whole
    bodies = [(part.body or "–", part) for part in _poorest(found.quality.parts)]
    return {
        "title": found.title,
        "table": capfirst(say(SHAPES[found.table].title)),
        "on": found.quality.on,
        "whole": whole,
        "columns": quality_words.column_lines(found.table, whole),
        "faults": quality_words.fault_titles(),
        "needed": quality_words.needed_of(found.table, whole),
        "absent": quality_words.absent_of(found.table, whole),
        "asked": quality_words.asked_of(whole),
        "bodies": bodies[:SHOWN],
        "more_bodies": max(0, len(bodies) - SHOWN),
        "cells": list(cell_rows(found))[:SHOWN],
        "more_cells": max(0, len(found.cells) - SHOWN),
        "definitions": quality_words.definitions(),
        "troubles": found.troubles,
    }


def _poorest(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda one: (one.score if one.score is not None else 2, one.body))


def words(found: Found, out: Path) -> str:
    """Return what the terminal shows at the end."""
    whole = found.quality.whole
    lines = [
        _("%(came)s rows came, %(out)s of them could not be read.")
        % {"came": f"{whole.came:,}", "out": f"{whole.left_out:,}"},
        _("%(share)s can be trusted in all that is needed: %(columns)s.")
        % {
            "share": f"{whole.score or 0:.1%}",
            "columns": ", ".join(quality_words.needed_of(found.table, whole)),
        },
    ]
    if absent := quality_words.absent_of(found.table, whole):
        lines.append(_("Nobody gave: %(columns)s.") % {"columns": ", ".join(absent)})
    for line in quality_words.column_lines(found.table, whole):
        counts = ", ".join(f"{name} {n:,}" for name, n in line.counts if n)
        if counts:
            lines.append(f"  {line.title}: {counts}")
    if whole.copies:
        lines.append(_("  rows that stand twice: %(n)s") % {"n": f"{whole.copies:,}"})
    lines.append(_("The report: %(file)s") % {"file": out / REPORT})
    return "\n".join(lines)
