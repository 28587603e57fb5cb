"""Payments that stand more often than once, with what came back taken off."""

from narwhals import col, lit, when
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
