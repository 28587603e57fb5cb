"""The payments of one file as a part in Parquet, written while the file is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.disclosure.sheet import Reading
from sunledger.screening.shapes import PAYMENTS
from sunledger.web.analyst.counts import SheetCount, Tally

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_AT_ONCE = 20_000  # rows held before they are written
_NAMES = tuple(column.name for column in PAYMENTS.columns)
_TEXTS = frozenset(column.name for column in PAYMENTS.columns if column.kind == "text")

Sink = Callable[[int, Mapping[str, Any], Mapping[str, str]], None]


def payments_part(parts: Path, number: int) -> Path:
    """Return where the payments of a file are kept until all files are read."""
    return parts / f"{number:06d}.parquet"


class Payments:
    """Takes payments row by row and writes them; a file without any leaves no part."""

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._number = path, number
        self._writer: pq.ParquetWriter | None = None
        self._rows: list[tuple[Any, ...]] = []

    def sheet(
        self,
        place: int,
        batch: str,
        reading: Reading,
        body_of: Callable[[object], str],
        count: SheetCount,
    ) -> Sink:
        """Return what takes the records of one sheet, counts them, and keeps those to screen."""
        amount, day, currency, body = (
            field.name if (field := reading.category.role(role)) else ""
            for role in ("amount", "day", "currency", "body")
        )
        tallies = count.bodies
        code = f"{self._number}.{place}" if place > 1 else str(self._number)

        def take(line: int, values: Mapping[str, Any], feed: Mapping[str, str]) -> None:
            whose = body_of(values.get(body))
            paid, money = values.get(amount), values.get(currency) or reading.currency
            for tally in (count.tally, tallies.setdefault(whose, Tally())):
                _add(tally, paid, money, values.get(day))
            if feed:
                given = {name: values.get(field) for name, field in feed.items()}
                given |= {"code": f"{code}:{line}", "body": whose, "body_name": whose}
                given |= {"currency": money or None, "batch": batch, "line": line}
                self._keep(given)

        return take

    def _keep(self, row: Mapping[str, Any]) -> None:
        self._rows.append(tuple(row.get(name) for name in _NAMES))
        if len(self._rows) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write what is held."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = PAYMENTS.schema()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, schema, compression="zstd")
        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)
        ]
        self._writer.write_batch(pa.record_batch(arrays, schema=schema))
        self._rows = []

    def close(self) -> None:
        """Write the rest."""
        if self._rows:
            self._write()
        if self._writer is not None:
            self._writer.close()


def _add(tally: Tally, paid: Any, currency: str, day: Any) -> None:
    """Count one record."""
    tally.read += 1
    if paid is None:
        tally.without_amount += 1
    else:
        tally.sums[currency or ""] += paid
    if day is not None:
        tally.months[day.year, day.month] += 1
