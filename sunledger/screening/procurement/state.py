"""What a folder of kept tables says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

VERSION = 5


def facts_of(folder: Path, times: int) -> Path:
    """Return the folder of facts after so many changes."""
    return folder / f"facts-{times}"


@dataclass
class State:
    """What is kept: its version, the folders of tables, what is gone from them, and how often new.

    `lines` says whether every line of the files is one process, so that changed lines can be read
    alone; `counts` is how many processes, bids, awards and contracts there have ever been, `first`
    how many processes were read from the beginning. `currencies` are those of all bids that there
    have ever been, where changed lines can be read alone; `published` says whether there is a
    contract.
    """

    version: int = VERSION
    times: int = 0
    parts: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    lines: bool = False
    counts: list[int] = field(default_factory=list)
    first: int = 0
    currencies: list[str] = field(default_factory=list)
    published: bool = True

    @property
    def gone_first(self) -> list[int]:
        """The processes read from the beginning that are gone."""
        return [one for one in self.gone if one < self.first]

    @property
    def gone_since(self) -> list[int]:
        """The processes that came later and are gone again."""
        return [one for one in self.gone if one >= self.first]
