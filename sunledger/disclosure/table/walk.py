"""The walk down a sheet: most rows are kept at once, the odd ones are looked at again."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Cell, Row, Sheet
from sunledger.disclosure.table.cells import Value, plain_text
from sunledger.disclosure.table.counts import Counts
from sunledger.disclosure.table.dayparts import put_together
from sunledger.disclosure.table.mapping import Mapping
from sunledger.disclosure.table.merged import Spread
from sunledger.disclosure.table.odd import Odd, OddRow, numbers_columns
from sunledger.disclosure.table.plan import Plan
from sunledger.disclosure.table.remarks import Remarks, said
from sunledger.disclosure.table.totals import LIKELY


class Kept(NamedTuple):
    """One record: the line it begins on, and its values by field or by its own heading."""

    line: int
    values: dict[str, Value]


def walk(
    sheet: Sheet, plan: Plan, named: Mapping, remarks: Remarks, counts: Counts
) -> Iterator[Kept]:
    """Give the records of a sheet; count every row, and say what became of the others."""
    odd = Odd(plan, named, remarks, counts)
    begins_after = max(plan.layout.lines, default=0)
    spread = Spread(
        one.index
        for one in plan.layout.columns
        if one.field and one.field.kind == "money" and not one.field.per
    )
    for row in _rows(sheet, plan, spread, remarks):
        counts.see(row)
        if row.line <= begins_after or (row.line == begins_after + 1 and numbers_columns(row)):
            odd.above(row)
            continue
        plan = odd.plan
        cells, beyond = (
            (row.cells, []) if len(row.cells) == plan.width else _fitted(row, plan.width)
        )
        texts, values, wrong = plan.read(cells)
        if wrong or beyond or plan.lacks(values) or not LIKELY.isdisjoint(texts):
            odd.amount_above = spread.above
            if not odd.keeps(OddRow(row, cells, texts, values, wrong, beyond)):
                continue
        amount = values.get(plan.amount)
        counts.keep(amount, str(values.get(plan.currency) or plan.habits.currency))
        odd.sums.add(amount)
        yield Kept(row.line, values)


def _fitted(row: Row, width: int) -> tuple[Sequence[Cell], list[tuple[int, str]]]:
    """Return the row's cells as many as there are headings, and what stands beyond them."""
    cells = row.cells
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))], []
    if not any(cells[width:]):
        return cells[:width], []
    texts = ((place, plain_text(cells[place])) for place in range(width, len(cells)))
    return cells[:width], [(place, text) for place, text in texts if text]


def _rows(sheet: Sheet, plan: Plan, spread: Spread, remarks: Remarks) -> Iterator[Row]:
    """Give the rows, with merged cells and pieces of days made whole, and hidden lines noted."""
    rows = sheet.rows
    parts = plan.layout.parts
    if any(merge.bottom > merge.top for merge in sheet.merged):
        rows = spread.over(rows, sheet.merged)
    if parts:
        rows = put_together(rows, parts, max(plan.layout.lines, default=0))
    if not sheet.hidden_lines:
        return rows
    return _hidden(rows, sheet.hidden_lines, remarks)


def _hidden(rows: Iterator[Row], lines: frozenset[int], remarks: Remarks) -> Iterator[Row]:
    """Note which of the rows are hidden in the workbook."""
    sentence = gettext_noop("The line is hidden in the sheet; it was read like the others.")
    for row in rows:
        if row.line in lines and any(map(plain_text, row.cells)):
            remarks.note(row.line, said(sentence))
        yield row
