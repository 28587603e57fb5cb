"""Processes that are compared with each other, because they share something: a code, a market.

What a question says of a process may depend on those that share a key with it, and on no others.
After a change it is asked again about the changed processes and those that share a key with one of
them; for that, of all that share a key with any of these.

Keys are compared by their hashes: two that have the same by chance have more processes looked at,
and change nothing that is said of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement import files
from sunledger.screening.procurement.screen import Question

if TYPE_CHECKING:
    from sunledger.screening.procurement.run import Asked

_KEYS = "SELECT process, hash(key) AS key FROM ({keys}) AS keyed WHERE key IS NOT NULL"
_NEAR = """
    CREATE TEMP TABLE keyed AS SELECT process, key FROM ({before}) ANTI JOIN gone USING (process)
        UNION ALL SELECT process, key FROM {name} WHERE process NOT IN (FROM gone);
    CREATE TEMP TABLE again AS SELECT DISTINCT process FROM keyed
        SEMI JOIN (SELECT key FROM {name}) AS changed USING (key);
    CREATE TEMP TABLE around AS SELECT DISTINCT key FROM keyed SEMI JOIN again USING (process);
    CREATE TEMP TABLE beside AS SELECT DISTINCT process FROM keyed SEMI JOIN around USING (key);
"""


class Near(NamedTuple):
    """The processes about which a question is asked again, and all that are asked for that."""

    again: list[int]
    beside: list[int]


def write(asked: Asked, question: Question, file: Path) -> None:
    """Write which keys processes have into a file beside the facts of a question."""
    files.write(asked.db, _keys(asked, question), _file(file))


def note(asked: Asked, question: Question, name: str) -> None:
    """Note which keys changed processes have, in a table of the given name."""
    keys = _keys(asked, question)
    asked.db.execute(
        f"CREATE TABLE IF NOT EXISTS {name} AS {keys} LIMIT 0; INSERT INTO {name} {keys}"
    )


def near(asked: Asked, question: Question, name: str, file: Path, gone: Sequence[int]) -> Near:
    """Return the processes that share a key with those that are gone or new."""
    file = _file(file)
    before = f"FROM {files.rows(file)}" if file.exists() else _keys(asked, question)
    files.numbers(asked.db, "gone", gone)
    asked.db.execute(_NEAR.format(before=before, name=name))
    again, beside = (
        [number for (number,) in asked.db.execute(f"SELECT process FROM {one}").fetchall()]  # noqa: S608
        for one in ("again", "beside")
    )
    for one in ("keyed", "again", "around", "beside"):
        asked.db.execute(f"DROP TABLE {one}")
    return Near(again, beside)


def _keys(asked: Asked, question: Question) -> str:
    return _KEYS.format(keys=asked.filled(question.near))


def _file(file: Path) -> Path:
    """Return where the keys lie; another version of DuckDB may have other hashes."""
    from duckdb import __version__

    return file.with_suffix(f".keys-{__version__}")
