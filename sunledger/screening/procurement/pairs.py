"""Pairs of firms that bid together: which a change touches, and in which processes they are.

There are far more pairs than facts about them, since only those count that bid together often. So
how often each does is kept; after a change the pairs of changed processes are counted on, and only
the processes of those that are often together are asked again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunledger.screening.procurement.shared import OFTEN

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

FIRMS, PAIRS = ".firms", ".pairs"
_NAMED = """
    SELECT one.who AS one, other.who AS other, count(*) AS many FROM pairs
    JOIN firms AS one ON one.firm = first JOIN firms AS other ON other.firm = second
    GROUP BY one.who, other.who
"""


def write(asked: Asked, file: Path) -> None:
    """Write how often each two firms bid together into files beside another one."""
    if not file.with_suffix(PAIRS).exists():
        _copy(asked.db, "SELECT who, firm FROM firms", file.with_suffix(FIRMS))
        counted = "SELECT pair, count(*) AS many FROM pairs GROUP BY pair"
        _copy(asked.db, counted, file.with_suffix(PAIRS))


def write_named(asked: Asked, file: Path) -> None:
    """Write how often each two firms bid together in a few processes, with their names."""
    _copy(asked.db, _NAMED, file)


def touched(db: Any, first: Path, taken: Path, added: Path) -> pa.Table:
    """Return the pairs of changed processes, and whether they are often together now."""
    return db.execute(
        f"""
        SELECT one || ' · ' || other AS subject, one, net + coalesce(before.many, 0) >= {OFTEN}
            AS is_often
        FROM (SELECT one, other, sum(many) AS net FROM (
                SELECT one, other, many FROM {_file(added)} UNION ALL
                SELECT one, other, -many FROM {_file(taken)}) AS every
            GROUP BY one, other) AS changes
        LEFT JOIN {_file(first.with_suffix(FIRMS))} AS a ON a.who = one
        LEFT JOIN {_file(first.with_suffix(FIRMS))} AS b ON b.who = other
        LEFT JOIN {_file(first.with_suffix(PAIRS))} AS before
            ON before.pair = a.firm * 4294967296 + b.firm
        """  # noqa: S608 - files of ours
    ).to_arrow_table()


def often(found: pa.Table) -> list[str]:
    """Return the first firm of each touched pair that is often together now."""
    pairs = zip(found["one"].to_pylist(), found["is_often"].to_pylist(), strict=True)
    return sorted({one for one, is_often in pairs if is_often})


def processes(db: Any, bids: list[Path], firms: list[str]) -> list[int]:
    """Return the processes in which some firms bid."""
    from sunledger.screening.procurement.screen import texts

    files = ", ".join(f"'{_quoted(one)}'" for one in bids)
    found = db.execute(
        f"SELECT DISTINCT process FROM read_parquet([{files}]) WHERE who IN ({texts(firms)})"  # noqa: S608
    )
    return [number for (number,) in found.fetchall()]


def _copy(db: Any, sql: str, file: Path) -> None:
    part = file.with_suffix(".part")
    db.execute(f"COPY ({sql}) TO '{_quoted(part)}' (FORMAT parquet)")
    part.rename(file)


def _file(file: Path) -> str:
    return f"read_parquet('{_quoted(file)}')"


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
