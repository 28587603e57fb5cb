"""Processes that are compared with each other, because they share something: a code, a market.

What a question says of a process may depend on those that share a key with it, and on no others.
After a change it is asked again about the changed processes and those that share a key with one of
them; for that, of all that share a key with any of these.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement.screen import Question

if TYPE_CHECKING:
    from sunledger.screening.procurement.run import Asked

_NEAR = """
    CREATE OR REPLACE TEMP TABLE keyed AS {keys};
    CREATE OR REPLACE TEMP TABLE again AS SELECT DISTINCT process FROM keyed
        WHERE key IN (SELECT key FROM {taken} UNION ALL SELECT key FROM {added});
    CREATE OR REPLACE TEMP TABLE beside AS SELECT DISTINCT process FROM keyed
        WHERE key IN (SELECT key FROM keyed SEMI JOIN again USING (process))
"""


class Near(NamedTuple):
    """The processes about which a question is asked again, and all that are asked for that."""

    again: list[int]
    beside: list[int]


def write(asked: Asked, question: Question, file: Path) -> None:
    """Write which keys some processes have."""
    part = file.with_suffix(".part")
    keys = f"SELECT DISTINCT key FROM ({asked.filled(question.near)}) AS keyed"  # noqa: S608
    asked.db.execute(f"COPY ({keys}) TO '{_quoted(part)}' (FORMAT parquet)")
    part.rename(file)


def near(asked: Asked, question: Question, taken: Path, added: Path) -> Near:
    """Return the processes that share a key with those that are gone or new."""
    keys = asked.filled(question.near)
    asked.db.execute(_NEAR.format(keys=keys, taken=_file(taken), added=_file(added)))
    again, beside = (
        [number for (number,) in asked.db.execute(f"SELECT process FROM {one}").fetchall()]  # noqa: S608
        for one in ("again", "beside")
    )
    return Near(again, beside)


def _file(file: Path) -> str:
    return f"read_parquet('{_quoted(file)}')"


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
