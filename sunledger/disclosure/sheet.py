"""A sheet read against its category: every row is kept, or something is said about it.

`read` decides from the sheet's own cells where its headings stand, which field each fits, and how
it writes days and amounts; then `reading.rows` gives the records one by one, in any length of sheet
with the same small memory. When they have all been given, `reading.problems` and `reading.counts`
tell what became of every other row: `counts.rows` is the kept and all the rest, added up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Sheet
from sunledger.disclosure.category import Category, Field
from sunledger.disclosure.table.counts import Counts
from sunledger.disclosure.table.habits import Habits, habits_of
from sunledger.disclosure.table.layout import (
    LOOK,
    Column,
    Heading,
    Layout,
    choose,
    find_heading,
    headless,
)
from sunledger.disclosure.table.mapping import Mapping as Named
from sunledger.disclosure.table.mapping import UnknownField
from sunledger.disclosure.table.plan import Plan
from sunledger.disclosure.table.refusal import listed, refuse_all
from sunledger.disclosure.table.remarks import Problem, Remarks, Said, said
from sunledger.disclosure.table.walk import Kept, walk

__all__ = ["Column", "Counts", "Kept", "Problem", "Reading", "UnknownField", "fitting", "read"]

# Known by name, since who publishes a sheet drops what these keep, and says so in other words.
FITS_AS_WELL = gettext_noop("%(others)s would fit as well; it was kept beside this column.")
KEPT_BESIDE = gettext_noop(
    "These headings are not of the category; their cells were kept under their own names: "
    "%(headings)s."
)
_SAMPLE = 2_000  # rows that decide about decimals, and between columns that fit the same field


def read(
    sheet: Sheet,
    category: Category,
    mapping: Mapping[str, str] | None = None,
    *,
    currency: str = "",
    day_first: bool | None = None,
    tell: Callable[[Problem], None] | None = None,
) -> "Reading":
    """Return the reading of a sheet.

    `mapping` says which field a heading is (“Bedrag” or “7” or “G”: “amount”); `currency` and
    `day_first` overrule what the sheet says. With `tell`, problems are told as they come and not
    kept, for sheets that may have millions.
    """
    reading = Reading(sheet, category, Named(mapping, category), tell)
    if reading.layout:
        first = reading.habits.day_first
        reading.habits = replace(
            reading.habits,
            currency=currency or reading.habits.currency,
            day_first=first if day_first is None else dict.fromkeys(first, day_first),
        )
    return reading


def fitting(sheet: Sheet, categories: Iterable[Category]) -> Category | None:
    """Return the category whose headings the sheet has, the one with most of them; or none."""
    top = list(islice(sheet.rows, LOOK))
    found = ((find_heading(top, one, Named(None, one)), one) for one in categories)
    whole = [
        (heading.score, heading.titles(one), one)
        for heading, one in found
        if heading and not heading.missing
    ]
    return max(whole, key=lambda fit: fit[:2])[2] if whole else None


class Reading:
    """A sheet as its category understands it."""

    def __init__(
        self,
        sheet: Sheet,
        category: Category,
        named: Named,
        tell: Callable[[Problem], None] | None,
    ) -> None:
        self.sheet = sheet
        self.category = category
        self.problems: list[Problem] = []
        self.counts = Counts()
        self.habits = Habits(currency=category.currency)
        self.layout: Layout | None = None
        self._named = named
        self._remarks = Remarks(sheet.file, sheet.name, tell or self.problems.append)
        self._heading = self._find_heading()
        if self._heading and not self._heading.missing:
            self._decide(self._heading)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the sheet's columns, each with its field or its own name; empty if refused."""
        return self.layout.columns if self.layout else ()

    @property
    def missing(self) -> tuple[Field, ...]:
        """Return the needed fields that no heading fits, where some heading fits anything."""
        return self._heading.missing if self._heading else ()

    @property
    def currency(self) -> str:
        """Return the currency of the amounts; empty where nothing says."""
        return self.habits.currency

    @property
    def rows(self) -> Iterator[Kept]:
        """Give the records, once; what is said about the other rows is there when they end."""
        if self.layout is None:
            refuse_all(self.sheet, self.category, self._heading, self._remarks, self.counts)
        else:
            plan = Plan(self.layout, self.habits, self.category, self.sheet.only_text)
            yield from walk(self.sheet, plan, self._named, self._remarks, self.counts)
        for line, problem in self.sheet.notes:
            self._remarks.note(line, Said(problem.msgid, problem.params))
        self._remarks.finish()

    def _find_heading(self) -> Heading | None:
        """Return the sheet's headings: by what they say, else by the places that were named."""
        top = list(islice(self.sheet.rows, LOOK))
        heading = find_heading(top, self.category, self._named)
        if heading is None or heading.missing:
            placed = headless(top, self.category, self._named)
            return placed if placed and not placed.missing else heading
        return heading

    def _decide(self, heading: Heading) -> None:
        """Choose the columns and find the sheet's habits."""
        rows = self.sheet.rows
        first = min(heading.lines, default=1)
        below = max(heading.lines, default=0)
        above, sample = [], []
        for row in islice(rows, _SAMPLE + below):
            if row.line < first:
                above.append(row)
            elif row.line > below:
                sample.append(row)
        layout = choose(heading, self.category, sample)
        self.layout = replace(layout, parts=layout.parts and layout.parts.knowing(above))
        self.habits = habits_of(
            self.layout, self.category, above, sample, lambda: self.sheet.rows, self._remarks.note
        )
        self._say_choices(self.layout)

    def _say_choices(self, layout: Layout) -> None:
        """Note what was decided about columns."""
        for field, others in layout.rivals.items():
            chosen = layout.of(field)
            if chosen:
                self._remarks.note(0, said(FITS_AS_WELL, chosen.heading, others=listed(others)))
        self._say_stand_ins(layout)
        pieces = layout.parts.columns() if layout.parts else set()
        own = [
            one.heading
            for one in layout.columns
            if one.field is None and one.name[0] != "[" and one.index not in pieces
        ]
        if own:
            self._remarks.note(0, said(KEPT_BESIDE, headings=listed(own)))
        missed = self._named.unused([one.heading for one in layout.columns])
        if missed:
            sentence = gettext_noop("No column is called %(headings)s, as the mapping says.")
            self._remarks.note(0, said(sentence, headings=listed(missed)))
        hidden = [one.heading for one in layout.columns if one.index in self.sheet.hidden_columns]
        if hidden:
            sentence = gettext_noop("Columns that are hidden in the sheet were read: %(headings)s.")
            self._remarks.note(0, said(sentence, headings=listed(hidden)))

    def _say_stand_ins(self, layout: Layout) -> None:
        """Note which columns are taken for a field that has none of its own."""
        for field in self.category.fields:
            column = layout.of(field.stand_in) if field.stand_in else None
            if column and layout.of(field.name) is None:
                sentence = gettext_noop("The column was also taken as %(zh)s (%(en)s).")
                title = field.title
                self._remarks.note(0, said(sentence, column.heading, zh=title.zh, en=title.en))
