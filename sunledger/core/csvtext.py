"""Text with separators as rows: nothing skipped, nothing repaired without a note."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sunledger.core.content import Content
from sunledger.core.encoding import STRAY, Survey, survey
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import WIDEST, BadFile, Limits, Row, Sheet

DELIMITERS = (",", ";", "\t", "|", "^", "~")
_LOOK = 200  # records that decide about the separator
_LONGEST = 200  # lines of one cell; beyond that a quotation mark was forgotten
_HUGE = 1 << 24  # signs of one cell; lines are bounded before
csv.field_size_limit(_HUGE)


def text_sheet(content: Content, limits: Limits, encoding: str = "", delimiter: str = "") -> Sheet:
    """Return the sheet that a text file is."""
    found = survey(content, limits)
    if encoding:
        found = Survey(encoding, nothing=found.nothing)
    text = _lines(content, found)
    delimiter = delimiter or _delimiter([line for _, line in zip(range(_LOOK), text, strict=False)])
    sheet = Sheet(content.name, "", lambda: iter(()), only_text=True)
    sheet.source = partial(_rows, content, found, delimiter, sheet.note)
    _say(sheet, found)
    return sheet


def _say(sheet: Sheet, found: Survey) -> None:
    """Note what had to be guessed about the bytes."""
    if found.guessed:
        sentence = gettext_noop("The file does not say its encoding; it was read as %(encoding)s.")
        sheet.note(0, sentence, encoding=found.encoding)
    if found.stray:
        sentence = gettext_noop(
            "%(count)s lines hold bytes that are not UTF-8; those bytes were read as Windows-1252."
        )
        sheet.note(0, sentence, count=str(found.stray))
    if found.nothing:
        sentence = gettext_noop("%(count)s zero bytes stand in the text; they were left out.")
        sheet.note(0, sentence, count=str(found.nothing))


def _lines(content: Content, found: Survey) -> Iterator[str]:
    """Give the file's lines with their ends; only line feeds and returns end a line."""
    encoding = "utf-8-sig" if found.encoding == "utf-8" else found.encoding
    with (
        content.open() as file,
        io.TextIOWrapper(file, encoding, errors=STRAY, newline="") as text,
    ):
        if found.nothing:
            yield from (line.replace("\0", "") for line in text)
        else:
            yield from text


def _delimiter(lines: list[str]) -> str:
    """Return the separator that cuts most lines into the same number of cells."""
    if lines and lines[0][:4].lower() == "sep=" and len(lines[0].strip("\r\n")) == 5:
        return lines[0][4]

    def agreement(delimiter: str) -> tuple[int, int, int]:
        rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1]
        widths = Counter(map(len, rows))
        times, width = max(((times, width) for width, times in widths.items()), default=(0, 0))
        # In text a comma is followed by a space; what parts cells mostly is not.
        return times, width, -sum(cell[:1] == " " for cells in rows for cell in cells[1:])

    return max(DELIMITERS, key=agreement)


def _rows(
    content: Content, found: Survey, delimiter: str, note: Callable[..., None]
) -> Iterator[Row]:
    """Give the rows of the file."""
    return records(_lines(content, found), delimiter, note)


class _Forgotten(Exception):
    """A quotation mark that was opened so long ago that it cannot have been meant."""


class _Feed:
    """Gives lines to the csv reader and holds those of the record that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self.held: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self.held) > _LONGEST:
            raise _Forgotten
        if self._again:
            line = self._again.pop()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self.held.append(line)
        return line

    def give_back(self) -> str:
        """Return the first held line; the others will be given again."""
        first, *others = self.held
        self._again += reversed(others)
        self.held = []
        self.ended = False
        return first


def records(lines: Iterable[str], delimiter: str, note: Callable[..., None]) -> Iterator[Row]:
    """Give a row for each record; a quotation mark without its partner spoils one line only."""
    feed, line = _Feed(lines), 1
    while True:
        for row in _until_trouble(feed, delimiter, line):
            line = row.line + row.lines
            yield row
        if not feed.held:
            return
        sentence = gettext_noop(
            "A quotation mark is opened and never closed; it was read as part of the text."
        )
        note(line, sentence)
        yield Row(line, _unquoted(feed.give_back(), delimiter))
        line += 1


def _until_trouble(feed: _Feed, delimiter: str, line: int) -> Iterator[Row]:
    """Give rows as long as quotation marks come in pairs; the lines in trouble stay held."""
    reader, width, held = csv.reader(feed, delimiter=delimiter), 0, feed.held
    try:
        for cells in reader:
            lines = len(held)
            if (lines > 1 or feed.ended) and _swallowed(feed, delimiter, width):
                return
            width = len(cells)
            if width > WIDEST:
                sentence = gettext_noop("Line %(line)s has more cells than any table (%(cells)s).")
                raise BadFile(sentence, line=str(line), cells=str(width))
            yield Row(line, cells, lines)
            line += lines
            held.clear()
    except (_Forgotten, csv.Error):
        return


def _swallowed(feed: _Feed, delimiter: str, width: int) -> bool:
    """Whether a quotation mark has drawn whole records into one cell."""
    if feed.ended:
        try:
            list(csv.reader(feed.held, delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "end of data" in str(error):
                return True
    whole = width > 2 and len(feed.held) > 1
    return whole and all(line.count(delimiter) == width - 1 for line in feed.held)


def _unquoted(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line whose quotation marks mean nothing."""
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))
