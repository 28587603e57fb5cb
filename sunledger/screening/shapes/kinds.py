"""What a table is: columns of a few kinds, each with its title and its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sunledger.core import texttable
from sunledger.screening.words import Text

if TYPE_CHECKING:
    import pyarrow as pa

# A table as a screen sees it: not yet computed, by whatever engine.
Frame = nw.LazyFrame[Any]

KINDS = {
    "text": "a text",
    "name": "the name of a private person; never shown whole",
    "key": "a keyed hash of an identity number, an account or a telephone: a whole number",
    "money": "an amount in whole minor units",
    "quantity": "a quantity in whole thousandths of its unit",
    "whole": "a whole number",
    "yes": "1 for yes, 0 for no",
    "day": "a day",
    "month": "a month, as months since the year 0",
}
_PRIVATE = ("name", "key")
_WHOLE = ("money", "quantity", "whole", "yes", "month", "key")


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind (see KINDS), its title and what it holds."""

    name: str
    kind: str
    title: Text
    what: str
    filled: bool = False

    @property
    def private(self) -> bool:
        """Whether what stands here tells a private person apart from others."""
        return self.kind in _PRIVATE

    @property
    def number(self) -> bool:
        """Whether it is kept as a whole number."""
        return self.kind in _WHOLE


@dataclass(frozen=True)
class Shape:
    """A table by its columns; `derived` are those the engine adds, by the same rules everywhere."""

    name: str
    title: Text
    what: str
    columns: tuple[Column, ...]
    derived: tuple[Column, ...] = ()
    party: str = ""  # the column by which leads on one payee, firm or person are added up
    order: tuple[str, ...] = ()  # in which rows stand as evidence; `code` always comes last

    def schema(self) -> pa.Schema:
        """Return the Arrow schema of the columns that a source fills, in order."""
        import pyarrow as pa

        kinds = {"text": pa.string(), "name": pa.string(), "day": pa.date32()}
        return pa.schema(
            [
                pa.field(one.name, kinds.get(one.kind, pa.int64()), nullable=not one.filled)
                for one in self.columns
            ]
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all columns that a screen sees."""
        return tuple(one.name for one in self.columns + self.derived)

    def has(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return name in self.names()

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(one for one in self.columns + self.derived if one.name == name)

    @property
    def private(self) -> bool:
        """Whether a column tells private persons apart."""
        return any(one.private for one in self.columns)


_ALWAYS = """
    column    | kind | en   | zh   | what
    code*     | text | row  | 行   | its own code, once only in a run
    body      | text | body | 单位 | the body that answers for the row, by a code of its own
    body_name | text | body | 单位 | the body's name as people read it
"""


def written(
    title: Text, what: str, columns: str, *, party: str = "", order: str = "", firm: str = ""
) -> Shape:
    """Return the shape whose columns are written as a table; `*` marks those never empty.

    Every such table has a code for each row, and the body that answers for it; it is called by its
    English title. `firm` is the column of firms' names: to it comes what tells a firm apart.
    """
    rows = [*texttable.read(_ALWAYS), *texttable.read(columns)]
    return Shape(
        name=title.en.replace(" ", "_"),
        title=title,
        what=what,
        columns=tuple(_column(row) for row in rows),
        derived=(_told_apart(firm),) if firm else (),
        party=party,
        order=tuple(order.split()),
    )


def _told_apart(name: str) -> Column:
    """Return the column by which screens tell firms apart that may have no number."""
    what = "its number; without one the firm's one name, as people confirmed it, else as written"
    return Column(f"{name}_key", "text", Text("firm", "企业"), what)


def _column(row: dict[str, str]) -> Column:
    """Return one written column."""
    if row["kind"] not in KINDS:
        raise ValueError(f"“{row['kind']}” is not a kind of column; there are {', '.join(KINDS)}")
    name = row["column"].removesuffix("*")
    return Column(
        name, row["kind"], Text(row["en"], row["zh"]), row["what"], filled=name != row["column"]
    )
