"""What was published, counted: kept with every publication, and made again from the sheets.

`keep` runs in the transaction that publishes or withdraws. `recount` makes everything again by a
few statements over whole tables: after an adoption, after the tree was loaded, and every night.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Batch, Below, Headcount, Published, State
from sunledger.disclosure.owed.duties import by_calendar, claims, due_day
from sunledger.seal import log
from sunledger.units.models import Unit

_ROWS = 2000


def keep(batch: Batch) -> None:
    """Count a sheet that was published or withdrawn just now, here and under every unit above."""
    log.one_at_a_time()  # two that publish at once would count the same row
    cell = {"unit": batch.unit, "category": batch.category, "period": batch.period}
    before = Published.objects.filter(**cell).first()
    standing = Batch.objects.filter(**cell, state=State.PUBLISHED)
    first = standing.aggregate(batch=Min("pk"), at=Min(Coalesce("published_at", "reviewed_at")))
    after = None
    if first["batch"] is not None:
        after = Published(**cell, batch_id=first["batch"], published_at=first["at"])
        after.in_time = _in_time(batch.category, batch.period, first["at"])
        after.owed = is_owed(batch.unit, batch.category, batch.period)
    if before is not None:
        before.delete()
    if after is not None:
        after.save(force_insert=True)
    steps = _step(after)[0] - _step(before)[0], _step(after)[1] - _step(before)[1]
    if any(steps):
        _add(batch, *steps)


def is_owed(unit: Unit, category: str, period: str) -> bool:
    """Whether a unit owes a category for a period, by any adoption."""
    return any(
        claim.category == category
        and claim.kind == unit.kind
        and unit.path.startswith(claim.path)
        and claim.holds(period)
        for claim in claims()
    )


@transaction.atomic
def recount() -> None:
    """Make all counts again from the sheets, the tree and the adoptions. Nobody publishes then."""
    log.one_at_a_time()
    _count_heads()
    with connection.cursor() as cursor:
        for table in (Published, Below):
            cursor.execute(f"DELETE FROM {_name(table)}")  # noqa: S608
        _temporary(cursor)
        cursor.execute(_PUBLISHED)
        depth = Unit.objects.aggregate(deepest=Max("depth"))["deepest"] or 0
        cursor.execute(_DIRECTLY_BELOW)
        for level in range(depth - 1, 0, -1):
            cursor.execute(_FURTHER_UP, [level])
        for name in ("owed_due", "owed_claim"):
            cursor.execute(f"DROP TABLE {name}")


def moment_after(day: date) -> datetime:
    """Return the first moment after a day, where the site is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _in_time(category: str, period: str, at: datetime) -> bool:
    shape = CATEGORIES.get(category)
    return bool(shape and by_calendar(shape) and at < moment_after(due_day(shape, period)))


def _step(row: Published | None) -> tuple[int, int]:
    """Return what a row counts for: in time, late."""
    if row is None or not row.owed:
        return 0, 0
    return (1, 0) if row.in_time else (0, 1)


def _add(batch: Batch, in_time: int, late: int) -> None:
    """Add to the counts of every unit above."""
    above = Unit.objects.above(batch.unit).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for unit in above:
            cursor.execute(_ADD, [unit, batch.category, batch.period, in_time, late])


def _count_heads() -> None:
    """Count the units of every kind in every branch."""
    counts: dict[tuple[str, str], int] = {}
    pks: dict[str, int] = {}
    units = Unit.objects.order_by().values_list("pk", "code", "path", "kind")
    for pk, code, path, kind in units.iterator(_ROWS):
        pks[code] = pk
        for above in path.split("/")[:-1]:
            counts[above, kind] = counts.get((above, kind), 0) + 1
    Headcount.objects.all().delete()
    rows = (Headcount(unit_id=pks[code], kind=kind, units=n) for (code, kind), n in counts.items())
    Headcount.objects.bulk_create(rows, _ROWS)


def _temporary(cursor: Any) -> None:
    """Put down what is claimed, and by when, where the statements can join it."""
    cursor.execute(
        "CREATE TEMPORARY TABLE owed_claim (path text, above text, kind text, category text, "
        "first text, last text)"
    )
    cursor.executemany(
        "INSERT INTO owed_claim VALUES (%s, %s, %s, %s, %s, %s)",
        [
            (one.path, f"{one.path[:-1]}0", one.kind, one.category, one.first, one.last)
            for one in claims()
        ],
    )
    cursor.execute("CREATE INDEX owed_claim_of ON owed_claim (category, kind)")
    moment = "text" if connection.vendor == "sqlite" else "timestamp with time zone"
    cursor.execute(
        f"CREATE TEMPORARY TABLE owed_due (category text, period text, at {moment}, "
        "PRIMARY KEY (category, period))"
    )
    field = Batch._meta.get_field("published_at")
    cells = Batch.objects.filter(state=State.PUBLISHED).order_by().values_list("category", "period")
    rows = []
    for category, period in cells.distinct():
        shape = CATEGORIES.get(category)
        if shape and by_calendar(shape):
            at = moment_after(due_day(shape, period))
            rows.append((category, period, field.get_db_prep_value(at, connection)))
    cursor.executemany("INSERT INTO owed_due VALUES (%s, %s, %s)", rows)


def _name(model: type[Any]) -> str:
    return str(model._meta.db_table)


_PUBLISHED = """
INSERT INTO disclosure_published
    (unit_id, category, period, batch_id, published_at, in_time, owed)
SELECT b.unit_id, b.category, b.period, b.batch, b.at, COALESCE(b.at < d.at, FALSE),
    EXISTS (SELECT 1 FROM owed_claim c WHERE c.category = b.category AND c.kind = u.kind
        AND b.period >= c.first AND b.period <= c.last AND u.path >= c.path AND u.path < c.above)
FROM (SELECT unit_id, category, period, MIN(id) AS batch,
        MIN(COALESCE(published_at, reviewed_at)) AS at
    FROM disclosure_batch WHERE state = 'published' GROUP BY unit_id, category, period) b
JOIN units_unit u ON u.id = b.unit_id
LEFT JOIN owed_due d ON d.category = b.category AND d.period = b.period
"""
_DIRECTLY_BELOW = """
INSERT INTO disclosure_below (unit_id, category, period, in_time, late)
SELECT u.parent_id, p.category, p.period,
    SUM(CASE WHEN p.in_time THEN 1 ELSE 0 END), SUM(CASE WHEN p.in_time THEN 0 ELSE 1 END)
FROM disclosure_published p JOIN units_unit u ON u.id = p.unit_id
WHERE p.owed AND u.parent_id IS NOT NULL GROUP BY u.parent_id, p.category, p.period
"""
_SUMMED = """
ON CONFLICT (unit_id, category, period) DO UPDATE SET
    in_time = disclosure_below.in_time + excluded.in_time,
    late = disclosure_below.late + excluded.late
"""
_FURTHER_UP = f"""
INSERT INTO disclosure_below (unit_id, category, period, in_time, late)
SELECT u.parent_id, b.category, b.period, SUM(b.in_time), SUM(b.late)
FROM disclosure_below b JOIN units_unit u ON u.id = b.unit_id
WHERE u.depth = %s AND u.parent_id IS NOT NULL GROUP BY u.parent_id, b.category, b.period
{_SUMMED}"""  # noqa: S608
_ADD = f"""
INSERT INTO disclosure_below (unit_id, category, period, in_time, late)
VALUES (%s, %s, %s, %s, %s) {_SUMMED}"""  # noqa: S608
