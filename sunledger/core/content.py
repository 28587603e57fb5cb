"""The bytes of a file, from a folder, an upload or inside gzip, which can be gone through twice."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile

HEAD = 64 << 10
CHUNK = 1 << 20
_SMALL = 64 << 20  # below this no ratio is suspicious
_LARGEST = 2 << 30  # of text in gzip; a million lines take a tenth of it
_RATIO = 200  # sheets shrink ten to thirty times, bombs a thousand times
_GZIP = b"\x1f\x8b"


class Content:
    """A file's bytes, unfolded if they were gzip; every `open` begins at the start."""

    def __init__(self, source: Path | bytes, name: str) -> None:
        self.source = source
        self.name = name
        with self._plain() as file:
            self.zipped = file.read(2) == _GZIP
        if self.zipped and name.lower().endswith(".gz"):
            self.name = name[:-3]
        self.head = self._head()

    def open(self) -> BinaryIO:
        """Return the bytes from the start."""
        if not self.zipped:
            return self._plain()
        packed = io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source
        return cast("BinaryIO", gzip.open(packed, "rb"))

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes piece by piece."""
        unfolded = 0
        with self.open() as file:
            try:
                while chunk := file.read(CHUNK):
                    unfolded += len(chunk)
                    self._bounded(unfolded)
                    yield chunk
            except (EOFError, OSError, zlib.error) as error:
                raise self._damaged() from error

    def whole(self, most: int) -> bytes:
        """Return all bytes, if they are not too many."""
        held = bytearray()
        for chunk in self.chunks():
            held += chunk
            if len(held) > most:
                sentence = gettext_noop(
                    "%(file)s is larger than %(size)s MB. Split it, or save it as CSV."
                )
                raise BadFile(sentence, file=self.name, size=str(most >> 20))
        return bytes(held)

    def _bounded(self, unfolded: int) -> None:
        """Refuse gzip that unfolds to more than any honest sheet."""
        if not self.zipped or unfolded <= _SMALL:
            return
        folded = len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size
        if unfolded > _LARGEST or unfolded > folded * _RATIO:
            sentence = gettext_noop(
                "%(file)s would unfold to more than %(size)s MB. That is no honest sheet, or too "
                "large a one: split it."
            )
            raise BadFile(sentence, file=self.name, size=str(unfolded >> 20))

    def _plain(self) -> BinaryIO:
        """Return the bytes as they were given."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        return self.source.open("rb")

    def _head(self) -> bytes:
        """Return the first bytes."""
        with self.open() as file:
            try:
                return file.read(HEAD)
            except (EOFError, OSError, zlib.error) as error:
                raise self._damaged() from error

    def _damaged(self) -> BadFile:
        """Return the refusal of a gzip file that breaks off or does not unfold."""
        sentence = gettext_noop("%(file)s is damaged: it does not unfold. Fetch it again.")
        return BadFile(sentence, file=self.name)
