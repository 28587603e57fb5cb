"""The lines that a question asks for, a page at a time, by roads that stay short at any size.

Which road is short depends on how many lines fit. So a bounded number of them is counted first, by
the index that the question itself suggests. Are they few, they are fetched by it and sorted; are
they many, the index of the order is walked, where the next fitting line is never far. SQLite is
told which index to take; PostgreSQL knows better by its own counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.lines import holds, index
from sunledger.disclosure.lines.asked import Asked, Span, Unclear
from sunledger.disclosure.lines.words import word_of
from sunledger.disclosure.models import NO_AMOUNT, NO_DAY, Line

PAGE = 50
FEW = 10_000  # lines that are counted, added up and sorted while a reader waits
LOOKED_THROUGH = 3_000  # lines that an index of words suggests, each looked into while one waits
_GONE = gettext_noop("“%(text)s” is the code of no line. Go back to the first page.")
_COLUMNS = {"period": "l.period", "day": "l.day", "amount": "l.amount", "party": "l.party"}

Params = list[Any]


@dataclass(frozen=True)
class Road:
    """How a question is answered: by which index, under which conditions."""

    index: str
    conditions: tuple[str, ...]
    params: tuple[Any, ...]
    by_words: bool = False

    def tables(self, by: str = "") -> str:
        """Return the tables, with the index to take where the database has to be told."""
        if connection.vendor != "sqlite":
            return "disclosure_line l"
        if self.by_words:
            return "disclosure_words w CROSS JOIN disclosure_line l ON l.record_id = w.rowid"
        return f"disclosure_line l INDEXED BY {by or self.index}"

    @property
    def where(self) -> str:
        """Return the conditions as one."""
        return " AND ".join(self.conditions)


def road_of(asked: Asked) -> Road:
    """Return the way to the lines of a question."""
    parts = [*_scope(asked), *_spans(asked), *_texts(asked)]
    conditions = tuple(sql for sql, _params in parts)
    params = tuple(value for _sql, values in parts for value in values)
    by_words = any("MATCH" in sql for sql in conditions)
    return Road(_index(asked), conditions, params, by_words)


def page(asked: Asked, fitting: int) -> tuple[list[int], bool, bool]:
    """Return the records of a page, and whether lines come before and after it.

    `fitting` is how many lines fit, counted up to FEW and one.
    """
    road = road_of(asked)
    column, down = _order(asked, road)
    back = bool(asked.before)
    start = asked.before or asked.after
    if back:
        down = not down
    conditions, params = [road.where], [*road.params]
    if start:
        sql, values = _from(start, column, down)
        conditions.append(sql)
        params += values
    tables = road.tables("" if fitting <= FEW else _walked(asked, column, road))
    way = "DESC" if down else "ASC"
    order = f"{column} {way}, l.record_id {way}" if column else f"{key(road)} {way}"
    found = _fetch(
        f"SELECT l.record_id FROM {tables} WHERE {' AND '.join(conditions)} "  # noqa: S608
        f"ORDER BY {order} LIMIT {PAGE + 1}",
        params,
    )
    records, more = [number for (number,) in found[:PAGE]], len(found) > PAGE
    if back:
        return records[::-1], more, True
    return records, bool(start), more


def sort_of(asked: Asked) -> str:
    """Return the order in which lines stand: the one asked for, else what the question is about."""
    if asked.sort or asked.batch:
        return asked.sort
    if asked.words or asked.texts:
        return ""
    return "-day" if asked.day else "-amount" if asked.amount else "-period"


def _order(asked: Asked, road: Road) -> tuple[str, bool]:
    """Return the column that orders, and whether downward; without one, by the record alone."""
    sort = sort_of(asked)
    if not sort:
        return "", not asked.batch
    return _COLUMNS[sort.removeprefix("-")], sort.startswith("-")


def key(road: Road) -> str:
    """Return the column by which a road without an order of its own runs."""
    return "w.rowid" if road.by_words and connection.vendor == "sqlite" else "l.record_id"


def _walked(asked: Asked, column: str, road: Road) -> str:
    """Return the index to walk where many lines fit."""
    if asked.batch or not column or road.index == "line_of_unit":
        return road.index
    return f"line_by_{column.removeprefix('l.')}"


def _from(code: str, column: str, down: bool) -> tuple[str, Params]:
    """Return the condition that a line comes after the one with this code."""
    line = Line.objects.filter(record__code=code).values_list(
        "record_id", *[column.removeprefix("l.")] * bool(column)
    )
    found = line.first()
    if found is None:
        raise Unclear(_GONE, text=code)
    sign = "<" if down else ">"
    if not column:
        return f"l.record_id {sign} %s", [found[0]]
    return f"({column}, l.record_id) {sign} (%s, %s)", [_plain(found[1]), found[0]]


def _index(asked: Asked) -> str:
    """Return the index that the question suggests."""
    if asked.batch:
        return "line_of_batch"
    if asked.reach in ("own", "small"):
        return "line_of_unit"
    if any(asked.shape.field(name).role == "party" for name in asked.exact):
        return "line_by_party"
    return "line_by_day" if asked.day else "line_by_amount" if asked.amount else "line_by_period"


def _scope(asked: Asked) -> list[tuple[str, Params]]:
    """Return the conditions that say whose lines are asked for."""
    if asked.batch:
        return [("l.batch_id = %s", [asked.batch.pk])]
    parts: list[tuple[str, Params]] = [("l.category = %s", [asked.shape.code]), ("l.standing", [])]
    if asked.unit is None or asked.reach == "all":
        return parts
    if asked.reach == "own":
        return [*parts, ("l.unit_id = %s", [asked.unit.pk])]
    # The sign before it keeps SQLite from taking the units' index where another one is walked.
    walks = connection.vendor == "sqlite" and asked.reach == "large"
    path = asked.unit.path
    below = "IN (SELECT id FROM units_unit WHERE path >= %s AND path < %s)"
    return [*parts, (f"{'+' * walks}l.unit_id {below}", [path, path[:-1] + "0"])]


def _spans(asked: Asked) -> list[tuple[str, Params]]:
    """Return the conditions of periods, days and amounts."""
    parts = _between("l.period", asked.period)
    parts += _between("l.day", asked.day)
    parts += _between("l.amount", asked.amount)
    if asked.day and asked.day.first is None:
        parts.append(("l.day > %s", [NO_DAY.isoformat()]))
    if asked.amount and asked.amount.first is None:
        parts.append(("l.amount > %s", [NO_AMOUNT]))
    if asked.currency:
        parts.append(("l.currency = %s", [asked.currency]))
    return parts


def _between(column: str, span: Span) -> list[tuple[str, Params]]:
    ends = ((">=", span.first), ("<=", span.last), ("<", span.below))
    return [(f"{column} {sign} %s", [_plain(end)]) for sign, end in ends if end is not None]


def _plain(value: Any) -> Any:
    """Return a value as both databases compare it: days as text on SQLite."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _texts(asked: Asked) -> list[tuple[str, Params]]:
    """Return the conditions of words, the index's first."""
    exact, parts = _exact(asked)
    parts += _match(asked)
    parts += [holds.anywhere(word) for word in asked.words if not word.is_exact]
    parts += [holds.in_field(word, name) for name, word in asked.texts.items()]
    return [*parts, *exact]


def _match(asked: Asked) -> list[tuple[str, Params]]:
    """Return the condition by which the index of words suggests lines, if any is looked for."""
    others = [text for name, text in asked.exact.items() if asked.shape.field(name).role != "party"]
    looked_for = [*asked.words, *asked.texts.values(), *map(word_of, others)]
    words = [word for word in looked_for if word.text]
    if not words:
        return []
    unit = asked.batch.unit_id if asked.batch else None
    if asked.unit and asked.reach == "own":
        unit = asked.unit.pk
    sign = (
        "w.disclosure_words MATCH %s" if connection.vendor == "sqlite" else "l.words @@ %s::tsquery"
    )
    return [(sign, [index.question(words, asked.shape.code, unit)])]


def suggests_many(asked: Asked) -> bool:
    """Whether the index of words suggests more lines than are looked through while one waits."""
    for sql, params in _match(asked):
        table = "disclosure_words w" if connection.vendor == "sqlite" else "disclosure_line l"
        some = f"SELECT 1 FROM {table} WHERE {sql} LIMIT {LOOKED_THROUGH + 1}"  # noqa: S608
        ((count,),) = _fetch(f"SELECT count(*) FROM ({some}) suggested", params)  # noqa: S608
        return int(count) > LOOKED_THROUGH
    return False


def _exact(asked: Asked) -> tuple[list[tuple[str, Params]], list[tuple[str, Params]]]:
    """Return the conditions of fields that are to be one thing, and the party's own."""
    others: list[tuple[str, Params]] = []
    parties: list[tuple[str, Params]] = []
    for name, text in asked.exact.items():
        field = asked.shape.field(name)
        if field.role == "party":
            parties.append(("l.party = %s", [text[:300]]))
        else:
            others.append(holds.whole(field, text))
    return others, parties


def _fetch(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
