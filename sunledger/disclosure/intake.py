"""The lines of an uploaded sheet on their way to being records: looked at, masked, counted."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from sunledger.core.periods import read_period
from sunledger.core.problem import Refused, gettext_noop
from sunledger.core.workbook import Sheet, open_sheets
from sunledger.disclosure.category import Category, Field, Text
from sunledger.disclosure.cells import Cells, Value
from sunledger.disclosure.found import Found
from sunledger.disclosure.masking import Masking, Unkept
from sunledger.disclosure.models import Batch, Record, Upload
from sunledger.disclosure.own.lines import Owners, heading_of
from sunledger.disclosure.pictures import PICTURES_ALONE, holds_pictures
from sunledger.disclosure.refusals import TooPersonal
from sunledger.disclosure.sheet import Kept, Problem, Reading, read

_NOT_TEXT = (b"PK", b"\xd0\xcf", b"\x1f\x8b")
_OUTSIDE = gettext_noop("%(rows)s lines have a day outside %(period)s, the first on line %(line)s.")
_NO_DAY = gettext_noop(
    "This line has no day, so nobody can say to which period it belongs. Add the day, or hand the "
    "lines of one period in by themselves."
)
_ASIDE = gettext_noop("The sheet was left aside, as was chosen.")
_NOTHING = gettext_noop("The sheet holds no line that could be published.")


class Intake:
    """Goes through an upload once, and knows afterwards what was in it."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.category: Category = upload.shape
        self.content = bytes(upload.content or b"")
        self.problems = Found()
        self.kept = 0
        self.elsewhere = 0  # lines whose days are in other periods, where they are taken apart
        self.line = 0  # rows gone through so far, over all sheets
        self.counts: dict[str, int] = {}
        self.totals: dict[str, int] = {}
        self.owners = Owners(upload.unit, self.category)
        self._cells = Cells()
        self._masking = Masking(upload.file_name, self.problems)
        self._outside: list[int] = [0, 0]  # lines with a day outside the period; the first of them
        self._period = None if upload.period == "once" else read_period(upload.period)
        self._others: dict[str, Field] = {}
        priced = self.category.role("amount")
        self._priced = bool(priced and priced.per)
        self._fields = {one.name: one for one in self.category.fields}

    @property
    def lines(self) -> int | None:
        """Return about how many lines there are, where that is quickly said."""
        if self.content.startswith(_NOT_TEXT):
            return None
        return self.content.count(b"\n") + 1

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Return the sheets of the file, opened once, or raise Refused."""
        return list(open_sheets(self.content, self.upload.file_name))

    def records(self, batch: Batch) -> Iterator[Record]:
        """Give the records of all sheets, not yet written anywhere."""
        try:
            for sheet in self.sheets:
                if self._is_chosen(sheet):
                    yield from self._sheet(sheet, batch)
            self._masking.beside(self.content, self._all_cells())
        except Refused as error:  # not a spreadsheet, or a mapping that names no field
            self.problems.add_refusal(error.problem)

    def _all_cells(self) -> Iterator[object]:
        """Give every cell of the file once more, for whoever has to know what stands in cells."""
        for sheet in self.sheets:
            for row in sheet.rows:
                yield from row.cells

    def _is_chosen(self, sheet: Sheet) -> bool:
        """Whether a sheet is to be read; one that is not is named."""
        if not self.upload.sheets or sheet.name in self.upload.sheets:
            return True
        if any(any(cell not in ("", None) for cell in row.cells) for row in sheet.rows):
            file, name = self.upload.file_name, sheet.name
            self.problems.add(Problem("note", file, name, 0, _ASIDE, {}, rows=0))
        return False

    def need_something(self) -> None:
        """Refuse a sheet without a single record, unless it may be empty and only is."""
        if self.kept or self.problems.refused:
            return
        if holds_pictures(self.content):
            self.problems.add_refusal(Refused(PICTURES_ALONE).problem)
        elif not self.category.nil:
            self.problems.add_refusal(Refused(_NOTHING).problem)

    def _sheet(self, sheet: Sheet, batch: Batch) -> Iterator[Record]:
        """Give the records of one sheet."""
        sheet.name = self._masking.sheet_name(sheet.name)
        unkept = Unkept(self.problems.add)
        reading = read(sheet, self.category, self.upload.mapping, tell=unkept.tell)
        before = self.line
        for kept in reading.rows:
            self.line = before + reading.counts.rows
            if self.upload.by_days and not self._is_of_period(kept, reading):
                continue
            if values := self._public(kept, reading):
                self.kept += 1
                self.owners.see(self.kept, self._headed(kept))
                yield self._record(batch, reading, kept.line, values)
        self.line = before + reading.counts.rows
        self._masking.unkept(reading, unkept.lines)
        self._say_outside(reading.sheet.name)
        counts = Counter(self.counts)
        for name, count in dataclasses.asdict(reading.counts).items():
            if isinstance(count, int):
                counts[name] += count
        self.counts = dict(counts)
        if self.elsewhere:
            self.counts |= {"kept": self.kept, "elsewhere": self.elsewhere}

    def _is_of_period(self, kept: Kept, reading: Reading) -> bool:
        """Whether a line's day is in the period; one without a day is refused."""
        day = self._of_role("day", kept.values)
        if isinstance(day, date):
            inside = self._period is None or day in self._period
            self.elsewhere += not inside
            return inside
        file, sheet = self.upload.file_name, reading.sheet.name
        said = Problem("refused", file, sheet, kept.line, _NO_DAY, {}, last=kept.line)
        self.problems.add(said)
        return False

    def _say_outside(self, sheet: str) -> None:
        """Note that lines of the sheet just read have days outside its period."""
        rows, line = self._outside
        if rows:
            said = {"rows": str(rows), "period": self.upload.period, "line": str(line)}
            self.problems.add(
                Problem("note", self.upload.file_name, sheet, line, _OUTSIDE, said, rows=0)
            )
        self._outside = [0, 0]

    def _public(self, kept: Kept, reading: Reading) -> dict[str, Value]:
        """Return the values that may be public; each cell that may not is named, and masked."""
        values: dict[str, Value] = {}
        across = self._masking.across(kept, reading, self._fields)
        for name, value in kept.values.items():
            if value is None or value == "":
                continue
            field = self._fields.get(name) or self._beside(name)
            try:
                public = across[name] if name in across else self._cells.public(value, field)
            except TooPersonal as error:
                public = self._masking.cell(error.problem.msgid, value, field, kept, reading)
            if name in self._fields and public is not None:
                values[name] = public
        return values

    def _headed(self, kept: Kept) -> list[tuple[str, Value]]:
        """Return a line's cells, each with the words over it."""
        fields = self._fields
        return [
            (heading_of(fields.get(name) or self._beside(name)), value)
            for name, value in kept.values.items()
        ]

    def _beside(self, heading: str) -> Field:
        """Return a column that the category does not know as if it were a field of it."""
        if heading not in self._others:
            self._others[heading] = Field("beside", Text(heading, heading))
        return self._others[heading]

    def _record(
        self, batch: Batch, reading: Reading, line: int, values: dict[str, Value]
    ) -> Record:
        """Return one record, and add it to the sums."""
        amount = self._of_role("amount", values)
        day = self._of_role("day", values)
        currency = str(self._of_role("currency", values) or reading.currency)
        if self._period and isinstance(day, date) and day not in self._period:
            self._outside = [self._outside[0] + 1, self._outside[1] or line]
        if isinstance(amount, int) and not self._priced:
            self.totals[currency] = self.totals.get(currency, 0) + amount
        return Record(
            batch=batch,
            unit=batch.unit,
            category=batch.category,
            number=self.kept,
            sheet=reading.sheet.name[:120],
            line=line,
            values={
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in values.items()
            },
            amount=amount if isinstance(amount, int) else None,
            currency=currency,
            day=day if isinstance(day, date) else None,
            party=str(self._of_role("party", values) or "")[:300],
        )

    def _of_role(self, role: str, values: dict[str, Value]) -> Value:
        """Return the value that plays a part in the category."""
        name = next((one.name for one in self.category.fields if one.role == role), "")
        return values.get(name)
