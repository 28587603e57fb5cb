"""The rows of a sheet as texts by field: merged cells filled, titles and totals told apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sunledger.core import privacy
from sunledger.core.problem import Problem, gettext_noop
from sunledger.core.rows import Cell, Row, Sheet
from sunledger.ledger.imports import columns
from sunledger.ledger.imports.entry import Fate, Fated, Reading

_TOTAL = re.compile(
    r"(合\s*计|总\s*计|小\s*计|(grand |sub)?total)\s*[:：]?\s*[\d.,]*", re.IGNORECASE
)
_SEEN = 80  # signs of a row that are shown
_ASKING = columns.SAYS_WHAT | {"reference"}
_NO_HEADINGS = gettext_noop(
    "No row of the sheet names columns that are known. Name at least the task or problem and one "
    "more, for example: task, owner, due."
)


@dataclass(frozen=True)
class Line:
    """A row that says something: its texts by field, and its title with the blanks before it."""

    sheet: str
    line: int
    texts: Mapping[str, str]
    raw: Mapping[str, Cell]
    row: int  # the place of its fate
    fate: Fate


def lines(sheet: Sheet, reading: Reading, mapping: Mapping[str, str]) -> Iterator[Line]:
    """Give the rows that say something; every row, also of the others, gets its fate."""
    rows = list(sheet.rows)
    place = columns.heading_row(rows, mapping)
    if place is None:
        _without_headings(sheet, rows, reading)
        return
    heading = rows[place]
    fields = columns.fields_of(heading.cells, mapping)
    reading.unknown += [
        str(cell)
        for column, cell in enumerate(heading.cells)
        if cell not in (None, "") and column not in fields and str(cell) not in reading.unknown
    ]
    filled = _merged(sheet, rows)
    for number, row in enumerate(rows):
        fate = Fate(sheet.name, row.line, "kept", words=_beginning(row.cells))
        reading.fates.append(fate)
        fate.fate = _fate(row, number, place, fields, mapping)
        if fate.fate == "kept":
            cells = {
                field: filled.get((row.line, column), _cell(row, column))
                for column, field in fields.items()
            }
            texts = {field: text_of(cell) for field, cell in cells.items()}
            yield Line(sheet.name, row.line, texts, cells, len(reading.fates) - 1, fate)


def text_of(cell: Cell) -> str:
    """Return a cell as its text: whole numbers without a point, days as ISO."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip(" \t\r\n")


def _fate(
    row: Row, number: int, heading: int, fields: Mapping[int, str], mapping: Mapping[str, str]
) -> Fated:
    """Return what a row is: blank, a title, the headings again, a total, or a line."""
    texts = [text_of(cell) for cell in row.cells]
    full = [column for column, text in enumerate(texts) if text]
    if not full:
        return "blank"
    again = set(columns.fields_of(row.cells, mapping).values()) == set(fields.values())
    if number <= heading or again or _TOTAL.fullmatch(texts[full[0]]):
        return "title"
    alone = len(full) == 1 and fields.get(full[0], "") not in _ASKING
    return "title" if alone else "kept"


def _merged(sheet: Sheet, rows: Sequence[Row]) -> dict[tuple[int, int], Cell]:
    """Return what cells below the first of a merged column show."""
    by_line = {row.line: row for row in rows}
    return {
        (line, merge.left): _cell(by_line[merge.top], merge.left)
        for merge in sheet.merged
        if merge.left == merge.right and merge.top in by_line
        for line in range(merge.top + 1, merge.bottom + 1)
    }


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


def _beginning(cells: Sequence[Cell]) -> str:
    """Return what a row begins with, covered where it is personal."""
    texts = (text_of(cell) for cell in cells)
    return privacy.cover(" | ".join(filter(None, texts))[:_SEEN])


def _without_headings(sheet: Sheet, rows: Sequence[Row], reading: Reading) -> None:
    """Refuse the rows of a sheet whose columns nobody can tell; one with a few words has none."""
    full = [row for row in rows if any(text_of(cell) for cell in row.cells)]
    wide = any(sum(bool(text_of(cell)) for cell in row.cells) > 1 for row in full)
    for row in rows:
        fate = Fate(sheet.name, row.line, "title", words=_beginning(row.cells))
        if row not in full:
            fate.fate = "blank"
        reading.fates.append(fate)
    if wide:
        first = next(fate for fate in reading.fates if fate.sheet == sheet.name)
        first.refuse(Problem(_NO_HEADINGS))
