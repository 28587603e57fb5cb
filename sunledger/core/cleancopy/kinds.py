"""What a file is, its first bytes say and not its name; and who copies it."""

import io
import zipfile

from sunledger.core.cleancopy.made import Clean, NoCopy, damaged
from sunledger.core.problem import gettext_noop

_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WebP"}
_OTHERS = (
    *(b"\xd0\xcf\x11\xe0", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"{\\rtf", b"Rar!", b"7z\xbc\xaf"),
    *(b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF", b"%!PS", b"SQLite format 3"),
)
_UNFOLDED, _PARTS, _RATIO, _SMALL = 200 << 20, 5_000, 200, 8 << 20
_NOT_A_KIND = gettext_noop(
    "%(file)s is of a kind that is never published. A public copy is made of JPEG, PNG, WebP, PDF, "
    "Word (.docx), Excel (.xlsx), OpenDocument text (.odt), and plain text. Save it as one of "
    "these."
)


def copied(content: bytes, name: str, pixels: int) -> Clean:
    """Return the copy of a file of any kind, or refuse."""
    for sign, kind in _PICTURES.items():
        if content.startswith(sign):
            from sunledger.core.cleancopy import pictures

            return pictures.copied(content, name, kind, pixels)
    if content.startswith(b"%PDF-"):
        from sunledger.core.cleancopy import pdffile

        return pdffile.copied(content, name)
    if content.startswith(b"PK"):
        return _unfolded(content, name, pixels)
    if content.startswith(_OTHERS):
        raise NoCopy(_NOT_A_KIND, file=name)
    from sunledger.core.cleancopy import plaintext

    return plaintext.copied(content, name, _NOT_A_KIND)


def _unfolded(content: bytes, name: str, pixels: int) -> Clean:
    """Return the copy of an office file, after a look at what it would unfold to."""
    from sunledger.core.cleancopy import letters, sheets

    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise damaged(name) from error
    with parts:
        _see_size(parts, name)
        names = parts.namelist()
        if len(set(names)) != len(names):
            raise damaged(name)
        if "word/document.xml" in names:
            return letters.word(parts, name, pixels)
        if "xl/workbook.xml" in names:
            return sheets.excel(content, parts, name)
        if names[0] == "mimetype" and b"opendocument.text" in parts.read("mimetype"):
            return letters.opendocument(parts, name, pixels)
    raise NoCopy(_NOT_A_KIND, file=name)


def _see_size(parts: zipfile.ZipFile, name: str) -> None:
    """Refuse what would fill the memory; what a part says of its size, the reader holds it to."""
    unfolded = sum(part.file_size for part in parts.infolist())
    folded = sum(part.compress_size for part in parts.infolist())
    bomb = unfolded > _SMALL and unfolded > folded * _RATIO
    if len(parts.infolist()) > _PARTS or unfolded > _UNFOLDED or bomb:
        sentence = gettext_noop(
            "%(file)s would unfold to %(size)s MB. That is no honest document. Save it anew, "
            "without what it does not need."
        )
        raise NoCopy(sentence, file=name, size=str(unfolded >> 20))
