"""A PDF, written anew from what its pages are painted with."""

import io
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject

from sunledger.core.cleancopy import made
from sunledger.core.cleancopy.made import Clean, NoCopy, damaged, see_pages
from sunledger.core.cleancopy.pdfkeys import BESIDE, PAGE
from sunledger.core.cleancopy.pdfpaint import Carrier
from sunledger.core.problem import gettext_noop

_HIDDEN = 1 << 1 | 1 << 5  # a note that is not shown: Hidden, NoView


def copied(content: bytes, name: str) -> Clean:
    """Return a PDF with the same pages and nothing beside them, or refuse."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            sentence = gettext_noop("%(file)s is locked. Save it without a password.")
            raise NoCopy(sentence, file=name)
        removed = _told(reader, content)
        _see_layers(reader, name)
        copy = _written(reader, name)
        words = [page.extract_text() for page in PdfReader(io.BytesIO(copy)).pages]
    except (PyPdfError, OSError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(name) from error
    except ValueError as error:
        if isinstance(error, NoCopy):
            raise
        raise damaged(name) from error
    if not words:
        raise damaged(name)
    return Clean(copy, "PDF", removed, words=see_pages(words, name))


def _written(reader: PdfReader, name: str) -> bytes:
    """Return the bytes of a PDF with the pages alone."""
    writer = PdfWriter()
    carrier = Carrier(writer, name)
    for number, page in enumerate(reader.pages, 1):
        _see_notes(page, number, name)
        fresh = PageObject()
        fresh[NameObject("/Type")] = NameObject("/Page")
        for key in PAGE:
            if key in page:
                fresh[NameObject(key)] = carrier.value(page.raw_get(key))
        fresh[NameObject("/Resources")] = carrier.resources(page.get("/Resources"))
        fresh[NameObject("/Contents")] = carrier.painting(page.get("/Contents"))
        writer.add_page(fresh)
    writer.metadata = None
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _told(reader: PdfReader, content: bytes) -> tuple[str, ...]:
    """Return the names of what a PDF tells beside its pages."""
    root = reader.root_object
    names = root.get("/Names", DictionaryObject()).get_object()
    notes = {note.get("/Subtype") for page in reader.pages for note in _notes(page)}
    ends = content.count(b"%%EOF") - (b"/Linearized" in content[:2048])
    found = {
        made.PROPERTIES: bool(reader.metadata),
        made.XMP: "/Metadata" in root,
        made.OLDER: ends > 1,
        made.FILES: "/EmbeddedFiles" in names or "/AF" in root or "/FileAttachment" in notes,
        made.SCRIPTS: "/JavaScript" in names or not {"/OpenAction", "/AA"}.isdisjoint(root),
        made.FIELDS: "/AcroForm" in root,
        made.COMMENT: bool(notes - {None, "/Link", "/Widget", "/FileAttachment"}),
        made.LINKS: "/Outlines" in root or "/Link" in notes,
        made.TAGS: "/StructTreeRoot" in root or "/MarkInfo" in root,
    }
    return tuple(what for what, there in found.items() if there)


def _see_layers(reader: PdfReader, name: str) -> None:
    """Refuse layers that are switched off: in the copy they would be seen, or lie in wait."""
    layers: Any = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
    default = layers.get("/D", DictionaryObject()).get_object()
    if default.get("/OFF") or default.get("/BaseState") == "/OFF":
        sentence = gettext_noop(
            "%(file)s has layers that are switched off. Print it to a PDF anew, and attach that."
        )
        raise NoCopy(sentence, file=name)


def _see_notes(page: PageObject, number: int, name: str) -> None:
    """Refuse what lies over a page: without it, what it covers or says would come or go."""
    for note in _notes(page):
        if note.get("/Subtype") not in BESIDE and _is_seen(note):
            sentence = gettext_noop(
                "%(file)s, page %(page)s: a field, a stamp or a drawing lies over the page. Print "
                "it to a PDF anew, see that nothing shows through, and attach that."
            )
            raise NoCopy(sentence, file=name, page=str(number))


def _notes(page: PageObject) -> list[DictionaryObject]:
    """Return what is hung on to a page."""
    notes: Any = page.get("/Annots")
    found = [
        note.get_object() for note in (notes.get_object() if notes is not None else None) or ()
    ]
    return [note for note in found if isinstance(note, DictionaryObject)]


def _is_seen(note: DictionaryObject) -> bool:
    """Whether a note shows on the page: it has a place, and something in it."""
    left, low, right, high = (float(one) for one in note.get("/Rect", (0, 0, 0, 0)))
    hidden = int(note.get("/F", 0)) & _HIDDEN or left == right or low == high
    empty = note.get("/Subtype") == "/Widget" and "/V" not in note and "/Parent" not in note
    return not hidden and not empty
