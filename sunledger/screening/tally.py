"""Rows that were set aside, counted by why; and by key, where the next run will want to know."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from sunledger.screening.shapes import Frame


def counted(rows: Frame, *by: str) -> Frame:
    """Return how many rows were set aside for each reason, and how many were not."""
    return rows.group_by(*by, "aside").agg(n=nw.len())


def missing(needed: tuple[str, ...], complete: Collection[str] = ()) -> nw.Expr:
    """Return the first needed column that a row lacks, as a reason; nothing where it lacks none.

    Columns that are known to be complete need not be looked at.
    """
    reason: nw.Expr = nw.lit(None, nw.String)
    for name in (one for one in reversed(needed) if one not in complete):
        reason = nw.when(nw.col(name).is_null()).then(nw.lit(f"no {name}")).otherwise(reason)
    return reason


def start(db: DuckDBPyConnection, name: str, main: str, by: str) -> None:
    """Make the empty table that counts the rows set aside by a key of the judged table."""
    empty = f'SELECT "{by}", NULL::VARCHAR AS aside, 0::BIGINT AS n FROM "{main}" LIMIT 0'  # noqa: S608
    db.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {empty}')


def add(
    db: DuckDBPyConnection, name: str, by: str, counts: DuckDBPyRelation
) -> dict[str | None, int]:
    """Add counts by key to such a table; return them by reason."""
    counts.create("counting")
    db.execute(keep_aside(name, by, "counting"))
    found = db.execute("SELECT aside, sum(n)::BIGINT FROM counting GROUP BY aside").fetchall()
    db.execute("DROP TABLE counting")
    return dict(found)


def keep_aside(name: str, by: str, counting: str) -> str:
    """Return the SQL that adds counts by key, those of rows set aside, to such a table."""
    return f'INSERT INTO "{name}" SELECT "{by}", aside, n FROM "{counting}" WHERE aside IS NOT NULL'  # noqa: S608
