"""Pairs of firms that bid together: which a change touches, and in which processes they are.

There are far more pairs than facts about them, since only those count that bid together often. So
how often each does is kept, where it is more than once; after a change the pairs of changed
processes are counted on, and only the processes of those that may be often together are asked
again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.procurement import files
from sunledger.screening.procurement.screen import texts
from sunledger.screening.procurement.shared import OFTEN

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

FIRMS, PAIRS = ".firms", ".pairs"
CHANGED = "main.changed_pairs"
_NEEDS = ("kept", "dropped", "firms", "lots", "submitted", "entered", "pairs")
_NAMED = """
    SELECT one.who AS one, other.who AS other, {sign}count(*) AS many FROM pairs
    JOIN firms AS one ON one.firm = first JOIN firms AS other ON other.firm = second
    GROUP BY one.who, other.who
"""


def write(asked: Asked, file: Path) -> None:
    """Write which firms bid together more than once, and how often, into files beside another."""
    if not file.with_suffix(PAIRS).exists():
        files.write(asked.db, "SELECT who, firm FROM firms", file.with_suffix(FIRMS))
        counted = "SELECT pair, count(*) AS many FROM pairs GROUP BY pair HAVING count(*) > 1"
        files.write(asked.db, counted, file.with_suffix(PAIRS))


def add(asked: Asked) -> None:
    """Note how often each two firms bid together in new processes."""
    asked.have(_NEEDS)
    asked.db.execute(f"CREATE TABLE {CHANGED} AS {_NAMED.format(sign='')}")


def take(asked: Asked) -> None:
    """Note how often they did in processes that are gone."""
    asked.have(_NEEDS)
    asked.db.execute(f"INSERT INTO {CHANGED} {_NAMED.format(sign='-')}")


def touched(asked: Asked, first: Path) -> pa.Table:
    """Return the pairs of changed processes, and whether they may be often together now.

    Of a pair that is not kept, it may have been once.
    """
    firms, pairs = files.rows(first.with_suffix(FIRMS)), files.rows(first.with_suffix(PAIRS))
    return asked.answer(
        f"""
        SELECT one || ' · ' || other AS subject, one, net + coalesce(before.many, 1) >= {OFTEN}
            AS is_often
        FROM (SELECT one, other, sum(many) AS net FROM {CHANGED} GROUP BY one, other) AS changes
        LEFT JOIN {firms} AS a ON a.who = one
        LEFT JOIN {firms} AS b ON b.who = other
        LEFT JOIN {pairs} AS before ON before.pair = a.firm * 4294967296 + b.firm
        """  # noqa: S608 - files of ours
    )


def often(found: pa.Table) -> list[str]:
    """Return the first firm of each touched pair that may be often together now."""
    pairs = zip(found["one"].to_pylist(), found["is_often"].to_pylist(), strict=True)
    return sorted({one for one, is_often in pairs if is_often})


def processes(asked: Asked, firms: list[str]) -> set[int]:
    """Return the processes in which some firms bid, of which one is there at least."""
    found = asked.answer(f"SELECT DISTINCT process FROM bids WHERE who IN ({texts(firms)})")  # noqa: S608
    return set(found["process"].to_pylist())
