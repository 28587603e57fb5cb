"""Any spreadsheet as sheets and rows: CSV in any encoding, .xlsx, .xls, .ods, HTML, XML.

What a file is, its first bytes say and not its name: a web page called .xls is read as the page it
is. Text is streamed; a workbook is opened in a bounded process, after a look at what it would
unfold to. What cannot be read is refused with a sentence, as BadFile.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from sunledger.core.content import Content
from sunledger.core.csvtext import text_sheet
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import NORMAL, BadFile, Cell, Limits, Merge, Note, Row, Sheet
from sunledger.core.spreadsheet import table_sheets, workbook_sheets
from sunledger.core.xmltable import MARK as XML_MARK

__all__ = ["BadFile", "Cell", "Limits", "Merge", "Note", "Row", "Sheet", "open_sheets"]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"SQLite format 3": "SQLite",
    b"PAR1": "Parquet",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}


def open_sheets(
    source: Path | bytes,
    name: str = "",
    *,
    limits: Limits = NORMAL,
    encoding: str = "",
    delimiter: str = "",
) -> Iterator[Sheet]:
    """Give the sheets of a file, in order; encoding and delimiter overrule what is found."""
    content = Content(source, name or (source.name if isinstance(source, Path) else ""))
    _known_encoding(content, encoding)
    kind = _kind(content.head)
    if kind == "workbook":
        yield from workbook_sheets(content, limits)
    elif kind in ("page", "xml"):
        yield from table_sheets(content, limits, kind)
    elif kind:
        sentence = gettext_noop(
            "%(file)s is a file of kind %(kind)s, not a spreadsheet. Save it as .xlsx or .csv."
        )
        raise BadFile(sentence, file=content.name, kind=kind)
    else:
        yield text_sheet(content, limits, encoding, delimiter)


def _known_encoding(content: Content, encoding: str) -> None:
    """Refuse an encoding that nobody knows."""
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        sentence = gettext_noop("%(file)s: no encoding is called “%(encoding)s”.")
        raise BadFile(sentence, file=content.name, encoding=encoding) from error


def _kind(head: bytes) -> str:
    """Return what the first bytes say: workbook, page, xml, another kind; empty for text."""
    if head.startswith((_ZIP, _OLE, b"PK\x05\x06")):
        return "workbook"
    for sign, kind in _OTHERS.items():
        if head.startswith(sign):
            return kind
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and XML_MARK in head:
        return "xml"
    return "page" if _is_page(head) else ""


def _is_page(head: bytes) -> bool:
    """Whether a text is HTML: it opens with a tag, and tables or the language's name follow."""
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    opens = text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body"))
    return opens or (text[:1] == b"<" and b"<td" in text)
