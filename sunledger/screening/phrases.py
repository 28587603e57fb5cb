"""Phrases that screens over firms, staff and services share: own settings, last days, crowds."""

from datetime import date

from narwhals import Expr, Int64, col, lit, max_horizontal, when
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Reason, Setting
from sunledger.screening.shapes import Frame
from sunledger.screening.vocabulary import key
from sunledger.screening.words import Text

_YEAR = 366
_RARE = 20  # rows of which one that lies so far off is a slip

NOT_POSITIVE = Reason(
    Text("The amount is zero or came back.", "金额为零，或属退回、冲销。"),
)


def ours(en: str, zh: str, kind: str = "number", why: Text | None = None) -> Setting:
    """Return a setting that rests on our own judgement."""
    return Setting(Text(en, zh), date(2024, 1, 1), why or Text("Our own.", "自定。"), kind)


def by_law(en: str, zh: str, law: Text, kind: str = "days") -> Setting:
    """Return a setting that a rule names."""
    return Setting(Text(en, zh), date(2024, 1, 1), law, kind)


def with_latest(rows: Frame, other: Frame, *days: str) -> Frame:
    """Add `latest`: the last day that the other table knows; no screen asks the clock.

    A slip of the key is no such day: what lies far after all the rest and is rare among it.
    """
    known = [col(day) for day in days]
    day = max_horizontal(*known) if len(known) > 1 else known[0]
    found = other.select(one=lit(1), known=day).filter(~col("known").is_null())
    counted = found.group_by("one", "known").agg(n=count())
    last = _without_slips(counted).group_by("one").agg(latest=col("known").max())
    return rows.with_columns(one=lit(1)).join(last, on="one", how="left").drop("one")


def _without_slips(counted: Frame) -> Frame:
    """Return the days before the first that lies too far from the day before it.

    Too far is more than a year with fewer than one row in twenty from there on, or more than ten
    years with fewer than one in two: records that begin anew are no slip, a century ahead is one.
    """
    number = day_number(col("known"))
    days = counted.with_columns(
        gap=(number - number.shift(1).over("one", order_by="known")).fill_null(0),
        upto=col("n").cum_sum().over("one", order_by="known"),
        of=col("n").sum().over("one"),
    )
    rest = col("of") - col("upto") + col("n")
    slip = ((col("gap") > _YEAR) & (rest * _RARE < col("of"))) | (
        (col("gap") > 10 * _YEAR) & (rest * 2 < col("of"))
    )
    days = days.with_columns(slip=when(slip).then(lit(1)).otherwise(lit(0)))
    slips = col("slip").cum_sum().over("one", order_by="known")
    return days.with_columns(slips=slips).filter(col("slips") == 0)


def crowded(n: int, days: int, *same: str) -> Expr:
    """Whether a row is one of n that lie within so many days; `day` has the day's number."""
    order = ["day", "code"]
    found: Expr = lit(value=False)
    for before in range(n):
        first = col("day").shift(before).over(*same, order_by=order)
        last = col("day").shift(before - n + 1).over(*same, order_by=order)
        found = found | (last - first <= days).fill_null(value=False)
    return found


def gathered(rows: Frame, *same: str, amount: str = "", **kinds: str) -> Frame:
    """Add the lead that rows share which agree in these columns, how many they are, their sum.

    `days="day"` adds how many different days they have, for instance.
    """
    stake = col(amount) if amount else lit(0)
    rows = keep(rows.with_columns(lead=key(*same), added=stake))
    sums = rows.group_by("lead").agg(
        times=count(),
        sum=col("added").sum().cast(Int64),
        **{name: col(of).n_unique().cast(Int64) for name, of in kinds.items()},
    )
    return rows.join(sums, on="lead").drop("added")


def yes(name: str) -> Expr:
    """Whether a column of yes or no says yes; nothing is no."""
    return (col(name) == 1).fill_null(value=False)
