"""What comes out of any spreadsheet: sheets, and their rows as they stand in the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sunledger.core.problem import Problem, Refused, gettext_noop

Cell = str | float | date | datetime | bool | None


class BadFile(Refused):
    """A file that is no spreadsheet, or none that may be opened; the sentence says what to do."""


class Row(NamedTuple):
    """One row: the line of the file on which it begins, its cells, and how many lines it spans."""

    line: int
    cells: Sequence[Cell]
    lines: int = 1


class Note(NamedTuple):
    """Something to know about a sheet; `line` is 0 where the whole sheet is meant."""

    line: int
    problem: Problem


class Merge(NamedTuple):
    """Cells that are shown as one: the first and last line, the first and last column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass
class Sheet:
    """One sheet of a file; `rows` can be gone through again and again, each time from the top.

    Nothing is left out: hidden rows, columns and sheets come with the others and are named here.
    What is noticed while reading (a quotation mark that is never closed) is added to `notes` then.
    """

    file: str
    name: str
    source: Callable[[], Iterator[Row]]
    notes: list[Note] = field(default_factory=list)
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    only_text: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        """Return the rows from the first to the last."""
        return self.source()

    def note(self, line: int, msgid: str, **params: str) -> None:
        """Add a note, once."""
        note = Note(line, Problem(msgid, params))
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True)
class Limits:
    """What is refused before it is opened or unfolded; the numbers are bytes where not said."""

    unfolded: int = 256 << 20  # a workbook of a million rows; calamine takes five times as much
    ratio: int = 100  # real workbooks shrink five to thirty times, bombs a thousand times
    parts: int = 10_000  # files inside a workbook
    line: int = 8 << 20  # of a text file
    memory: int = 2 << 30  # of the process that opens a workbook
    seconds: int = 180  # of computing in that process


NORMAL = Limits()
WIDEST = 1 << 16  # cells of a row; the widest spreadsheets have a quarter of it


def too_much(name: str) -> BadFile:
    """Return the refusal of a file that would take the machine."""
    sentence = gettext_noop(
        "%(file)s needs more memory or time than a workbook may take. Save its sheets as CSV."
    )
    return BadFile(sentence, file=name)


class Room:
    """How many cells a file that is read at once may still fill."""

    def __init__(self, name: str, cells: int = 5_000_000) -> None:
        self._name, self._left = name, cells

    def take(self, cells: int) -> None:
        """Take room for some cells, or refuse the file."""
        self._left -= cells
        if self._left < 0:
            raise too_much(self._name)
