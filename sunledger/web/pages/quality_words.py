"""The quality of data in words: what pages say of a column, a fault, a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.text import capfirst

from sunledger.disclosure.category import CATEGORIES
from sunledger.screening import heldtables, qualityruns
from sunledger.screening.onshelf import screens
from sunledger.screening.quality import rules
from sunledger.screening.quality.faults import Fault
from sunledger.screening.quality.marks import CELLS
from sunledger.screening.quality.result import Part
from sunledger.screening.shapes import SHAPES
from sunledger.screening.source import SourceError
from sunledger.web.pages.public_screens import words_of
from sunledger.web.pages.values import title_of
from sunledger.web.templatetags.sun import day, say


class Defined(NamedTuple):
    """A fault by its definition, its denominator and its level."""

    title: str
    what: str
    of: str
    level: float
    since: str
    source: str


class ColumnLine(NamedTuple):
    """One column of a table: how many of its cells have each fault, and its score."""

    title: str
    counts: list[tuple[str, int]]  # by fault, in the order of the definitions
    score: float | None
    needed: bool


class Asked(NamedTuple):
    """A question, and how many rows it can rest on."""

    code: str
    title: str
    rows: int
    score: float | None


def definitions() -> list[Defined]:
    """Return every fault as it is defined, with this site's level."""
    levels = qualityruns.levels()
    return [
        Defined(
            capfirst(say(fault.about.title)),
            say(fault.about.what),
            say(fault.about.of),
            levels.of(fault),
            day(fault.about.since),
            say(fault.about.source),
        )
        for fault in Fault
    ]


def fault_titles() -> list[str]:
    """Return the names of the faults that a cell can have."""
    return [say(fault.about.title) for fault in CELLS]


def column_lines(table: str, part: Part) -> list[ColumnLine]:
    """Return the columns of a table that anybody gave, those needed first."""
    shape, needed = SHAPES[table], rules.essential(SHAPES[table])
    names = [one.name for one in shape.columns if one.name in {*part.columns, *part.refused}]
    lines = [
        ColumnLine(
            say(shape.column(name).title),
            [(say(fault.about.title), part.faults(name).get(fault, 0)) for fault in CELLS],
            part.column_score(name),
            name in needed,
        )
        for name in names
    ]
    return sorted(lines, key=lambda one: not one.needed)


def asked_of(part: Part) -> list[Asked]:
    """Return the questions that are put to a table, the one with the poorest rows first."""
    known = screens()
    found = [
        Asked(code, words_of(known[code]).title, rows, part.question_score(code))
        for code, rows in part.questions.items()
        if code in known
    ]
    return sorted(found, key=lambda one: (one.score or 0, one.title))


def needed_of(table: str, part: Part) -> list[str]:
    """Return the columns by which a row of a table is trusted or not, of those that were given."""
    shape = SHAPES[table]
    named = rules.essential(shape)
    return [say(shape.column(name).title) for name in named if name in part.columns]


def absent_of(table: str, part: Part) -> list[str]:
    """Return the columns that are needed and that nobody gave."""
    shape = SHAPES[table]
    named = rules.essential(shape)
    return [say(shape.column(name).title) for name in named if name not in part.columns]


def title_of_source(code: str) -> str:
    """Return the title of a category, of a source, or of a table that several sources hold."""
    if code in CATEGORIES:
        return title_of(code)
    try:
        return say(heldtables.one(code).title)
    except SourceError:
        return capfirst(say(SHAPES[code].title)) if code in SHAPES else code


def mend_of(fault: str) -> str:
    """Return what the owner of the data does about a fault."""
    return say(Fault(fault).about.mend)


def said_of(cell: Mapping[str, str], table: str) -> tuple[str, str]:
    """Return the column and the fault of a cell to put right, in words."""
    shape = SHAPES[table]
    return say(shape.column(cell["column"]).title), say(Fault(cell["fault"]).about.title)
