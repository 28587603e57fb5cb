"""Sheets published twice: rows that stand, alike in everything, in another sheet already.

One slip of the hand doubles thousands of payments. Were it not known before any screen looks, each
screen would cry over it in its own way; known here, one screen asks about the sheet, once, and the
others pass the copied rows over.
"""

from narwhals import Expr, Int64, col, min_horizontal
from narwhals import len as count

from sunledger.screening.shapes import Frame

# Five rows alike that are half of the smaller sheet: no accident of equal payments.
FEW, HALF = 5, 0.5
# With ten rows a tenth is enough, but of rows with a day only: without a day, every rent recurs.
MORE, TENTH = 10, 0.1

_ALIKE = ("body", "payer", "payee", "paid_on", "amount", "currency", "reference", "purpose")


def found(payments: Frame) -> Frame:
    """Return the copied rows, by their codes, each with the sheet that has the row already."""
    rows = payments.with_columns(first=col("batch").min().over(*_ALIKE))
    rows = rows.join(_copied(rows), on=["body", "first", "batch"])
    return rows.filter(_whole() | _part()).select("code", copy_of="first")


def _copied(rows: Frame) -> Frame:
    """Return the pairs of sheets with common rows: how many, and how large the sheets are."""
    sizes = rows.group_by("body", "batch").agg(size=count())
    firsts = sizes.rename({"batch": "first", "size": "first_size"})
    again = rows.filter(col("first") != col("batch"))
    pairs = again.group_by("body", "first", "batch").agg(
        alike=count(), dated=col("paid_on").count()
    )
    # A sheet that carries last month's rows on may have them from several sheets before it.
    pairs = pairs.with_columns(carried=col("alike").sum().over("body", "batch").cast(Int64))
    both = pairs.join(sizes, on=["body", "batch"]).join(firsts, on=["body", "first"])
    both = both.with_columns(smaller=min_horizontal("size", "first_size"))
    return both.select("body", "first", "batch", "alike", "dated", "carried", "size", "smaller")


def _whole() -> Expr:
    """Whether so much of a sheet stands in others that all its common rows are copies."""
    pair = (col("alike") >= FEW) & (col("alike") >= col("smaller") * HALF)
    sheet = (col("carried") >= FEW) & (col("carried") >= col("size") * HALF)
    return pair | sheet


def _part() -> Expr:
    """Whether the row belongs to a part that was published again, days and all."""
    enough = (col("dated") >= MORE) & (col("dated") >= col("smaller") * TENTH)
    return enough & ~col("paid_on").is_null()
