"""Tables in a web page as sheets: many an “.xls” from a government system is one."""

import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser

from sunledger.core.content import Content
from sunledger.core.encoding import STRAY, survey
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Limits, Merge, Room, Row, Sheet

_MOST = 32 << 20
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "template"})


def page_sheets(content: Content, limits: Limits) -> Iterator[Sheet]:
    """Give each table of the page as a sheet."""
    parser = _Tables(Room(content.name))
    parser.feed(_text(content, limits))
    parser.close()
    tables = _put_together(parser.tables)
    if not tables:
        sentence = gettext_noop("%(file)s is a web page without a table. Save the table as CSV.")
        raise BadFile(sentence, file=content.name)
    for number, table in enumerate(tables, start=1):
        rows = [Row(line, cells) for line, cells in enumerate(table.rows, start=1)]
        name = str(number) if len(tables) > 1 else ""
        sheet = Sheet(content.name, name, partial(iter, rows), only_text=True)
        sheet.merged = tuple(table.merged)
        sheet.hidden_lines = frozenset(table.hidden)
        yield sheet


def _text(content: Content, limits: Limits) -> str:
    """Return the page as text, in the encoding that it names."""
    data = content.whole(_MOST)
    named = _CHARSET.search(data[:4096])
    encoding = survey(content, limits).encoding
    if named and not encoding.startswith("utf"):
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(named[1].decode().lower(), encoding)
    return data.decode(encoding, STRAY)


def _put_together(tables: list["_Table"]) -> list["_Table"]:
    """Return the tables with rows; those of one width in a row are one: a page cut them apart."""
    found: list[_Table] = []
    last = 0
    for table in (one for one in tables if one.rows):
        width = table.width
        if found and width == last:
            found[-1].go_on_with(table)
        else:
            found.append(table)
        last = width  # counted once a table: a page may hold fifty thousand
    return found


class _Table:
    """The rows of one table as they come."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.rows: list[list[str]] = []
        self.merged: list[Merge] = []
        self.hidden: set[int] = set()
        self._taken: dict[int, int] = {}  # column: the last line that a cell above reaches

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(map(len, self.rows), default=0)

    def go_on_with(self, other: "_Table") -> None:
        """Take the rows of another table below these."""
        down = len(self.rows)
        self.rows += other.rows
        self.hidden |= {line + down for line in other.hidden}
        self.merged += [
            merge._replace(top=merge.top + down, bottom=merge.bottom + down)
            for merge in other.merged
        ]

    def add_row(self, hidden: bool) -> None:
        """Begin a row."""
        self.rows.append([])
        if hidden:
            self.hidden.add(len(self.rows))

    def add_cell(self, text: str, across: int, down: int) -> None:
        """Put a cell into the first free columns of the row."""
        if not self.rows:
            self.rows.append([])
        row, line = self.rows[-1], len(self.rows)
        self._room.take(across)
        while self._taken.get(len(row), 0) >= line:
            row.append("")
        left = len(row)
        row += [text] + [""] * (across - 1)
        if across > 1 or down > 1:
            self.merged.append(Merge(line, line + down - 1, left, left + across - 1))
        for column in range(left, left + across):
            self._taken[column] = line + down - 1


class _Tables(HTMLParser):
    """Collects tables; one inside another stands by itself."""

    def __init__(self, room: Room) -> None:
        super().__init__(convert_charrefs=True)
        self._room = room
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cells: list[tuple[list[str], int, int] | None] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        held = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table" or (tag in ("tr", "td", "th") and not self._open):
            self.tables.append(_Table(self._room))
            self._open.append(self.tables[-1])
            self._cells.append(None)
        if not self._open:
            return
        if tag == "tr":
            self._end_cell()
            self._open[-1].add_row(bool(_HIDDEN.search(held.get("style", ""))))
        elif tag in ("td", "th"):
            self._end_cell()
            self._cells[-1] = ([], _count(held.get("colspan")), _count(held.get("rowspan")))
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what is open."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag in ("td", "th", "tr", "table"):
            self._end_cell()
            if tag == "table":
                self._open.pop()
                self._cells.pop()

    def handle_data(self, data: str) -> None:
        """Add text to the cell that is open."""
        if self._cells and self._cells[-1] and not self._silent:
            self._cells[-1][0].append(data)

    def _end_cell(self) -> None:
        """Put the open cell into its row."""
        cell = self._cells[-1]
        self._cells[-1] = None
        if cell:
            texts, across, down = cell
            self._open[-1].add_cell(" ".join("".join(texts).split()), across, down)

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        while self._open:
            self.handle_endtag("table")


def _count(span: str | None) -> int:
    """Return over how many columns or rows a cell reaches; a page may say nonsense."""
    return min(max(int(span), 1), 1000) if span and span.isdigit() else 1
