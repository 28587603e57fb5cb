"""Processes that are compared with each other, because they share something: a code, a market.

What a question says of a process may depend on those that share a key with it, and on no others.
After a change it is asked again about the changed processes and those that share a key with one of
them; for that, of all that share a key with any of these.

Keys are compared by their hashes: two that have the same by chance have more processes looked at,
and change nothing that is said of them. Nearly all stand alone, so they lie in their order, once by
process and once by key, and are looked up there: to go through all would cost more than all else.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sunledger.screening.procurement import facts, files, vectors
from sunledger.screening.procurement.screen import Question

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.procurement.run import Asked

_KEYS = "SELECT process, hash(key) AS key FROM ({keys}) AS keyed WHERE key IS NOT NULL"
_ORDERS = ("process", "key")


class Near(NamedTuple):
    """The processes about which a question is asked again, and all that are asked for that."""

    again: list[int]
    beside: list[int]


class _Keys(NamedTuple):
    """Which keys processes have: rows of both, in the order of processes and in that of keys."""

    processes: pa.Table
    keys: pa.Table

    def of(self, processes: pa.Array) -> pa.Array:
        """Return the keys of processes."""
        rows = vectors.rows_among(self.processes, "process", processes)
        return vectors.whole(rows["key"])

    def sharing(self, keys: pa.Array) -> pa.Array:
        """Return the processes that have one of some keys."""
        rows = vectors.rows_among(self.keys, "key", keys)
        return vectors.whole(rows["process"])


def write(asked: Asked, question: Question, file: Path) -> None:
    """Write which keys processes have into files beside another one, unless they are there."""
    if not is_written(file):
        found = asked.answer(_keys(asked, question))
        for name in _ORDERS:
            facts.write(_file(file, name), _ordered(found, name))


def is_written(file: Path) -> bool:
    """Whether the keys of processes lie beside another file."""
    return all(_file(file, name).exists() for name in _ORDERS)


def note(asked: Asked, question: Question, name: str) -> None:
    """Note which keys new processes have, in a table of the given name."""
    asked.db.execute(f"CREATE TABLE {name} AS {_keys(asked, question)}")


def near(asked: Asked, name: str, file: Path, gone: Collection[int]) -> Near:
    """Return the processes that share a key with those that are gone or new."""
    import pyarrow as pa

    before = _Keys(*(facts.load(_file(file, one)) for one in _ORDERS))
    new = asked.answer(f"SELECT process, key FROM {name}")  # noqa: S608 - a name of ours
    processes, keys = (vectors.whole(new[one]) for one in ("process", "key"))
    left = pa.array(sorted(gone), pa.int64())

    def sharing(some: pa.Array) -> pa.Array:
        """Return the processes that share a key with the new ones or with some others."""
        found = before.sharing(vectors.each(keys, before.of(some)))
        return vectors.call("filter", found, vectors.call("invert", vectors.is_in(found, left)))

    again = sharing(left)
    beside = sharing(vectors.each(again))
    return Near(*(vectors.each(one, processes).to_pylist() for one in (again, beside)))


def _ordered(rows: pa.Table, name: str) -> pa.Table:
    return vectors.call("take", rows, vectors.order_of(vectors.whole(rows[name])))


def _keys(asked: Asked, question: Question) -> str:
    return _KEYS.format(keys=asked.filled(question.near))


def _file(file: Path, name: str) -> Path:
    """Return where the keys lie; another version of DuckDB may have other hashes."""
    return file.with_suffix(f".{name}-{files.itself().__version__}")
