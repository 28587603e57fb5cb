"""The rows of a source, taken in through the door and kept as one Parquet file.

A row that cannot be taken is counted with its reason and its line; none is lost unseen. Memory is
bounded: a few thousand rows are held at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sunledger.screening import sourcefiles
from sunledger.screening.door import Door
from sunledger.screening.quoting import quoted
from sunledger.screening.source import Source, SourceError
from sunledger.screening.sourcecells import Cells, Unread

_PORTION = 20_000
SHOWN = 10  # lines of a fault that are named
_FAULTS = 200  # distinct reasons that are told apart
_COLUMN = re.compile(r"\((\w+)\): ")  # as cells name the column that cannot be read

BodyOf = Callable[[str], "tuple[str, str] | None"]


@dataclass
class Fault:
    """Why rows were left out: how many, and on which lines the first of them stand."""

    count: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass
class Taken:
    """What was taken of a source."""

    rows: int = 0
    faults: dict[str, Fault] = field(default_factory=dict)
    # Keys of rows that were taken which stood in for nothing and are empty now: body, column.
    fillers: dict[str, Counter[str]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()  # the columns of keys that the source gives

    @property
    def left_out(self) -> int:
        """How many rows were left out."""
        return sum(one.count for one in self.faults.values())

    @property
    def refused(self) -> dict[str, int]:
        """How many rows were left out, by the column that could not be read; "" names none."""
        found: Counter[str] = Counter()
        for reason, one in self.faults.items():
            column = _COLUMN.search(reason)
            found[column[1] if column else ""] += one.count
        return dict(found)

    def see(self, row: dict[str, Any], cells: Any) -> None:
        """Count the keys of a row that something stood in for, and nothing is left of."""
        for name in self.keys:
            if row.get(name) is None and str(cells.get(name) or "").strip():
                self.fillers.setdefault(row["body"], Counter())[name] += 1

    def fault(self, reason: str, raw: sourcefiles.Raw) -> None:
        """Count a row that was left out."""
        if reason not in self.faults and len(self.faults) >= _FAULTS:
            reason = "other reasons"
        one = self.faults.setdefault(reason, Fault())
        one.count += 1
        if len(one.lines) < SHOWN:
            one.lines.append(f"{raw.file}:{raw.line}")


def take(source: Source, data: Path, door: Door, body_of: BodyOf, file: Path | None) -> Taken:
    """Read a source and write what was taken to a file; without one, only look."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys = [one.name for one in source.shape.columns if one.kind == "key"]
    taken = Taken(keys=tuple(one for one in keys if one in source.columns))
    schema = source.shape.schema()
    portions = _portions(_rows(source, data, door, body_of, taken))
    if file is None:
        for portion in portions:
            pa.Table.from_pylist(portion, schema=schema)
        return taken
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for portion in portions:
            writer.write_table(pa.Table.from_pylist(portion, schema=schema))
    _refuse_twins(source, file)
    return taken


def _portions(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    portion: list[dict[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _rows(
    source: Source, data: Path, door: Door, body_of: BodyOf, taken: Taken
) -> Iterator[dict[str, Any]]:
    """Give the rows that can be taken, and count the others."""
    cells = Cells(source, door)
    always = cells_of_fixed(source)
    if source.shape.has("currency"):
        always.setdefault("currency", source.reading.currency)
    with closing(sourcefiles.rows(source, data)) as found:  # type: ignore[type-var]
        for number, raw in enumerate(found, 1):
            if raw.fault:
                taken.fault(raw.fault, raw)
                continue
            try:
                row = cells.row({**always, **_given(raw.cells, always)})
                row["body"], row["body_name"] = _body(source, row, body_of)
            except Unread as error:
                taken.fault(str(error), raw)
                continue
            row["code"] = row.get("code") or f"{source.code}:{number}"
            taken.rows += 1
            taken.see(row, raw.cells)
            yield row


def cells_of_fixed(source: Source) -> dict[str, Any]:
    """Return the cells that every row of a source has."""
    return dict(source.fixed)


def _given(cells: Any, always: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a row; an empty currency is the one that the source is in."""
    empty = [name for name in always if name in cells and cells[name] in (None, "")]
    return {name: cell for name, cell in cells.items() if name not in empty}


def _body(source: Source, row: dict[str, Any], body_of: BodyOf) -> tuple[str, str]:
    """Return the unit that answers for a row: code and name."""
    wanted = source.body or row.get("body")
    if not wanted:
        raise Unread("单位 (body): it is empty, and may not be")
    if (found := body_of(wanted)) is None:
        raise Unread("单位 (body): no unit in reach has this code or, alone, this name")
    return found


def _refuse_twins(source: Source, file: Path) -> None:
    """Refuse two rows of one code: a lead could not say which it means."""
    if "code" not in source.columns:
        return
    import duckdb

    sql = f"SELECT count(*) - count(DISTINCT code) FROM read_parquet({quoted(file)})"  # noqa: S608
    with duckdb.connect(":memory:", config={"memory_limit": "512MB"}) as held:
        (count,) = held.execute(sql).fetchall()[0]
    if count:
        raise SourceError(
            f"{source.code}: {count} rows have a code that another row has. Map code to a heading "
            "that tells rows apart, or leave it out: the rows are then numbered."
        )
