"""What the engine makes ready once, for all screens: no blanks, payees' keys, day numbers."""

from narwhals import Expr, Int64, String, coalesce, col, lit, when

from sunledger.screening import payee, sameas
from sunledger.screening.shapes import PAYMENTS, Frame, Shape


def ready(raw: Frame, shape: Shape, same: Frame | None = None) -> Frame:
    """Return a table as screens see it: blanks are nothing, bodies have names, one firm one key.

    `same` holds the names that people confirmed to be one firm's.
    """
    texts = [_or_nothing(name) for name in _texts(shape)]
    whole = raw.with_columns(*texts) if texts else raw
    if shape.name == PAYMENTS.name:
        whole = _payments(whole)
    if same is not None and sameas.concerns(shape):
        whole = sameas.laid_over(whole, shape, same)
    if shape.name == PAYMENTS.name:
        return whole.select(*shape.names())
    whole = sameas.told_apart(whole, shape)
    if shape.has("body_name"):
        whole = whole.with_columns(body=coalesce(col("body"), col("body_name")))
        whole = whole.with_columns(body_name=coalesce(col("body_name"), col("body")))
    return whole.select(*shape.names())


def _payments(whole: Frame) -> Frame:
    """Return the payments with their derived columns."""
    whole = whole.with_columns(body=coalesce(col("body"), col("body_name"), col("payer")))
    whole = whole.with_columns(body_name=coalesce(col("body_name"), col("body")))
    whole = whole.with_columns(batch_name=coalesce(col("batch_name"), col("batch")))
    whole = whole.with_columns(payer=coalesce(col("payer"), col("body_name")))
    whole = whole.with_columns(day=day_number(col("paid_on")), payee_kind=payee.kind(col("payee")))
    return whole.with_columns(payee_key=payee.key(), copy_of=lit(None, String))


def _texts(shape: Shape) -> list[str]:
    """Return the columns in which a blank is nothing."""
    return [one.name for one in shape.columns if one.kind in ("text", "name") and not one.filled]


def _or_nothing(name: str) -> Expr:
    """Return the text without spaces around it; a blank is nothing."""
    text = col(name).str.strip_chars()
    return when(text.str.len_chars() > 0).then(text).otherwise(lit(None)).alias(name)


def day_number(day: Expr) -> Expr:
    """Return days since 1970; from whole numbers only, for engines differ on intervals."""
    year = day.dt.year().cast(Int64) - 1
    leaps = year // 4 - year // 100 + year // 400
    return (year * 365 + leaps + day.dt.ordinal_day().cast(Int64) - 719_163).cast(Int64)


def month_number(day: Expr) -> Expr:
    """Return the month of a day, as a column of kind month has it: months since the year 0."""
    return (day.dt.year().cast(Int64) * 12 + day.dt.month().cast(Int64) - 1).cast(Int64)
