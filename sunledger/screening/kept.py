"""Tables kept on the disk in buckets, so that a province can be screened in a bounded memory.

A kept table is a folder of Parquet files, `bucket=0/…`, `bucket=1/…`; a row lies in the bucket that
the remainder of its key gives. Rows that a screen keeps apart by that key (its APART) then never
meet rows of another bucket, and the screen is run a bucket at a time. A table may be kept twice,
by two keys: whatever is asked by account wants buckets by account.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sunledger.screening.shapes import SHAPES

MANIFEST = "kept.json"
VERSION = 2


class KeptError(ValueError):
    """A folder that does not hold what it should; the sentence says what is wrong."""


@dataclass(frozen=True)
class Layout:
    """One way in which a table is kept: by the remainder of a whole-number column, or whole."""

    table: str
    by: str  # "" where it lies in one bucket
    buckets: int
    rows: int

    @property
    def folder(self) -> str:
        """The name of the folder that it lies in."""
        return f"{self.table}-by-{self.by}" if self.by else self.table


def write_manifest(folder: Path, layouts: Iterable[Layout]) -> None:
    """Say what the folder holds, once everything is written."""
    content = {"version": VERSION, "layouts": [asdict(one) for one in layouts]}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> tuple[Layout, ...]:
    """Return what the folder holds; KeptError where it is not such a folder."""
    file = folder / MANIFEST
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        layouts = tuple(Layout(**one) for one in content["layouts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeptError(f"{folder} holds no kept tables: {MANIFEST} cannot be read.") from error
    if content.get("version") != VERSION:
        raise KeptError(f"{folder} was kept by another version. Keep its tables anew.")
    for one in layouts:
        if one.table not in SHAPES or (one.by and not SHAPES[one.table].has(one.by)):
            raise KeptError(f"{folder}: there is no table “{one.table}” by “{one.by}”.")
        if not (folder / one.folder).is_dir():
            raise KeptError(f"{folder}: the folder {one.folder} is missing.")
    return layouts


def first_of(layouts: Iterable[Layout]) -> Mapping[str, Layout]:
    """Return for each table the layout in which it is read when all of it is wanted."""
    found: dict[str, Layout] = {}
    for one in layouts:
        found.setdefault(one.table, one)
    return found


def apart(layouts: Iterable[Layout], main: str, columns: Iterable[str]) -> Layout | None:
    """Return the layout of a table whose buckets keep apart what a screen keeps apart."""
    wanted = set(columns)
    fitting = (one for one in layouts if one.table == main and one.by in wanted)
    return next((one for one in fitting if one.buckets > 1), None)
