"""The records of a page of lines, as tables show them: plain rows, asked for in plain words.

Fifty rows through the models' own questions cost more than finding them among a million.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

_RECORDS = """
SELECT r.id, r.code, r.line, r.currency, u.code, u.name, u.name_en, b.code, b.period, r.category,
    r."values"
FROM disclosure_record r
JOIN units_unit u ON u.id = r.unit_id
JOIN disclosure_batch b ON b.id = r.batch_id
WHERE r.id IN ({})
"""
_CORRECTED = """
SELECT record_id, field, new FROM disclosure_correction
WHERE record_id IN ({}) AND state = 'made' ORDER BY leaf
"""


class Seen(NamedTuple):
    """A record as a table shows it."""

    pk: int
    code: str
    line: int
    currency: str
    unit: str
    unit_name: str
    unit_name_en: str
    batch: str
    period: str
    category: str
    values: dict[str, Any]  # as they were published


def seen(numbers: Sequence[int]) -> list[Seen]:
    """Return records in the order of their numbers."""
    rows = _asked(_RECORDS, numbers)
    kept = _read([row[-1] for row in rows])
    found = {row[0]: Seen._make((*row[:-1], said)) for row, said in zip(rows, kept, strict=True)}
    return [found[number] for number in numbers if number in found]


def corrected(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what was corrected in these records, as it is today."""
    rows = _asked(_CORRECTED, numbers)
    found: dict[int, dict[str, Any]] = {}
    for (record, field, _new), new in zip(rows, _read([row[-1] for row in rows]), strict=True):
        found.setdefault(record, {})[field] = new
    return found


def _asked(sql: str, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(", ".join(["%s"] * len(numbers))), list(numbers))
        return list(cursor.fetchall())


def _read(texts: Sequence[str | None]) -> list[Any]:
    """Return what some JSON texts say, all of them read in one go; nothing says null."""
    said: list[Any] = json.loads(f"[{','.join(text or 'null' for text in texts)}]")
    return said
