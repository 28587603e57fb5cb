"""What the lines of a question come to, per currency: exactly, or not said at all."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Sum as Total

from sunledger.disclosure.lines import rows
from sunledger.disclosure.lines.asked import Asked, Span
from sunledger.disclosure.models import NO_AMOUNT, Sum
from sunledger.units.paths import branch


class Came(NamedTuple):
    """What lines in one currency come to."""

    currency: str
    lines: int
    amount: int


class Totals(NamedTuple):
    """How many lines fit, and their sums.

    With more than FEW of them neither was counted out; where an index of words suggests too many
    to be looked into one by one, nothing was counted at all, and `lines` is 0.
    """

    lines: int
    sums: list[Came]
    is_whole: bool


def totals(asked: Asked) -> Totals:
    """Return what the lines of a question come to.

    Where nothing is asked but units, periods and a currency, it stands in the prepared sums. Else
    the lines are counted, so far as a reader can wait for it unless the whole sum is asked for.
    """
    if asked.is_all:
        return _told(_prepared(asked))
    if not asked.whole_sum and rows.suggests_many(asked):
        return Totals(0, [], is_whole=False)
    counted = _counted(asked, None if asked.whole_sum else rows.FEW + 1)
    if counted.lines > rows.FEW and not asked.whole_sum:
        return Totals(counted.lines, [], is_whole=False)
    return counted


def _told(sums: list[Came]) -> Totals:
    return Totals(sum(one.lines for one in sums), sums, is_whole=True)


def _prepared(asked: Asked) -> list[Came]:
    """Return the prepared sums."""
    kept = Sum.objects.filter(category=asked.shape.code, lines__gt=0)
    if asked.unit and asked.reach == "own":
        kept = kept.filter(unit=asked.unit)
    elif asked.unit and asked.reach != "all":
        kept = kept.filter(branch(asked.unit.path, "unit__path"))
    else:
        kept = kept.filter(unit=None)
    if asked.currency:
        kept = kept.filter(currency=asked.currency)
    kept = kept.filter(**_periods(asked.period)).order_by("currency")
    found = kept.values_list("currency").annotate(Total("lines"), Total("amount"))
    return [Came(currency, lines, amount) for currency, lines, amount in found]


def _periods(span: Span) -> dict[str, str]:
    ends = {"period__gte": span.first, "period__lte": span.last, "period__lt": span.below}
    return {name: str(end) for name, end in ends.items() if end is not None}


def _counted(asked: Asked, limit: int | None) -> Totals:
    """Count and add up the lines themselves, no more of them than the limit."""
    road = rows.road_of(asked)
    stop = f" LIMIT {limit}" if limit else ""
    sql = (
        f"SELECT currency, count(*), sum(CASE WHEN amount > {NO_AMOUNT} THEN amount ELSE 0 END) "  # noqa: S608
        f"FROM (SELECT l.currency, l.amount FROM {road.tables()} WHERE {road.where}{stop}) fitting "
        "GROUP BY currency ORDER BY currency"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, road.params)
        return _told([Came(one, count, int(amount)) for one, count, amount in cursor.fetchall()])
