"""What is said about the lines of a sheet: which were no records, which were refused, and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from django.utils.translation import gettext

from sunledger.core.problem import gettext_noop

Lines = tuple[int, int]  # the first and the last
Kind = Literal["refused", "blank", "title", "header", "total", "note"]
_AT = gettext_noop("Line %(line)s")
_FROM_TO = gettext_noop("Lines %(line)s to %(last)s")


@dataclass(frozen=True, slots=True)
class Problem:
    """What became of a line, or of several in a row, that is not simply kept.

    `rows` is how many rows of the file it accounts for; a note accounts for none, but says of how
    many rows it is true. `column` is the heading as it stands in the sheet.
    """

    kind: Kind
    file: str
    sheet: str
    line: int
    msgid: str
    params: dict[str, str]
    column: str = ""
    last: int = 0
    rows: int = 1

    @property
    def severity(self) -> Literal["refuse", "note"]:
        """Whether somebody has to do something about it."""
        return "refuse" if self.kind == "refused" else "note"

    def where(self) -> str:
        """Return the place: Line 2, 金额."""
        words = _FROM_TO if self.last > self.line else _AT
        place = gettext(words) % {"line": self.line, "last": self.last} if self.line else ""
        return ", ".join(part for part in (place, self.column) if part)

    def sentence(self) -> str:
        """Return what is wrong and what to do, in the reader's language."""
        return gettext(self.msgid) % self.params

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where(), self.sentence()) if part)


class Said(NamedTuple):
    """A sentence with its gaps filled, and the heading of the column that it is about."""

    msgid: str
    params: dict[str, str]
    column: str = ""


def said(msgid: str, column: str = "", **params: str) -> Said:
    """Return a sentence with its gaps filled."""
    return Said(msgid, params, column)


class Remarks:
    """Takes down what is said about a sheet; equal things about following lines become one."""

    def __init__(self, file: str, sheet: str, tell: Callable[[Problem], None]) -> None:
        self._file, self._sheet, self._tell = file, sheet, tell
        self._open: Problem | None = None
        self._notes: dict[tuple[str, str], Problem] = {}

    def line(self, kind: Kind, lines: Lines, said: Said) -> None:
        """Say what became of a row that is not kept."""
        before, (first, last) = self._open, lines
        if (
            before is not None
            and (before.kind, before.msgid, before.column) == (kind, said.msgid, said.column)
            and before.last + 1 == first
            and before.params == said.params
        ):
            self._open = replace(before, last=last, rows=before.rows + 1)
        else:
            self._close()
            self._open = self._problem(kind, lines, said, 1)

    def lines(self, kind: Kind, lines: Lines, rows: int, said: Said) -> None:
        """Say what became of many rows at once."""
        self._close()
        self._tell(self._problem(kind, lines, said, rows))

    def also(self, lines: Lines, said: Said) -> None:
        """Say what else is wrong with a row that was refused already."""
        self.lines("refused", lines, 0, said)

    def note(self, line: int, said: Said) -> None:
        """Say something about a row that is kept; the first time stands for all of its kind."""
        before = self._notes.get((said.msgid, said.column))
        if before is None:
            before = self._problem("note", (line, line), said, 0)
        self._notes[said.msgid, said.column] = replace(before, rows=before.rows + 1)

    def finish(self) -> None:
        """Say what is still held back."""
        self._close()
        for note in self._notes.values():
            self._tell(note)
        self._notes.clear()

    def _close(self) -> None:
        if self._open is not None:
            self._tell(self._open)
            self._open = None

    def _problem(self, kind: Kind, lines: Lines, said: Said, rows: int) -> Problem:
        return Problem(
            kind,
            self._file,
            self._sheet,
            lines[0],
            said.msgid,
            said.params,
            column=said.column,
            last=lines[1],
            rows=rows,
        )
