"""The payments of one file as a part in Parquet, written while the file is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.disclosure.sheet import Reading
from sunledger.screening.shapes import PAYMENTS
from sunledger.web.analyst.counts import Tally

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_AT_ONCE = 20_000  # rows held before they are written
# The columns of a row that is held: those that are worked out here, then those that a sheet feeds.
_MADE = ("code", "body", "body_name", "currency", "batch", "line")
_FED = tuple(column.name for column in PAYMENTS.columns if column.name not in _MADE)

Sink = Callable[[int, Mapping[str, Any]], None]


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
        bodies: dict[str, Tally],
    ) -> Sink:
        """Return what takes the records of one sheet, counts them by body, and keeps them."""
        amount, day, currency, body = (
            field.name if (field := reading.category.role(role)) else ""
            for role in ("amount", "day", "currency", "body")
        )
        feed = reading.category.feeds.get(PAYMENTS.name)
        fields = [feed.get(name, "") for name in _FED] if feed else []
        code = f"{self._number}.{place}" if place > 1 else str(self._number)

        def take(line: int, values: Mapping[str, Any]) -> None:
            whose = body_of(values.get(body))
            if (tally := bodies.get(whose)) is None:
                tally = bodies[whose] = Tally()
            money = values.get(currency) or reading.currency
            _add(tally, values.get(amount), money, values.get(day))
            if fields:
                fed = map(values.get, fields)
                self._keep((f"{code}:{line}", whose, whose, money or None, batch, line, *fed))

        return take

    def _keep(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write what is held."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = PAYMENTS.schema()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, schema, compression="zstd")
        columns = dict(zip((*_MADE, *_FED), zip(*self._rows, strict=True), strict=True))
        arrays = [pa.array(columns[field.name], field.type) for field in schema]
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
