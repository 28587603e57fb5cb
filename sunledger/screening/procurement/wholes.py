"""Shares of wholes: what is kept of them, and how they are made of it; see `screen.Share`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.procurement import facts, files, vectors
from sunledger.screening.procurement.judging import Part
from sunledger.screening.procurement.screen import Share
from sunledger.screening.procurement.vectors import call

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

TOTALS = ".totals"  # beside facts: the sums of the beginning, whole numbers
WHOLES = ".wholes"  # what they are now, as shares are made of them


def write(asked: Asked, share: Share, file: Path) -> None:
    """Write the wholes of `parts`, beside the facts that will lie in a file."""
    totals = file.with_suffix(TOTALS)
    files.write(asked.db, _totals(share, "parts"), totals)
    _write(asked, files.rows(totals), file)


def change(asked: Asked, share: Share, changed: str, first: Path, file: Path) -> None:
    """Write the wholes as they are after a change of sums, which a table holds."""
    before = files.rows(first.with_suffix(TOTALS))
    totals = (
        "SELECT part_of, sum(whole) AS whole, sum(cases) AS cases"  # noqa: S608 - names of ours
        f" FROM (SELECT part_of, whole, cases FROM {before} UNION ALL {_totals(share, changed)})"
        " AS every GROUP BY part_of HAVING sum(cases) <> 0"
    )
    _write(asked, f"({totals})", file)


def _totals(share: Share, parts: str) -> str:
    """Return what adds up parts to wholes."""
    sums = f"sum({share.mine}) AS whole, sum({share.cases}) AS cases"
    of = share.part_of
    return f"SELECT {of} AS part_of, {sums} FROM {parts} AS parts GROUP BY {of}"  # noqa: S608


def _write(asked: Asked, totals: str, file: Path) -> None:
    found = asked.answer(
        "SELECT part_of, CAST(whole AS DOUBLE) AS whole, CAST(cases AS BIGINT) AS cases"  # noqa: S608
        f" FROM {totals} AS totals ORDER BY part_of"
    )
    facts.write(file.with_suffix(WHOLES), vectors.anew(found))


def shared(parts: Iterable[Part], file: Path) -> list[Part]:
    """Return facts with the shares of wholes, as they lie beside a file, and their weights."""
    wholes = facts.load(file.with_suffix(WHOLES))
    return [Part(_shares(part.rows, wholes), part.lost) for part in parts]


def _shares(rows: pa.Table, wholes: pa.Table) -> pa.Table:
    import pyarrow as pa

    named = vectors.whole(rows["part_of"])
    places = vectors.place_among(named.dictionary, vectors.whole(wholes["part_of"]))
    # Looked up for each name, of which there are few, and then for each row.
    whole, weight = (
        call("take", call("take", vectors.whole(wholes[one]), places), named.indices)
        for one in ("whole", "cases")
    )
    figure = call("divide", vectors.whole(rows["figure"]), whole)
    columns = {"subject": rows["subject"], "figure": figure, "weight": weight, "why": rows["why"]}
    return pa.table(columns, metadata=rows.schema.metadata)
