"""Cells merged over several lines: their text is true of each of them, their amount of one only."""

from collections.abc import Iterable, Iterator

from sunledger.core.rows import Cell, Merge, Row


class Spread:
    """Fills merged cells down, amounts left out; `above` tells where the row's amount stands."""

    def __init__(self, amounts: Iterable[int]) -> None:
        self._amounts = frozenset(amounts)
        self.above = 0

    def over(self, rows: Iterator[Row], merged: Iterable[Merge]) -> Iterator[Row]:
        """Give the rows with their merged cells filled."""
        begins: dict[int, list[Merge]] = {}
        for merge in merged:
            if merge.bottom > merge.top:
                begins.setdefault(merge.top, []).append(merge)
        reach: list[tuple[Merge, Cell]] = []
        for row in rows:
            reach = [(merge, cell) for merge, cell in reach if merge.bottom >= row.line]
            self.above = 0
            yield self._filled(row, reach) if reach else row
            reach += [
                (merge, row.cells[merge.left])
                for merge in begins.get(row.line, ())
                if merge.left < len(row.cells)
            ]

    def _filled(self, row: Row, reach: list[tuple[Merge, Cell]]) -> Row:
        """Return a row with what merged cells above say of it; a blank row stays blank."""
        if all(cell in ("", None) for cell in row.cells):
            return row
        cells = list(row.cells)
        for merge, cell in reach:
            if merge.left in self._amounts:
                self.above = merge.top
            elif merge.left < len(cells) and cells[merge.left] in ("", None):
                cells[merge.left] = cell
        return row._replace(cells=cells)
