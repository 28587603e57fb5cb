"""The site's published records as the table of payments, streamed into an engine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from sunledger.disclosure import records
from sunledger.disclosure.category import CATEGORIES
from sunledger.screening.shapes import PAYMENTS
from sunledger.units.models import Unit

if TYPE_CHECKING:
    import pyarrow as pa

_PORTION = 20_000


def payments(units: QuerySet[Unit]) -> pa.RecordBatchReader:
    """Return what these units have published, as Arrow batches."""
    import pyarrow as pa

    schema = PAYMENTS.schema()
    rows = _rows(units)

    def batches() -> Iterator[pa.RecordBatch]:
        while portion := list(islice(rows, _PORTION)):
            yield pa.RecordBatch.from_pylist(portion, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _rows(units: QuerySet[Unit]) -> Iterator[dict[str, Any]]:
    """Give each row with the columns that screens know."""
    for row in records.published(PAYMENTS.name, units):
        title = CATEGORIES[row["category"]].title.zh
        row["batch_name"] = f"{title} {row['period']}"
        yield {one.name: _as(one.kind, row.get(one.name)) for one in PAYMENTS.columns}


def _as(kind: str, value: Any) -> Any:
    """Return a value as its column holds it; a category may feed a number into a text."""
    return str(value) if kind == "text" and value is not None else value


def in_reach(unit: Unit) -> QuerySet[Unit]:
    """Return the units whose records a run over this unit looks at."""
    return Unit.objects.below(unit)
