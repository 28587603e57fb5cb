"""The tables a screen may ask for: each column, what it means, and which may not be empty.

A screen names the tables it reads by the names of its arguments. Where a table comes from (the site's
published records, an analyst's spreadsheets, a folder of Parquet files) a screen neither knows nor asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind (text, money, whole, day) and what it holds."""

    name: str
    kind: str
    what: str
    filled: bool = False


@dataclass(frozen=True)
class Shape:
    """A table by its columns; `derived` are those that the engine adds, by the same rules everywhere."""

    name: str
    what: str
    columns: tuple[Column, ...]
    derived: tuple[Column, ...] = ()

    def schema(self) -> pa.Schema:
        """Return the Arrow schema of the columns that a source fills, in order."""
        import pyarrow as pa

        kinds = {"text": pa.string(), "money": pa.int64(), "whole": pa.int64(), "day": pa.date32()}
        return pa.schema(
            [pa.field(one.name, kinds[one.kind], nullable=not one.filled) for one in self.columns]
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all columns that a screen sees."""
        return tuple(one.name for one in self.columns + self.derived)


PAYMENTS = Shape(
    "payments",
    "One row a payment, as it was published.",
    (
        Column("code", "text", "the row's own code, once only in a run", filled=True),
        Column(
            "body", "text", "the public body whose book it stands in, by a code that is its own"
        ),
        Column("body_name", "text", "that body's name as people read it; its code where empty"),
        Column("payer", "text", "the office within the body that pays; the body where empty"),
        Column("payee", "text", "who is paid, as written"),
        Column("paid_on", "day", "the day of the payment"),
        Column("amount", "money", "whole minor units; below zero is money that came back"),
        Column("currency", "text", "three letters: CNY, GBP"),
        Column(
            "reference", "text", "the number of the invoice, voucher or transaction, as written"
        ),
        Column("purpose", "text", "what it was for, as written"),
        Column("method", "text", "how it was paid, as written"),
        Column("batch", "text", "the sheet it came in: a batch's code, or a file's name"),
        Column("line", "whole", "its line in that sheet"),
    ),
    (
        Column("day", "whole", "the day of the payment as a number of days, for counting"),
        Column(
            "payee_key",
            "text",
            "the payee, spelled one way; empty for private persons and withheld names",
        ),
        Column(
            "payee_kind", "text", "organisation, person, withheld, or empty where no payee is given"
        ),
    ),
)

LIMITS = Shape(
    "limits",
    "The amounts from which a heavier procedure begins: approval, quotations, a tender.",
    (
        Column("currency", "text", "three letters", filled=True),
        Column("amount", "money", "the limit, in whole minor units", filled=True),
        Column("since", "day", "the first day it holds", filled=True),
        Column("until", "day", "the first day it no longer holds; empty while it does"),
        Column("what", "text", "what the limit is, and whose", filled=True),
        Column("source", "text", "where it is written", filled=True),
    ),
)

DAYS_OFF = Shape(
    "days_off",
    "The days on which an office is closed: weekends and public holidays, without make-up working days.",
    (
        Column("currency", "text", "the currency whose land keeps these days", filled=True),
        Column("on", "day", "the day", filled=True),
        Column("name", "text", "what day it is: weekend, or the holiday's name", filled=True),
    ),
)

SHAPES = {shape.name: shape for shape in (PAYMENTS, LIMITS, DAYS_OFF)}
