"""Workbooks written as one XML text, as Excel did in 2003 and many a government system does now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

from sunledger.core.content import Content
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Cell, Limits, Merge, Room, Row, Sheet

MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_MOST = 32 << 20
_FAR = 1 << 20  # a line or column beyond this is no honest place


def xml_sheets(content: Content, limits: Limits) -> Iterator[Sheet]:
    """Give the sheets of the workbook."""
    reader = _Reader(Room(content.name))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content.whole(min(_MOST, limits.unfolded)), True)
    except BadFile:
        raise
    except (expat.ExpatError, ValueError) as error:
        sentence = gettext_noop("%(file)s is damaged: its XML cannot be read. Save it as .xlsx.")
        raise BadFile(sentence, file=content.name) from error
    for table in reader.tables:
        rows = [Row(line, cells) for line, cells in enumerate(table.rows, start=1)]
        sheet = Sheet(content.name, table.name, partial(iter, rows))
        sheet.merged = tuple(table.merged)
        sheet.hidden_lines = frozenset(table.hidden)
        yield sheet


@dataclass
class _Table:
    """One sheet as it comes."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(
        default_factory=dict
    )  # column: the line that a cell above reaches


class _Reader:
    """Takes in the elements of the workbook one after another."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.tables: list[_Table] = []
        self._kind = ""
        self._said: list[str] | None = None

    def refuse(self, *_: object) -> None:
        """Refuse a text that brings words of its own."""
        raise ValueError("an entity")

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a sheet, a row, a cell or its data."""
        name = tag.rpartition(" ")[2]
        held = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self.tables.append(_Table(held.get("Name", "")))
        elif name == "Row" and self.tables:
            self._row(held)
        elif name == "Cell" and self.tables and self.tables[-1].rows:
            self._cell(held)
        elif name == "Data":
            self._kind, self._said = held.get("Type", "String"), []

    def end(self, tag: str) -> None:
        """Put the data of a cell into its row."""
        if tag.rpartition(" ")[2] == "Data" and self._said is not None:
            self.tables[-1].rows[-1][-1] = _value(self._kind, "".join(self._said))
            self._said = None

    def text(self, data: str) -> None:
        """Add to the data of the open cell."""
        if self._said is not None:
            self._said.append(data)

    def _row(self, held: dict[str, str]) -> None:
        table = self.tables[-1]
        blank = max(_place(held) - len(table.rows) - 1, 0)
        self._room.take(blank + 1)
        table.rows += [[] for _ in range(blank + 1)]
        if held.get("Hidden") == "1":
            table.hidden.add(len(table.rows))

    def _cell(self, held: dict[str, str]) -> None:
        table = self.tables[-1]
        row, line = table.rows[-1], len(table.rows)
        if "Index" in held:
            self._room.take(max(_place(held) - len(row), 0))
            row += [""] * (_place(held) - 1 - len(row))
        else:
            while table.taken.get(len(row), 0) >= line:
                row.append("")
        left = len(row)
        row.append("")
        across, down = int(held.get("MergeAcross", 0)), int(held.get("MergeDown", 0))
        self._room.take(across + 1)
        if across or down:
            table.merged.append(Merge(line, line + down, left, left + across))
        for column in range(left, left + across + 1):
            table.taken[column] = line + down


def _place(held: dict[str, str]) -> int:
    """Return the place (from 1) that a row or cell says it has, 0 if it says none."""
    place = int(held.get("Index", 0))
    if place > _FAR:
        raise ValueError(place)
    return place


def _value(kind: str, text: str) -> Cell:
    """Return what a cell holds; days come as text such as 2024-03-04T00:00:00.000."""
    if kind == "Number":
        return float(text)
    return text == "1" if kind == "Boolean" else text
