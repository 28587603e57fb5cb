"""Word and OpenDocument texts: both are zip files with one XML part of paragraphs and tables."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sunledger.core.problem import gettext_noop
from sunledger.decisions.reading.assemble import Assembly, Cell
from sunledger.decisions.reading.document import Table, Unreadable

MOST_XML = 64 << 20
_PARTS = ("word/document.xml", "content.xml")
_PARAGRAPHS, _TABLES = {"p", "h"}, {"tbl", "table"}
_ROWS, _CELLS = {"tr", "table-row"}, {"tc", "table-cell", "covered-table-cell"}
# Words that were struck out, and notes of the editor, are not part of the text.
_LEFT_OUT = {"del", "delText", "annotation", "tracked-changes", "instrText", "moveFrom", "deletion"}
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read(content: bytes, name: str) -> tuple[str, tuple[Table, ...]]:
    """Return the text of a document and its tables."""
    out = Assembly()
    _walk(_root(content, name), out)
    return out.text.rstrip("\n"), tuple(out.tables)


def _root(content: bytes, name: str) -> Element:
    """Return the body of the document; what would unfold without end is refused unread."""
    damaged = gettext_noop("%(file)s is damaged, or no Word or OpenDocument text.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            part = next((one for one in _PARTS if one in packed.namelist()), None)
            if part is None:
                raise Unreadable(damaged, file=name)
            if packed.getinfo(part).file_size > MOST_XML:
                raise Unreadable(gettext_noop("%(file)s unfolds to too much."), file=name)
            xml = packed.open(part).read(MOST_XML + 1)
        if _DECLARED.search(xml[:4096]):
            raise Unreadable(damaged, file=name)
        return ElementTree.fromstring(xml)  # noqa: S314  (no entities: refused above)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(damaged, file=name) from error


def _kind(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _walk(element: Element, out: Assembly) -> None:
    """Add every paragraph and table below an element, in order."""
    for child in element:
        kind = _kind(child)
        if kind in _TABLES:
            out.table([list(_cells(row)) for row in _below(child, _ROWS)])
        elif kind in _PARAGRAPHS:
            out.paragraph(_words(child))
        elif kind not in _LEFT_OUT:
            _walk(child, out)


def _below(element: Element, kinds: set[str]) -> Iterator[Element]:
    """Give the nearest elements of a kind, not those inside them."""
    for child in element:
        if _kind(child) in kinds:
            yield child
        elif _kind(child) not in _LEFT_OUT:
            yield from _below(child, kinds)


def _cells(row: Element) -> Iterator[Cell]:
    """Give the words of each cell of a row, and nothing where a cell goes on from above."""
    right = 0
    for cell in _below(row, _CELLS):
        said = _marks(cell)
        covered = _kind(cell) == "covered-table-cell"
        if covered and right:
            right -= 1
            yield ""
        elif covered or said.get("vMerge") == "continue":
            yield None
        else:
            yield "\n".join(_words(one) for one in _below(cell, _PARAGRAPHS))
            right = _number(said.get("number-columns-spanned", "")) - 1
        yield from [""] * (_number(said.get("gridSpan", "")) - 1)


def _marks(cell: Element) -> dict[str, str]:
    """Return what a cell says of its own size, by name."""
    said = {_bare(name): value for name, value in cell.attrib.items()}
    for group in cell:
        if _kind(group) == "tcPr":
            for one in group:
                values = [value for name, value in one.attrib.items() if _bare(name) == "val"]
                said[_kind(one)] = values[0] if values else "continue"
    return said


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _number(said: str) -> int:
    """Return a number of columns: at least one, and never more than a page has."""
    return min(int(said), 60) if re.fullmatch(r"[1-9][0-9]{0,3}", said) else 1


def _words(element: Element) -> str:
    """Return the words of a paragraph."""
    kind = _kind(element)
    if kind in _LEFT_OUT:
        return ""
    if kind in ("tab", "s"):
        return " "
    if kind in ("br", "line-break", "cr"):
        return "\n"
    open_document = "opendocument" in element.tag
    words = (element.text or "") if kind == "t" or open_document else ""
    for child in element:
        words += _words(child)
        if open_document:
            words += child.tail or ""
    return words
