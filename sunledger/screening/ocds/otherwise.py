"""Files that are something else than JSON: told by their first bytes, refused by what they are."""

from sunledger.core.content import Content
from sunledger.core.problem import gettext_noop, shorten
from sunledger.core.rows import BadFile

_ZIP = gettext_noop(
    "This is a zip archive; the first file in it is %(name)s. Unpack it, and give the JSON files."
)
_ARCHIVE = gettext_noop("This is an archive (%(kind)s). Unpack it, and give the JSON files in it.")
_PACKED = gettext_noop("This is packed with %(kind)s. Unpack it first; only gzip is read packed.")
_TWICE = gettext_noop("This is packed with gzip twice. Unpack it once.")
_DOCUMENT = gettext_noop(
    "This is a file of another kind (%(kind)s). Data of the Open Contracting Data Standard are"
    " JSON: ask the publisher for them in that form."
)
_PAGE = gettext_noop(
    "This is a page of the web or XML, and no JSON. Where a download made it, its words may say"
    " what went wrong: open it in a browser."
)
# The first bytes of a file, the sentence, and what it says the file is.
_BEGINNINGS = (
    (b"\x1f\x8b", _TWICE, ""),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE, "7z"),
    (b"Rar!\x1a\x07", _ARCHIVE, "rar"),
    (b"BZh", _PACKED, "bzip2"),
    (b"\xfd7zXZ\x00", _PACKED, "xz"),
    (b"\x28\xb5\x2f\xfd", _PACKED, "zstd"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _DOCUMENT, ".xls, .doc"),
    (b"PAR1", _DOCUMENT, "Parquet"),
    (b"%PDF-", _DOCUMENT, "PDF"),
    (b"SQLite format 3\x00", _DOCUMENT, "SQLite"),
)
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
# What stands at the beginning of a zip archive that is a document, and which one.
_IN_DOCUMENTS = (
    (b"spreadsheet", ".ods"),
    (b"xl/", ".xlsx"),
    (b"word/", ".docx"),
    (b"[Content_Types].xml", ".xlsx, .docx"),
    (b"docProps/", ".xlsx, .docx"),
)
_TAR = slice(257, 262)  # where an archive of tar says so


def refuse(content: Content) -> None:
    """Refuse a file that is known to be something else than JSON."""
    head = content.head
    if head.startswith(_ZIPPED):
        _refuse_zip(head)
    for begins, sentence, kind in _BEGINNINGS:
        if head.startswith(begins):
            raise BadFile(sentence, kind=kind)
    if head[_TAR] == b"ustar":
        raise BadFile(_ARCHIVE, kind="tar")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadFile(_PAGE)


def _refuse_zip(head: bytes) -> None:
    """Refuse a zip archive, or the document that it is."""
    for sign, kind in _IN_DOCUMENTS:
        if sign in head:
            raise BadFile(_DOCUMENT, kind=kind)
    size = int.from_bytes(head[26:28], "little")
    name = head[30 : 30 + size].decode("utf-8", "replace") if head[:4] == _ZIPPED[0] else ""
    raise BadFile(_ZIP, name=f"“{shorten(name)}”" if name else "–")
