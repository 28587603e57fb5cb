"""Paragraphs and tables put together as one text, which remembers where every cell stands."""

import re

from sunledger.decisions.reading.document import Span, Table

_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


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

    def table(self, rows: list[list[str]]) -> None:
        """Add a table, row by row."""
        cells = [[_SPACE.sub(" ", _LINES.sub(" ", cell)).strip() for cell in row] for row in rows]
        cells = [row for row in cells if any(row)]
        if not cells:
            return
        if all(len(row) == 1 for row in cells):
            for row in cells:
                self.paragraph(row[0])
            return
        self.tables.append(Table(tuple(self._row(row) for row in cells)))

    def _row(self, row: list[str]) -> tuple[Span, ...]:
        """Add one row and return where its cells stand."""
        spans = []
        for number, cell in enumerate(row):
            if number:
                self._add(" | ")
            spans.append(Span(self._length, self._length + len(cell)))
            self._add(cell)
        self._add("\n")
        return tuple(spans)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
