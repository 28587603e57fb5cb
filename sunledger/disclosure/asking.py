"""What only a person can say of a file: which of its sheets is meant, which heading is which field.

Nobody is asked twice: an answer is kept as the unit's Mapping under the digest of the headings, and
the file of the next month, which has the same headings, is read without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from sunledger.core import privacy
from sunledger.core.rows import Row, Sheet
from sunledger.disclosure.category import Category
from sunledger.disclosure.models import Mapping, Upload
from sunledger.disclosure.sheet import Reading, read
from sunledger.disclosure.table.cells import plain_text
from sunledger.disclosure.table.headings import words
from sunledger.disclosure.table.layout import LOOK
from sunledger.disclosure.table.mapping import column_letters

_SAMPLES = 3  # cells that are shown under a heading
_SHOWN = 40  # signs of each
_WIDEST = 60  # columns of a sheet that are asked about
_MOST = 30  # sheets of a file that are asked about


@dataclass(frozen=True)
class Look:
    """One sheet at a glance: its headings, which field each is, and what is missing."""

    name: str
    hidden: bool
    headings: tuple[str, ...]
    columns: dict[str, str]  # heading: field
    missing: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]  # some cells of each column

    @property
    def fits(self) -> bool:
        """Whether the sheet can be read as it is."""
        return not self.missing

    def as_json(self) -> dict[str, Any]:
        """Return the look without anything personal, as a page shows it."""
        return {
            "name": privacy.cover(self.name),
            "hidden": self.hidden,
            "fits": self.fits,
            "missing": list(self.missing),
            "columns": [
                {
                    "heading": privacy.cover(heading),
                    "letter": column_letters(place),
                    "field": self.columns.get(heading, ""),
                    "samples": [privacy.cover(one) for one in self.samples[place]],
                }
                for place, heading in enumerate(self.headings[:_WIDEST])
            ],
        }


def looks_at(sheets: Iterable[Sheet], category: Category) -> list[Look]:
    """Return a look at each sheet that holds anything."""
    return [_look(sheet, category) for sheet in sheets if _filled(sheet)]


def digest_of(looks: list[Look]) -> str:
    """Return what tells the headings of a file from those of any other."""
    said = [[words(heading) for heading in look.headings] for look in looks]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def is_clear(looks: list[Look]) -> bool:
    """Whether nothing has to be asked: one sheet, and all its needed headings are known."""
    return not looks or (len(looks) == 1 and looks[0].fits)


def settle(row: Upload, looks: list[Look]) -> bool:
    """Fill in what was said about such a file before; whether it is clear how to read this one.

    Where it is not, `row.question` holds what a person has to say.
    """
    digest = digest_of(looks)
    same = Mapping.objects.filter(category=row.category, digest=digest)
    if own := same.filter(unit=row.unit).first():
        row.mapping, row.sheets = own.columns, own.sheets
        return True
    if is_clear(looks) or not row.question.get("ask"):
        return True
    others = same.first()
    row.question = {
        "ask": True,
        "digest": digest,
        "sheets": [look.as_json() for look in looks[:_MOST]],
        "proposed": others.columns if others else {},
    }
    return False


def _filled(sheet: Sheet) -> bool:
    """Whether anything stands in a sheet."""
    return any(any(map(plain_text, row.cells)) for row in sheet.rows)


def _look(sheet: Sheet, category: Category) -> Look:
    """Return a look at one sheet."""
    reading = read(sheet, category)
    columns = {one.heading: one.field.name for one in reading.columns if one.field}
    headings = tuple(one.heading for one in reading.columns) or _first_line(sheet)
    below = max(reading.layout.lines, default=0) if reading.layout else 1
    missing = () if reading.layout else _missing(reading, category)
    samples = _samples(sheet, below, len(headings))
    return Look(sheet.name, sheet.hidden, headings, columns, missing, samples)


def _missing(reading: Reading, category: Category) -> tuple[str, ...]:
    """Return the fields that no heading of a sheet fits."""
    return tuple(one.name for one in reading.missing) or tuple(
        one.name for one in category.fields if one.required
    )


def _first_line(sheet: Sheet) -> tuple[str, ...]:
    """Return the first line with several cells, which is likely to hold the headings."""
    for row in islice(sheet.rows, LOOK):
        texts = [" ".join(plain_text(cell).split()) for cell in row.cells[:_WIDEST]]
        if sum(map(bool, texts)) > 1:
            return tuple(texts)
    return ()


def _samples(sheet: Sheet, below: int, width: int) -> tuple[tuple[str, ...], ...]:
    """Return the first filled cells of each column."""
    rows = list(islice(_under(sheet, below), LOOK))
    return tuple(tuple(islice(_cells(rows, place), _SAMPLES)) for place in range(width))


def _under(sheet: Sheet, line: int) -> Iterator[Row]:
    return (row for row in sheet.rows if row.line > line)


def _cells(rows: list[Row], place: int) -> Iterator[str]:
    for row in rows:
        if place < len(row.cells) and (text := plain_text(row.cells[place])):
            yield text[:_SHOWN]
