"""Payments that stand more often than once, with what came back taken off."""

from narwhals import String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.shapes import Frame


def returned_by(payments: Frame) -> Frame:
    """Return how many payments of an amount came back from a payee."""
    back = payments.filter(col("amount") < 0).with_columns(amount=col("amount") * -1)
    return back.group_by("body", "payee_key", "amount").agg(back=count())


def repeated(paid: Frame, returned: Frame, alike: tuple[str, ...]) -> Frame:
    """Return the payments alike of which there are too many; `figure` is what that comes to."""
    rows = paid.with_columns(times=count().over(*alike)).filter(col("times") > 1)
    rows = rows.join(returned, on=["body", "payee_key", "amount"], how="left")
    extra = col("times") - 1 - col("back").fill_null(0)
    rows = rows.with_columns(extra=extra, one=lit(1)).filter(col("extra") > 0)
    nth = col("one").cum_sum().over(*alike, order_by=["paid_on", "batch", "code"])
    too_many = (nth > 1) & (nth <= col("extra") + 1)
    return rows.with_columns(figure=when(too_many).then(col("amount")).otherwise(lit(0)))


def lines_alike(paid: Frame, returned: Frame, habit: float, habit_rows: int, largest: int) -> Frame:
    """Return payments alike on one day, or in one sheet without days.

    Where a body repeats so many that it is its habit, lines without a number tell nothing; of
    those with one only the largest stand for themselves, and all others are one lead on its book.
    """
    day = col("paid_on").cast(String)
    told = ~col("paid_on").is_null() | ~col("purpose").is_null()
    rows = paid.filter(told).with_columns(
        occasion=coalesce(day, col("batch")),
        dated=~col("paid_on").is_null(),
        numbered=~col("reference").is_null(),
    )
    rows = rows.filter(~col("occasion").is_null())
    alike = ("body", "payer", "payee_key", "amount", "occasion", "purpose", "reference", "dated")
    again = repeated(rows, returned, alike)
    books = ("body", "numbered", "dated")
    again = again.with_columns(like=count().over(*books))
    again = again.join(rows.group_by(*books).agg(all_rows=count()), on=list(books))
    habitual = (col("like") >= habit_rows) & (col("like") > col("all_rows") * habit)
    rest = again.filter(~habitual).with_columns(
        first=col("occasion"),
        last=col("occasion"),
        kind=when(col("dated")).then(lit("day")).otherwise(lit("line")),
        strength=when(col("numbered") & col("dated")).then(lit(0.6)).otherwise(lit(0.4)),
    )
    return concat([rest, _habits(again.filter(habitual & col("numbered")), largest)])


def _habits(rows: Frame, largest: int) -> Frame:
    """Return habitual repeats: the largest amounts by themselves, the others as one lead."""
    large = rows.with_columns(place=col("amount").rank("dense", descending=True).over("body"))
    alone = col("place") <= largest
    kind = when(col("dated")).then(lit("day")).otherwise(lit("line"))
    return large.with_columns(
        first=when(alone).then(col("occasion")).otherwise(lit("")),
        last=when(alone).then(col("occasion")).otherwise(lit("")),
        payee_key=when(alone).then(col("payee_key")).otherwise(lit("")),
        kind=when(alone).then(kind).otherwise(lit("habit")),
        strength=when(alone).then(lit(0.4)).otherwise(lit(0.2)),
    ).drop("place")
