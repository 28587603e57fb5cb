"""The parts of a zipped workbook that are not its cells, as texts with their places."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from sunledger.core.asides.aside import COMMENT, HEADER, NAME, OTHER, PICTURE, PROPERTIES, Aside
from sunledger.core.asides.raw import texts

# Attributes in which people write; the others hold places, sizes and marks of programs.
_SAID = frozenset(
    [
        *("descr", "title", "name", "alt", "tooltip", "display", "location", "prompt"),
        *("promptTitle", "error", "errorTitle", "Target", "href", "author", "displayName", "v"),
    ]
)
_SHEETS = frozenset(["sheet", "table"])  # their names are looked at with their cells
_PIECE, _LONGEST = 1 << 20, 8 << 20
_NOT_WRITTEN = re.compile(
    r"(?:.*/)?(?:sharedStrings|styles|theme\d*|calcChain|metadata|settings|manifest|"
    r"\[Content_Types\])\.(?:xml|bin|rdf)|mimetype|.*/theme/.*|Thumbnails/.*"
)
# In a header, what follows is in the middle, bold, or of another font: &C, &B, &"Arial".
_SHAPE = re.compile(r'&(?:[A-Z]|"[^"]*")')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_LINK = re.compile(r'<(?:\w+:)?Relationship\b[^>]*?\bTarget="([^"]*)"')


def of_parts(parts: zipfile.ZipFile, sheets: dict[str, str]) -> Iterator[Aside]:
    """Yield what the parts of a workbook say; `sheets` names the part of each sheet."""
    belongs = _belongs(parts, sheets)
    for part in parts.namelist():
        if part.endswith("/") or (_NOT_WRITTEN.fullmatch(part) and part != "styles.xml"):
            continue
        sheet = sheets.get(part, belongs.get(part, ""))
        if not part.endswith((".xml", ".rels", ".vml", ".rdf")):
            sentence = PICTURE if "media/" in part or part.startswith("Pictures/") else OTHER
            with parts.open(part) as file:
                yield from (Aside(sentence, sheet, "", said) for said in texts(file.read(_LONGEST)))
        elif _SHEET.fullmatch(part):
            yield from _Reader(HEADER, sheet).read(io.BytesIO(_around_the_cells(parts, part)))
        else:
            with parts.open(part) as file:
                yield from _Reader(_sentence(part), sheet, part == "content.xml").read(file)


def _belongs(parts: zipfile.ZipFile, sheets: dict[str, str]) -> dict[str, str]:
    """Return to which sheet the parts belong that a sheet points to."""
    found = {}
    for part, sheet in sheets.items():
        folder, leaf = posixpath.split(part)
        about = f"{folder}/_rels/{leaf}.rels"
        if about in parts.namelist():
            for target in _LINK.findall(parts.read(about).decode("utf-8", "replace")):
                place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                found[posixpath.normpath(place)] = sheet
    return found


def _sentence(part: str) -> str:
    """Return the sentence about what a part says."""
    if "omments" in part or part == "content.xml":
        return COMMENT
    if part.startswith("docProps/") or part == "meta.xml":
        return PROPERTIES
    if part == "styles.xml":
        return HEADER
    return NAME if part == "xl/workbook.xml" else OTHER


def _around_the_cells(parts: zipfile.ZipFile, part: str) -> bytes:
    """Return the XML of a sheet without its rows, however many they are."""
    begun, ended, rest = b"", b"", b""
    with parts.open(part) as file:
        while piece := file.read(_PIECE):
            if not begun:
                begun, _sign, piece = piece.partition(b"<sheetData")
            if ended:
                ended += piece[: _LONGEST - len(ended)]
                continue
            _rows, sign, after = (rest + piece).partition(b"</sheetData>")
            rest = (rest + piece)[-16:]
            ended = sign + after if sign else b""
    return begun + (b"<sheetData>" + ended if ended else b"<sheetData/></worksheet>")


class _Reader:
    """Takes in elements, and gives their words with the cell that the last of them named.

    Of the cells of an OpenDocument sheet, which stand in one part with its remarks, only the
    remarks are taken.
    """

    def __init__(self, sentence: str, sheet: str, only_remarks: bool = False) -> None:
        self.sentence, self.sheet, self.only_remarks = sentence, sheet, only_remarks
        self.found: list[Aside] = []
        self._cell = ""
        self._words: list[str] = []
        self._depth = 0  # within a remark

    def read(self, file: IO[bytes]) -> Iterator[Aside]:
        """Yield the words of a part; what is no XML is read as raw text."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            while piece := file.read(_PIECE):
                parser.Parse(piece, False)
                yield from self.taken()
            parser.Parse(b"", True)
        except ExpatError:
            file.seek(0)
            yield from (Aside(self.sentence, self.sheet, "", one) for one in texts(file.read()))
        self.end_words()
        yield from self.taken()

    def taken(self) -> list[Aside]:
        """Return what was found since the last time."""
        found, self.found = self.found, []
        return found

    def start(self, element: str, given: dict[str, str]) -> None:
        """Begin an element; what people wrote into its attributes is a text of its own."""
        plain = element.rpartition(":")[2]
        held = {name.rpartition(":")[2]: value for name, value in given.items()}
        if plain in ("comment", "threadedComment"):
            self.end_words()
            self._cell = held.get("ref", "")
        self._depth += plain == "annotation" or self._depth > 0
        for name, value in held.items():
            if name in _SAID and value and plain not in _SHEETS:
                self.found.append(Aside(self.sentence, self.sheet, self._cell, value))

    def end(self, element: str) -> None:
        """End an element; that of a paragraph or a property ends its words."""
        self._depth -= self._depth > 0
        if element.rpartition(":")[2] not in ("t", "r", "span"):
            self.end_words()

    def text(self, words: str) -> None:
        """Add words."""
        if self._depth or not self.only_remarks:
            self._words.append(words)

    def end_words(self) -> None:
        """Put the words so far together."""
        said = "".join(self._words).strip()
        if self.sentence is HEADER:
            said = _SHAPE.sub(" ", said)
        if said:
            self.found.append(Aside(self.sentence, self.sheet, self._cell, said))
        self._words.clear()
