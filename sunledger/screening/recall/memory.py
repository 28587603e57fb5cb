"""The folder in which answers are remembered: whole or not at all, and thrown away when damaged.

An answer is a few Parquet files and a page that names them with their fingerprints. The page takes
the place of the page before in one step, after its files are written; so whoever is stopped leaves
the earlier answer as it was. What cannot be read, or is not what was written, is not there.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 1
_SALT = "salt"
# Only files that are called so are ever done away with.
_ROWS, _FRESH, _PAGE = ".recall", ".recall-new", ".page"
_SUM = 32  # bytes before the keys of a slice, that tell whether they are what was written


@dataclass(frozen=True)
class Page:
    """What is remembered of one screen, beside its files."""

    basis: Mapping[str, Any]  # what the answer rests on: see basis.py
    reads: Mapping[str, list[str]]  # table -> its state, slice by slice
    counts: list[tuple[str | None, int]]  # rows by why they were set aside
    measures: list[dict[str, Any]]
    types: Mapping[str, str]  # of the columns of the flagged rows
    keys: list[str]  # the states of which the keys are remembered
    files: Mapping[str, str]  # name -> fingerprint


class Memory:
    """The remembered answers of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []  # names of what was there and cannot be used
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._held = (folder / "lock").open("wb")
        # Two runs that tidy one folder would take each other's files away.
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.close()
            raise
        self.salt = self._salt()

    def close(self) -> None:
        """Let others use the folder."""
        self._held.close()

    def _salt(self) -> int:
        """Return the number that makes fingerprints of rows this folder's own."""
        try:
            return int((self.folder / _SALT).read_text(encoding="ascii"), 16) % 2**63
        except (OSError, ValueError):
            number = secrets.randbits(63)
            self._replace(self.folder / _SALT, f"{number:x}".encode())
            return number

    def page(self, code: str) -> Page | None:
        """Return what is remembered of a screen, if it is all there."""
        file = self._page(code)
        if not file.exists():
            return None
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            page = Page(**told["page"])
            if told["version"] != VERSION or told["sum"] != fingerprint(_written(page)):
                raise ValueError(code)
            for name, print_ in page.files.items():
                if fingerprint((self.folder / name).read_bytes()) != print_:
                    raise ValueError(name)
        except (OSError, ValueError, KeyError, TypeError):
            self.damaged.append(code)
            return None
        return page

    def keep(self, code: str, page: Page) -> None:
        """Remember an answer in the place of the one before."""
        told = {"version": VERSION, "sum": fingerprint(_written(page)), "page": asdict(page)}
        before = set(self._named(self._page(code)))
        self._replace(self._page(code), json.dumps(told).encode())
        for name in before - set(page.files):
            (self.folder / name).unlink(missing_ok=True)

    def write(self, name: str, batches: pa.RecordBatchReader) -> tuple[str, str]:
        """Write rows to a file; return its name and its fingerprint."""
        import pyarrow.parquet as pq

        file = self.folder / f"{name}-{secrets.token_hex(8)}{_ROWS}"
        with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        return file.name, fingerprint(file.read_bytes())

    def rows(self, page: Page, name: str) -> pa.Table:
        """Return the rows of a file of an answer."""
        import pyarrow.parquet as pq

        (file,) = (one for one in page.files if one.startswith(f"{name}-"))
        return pq.read_table(self.folder / file)

    # Keys of a slice of a table, each with the fingerprint of its rows ------------------------

    def index(self, state: str) -> pa.Table | None:
        """Return the keys of a slice as it once stood, if they are remembered."""
        import pyarrow.parquet as pq

        file = self._index(state)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content[_SUM:]).digest() != content[:_SUM]:
            self.damaged.append(file.name)
            file.unlink(missing_ok=True)
            return None
        return pq.read_table(io.BytesIO(content[_SUM:]))

    def has_index(self, state: str) -> bool:
        """Whether the keys of a slice as it once stood are remembered."""
        return self._index(state).exists()

    def keep_index(self, state: str, keys: pa.Table) -> None:
        """Remember the keys of a slice as it stands."""
        import pyarrow.parquet as pq

        held = io.BytesIO()
        pq.write_table(keys, held, compression="zstd")
        content = held.getvalue()
        self._replace(self._index(state), hashlib.sha256(content).digest() + content)

    def tidy(self) -> None:
        """Forget what no remembered answer speaks of."""
        named: set[str] = set()
        for file in self.folder.glob(f"*{_PAGE}"):
            named |= set(self._named(file))
            named |= {self._index(state).name for state in self._named(file, "keys")}
        for suffix in (_ROWS, _FRESH):
            for file in self.folder.glob(f"*{suffix}"):
                if file.name not in named:
                    file.unlink(missing_ok=True)

    # Files ------------------------------------------------------------------------------------

    def _page(self, code: str) -> Path:
        return self.folder / f"{code}{_PAGE}"

    def _index(self, state: str) -> Path:
        return self.folder / f"keys-{fingerprint(f'{state} {self.salt}'.encode())}{_ROWS}"

    def _named(self, file: Path, part: str = "files") -> Iterable[str]:
        """Return the files that a page names, or the states whose keys it rests on."""
        try:
            found = json.loads(file.read_text(encoding="utf-8"))["page"][part]
            return list(found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []

    def _replace(self, file: Path, content: bytes) -> None:
        """Write a small file in one step."""
        fresh = file.with_name(f"{secrets.token_hex(8)}{_FRESH}")
        with fresh.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)


def fingerprint(content: bytes) -> str:
    """Return what tells one content from every other."""
    return hashlib.sha256(content).hexdigest()[:40]


def _written(page: Page) -> bytes:
    return json.dumps(asdict(page), sort_keys=True).encode()
