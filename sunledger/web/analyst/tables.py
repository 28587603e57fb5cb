"""The tables a run leaves behind: CSV for spreadsheets, made harmless; Parquet raw."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.core.formulas import FORMULA, NUMBER, harmless
from sunledger.screening.engine import Outcome
from sunledger.screening.stacking import Stack
from sunledger.web.analyst.amounts import decimal

if TYPE_CHECKING:
    import pyarrow as pa

# Programs of today open a CSV as Chinese only when it begins with this mark.
ENCODING = "utf-8-sig"

_COLUMNS = """
    number screen title_en title_zh subject body payee currency amount rows strength
    sentence_en sentence_zh version key fingerprint stack
"""
LEAD_COLUMNS = _COLUMNS.split()


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a table for spreadsheets and return how many rows it has."""
    count = 0
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(c) if isinstance(c, str) else c for c in row])
            count += 1
    return count


def lead_rows_of(
    stacks: Sequence[Stack], titles: Mapping[str, tuple[str, str]]
) -> Iterator[list[Any]]:
    """Give each lead as a row of LEAD_COLUMNS, those of one stack together, the first first."""
    together = ((at, lead) for at, stack in enumerate(stacks, 1) for lead in stack.leads)
    for number, (stack, lead) in enumerate(together, 1):
        yield [
            number,
            lead.screen,
            *titles[lead.screen],
            lead.subject,
            lead.body,
            lead.payee,
            lead.currency,
            decimal(lead.figure, lead.currency),
            lead.rows,
            round(lead.strength, 4),
            lead.sentence_en,
            lead.sentence_zh,
            lead.version,
            lead.key,
            lead.fingerprint,
            stack,
        ]


def write_leads(
    folder: Path, stacks: Sequence[Stack], titles: Mapping[str, tuple[str, str]]
) -> None:
    """Write leads.csv and leads.parquet, both complete and in the same order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    write_csv(folder / "leads.csv", LEAD_COLUMNS, lead_rows_of(stacks, titles))
    columns = list(zip(*lead_rows_of(stacks, titles), strict=True)) or [()] * len(LEAD_COLUMNS)
    kinds = {"strength": pa.float64(), **dict.fromkeys(("number", "rows", "stack"), pa.int64())}
    arrays = [
        pa.array(values, kinds.get(name, pa.string()))
        for name, values in zip(LEAD_COLUMNS, columns, strict=True)
    ]
    table = pa.table(arrays, names=LEAD_COLUMNS)
    figures = [lead.figure for stack in stacks for lead in stack.leads]
    minor = pa.array(figures, pa.int64())
    pq.write_table(table.append_column("amount_minor", minor), folder / "leads.parquet")


def write_lead_rows(
    folder: Path, outcomes: Sequence[Outcome], numbers: Mapping[tuple[str, str], int]
) -> int:
    """Write the rows behind all leads, raw as Parquet and harmless as CSV; return how many."""
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    count = 0
    into_parquet: pq.ParquetWriter | None = None
    with (folder / "lead_rows.csv").open("wb") as plain:
        plain.write(b"\xef\xbb\xbf")
        into_csv: pc.CSVWriter | None = None
        for batch in _all_rows(outcomes, numbers):
            if into_parquet is None or into_csv is None:
                into_parquet = pq.ParquetWriter(folder / "lead_rows.parquet", batch.schema)
                into_csv = pc.CSVWriter(plain, _for_spreadsheets(batch).schema)
            into_parquet.write_batch(batch)
            into_csv.write_batch(_for_spreadsheets(batch))
            count += batch.num_rows
        if into_parquet is not None and into_csv is not None:
            into_parquet.close()
            into_csv.close()
    return count


def _all_rows(
    outcomes: Sequence[Outcome], numbers: Mapping[tuple[str, str], int]
) -> Iterator[pa.RecordBatch]:
    """Give the rows of all leads of all screens, each with its lead's number in leads.csv."""
    import pyarrow as pa

    for outcome in outcomes:
        code, rows = outcome.screen.code, outcome.table()
        # Nothing goes first: a run without leads leaves a table with headings, not no table.
        nothing = pa.RecordBatch.from_pylist([], schema=rows.schema)
        for batch in chain([nothing], rows):
            keys = batch.column("lead").to_pylist()
            order = pa.array([numbers[code, key] for key in keys], pa.int64())
            screens = pa.array([code] * len(keys), pa.string())
            rest = [name for name in batch.schema.names if name != "lead"]
            yield pa.record_batch(
                [order, screens, *(batch.column(name) for name in rest)],
                names=["lead", "screen", *rest],
            )


def _for_spreadsheets(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch with amounts as decimal numbers and without anything like a formula."""
    import pyarrow as pa
    import pyarrow.compute as compute

    columns = []
    for name in batch.schema.names:
        column = batch.column(name)
        if name == "amount":
            pairs = zip(column.to_pylist(), batch.column("currency").to_pylist(), strict=True)
            texts = [None if a is None else decimal(a, c or "") for a, c in pairs]
            column = pa.array(texts, pa.string())
        elif pa.types.is_string(column.type):
            column = compute.if_else(
                compute.and_not(
                    compute.match_substring_regex(column, FORMULA),
                    compute.match_substring_regex(column, NUMBER),
                ),
                compute.binary_join_element_wise("'", column, ""),
                column,
            )
        columns.append(column)
    return pa.record_batch(columns, names=batch.schema.names)
