"""The rows of processes that are gone from the tables read at the beginning.

What they added to sums has to be taken away, after this change and after every later one. So their
rows are looked for once, and lie in tables of their own (`left-…`) from then on.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sunledger.screening.procurement import facts, vectors
from sunledger.screening.procurement.opening import Tables, Words
from sunledger.screening.procurement.state import State

if TYPE_CHECKING:
    import pyarrow as pa

_GONE = "gone.arrow"


class Left:
    """The folders in which these rows lie, each with those that were gone after some change."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder = folder
        self.first = folder / state.parts[0]
        self.parts = sorted(one.parent.name for one in folder.glob(f"left-*/{_GONE}"))
        known = {one for part in self.parts for one in self._numbers(part).to_pylist()}
        if new := [one for one in state.gone_first if one not in known]:
            self._begin(f"left-{state.times}", new)

    def _begin(self, part: str, gone: list[int]) -> None:
        """Make a folder for processes that are gone now."""
        import pyarrow as pa

        (self.folder / part).mkdir(exist_ok=True)
        table = pa.table([pa.array(sorted(gone), pa.int64())], ["process"])
        facts.write(self.folder / part / _GONE, table)
        self.parts.append(part)

    def _numbers(self, part: str) -> pa.Array:
        return vectors.whole(facts.load(self.folder / part / _GONE)["process"])

    def look(self, tables: Tables, words: Words) -> dict[str, pa.Table]:
        """Return the rows of all tables that are named among words, with their columns.

        Other words ask other columns, and have folders of their own.
        """
        import pyarrow as pa

        mark = hashlib.sha256(repr(sorted(words.columns)).encode()).hexdigest()[:12]
        found = {}
        for file in sorted(self.first.glob("*.parquet")) if self.parts else ():
            if file.stem in words.tables:
                every = [self._rows(part, mark, file.stem, tables, words) for part in self.parts]
                found[file.stem] = pa.concat_tables(every, promote_options="default")
        return found

    def _rows(self, part: str, mark: str, table: str, tables: Tables, words: Words) -> pa.Table:
        """Return rows of processes that were gone after some change; they are looked for once."""
        file = self.folder / part / mark / f"{table}.arrow"
        if file.exists():
            return facts.load(file)
        rows = tables.look(table, self._numbers(part), words.columns)
        file.parent.mkdir(exist_ok=True)
        facts.write(file, rows)
        return rows
