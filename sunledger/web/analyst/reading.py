"""Reads one file: every row becomes a payment or a problem, and all of them are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sunledger.web.analyst.counts import FileCount
from sunledger.web.analyst.files import Source
from sunledger.web.analyst.run import Asked


@dataclass(frozen=True)
class Orders:
    """What every reader is told."""

    parts: Path
    category: str
    mapping: Mapping[str, str]
    body: str
    currency: str
    many_bodies: bool

    @classmethod
    def of(cls, asked: Asked, parts: Path, *, many_bodies: bool) -> Orders:
        """Return what the command line said, for the readers."""
        return cls(parts, asked.category, asked.mapping, asked.body, asked.currency, many_bodies)


def read_file(number: int, source: Source, orders: Orders) -> FileCount:
    """Return what became of the file; its rows and problems are left in the folder of parts."""
    raise NotImplementedError
