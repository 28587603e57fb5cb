"""Lines found by words, over all categories: the newest first, withdrawn ones among them."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.db import connection

from sunledger.core.problem import Refused, gettext_noop
from sunledger.disclosure.lines import holds, index
from sunledger.disclosure.lines.words import Word
from sunledger.disclosure.models import Line
from sunledger.units.models import Unit

PAGE = 20
COUNTED = 1_000  # lines that are told apart by category while a reader waits
_GONE = gettext_noop("“%(text)s” is the code of no line. Go back to the first page.")


class Wanted(NamedTuple):
    """Words, and where they are looked for."""

    words: tuple[Word, ...]
    category: str = ""
    unit: Unit | None = None
    first: str = ""  # years
    last: str = ""


class Found(NamedTuple):
    """A page of lines by their records' numbers, and whether more follow."""

    records: list[int]
    withdrawn: set[int]
    more: bool


def find(wanted: Wanted, after: str = "") -> Found:
    """Return the lines that hold every word, from one on."""
    tables, conditions, params = _asked(wanted)
    key = "w.rowid" if connection.vendor == "sqlite" else "l.record_id"
    if after:
        conditions.append(f"{key} < %s")
        params.append(_number(after))
    rows = _fetch(
        f"SELECT l.record_id, l.standing FROM {tables} WHERE {' AND '.join(conditions)} "  # noqa: S608
        f"ORDER BY {key} DESC LIMIT {PAGE + 1}",
        params,
    )
    shown = rows[:PAGE]
    withdrawn = {number for number, standing in shown if not standing}
    return Found([number for number, _standing in shown], withdrawn, len(rows) > PAGE)


def categories(wanted: Wanted) -> tuple[Counter[str], bool]:
    """Return in which categories lines were found, how many, and whether those are all."""
    tables, conditions, params = _asked(wanted)
    found = _fetch(
        f"SELECT category, count(*) FROM (SELECT l.category FROM {tables} "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} LIMIT {COUNTED + 1}) found GROUP BY category",
        params,
    )
    counted = Counter(dict(found))
    return counted, counted.total() <= COUNTED


def _asked(wanted: Wanted) -> tuple[str, list[str], list[Any]]:
    """Return the tables, the conditions and what goes into them."""
    leaf = wanted.unit is not None and not Unit.objects.filter(parent=wanted.unit).exists()
    own = wanted.unit.pk if wanted.unit and leaf else None
    question = index.question(wanted.words, wanted.category, own)
    is_sqlite = connection.vendor == "sqlite"
    tables = "disclosure_line l"
    if is_sqlite:
        tables = "disclosure_words w CROSS JOIN disclosure_line l ON l.record_id = w.rowid"
    conditions = ["w.disclosure_words MATCH %s" if is_sqlite else "l.words @@ %s::tsquery"]
    params: list[Any] = [question]
    if wanted.category:
        conditions.append("l.category = %s")
        params.append(wanted.category)
    if wanted.unit:
        conditions.append("l.unit_id IN (SELECT id FROM units_unit WHERE path >= %s AND path < %s)")
        params += [wanted.unit.path, wanted.unit.path[:-1] + "0"]
    for sign, year in ((">=", wanted.first), ("<", wanted.last and str(int(wanted.last) + 1))):
        if year:
            conditions.append(f"l.period {sign} %s")
            params.append(year)
    for word in wanted.words:
        if not word.is_exact:
            condition, values = holds.anywhere(word)
            conditions.append(condition)
            params += values
    return tables, conditions, params


def _number(code: str) -> int:
    number = Line.objects.filter(record__code=code).values_list("pk", flat=True).first()
    if number is None:
        raise Refused(_GONE, text=code[:40])
    return number


def _fetch(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
