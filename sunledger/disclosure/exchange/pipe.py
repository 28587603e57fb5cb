"""A zip that is handed out while it is written, so that no book is ever whole in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256

from sunledger.disclosure.exchange.form import Part

_AT_ONCE = 64 << 10
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same books give the same bytes


class _Pipe(io.RawIOBase):
    """Takes what is written and gives it away."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(content))
        self.waiting += len(content)
        return len(content)

    def take(self) -> bytes:
        """Return what has come in since it was last asked."""
        content, self._parts, self.waiting = b"".join(self._parts), [], 0
        return content


class Writer:
    """Writes the parts of a file one after the other, and knows what it wrote."""

    def __init__(self) -> None:
        self._pipe = _Pipe()
        self._zip = zipfile.ZipFile(self._pipe, "w", zipfile.ZIP_DEFLATED)
        self.parts: list[Part] = []

    def write(self, name: str, lines: Iterable[str]) -> Iterator[bytes]:
        """Write one part; give the bytes of the archive as they come."""
        digest, size, count = sha256(), 0, 0
        info = zipfile.ZipInfo(name, _LONG_AGO)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as part:
            for line in lines:
                content = line.encode()
                part.write(content)
                digest.update(content)
                size, count = size + len(content), count + content.count(b"\n")
                if self._pipe.waiting > _AT_ONCE:
                    yield self._pipe.take()
        self.parts.append(Part(name, digest.hexdigest(), size, count))
        yield self._pipe.take()

    def end(self) -> Iterator[bytes]:
        """Give the end of the archive."""
        self._zip.close()
        yield self._pipe.take()
