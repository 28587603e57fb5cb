"""Puts a whole province into the database past the models: in bulk, indexes and guards last."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

if TYPE_CHECKING:
    from bench.sunshine_site import Province

_PORTION = 20_000
TABLES = ("disclosure_batch", "disclosure_record", "disclosure_line", "disclosure_sum")


def fill(province: Province) -> None:
    """Fill the tables; a few minutes on a machine of two cores."""
    begun = time.perf_counter()
    unit, person, sheet, record, line, total = _models()
    with transaction.atomic():
        units = province.tree()
        _put(_row(unit(), **one) for one in units)
        by = _people(person)
    print(f"  {len(units):,} units", flush=True)
    with _bulk() as bulk:
        sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
        shapes = {one.code: one for one in province.items}
        for batches, lines in _portioned(province.sheets()):
            bulk.put(sheet._meta.db_table, (_sheet(sheet, one, by) for one in batches))
            whole = [
                (batch, one) for batch, mine in zip(batches, lines, strict=True) for one in mine
            ]
            bulk.put(record._meta.db_table, (_record(record, *both) for both in whole))
            made = [_line(line, batch, one, shapes) for batch, one in whole]
            bulk.put_lines(line._meta.db_table, made)
            _count(sums, whole)
        bulk.put(total._meta.db_table, _sums(total, sums))
        print(f"  rows, {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"  indexes, {time.perf_counter() - begun:.0f} s", flush=True)
    _adopt(province)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")
    print(f"  ready, {time.perf_counter() - begun:.0f} s", flush=True)


def _models() -> tuple[Any, ...]:
    from sunledger.disclosure.models import Batch, Line, Record, Sum
    from sunledger.units.models import Unit, User

    return Unit, User, Batch, Record, Line, Sum


def _people(person: Any) -> list[int]:
    """Make who entered and who reviewed; return their numbers."""
    return [person.objects.create(username=f"sunshine-{i}", name="某").pk for i in (1, 2)]


def _portioned(sheets: Iterator[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    batches: list[Any] = []
    lines: list[Any] = []
    for batch, mine in sheets:
        batches.append(batch)
        lines.append(mine)
        if len(batches) == _PORTION:
            yield batches, lines
            batches, lines = [], []
    yield batches, lines


def _row(one: models.Model, **values: Any) -> tuple[str, dict[str, Any]]:
    """Return a row with everything that a model says of it, and what is given."""
    row: dict[str, Any] = {}
    for field in one._meta.concrete_fields:
        if field.column not in values:
            row[str(field.column)] = field.get_db_prep_save(field.pre_save(one, True), connection)
    return one._meta.db_table, row | values


_BLANK: dict[str, dict[str, Any]] = {}


def _blank(model: Any) -> dict[str, Any]:
    """Return a row of a table as its model begins it."""
    if model._meta.db_table not in _BLANK:
        _BLANK[model._meta.db_table] = _row(model())[1]
    return _BLANK[model._meta.db_table]


def _sheet(model: Any, one: dict[str, Any], by: list[int]) -> dict[str, Any]:
    """Return a published sheet."""
    moment = _moment(one["published"])
    given = {name: one[name] for name in (
        "id", "code", "unit_id", "category", "period", "rows", "totals", "file_sha256", "leaf"
    )}  # fmt: skip
    said = {
        "category_version": one["batch_version"], "state": "published", "rows_read": one["rows"],
        "file_name": "公开表.xlsx" if one["rows"] else "", "entered_by_id": by[0],
        "entered_at": moment, "submitted_by_id": by[0], "submitted_at": moment,
        "reviewed_by_id": by[1], "reviewed_at": moment,
    }  # fmt: skip
    blank = _blank(model)
    if "published_at" in blank:
        said["published_at"] = moment
    return blank | given | said


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _record(model: Any, batch: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """Return a record."""
    own = {name: one[name] for name in (
        "id", "code", "number", "line", "leaf", "amount", "day", "party", "unit_id", "currency"
    )}  # fmt: skip
    more = {"batch_id": batch["id"], "category": batch["category"], "values": _json(one["values"])}
    return _blank(model) | own | more


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values)


def _line(model: Any, batch: dict[str, Any], one: dict[str, Any], shapes: Any) -> dict[str, Any]:
    """Return the line of a record."""
    from sunledger.disclosure.lines.words import text_of
    from sunledger.disclosure.models import NO_AMOUNT, NO_DAY

    return _blank(model) | {
        "record_id": one["id"], "batch_id": batch["id"], "unit_id": one["unit_id"],
        "category": batch["category"], "period": batch["period"],
        "day": one["day"] or NO_DAY.isoformat(), "party": one["party"],
        "amount": NO_AMOUNT if one["amount"] is None else one["amount"], "currency": "CNY",
        "text": text_of(one["values"], shapes[batch["category"]].fields, "CNY"),
    }  # fmt: skip


def _count(sums: Any, whole: list[Any]) -> None:
    for batch, one in whole:
        for unit in (batch["unit_id"], None):
            kept = sums[batch["category"], unit, batch["period"]]
            kept[0] += 1
            kept[1] += one["amount"] or 0


def _sums(model: Any, sums: Any) -> Iterator[dict[str, Any]]:
    for number, ((category, unit, period), (lines, amount)) in enumerate(sums.items(), 1):
        yield _blank(model) | {
            "id": number, "category": category, "unit_id": unit, "period": period,
            "currency": "CNY", "lines": lines, "amount": amount,
        }  # fmt: skip


def _adopt(province: Province) -> None:
    """Let the villages owe what they publish, and count what is owed."""
    from sunledger.disclosure.models import Adoption
    from sunledger.disclosure.owed import counted
    from sunledger.units.models import Unit, User

    Adoption.objects.create(
        unit=Unit.objects.get(parent=None), pack="village", kinds=["village"],
        since=province.months[0], by=User.objects.earliest("pk"), leaf=10**9,
    )  # fmt: skip
    counted.recount()


def _put(rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Put a few rows in by the common way."""
    with connection.cursor() as cursor:
        for table, row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(["%s"] * len(row))
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608


class _Sqlite:
    """Puts rows into a file that nobody else has open."""

    def __init__(self) -> None:
        connection.close()
        self._file = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE",
                       "cache_size=-2000000", "foreign_keys=OFF"):  # fmt: skip
            self._file.execute(f"PRAGMA {pragma}").fetchall()
        self._later: list[str] = []

    def __enter__(self) -> _Sqlite:
        marks = ", ".join("?" * len(TABLES))
        found = self._file.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "  # noqa: S608
            f"AND sql IS NOT NULL AND tbl_name IN ({marks})",
            TABLES,
        ).fetchall()
        for kind, name, sql in found:
            self._file.execute(f"DROP {kind} {name}")
            self._later.append(sql)
        self._file.execute("BEGIN")
        return self

    def put(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Put rows in."""
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        names = list(first)
        spelled = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table} ({spelled}) VALUES ({marks})"  # noqa: S608
        self._file.execute(sql, list(first.values()))
        self._file.executemany(sql, ([row[name] for name in names] for row in rows))

    def put_lines(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Put lines in, and their words into the index."""
        self.put(table, rows)
        words = ((row["record_id"], " ".join(_words(row))) for row in rows)
        self._file.executemany("INSERT INTO disclosure_words (rowid, words) VALUES (?, ?)", words)

    def __exit__(self, *error: object) -> None:
        self._file.execute("COMMIT")
        if error[0] is None:
            for sql in self._later:
                self._file.execute(sql)
        self._file.close()


def _words(row: dict[str, Any]) -> list[str]:
    from sunledger.disclosure.lines import index

    return index.kept(row["text"], row["category"], row["unit_id"])


class _Postgresql(_Sqlite):
    """Puts rows in by COPY."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._later = []

    def __enter__(self) -> _Postgresql:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
                "AND indexname NOT IN (SELECT conname FROM pg_constraint)", [list(TABLES)],
            )  # fmt: skip
            for name, sql in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                self._later.append(sql)
        return self

    def put(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Put rows in."""
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        spelled = ", ".join(f'"{name}"' for name in first)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({spelled}) FROM STDIN") as out,
        ):
            out.write_row(list(first.values()))
            for row in rows:
                out.write_row([row[name] for name in first])

    def put_lines(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Put lines in with their words."""
        self.put(
            table, (row | {"words": " ".join(f"'{one}'" for one in _words(row))} for row in rows)
        )

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            for sql in self._later if error[0] is None else ():
                cursor.execute(sql)
            for table in ("disclosure_batch", "disclosure_record"):
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM "  # noqa: S608
                    f"{table}))", [table],
                )  # fmt: skip
            cursor.execute("SET session_replication_role = DEFAULT")


def _bulk() -> _Sqlite:
    return _Sqlite() if connection.vendor == "sqlite" else _Postgresql()
