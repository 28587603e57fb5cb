"""An exchange file, opened: its parts looked at before they are unfolded, and read line by line.

A file comes from anywhere. It is never unpacked to a disk, so no name in it can lead anywhere;
only what is signed is read, no more of it than was signed, and no line longer than a line is.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sunledger.core import merkle, note
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.exchange import form
from sunledger.disclosure.exchange.form import Manifest, NotExchange, Part

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_DAMAGED = gettext_noop("This file is damaged, or no exchange of books. Fetch it again.")
_CHANGED = gettext_noop("%(name)s is not as it was signed: something was changed, added or lost.")


class Book:
    """An exchange file whose list of parts was signed by the key that is expected."""

    def __init__(self, parts: zipfile.ZipFile, key: note.Key | None) -> None:
        self._parts = parts
        _need_parts(parts)
        self.log = _object(self._small(form.LOG))
        self.key = key or note.read_key(str(self.log.get("key", "")))
        self.manifest: Manifest = form.read_manifest(
            note.opened(self._small(form.MANIFEST), self.key)
        )
        self.note = self._small(form.CHECKPOINT)
        self.checkpoint = note.read_checkpoint(note.opened(self.note, self.key))
        names = {self.key.name, self.checkpoint.name, self.manifest.log}
        if len(names) > 1 or self.manifest.size != self.checkpoint.size:
            raise NotExchange(gettext_noop("Its parts come from several logs or several days."))
        self._need_as_signed()

    @property
    def seen(self) -> int:
        """Return from which earlier size of the log it shows that nothing was changed since."""
        seen = self.log.get("seen")
        return seen if isinstance(seen, int) else 0

    def goes_on_from(self, size: int, root: bytes) -> bool:
        """Whether it shows that its log begins with the whole log of that size and root."""
        head = self.checkpoint
        if size == head.size or not size:
            return not size or root == head.root
        steps = hashes_of(self.log.get("consistency"))
        return self.seen == size and merkle.is_consistent(size, head.size, root, head.root, steps)

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Give the objects of a part, one a line; refuse it at the end if it is not as signed."""
        part = next(one for one in self.manifest.parts if one.name == name)
        for line in self._raw(part):
            yield _object(line)

    def _raw(self, part: Part) -> Iterator[bytes]:
        """Give the lines of a part, no more of them than were signed."""
        digest, left, lines = sha256(), part.size, 0
        try:
            with self._parts.open(part.name) as file:
                while line := file.readline(min(form.LINE, left + 1)):
                    left -= len(line)
                    lines += 1
                    if left < 0 or not line.endswith(b"\n"):
                        raise NotExchange(_CHANGED, name=part.name)
                    digest.update(line)
                    yield line
        except _DAMAGE as error:
            raise NotExchange(_DAMAGED) from error
        if left or lines != part.lines or digest.hexdigest() != part.sha256:
            raise NotExchange(_CHANGED, name=part.name)

    def _small(self, name: str) -> str:
        """Return a part that is short."""
        try:
            with self._parts.open(name) as file:
                content = file.read(form.SMALL + 1)
            if len(content) > form.SMALL:
                raise NotExchange(_CHANGED, name=name)
            return content.decode()
        except (*_DAMAGE, UnicodeDecodeError) as error:
            raise NotExchange(_DAMAGED) from error

    def _need_as_signed(self) -> None:
        """Refuse what says another size than was signed, and short parts that were changed."""
        for part in self.manifest.parts:
            if self._parts.getinfo(part.name).file_size != part.size:
                raise NotExchange(_CHANGED, name=part.name)
            if part.name in (form.CHECKPOINT, form.LOG, form.PACKAGE):
                for _line in self._raw(part):
                    pass


@contextmanager
def opened(path: Path, key: note.Key | None = None) -> Iterator[Book]:
    """Open a file of the log with this key; without one, of the log that the file itself names."""
    try:
        parts = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise
    except (*_DAMAGE, ValueError) as error:
        raise NotExchange(_DAMAGED) from error
    with parts:
        yield Book(parts, key)


def _need_parts(parts: zipfile.ZipFile) -> None:
    """Refuse an archive of other files than these, and one that unfolds beyond measure."""
    found = parts.infolist()
    if sorted(one.filename for one in found) != sorted(form.PARTS):
        raise NotExchange(gettext_noop("This is no exchange of books: it holds other files."))
    for one in found:
        large = one.file_size > max(form.SMALL, form.RATIO * one.compress_size)
        if large or one.file_size > form.MOST_BYTES or one.flag_bits & 1:
            sentence = gettext_noop("%(name)s would unfold beyond measure. That is no honest file.")
            raise NotExchange(sentence, name=one.filename)


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        found = json.loads(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError) as error:
        raise NotExchange(_DAMAGED) from error
    if not isinstance(found, dict):
        raise NotExchange(_DAMAGED)
    return found


def hashes_of(found: Any) -> list[bytes]:
    """Return hashes written in hexadecimal; of anything else, none."""
    try:
        hashes = [bytes.fromhex(one) for one in found]
    except (ValueError, TypeError):
        return []
    return hashes if all(len(one) == 32 for one in hashes) and len(hashes) <= 64 else []
