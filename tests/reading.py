"""A sheet written as text, read against a category: what the tests of reading share."""

from dataclasses import dataclass
from typing import Any

from sunledger.core.money import show_money
from sunledger.core.rows import Sheet
from sunledger.core.workbook import open_sheets
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.sheet import Kept, Problem, Reading, read


@dataclass
class Read:
    """What came of a sheet: its records, and all that was said."""

    reading: Reading
    kept: list[Kept]

    @property
    def problems(self) -> list[Problem]:
        return self.reading.problems

    @property
    def said(self) -> list[str]:
        """Return what was said, each with its kind: "refused Line 2, Amount: ..."."""
        return [f"{problem.kind} {problem}" for problem in self.problems]

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.kept]

    def column(self, name: str) -> list[Any]:
        return [row.values.get(name) for row in self.kept]

    def amounts(self) -> list[str]:
        amount = self.reading.category.role("amount")
        assert amount is not None
        return [show_money(value) for value in self.column(amount.name)]

    def of(self, kind: str) -> list[tuple[int, int]]:
        """Return the lines of one kind, and how many rows each stands for."""
        return [(one.line, one.rows) for one in self.problems if one.kind == kind]


def read_text(
    text: str,
    category: str | Category = "supplier-payments",
    mapping: dict[str, str] | None = None,
    **how: Any,
) -> Read:
    """Read a text as a CSV file."""
    (sheet,) = open_sheets(text.encode(), "payments.csv")
    return read_sheet(sheet, category, mapping, **how)


def read_sheet(
    sheet: Sheet,
    category: str | Category = "supplier-payments",
    mapping: dict[str, str] | None = None,
    **how: Any,
) -> Read:
    """Read a sheet, and see that every row is accounted for."""
    shape = CATEGORIES[category] if isinstance(category, str) else category
    reading = read(sheet, shape, mapping, **how)
    kept = list(reading.rows)
    every_row_is_accounted_for(reading, kept)
    return Read(reading, kept)


def every_row_is_accounted_for(reading: Reading, kept: list[Kept]) -> None:
    """Whether the rows kept and the rows spoken of are all rows, each once."""
    counts = reading.counts
    others = (counts.refused, counts.blank, counts.title, counts.header, counts.total)
    lines = [row.lines for row in reading.sheet.rows]
    assert counts.rows == counts.kept + sum(others) == len(lines)
    assert counts.kept == len(kept)
    for kind, count in zip(("refused", "blank", "title", "header", "total"), others, strict=True):
        assert sum(one.rows for one in reading.problems if one.kind == kind) == count
    assert counts.lines == sum(lines)
    assert all(str(problem) for problem in reading.problems)
