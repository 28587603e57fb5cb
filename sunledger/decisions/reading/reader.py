"""The one door of this package: a file's bytes become a document, or one clear sentence."""

from collections.abc import Callable
from pathlib import PurePath

from sunledger.core.problem import gettext_noop
from sunledger.decisions.reading import markup, officefile, pdffile, plain
from sunledger.decisions.reading.boilerplate import boilerplate_in
from sunledger.decisions.reading.document import Document, Table, Unreadable
from sunledger.decisions.reading.script import plain as plain_signs
from sunledger.decisions.reading.texttables import tables_in

MOST_BYTES = 20 << 20
MOST_SIGNS = 2_000_000
Parts = tuple[str, tuple[Table, ...]]

_BY_ENDING: dict[str, tuple[str, Callable[[bytes, str], Parts]]] = {
    ".html": ("html", markup.read), ".htm": ("html", markup.read), ".xhtml": ("html", markup.read),
    ".docx": ("docx", officefile.read), ".odt": ("odt", officefile.read),
    ".pdf": ("pdf", pdffile.read),
}  # fmt: skip


def read(content: bytes, name: str = "", tell: pdffile.Tell = pdffile.untold) -> Document:
    """Return what a file says, with its tables and its empty words marked.

    `tell` hears of each page that was read: how many steps are done, and of how many.
    """
    if len(content) > MOST_BYTES:
        sentence = gettext_noop("%(file)s is larger than %(size)s MB. Give one text at a time.")
        raise Unreadable(sentence, file=name, size=str(MOST_BYTES >> 20))
    form, reader = _reader(content, name)
    if reader is pdffile.read:
        text, tables = pdffile.read(content, name, tell)
    else:
        text, tables = reader(content, name)
    if not text.strip():
        raise Unreadable(gettext_noop("%(file)s has no words in it."), file=name)
    if len(text) > MOST_SIGNS:
        sentence = gettext_noop("%(file)s has more words than a meeting says. Give it in parts.")
        raise Unreadable(sentence, file=name)
    return document_of(text, form, tables)


def document_of(text: str, form: str = "text", tables: tuple[Table, ...] = ()) -> Document:
    """Return a text as a document; tables written as text are found where none are given."""
    return Document(text, form, tables or tables_in(text), boilerplate_in(plain_signs(text)))


def _reader(content: bytes, name: str) -> tuple[str, Callable[[bytes, str], Parts]]:
    """Return how to read a file: by its first bytes, then by the ending of its name."""
    if content.startswith(b"%PDF"):
        return "pdf", pdffile.read
    if content.startswith(b"PK\x03\x04"):
        return "office", officefile.read
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        sentence = gettext_noop(
            "%(file)s is an old Word file (.doc). Save it as .docx and try again."
        )
        raise Unreadable(sentence, file=name)
    ending = PurePath(name).suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if markup.looks_like(content):
        return "html", markup.read
    return "text", plain.read
