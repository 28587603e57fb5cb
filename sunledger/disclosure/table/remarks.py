"""What is said about the lines of a sheet: which were no records, which were refused, and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext

from sunledger.core.problem import gettext_noop

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


class Remarks:
    """Takes down what is said about a sheet; equal things about following lines become one."""

    def __init__(self, file: str, sheet: str, tell: Callable[[Problem], None]) -> None:
        self._file, self._sheet, self._tell = file, sheet, tell
        self._open: Problem | None = None
        self._notes: dict[tuple[str, str], Problem] = {}

    def line(
        self, kind: Kind, line: int, last: int, msgid: str, column: str = "", **params: str
    ) -> None:
        """Say what became of a row that is not kept."""
        before = self._open
        if (
            before is not None
            and (before.kind, before.msgid, before.column) == (kind, msgid, column)
            and before.last + 1 == line
            and before.params == params
        ):
            self._open = replace(before, last=last, rows=before.rows + 1)
            return
        self._close()
        self._open = Problem(
            kind, self._file, self._sheet, line, msgid, params, column=column, last=last
        )

    def whole(
        self, kind: Kind, lines: tuple[int, int], rows: int, msgid: str, params: dict[str, str]
    ) -> None:
        """Say what became of all rows of a sheet."""
        self._close()
        line, last = lines
        self._tell(
            Problem(kind, self._file, self._sheet, line, msgid, params, last=last, rows=rows)
        )

    def also(self, line: int, last: int, msgid: str, column: str, **params: str) -> None:
        """Say what else is wrong with a row that was refused already."""
        self._close()
        self._tell(
            Problem("refused", self._file, self._sheet, line, msgid, params, column, last, rows=0)
        )

    def note(self, line: int, msgid: str, column: str = "", **params: str) -> None:
        """Say something about a row that is kept; the first time stands for all of its kind."""
        before = self._notes.get((msgid, column))
        if before is None:
            self._notes[msgid, column] = Problem(
                "note", self._file, self._sheet, line, msgid, params, column=column, last=line
            )
        else:
            self._notes[msgid, column] = replace(before, rows=before.rows + 1)

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
