"""Payments that follow one another a little under a limit: the whole of each, and their bursts."""

from narwhals import Int64, String, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.shapes import Frame


def whole(payments: Frame) -> Frame:
    """Add the amount of the whole payment; lines under one reference on one day are one payment."""
    lines = ("body", "payee_key", "paid_on", "reference")
    rows = payments.with_columns(
        whole=col("amount").sum().over(*lines).cast(Int64), chief=col("code").min().over(*lines)
    )
    alone = col("reference").is_null()
    return rows.with_columns(
        whole=when(alone).then(col("amount")).otherwise(col("whole")),
        chief=when(alone).then(col("code")).otherwise(col("chief")),
    )


def limited(payments: Frame, limits: Frame, limit: int) -> Frame:
    """Return payments with each limit of their day, or with the one that was set."""
    if limit:
        return payments.with_columns(limit=lit(limit))
    known = limits.select("currency", "since", "until", limit="amount")
    return payments.join(known, on="currency").filter(
        col("since") <= col("paid_on"),
        col("until").is_null() | (col("paid_on") < col("until")),
    )


def banded(payments: Frame, limits: Frame, limit: int, near: float) -> Frame:
    """Return payments by where they lie to a limit: near under it, in the band below, over it."""
    rows = limited(payments, limits, limit)
    width = 1 - near
    band = (
        when(col("whole") >= col("limit"))
        .then(lit("over"))
        .when(col("whole") >= col("limit") * near)
        .then(lit("near"))
        .otherwise(lit("below"))
    )
    return rows.filter(col("whole") >= col("limit") * (near - width)).with_columns(band=band)


def clustered(rows: Frame, regular: int, pair: float) -> Frame:
    """Return payees of whom more payments lie near under the limit than below and over it.

    Whoever gets one such payment a month, for many months, has a contract that is paid by the
    month, even if two months are once paid together.
    """
    chiefs = rows.filter(col("code") == col("chief"))
    near = when(col("band") == "near").then(lit(1)).otherwise(lit(0))
    month = when(col("band") == "near").then(month_number(col("paid_on")))
    counts = chiefs.with_columns(near=near, month=month).group_by("body", "payee_key", "limit")
    sums = counts.agg(
        near=col("near").sum(),
        close=(near * (col("whole") >= col("limit") * pair).cast(Int64)).sum(),
        all=count(),
        low=col("month").min(),
        high=col("month").max(),
    )
    span = (col("high") - col("low") + 1).cast(Int64)
    monthly = (col("near") >= regular) & ((col("near") - span).abs() <= 2)
    return sums.filter(col("near") >= 2, col("near") * 2 > col("all"), ~monthly).select(
        "body", "payee_key", "limit", "near", "all", "close"
    )


def bursts(rows: Frame, days: int) -> Frame:
    """Add to each payment its burst: those that follow one another within days."""
    one = ("body", "payee_key", "limit")
    order = ["day", "code"]
    gap = col("day") - col("day").shift(1).over(*one, order_by=order)
    rows = rows.with_columns(gap=gap)
    begins = when(col("gap") <= days).then(lit(0)).otherwise(lit(1))
    rows = rows.with_columns(begins=begins, chiefs=(col("code") == col("chief")).cast(Int64))
    rows = rows.with_columns(burst=col("begins").cum_sum().over(*one, order_by=order))
    burst = (*one, "burst")
    return rows.with_columns(
        times=col("chiefs").sum().over(*burst).cast(Int64),
        sum=col("amount").sum().over(*burst).cast(Int64),
        least=col("whole").min().over(*burst).cast(Int64),
        lasted=(col("day").max().over(*burst) - col("day").min().over(*burst)).cast(Int64),
        first=col("paid_on").min().over(*burst).cast(String),
        last=col("paid_on").max().over(*burst).cast(String),
    )
