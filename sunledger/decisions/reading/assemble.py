"""Paragraphs and tables put together as one text, which remembers where every cell stands."""

import re
from collections.abc import Iterable, Sequence

from sunledger.decisions.reading.document import Span, Table

_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
# What stands in a cell of a table: words, or nothing new where the cell above goes on.
Cell = str | None
_WIDEST, _HIGHEST = 60, 1000


class Assembly:
    """A text that grows; a row of a table is one line, its cells between upright strokes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def paragraph(self, words: str) -> None:
        """Add a paragraph; its own line breaks stay."""
        lines = (_SPACE.sub(" ", line).strip() for line in words.split("\n"))
        kept = "\n".join(line for line in lines if line)
        if kept:
            self._add(kept + "\n")

    def gap(self) -> None:
        """Add an empty line, if there is none yet."""
        if self._parts and not self._parts[-1].endswith("\n\n"):
            self._add("\n")

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table, row by row; a cell that goes on from above is written once."""
        cells = [[None if cell is None else _plain(cell) for cell in row] for row in rows]
        cells = [row for row in cells if any(row)]
        if not cells:
            return
        if all(len(row) == 1 for row in cells):
            for row in cells:
                self.paragraph(row[0] or "")
            return
        spans: list[tuple[Span, ...]] = []
        for row in cells:
            spans.append(self._row(row, spans[-1] if spans else ()))
        self.tables.append(Table(tuple(spans)))

    def _row(self, row: list[Cell], above: tuple[Span, ...]) -> tuple[Span, ...]:
        """Add one row and return where its cells stand."""
        spans: list[Span] = []
        for number, cell in enumerate(row):
            if number:
                self._add(" | ")
            here = Span(self._length, self._length + len(cell or ""))
            spans.append(above[number] if cell is None and number < len(above) else here)
            self._add(cell or "")
        self._add("\n")
        return tuple(spans)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def laid_out(rows: Iterable[Iterable[tuple[str, int, int]]]) -> list[list[Cell]]:
    """Return cells of some width and height with every column in its place."""
    out: list[list[Cell]] = []
    down: dict[int, int] = {}
    for row in rows:
        line: list[Cell] = []
        for words, wide, high in row:
            _go_on(line, down)
            for extra in range(min(max(wide, 1), _WIDEST)):
                down[len(line)] = min(max(high, 1), _HIGHEST) - 1
                line.append("" if extra else words)
        _go_on(line, down)
        out.append(line)
    return out


def _go_on(line: list[Cell], down: dict[int, int]) -> None:
    """Add the cells that go on from above just here."""
    while down.get(len(line), 0) > 0:
        down[len(line)] -= 1
        line.append(None)


def _plain(words: str) -> str:
    """Return the words of a cell on one line."""
    return _SPACE.sub(" ", _LINES.sub(" ", words)).strip()
