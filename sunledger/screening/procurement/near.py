"""Processes that are compared with each other, because they share something: a code, a market.

What a question says of a process may depend on those that share a key with it, and on no others.
After a change it is asked again about the changed processes and those that share a key with one of
them; for that, of all that share a key with any of these.

Keys are compared by their hashes: two that have the same by chance have more processes looked at,
and change nothing that is said of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement.screen import Question

if TYPE_CHECKING:
    from sunledger.screening.procurement.run import Asked

_KEYS = "SELECT DISTINCT hash(key) AS key FROM ({keys}) AS keyed WHERE key IS NOT NULL"
_NEAR = """
    CREATE TEMP TABLE keyed AS SELECT process, hash(key) AS key FROM ({keys}) AS keyed
        WHERE key IS NOT NULL;
    CREATE TEMP TABLE again AS SELECT DISTINCT process FROM keyed SEMI JOIN {changed} USING (key);
    CREATE TEMP TABLE around AS SELECT DISTINCT key FROM keyed SEMI JOIN again USING (process);
    CREATE TEMP TABLE beside AS SELECT DISTINCT process FROM keyed SEMI JOIN around USING (key);
"""


class Near(NamedTuple):
    """The processes about which a question is asked again, and all that are asked for that."""

    again: list[int]
    beside: list[int]


def note(asked: Asked, question: Question, name: str) -> None:
    """Note which keys some processes have, in a table of the given name."""
    keys = _KEYS.format(keys=asked.filled(question.near))
    asked.db.execute(f"CREATE TABLE IF NOT EXISTS {name} (key UBIGINT); INSERT INTO {name} {keys}")


def near(asked: Asked, question: Question, name: str) -> Near:
    """Return the processes that share a key with those that are gone or new."""
    asked.db.execute(_NEAR.format(keys=asked.filled(question.near), changed=name))
    again, beside = (
        [number for (number,) in asked.db.execute(f"SELECT process FROM {one}").fetchall()]  # noqa: S608
        for one in ("again", "beside")
    )
    for one in ("keyed", "again", "around", "beside"):
        asked.db.execute(f"DROP TABLE {one}")
    return Near(again, beside)
