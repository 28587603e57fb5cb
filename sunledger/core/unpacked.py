"""The files of one .zip, unpacked within bounds: no bombs, no archives inside, no way out of it."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from typing import NamedTuple

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_RATIO = 200  # sheets shrink ten to fifty times, bombs a thousand times
_SMALL = 8 << 20  # below this no ratio is suspicious
_UTF8_NAME = 0x800


class Packed(NamedTuple):
    """One file of an archive: its name with its folders, and its bytes."""

    path: str
    content: bytes


def is_archive(content: bytes) -> bool:
    """Whether a file is an archive of files, and no workbook or document."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
    except _DAMAGE:
        return False
    return "[Content_Types].xml" not in names and "mimetype" not in names


def unpack(content: bytes, name: str, *, files: int, size: int) -> list[Packed]:
    """Return the files of an archive, or refuse one that is too large once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            wanted = [part for part in parts.infolist() if _is_wanted(part)]
            _bounded(wanted, len(content), name, files, size)
            left = size
            found = []
            for part in wanted:
                found.append(Packed(_path(part), _read(parts, part, name, left)))
                left -= len(found[-1].content)
            return found
    except BadFile:
        raise
    except _DAMAGE as error:
        sentence = gettext_noop("%(file)s is damaged: it does not unfold. Fetch it again.")
        raise BadFile(sentence, file=name) from error


def _is_wanted(part: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that a person put there."""
    last = part.filename.rpartition("/")[2]
    return not (
        part.is_dir() or part.filename.startswith("__MACOSX/") or last.startswith((".", "~$"))
    )


def _bounded(parts: list[zipfile.ZipInfo], folded: int, name: str, files: int, size: int) -> None:
    """Refuse an archive by what it says of itself, before anything is unpacked."""
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > files:
        sentence = gettext_noop("%(file)s holds %(count)s files; %(most)s may come at once.")
        raise BadFile(sentence, file=name, count=str(len(parts)), most=str(files))
    if unfolded > size or (unfolded > _SMALL and unfolded > folded * _RATIO):
        raise _too_large(name, unfolded)


def _too_large(name: str, unfolded: int) -> BadFile:
    sentence = gettext_noop(
        "%(file)s would unfold to %(size)s MB. That is no honest archive, or too large a one: "
        "bring its files in several."
    )
    return BadFile(sentence, file=name, size=f"{unfolded / (1 << 20):,.0f}")


def _read(parts: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """Return the bytes of one file, whatever the archive said of their number."""
    with parts.open(part) as file:
        content = file.read(left + 1)
    if len(content) > left:
        raise _too_large(name, len(content))
    if is_archive(content):
        sentence = gettext_noop("%(file)s holds an archive inside: %(inside)s. Unpack that first.")
        raise BadFile(sentence, file=name, inside=_path(part)[:80])
    return content


def _path(part: zipfile.ZipInfo) -> str:
    """Return a name with its folders, spelled as it was meant, without a way out of the archive."""
    name = part.filename
    if not part.flag_bits & _UTF8_NAME:  # written by a Chinese Windows, read as that of an IBM PC
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    folders = name.replace("\\", "/").split("/")
    return "/".join(one for one in folders if one not in ("", ".", ".."))[-400:]
