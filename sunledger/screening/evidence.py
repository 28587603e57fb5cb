"""The rows behind leads, as an officer may see them: without keys of persons, with masked names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunledger.screening.screen import Screen
from sunledger.screening.shapes import SHAPES, Column

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_ROWS = 16_384
_LINKS = 262_144  # two numbers each


def links(db: DuckDBPyConnection, screen: Screen) -> pa.RecordBatchReader:
    """Return for every flagged row the place of its lead, and a number that stands for the row.

    The number is made of the row's table and code, so that leads of different screens, and of
    different engines, can be compared by the rows that they share without carrying codes about.
    """
    sql = f"""
        SELECT o.place::INTEGER AS place,
            md5_number_lower('{screen.tables[0]}' || chr(10) || f.code) AS row
        FROM "flagged {screen.code}" f JOIN "order {screen.code}" o ON o."lead" = f."lead"
    """  # noqa: S608
    return db.cursor().execute(sql).to_arrow_reader(_LINKS)


def rows_behind(
    db: DuckDBPyConnection,
    screen: Screen,
    source: tuple[str, str, str],
    key: str | None,
    limit: int | None,
) -> pa.RecordBatchReader:
    """Return the rows behind one lead or all, in the order of the leads.

    The source is a table by its shape, where its rows are at hand, and the column of the flagged
    rows with their codes. Keys of persons are left out, and names are not written out.
    """
    name, rows, column = source
    shape = SHAPES[name]
    columns = ", ".join(_shown(one) for one in shape.columns if one.kind != "key")
    order = ", ".join(f'p."{one}"' for one in (*shape.order, "code"))
    figure = "f.figure" if column == "code" else "0::BIGINT AS figure"
    sql = f"""
        SELECT f."lead", {figure}, {columns}
        FROM (SELECT DISTINCT "lead", "{column}" AS code, {"figure" if column == "code" else "0"}
            AS figure FROM "flagged {screen.code}") f
        JOIN "{rows}" p ON p.code = f.code
        JOIN "order {screen.code}" o ON o."lead" = f."lead"
        {"WHERE f.lead = $key" if key else ""}
        ORDER BY o.place, {order}
        {f"LIMIT {int(limit)}" if limit is not None else ""}
    """  # noqa: S608
    found = db.cursor().execute(sql, {"key": key} if key else {})
    return found.to_arrow_reader(_ROWS)


def _shown(column: Column) -> str:
    """Return a column as evidence shows it."""
    whole = f'p."{column.name}"'
    if column.kind == "name":
        return f'substr({whole}, 1, 1) || repeat(chr(65290), 2) AS "{column.name}"'
    return whole
