"""Reads one file: every row becomes a payment or a problem, and all of them are counted."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from sunledger.core.problem import Problem as Said
from sunledger.core.problem import Refused
from sunledger.core.workbook import Sheet, open_sheets
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.sheet import Column, Problem, Reading, read
from sunledger.disclosure.table.mapping import Mapping as Named
from sunledger.web.analyst.choosing import as_mapped, best_category, mapping_for
from sunledger.web.analyst.counts import Example, FileCount, SheetCount, Total
from sunledger.web.analyst.files import Source
from sunledger.web.analyst.parts import Payments, payments_part
from sunledger.web.analyst.problems import Notebook, problems_part
from sunledger.web.analyst.run import Asked

TABLE = "payments"
SAMPLE = 2_000  # rows of a sheet that show how many bodies it names
MANY = 20  # names beyond which a sheet holds the books of many bodies


@dataclass(frozen=True)
class Orders:
    """What every reader is told."""

    parts: Path
    category: str
    mapping: Mapping[str, str]
    body: str
    currency: str
    day_first: bool | None
    many_bodies: bool
    body_from: str = ""

    @classmethod
    def of(cls, asked: Asked, parts: Path, *, many_bodies: bool) -> Orders:
        """Return what the command line said, for the readers."""
        return cls(
            parts,
            asked.category,
            asked.mapping,
            asked.body,
            asked.currency,
            asked.day_first,
            many_bodies,
            asked.body_from,
        )


def read_file(number: int, source: Source, orders: Orders) -> FileCount:
    """Return what became of the file; its rows and problems are left in the folder of parts."""
    started = time.monotonic()
    count = FileCount(number, source.name, source.size)
    notebook = Notebook(problems_part(orders.parts, number))
    payments = Payments(payments_part(orders.parts, number), number)
    try:
        count.sha256 = _digest(source.path)
        for sheet in open_sheets(source.path, source.name):
            _Sheet(sheet, source, orders, count, notebook, payments).read()
    except (Refused, OSError) as error:
        count.trouble = _sentence(error)
    except Exception as error:
        if os.environ.get("SUNLEDGER_DEBUG") == "1":
            raise
        words = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        count.trouble = _("Something unforeseen stopped its reading (%s).") % words
    finally:
        payments.close()
        notebook.close()
    count.seconds = time.monotonic() - started
    return count


class _Sheet:
    """One sheet on its way from rows to payments."""

    def __init__(
        self,
        sheet: Sheet,
        source: Source,
        orders: Orders,
        file: FileCount,
        notebook: Notebook,
        payments: Payments,
    ) -> None:
        self.sheet, self.source, self.orders = sheet, source, orders
        self.notebook, self.payments = notebook, payments
        self.count = SheetCount(sheet.name)
        self.notes: list[str] = []
        self.place = len(file.sheets) + 1
        self.by_folder = True
        file.sheets.append(self.count)

    def read(self) -> None:
        """Keep every record, take down every problem, and count both."""
        category = self._category()
        reading = read(
            self.sheet,
            category,
            mapping_for(category, self.orders.mapping),
            currency=self.orders.currency,
            day_first=self.orders.day_first,
            tell=self._tell,
        )
        self._describe(reading)
        if not reading.columns and not self.orders.category:
            self.count.category = self.count.title = ""
        try:
            self._keep(reading)
        finally:
            self._count(reading)

    def _category(self) -> Category:
        """Return the category that was asked for, else the one that the headings fit best."""
        asked = self.orders.category
        mapping = self.orders.mapping
        if asked:
            category = as_mapped(CATEGORIES[asked], mapping)
        else:
            category = best_category(self.sheet, mapping)
        self.count.category = category.code
        chinese = (get_language() or "").startswith("zh")
        self.count.title = category.title.zh if chinese else category.title.en
        self.count.chosen = not asked
        return category

    def _describe(self, reading: Reading) -> None:
        """Take down which heading is read as what."""
        columns = reading.columns
        self.count.columns = {one.heading: one.field.name for one in columns if one.field}
        self.count.left_out = tuple(one.heading for one in columns if one.field is None)
        named = Named(mapping_for(reading.category, self.orders.mapping), reading.category)
        self.count.missed = tuple(named.unused([one.heading for one in columns]))

    def _keep(self, reading: Reading) -> None:
        """Turn records into payments."""
        self.by_folder = self._is_by_folder(reading)
        batch = f"{self.source.name} › {self.sheet.name}" if self.sheet.name else self.source.name
        take = self.payments.sheet(self.place, batch, reading, self._body, self.count.bodies)
        for line, values in reading.rows:
            take(line, values)
        if TABLE not in reading.category.feeds and self.count.bodies:
            self.notes.append(_("No screen looks at sheets of this category."))

    def _body(self, said: object) -> str:
        """Return whose payment it is: as asked, else as folder, row or file say."""
        if self.orders.body:
            return self.orders.body
        if self.by_folder or not said:
            return self.source.body
        return " ".join(str(said).split())

    def _is_by_folder(self, reading: Reading) -> bool:
        """Whether the folder says whose payments these are, though a column may say so too.

        Where each folder is a body's, its sheets spell that body, its offices and its neighbours
        in a dozen ways; only a sheet that names many bodies is a collection of their books.
        """
        asked = self.orders.body_from
        column = next((one for one in reading.columns if _is_body(one)), None)
        if asked or column is None:
            return asked == "folder" or column is None
        if not self.orders.many_bodies:
            return False
        cells = (row.cells for row in islice(self.sheet.rows, SAMPLE))
        names = {str(row[column.index]).strip() for row in cells if len(row) > column.index}
        return len(names) <= MANY

    def _tell(self, problem: Problem) -> None:
        """Take down what is said about a row that was not read, or about one that was."""
        tally, sentence = self.count.tally, problem.sentence()
        noted = problem.kind == "note"
        rows = 0 if noted else problem.rows
        place = (problem.line, max(problem.last, problem.line))
        self.notebook.note(
            self.source.name, self.sheet.name, *place, rows, problem.kind, problem.column, sentence
        )
        if noted:
            self.notes.append(_note(problem))
        if problem.kind == "total":
            self._total(problem)
        if noted or (problem.kind == "refused" and rows):
            reason = reason_of(problem)
            (tally.noted if noted else tally.because)[reason] += 1 if noted else rows
            example = Example(self.source.name, problem.line, str(problem) if noted else sentence)
            tally.examples.setdefault(reason, example)

    def _total(self, problem: Problem) -> None:
        """Take down whether a total of the sheet is what its rows come to."""
        said, found = problem.params.get("total"), problem.params.get("found")
        if said and found:
            total = Total(self.source.name, problem.line, said, found)
            self.count.tally.totals_missed.append(total)
        elif said:
            self.count.tally.totals_met += problem.rows

    def _count(self, reading: Reading) -> None:
        """Take over what the reading has counted; every physical row is in one of the numbers."""
        counts, tally = reading.counts, self.count.tally
        tally.rows = counts.rows
        kinds = ("header", "title", "blank", "total", "refused")
        tally.reasons.update({kind: n for kind in kinds if (n := getattr(counts, kind))})
        self.count.notes = tuple(self.notes)
        for body in self.count.bodies.values():
            body.rows = body.read
            tally.read += body.read
            tally.without_amount += body.without_amount
            tally.sums.update(body.sums)
            tally.months.update(body.months)
        # What is no record is nobody's, unless the sheet is one body's.
        if tally.rows and len(self.count.bodies) < 2:
            self.count.bodies = {next(iter(self.count.bodies), self._body(None)): tally}


def _is_body(column: Column) -> bool:
    return column.field is not None and column.field.role == "body"


def reason_of(problem: Problem) -> str:
    """Return the sentence of a problem without what differs from row to row."""
    return gettext(problem.msgid) % dict.fromkeys(problem.params, "…")


def _note(problem: Problem) -> str:
    """Return a note with the number of rows of which it is true."""
    if problem.rows < 2:
        return str(problem)
    rows = ngettext("%(n)s row", "%(n)s rows", problem.rows) % {"n": f"{problem.rows:,}"}
    return f"{problem} ({rows})"


def _digest(path: Path) -> str:
    """Return the digest by which anyone can tell that this very file was read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sentence(error: Refused | OSError) -> str:
    if isinstance(error, Refused):
        said: Said = error.problem
        return gettext(said.msgid) % said.params
    return f"{error.strerror or type(error).__name__}."
