"""Days in pieces: ledgers that keep year, month and day in columns of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sunledger.core.rows import Cell, Row
from sunledger.disclosure.table.cells import plain_text
from sunledger.disclosure.table.headings import words

_YEARS = frozenset(["年", "年份", "year", "ano", "annee", "jahr"])
_MONTHS = frozenset(["月", "月份", "month", "mes", "moi", "mois", "monat"])
_DAYS = frozenset(["日", "day", "dia", "jour", "tag"])
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))")


@dataclass(frozen=True)
class Parts:
    """The columns of month and day, that of the year or the year itself, as a heading says it."""

    month: int
    day: int
    year: int | None = None
    said: str = ""

    def columns(self) -> set[int]:
        """Return the columns that are pieces and nothing else."""
        return {self.day} | ({self.year} if self.year is not None else set())

    def knowing(self, above: Sequence[Row]) -> "Parts":
        """Return the parts with the year of the lines above, where no heading has it."""
        texts = [plain_text(cell) for row in above for cell in row.cells]
        found = next((year for text in texts if (year := _YEAR.search(text))), None)
        known = self.said or self.year is not None or found is None
        return self if known else replace(self, said=found[1]) if found else self


def find_parts(ways: Sequence[tuple[str, ...]]) -> Parts | None:
    """Return the pieces of days that headings name, if month and day are among them."""
    lower = [words(way[1] if len(way) > 1 else way[0]) for way in ways]
    month = next((place for place, said in enumerate(lower) if said in _MONTHS), None)
    day = next((place for place, said in enumerate(lower) if said in _DAYS), None)
    if month is None or day is None:
        return None
    year = next((place for place, said in enumerate(lower) if said in _YEARS), None)
    covers = (_YEAR.search(ways[place][0]) for place in (month, day))
    said = next((found[1] for found in covers if found), "")
    return Parts(month, day, year, said)


def put_together(rows: Iterator[Row], parts: Parts, after: int) -> Iterator[Row]:
    """Give the rows with whole days; a month that is not repeated goes on from line to line."""
    year, month = parts.said, ""
    for row in rows:
        day = _number(row.cells[parts.day], "日号") if parts.day < len(row.cells) else ""
        if row.line <= after or not day.isdecimal() or len(row.cells) <= parts.month:
            yield row
            continue
        if parts.year is not None and parts.year < len(row.cells):
            year = _number(row.cells[parts.year], "年") or year
        month = _number(row.cells[parts.month], "月") or month
        cells = list(row.cells)
        cells[parts.month] = _whole(year, month, day)
        for place in parts.columns():
            if place < len(cells):
                cells[place] = ""
        yield row._replace(cells=cells)


def _number(cell: Cell, endings: str) -> str:
    """Return what stands in a piece, without its sign."""
    return plain_text(cell).rstrip(endings).strip()


def _whole(year: str, month: str, day: str) -> str:
    """Return a day as text; without its year it stays what it is, and is refused as no day."""
    return f"{year}-{month}-{day}" if year else f"{month}月{day}日"
