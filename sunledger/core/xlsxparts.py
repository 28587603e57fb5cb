"""A look into a zipped workbook before it is opened: what it would unfold to, and what it hides."""

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Limits

_CHUNK = 1 << 20
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, LookupError, ValueError),
)
_SMALL = 8 << 20  # below this no ratio is suspicious
_TAG = r"<(?:\w+:)?"
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# Every stretch is short and stops at the next tag: a sheet made to be slow costs no more than its
# length. The attributes of an honest row or cell take a hundred signs.
_A = rb"[^<>]{0,400}"
_HIDDEN_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b(%b\bhidden=[\"'](?:1|true)[\"']%b)>" % (_A, _A))
_HIDDEN_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\b(%b\bhidden=[\"'](?:1|true)[\"']%b)>" % (_A, _A))
_ERROR = re.compile(
    rb"<(?:\w{1,20}:)?c\b(%b\bt=[\"']e[\"']%b)>"
    rb"\s{0,20}(?:<(?:\w{1,20}:)?f\b[^<>]{0,9000}>(?:[^<]{0,9000}</(?:\w{1,20}:)?f>)?\s{0,20})?"
    rb"<(?:\w{1,20}:)?v>([^<]{0,40})<" % (_A, _A)
)
_UNSAVED = re.compile(
    rb"<(?:\w{1,20}:)?c\b([^<>/]{0,400})>\s{0,20}"
    rb"<(?:\w{1,20}:)?f\b(?:[^<>]{0,9000}/>|[^<>]{0,9000}>[^<]{0,9000}</(?:\w{1,20}:)?f>)"
    rb"\s{0,20}(?:<(?:\w{1,20}:)?v\s{0,20}/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?"
    rb"\s{0,20}</(?:\w{1,20}:)?c>"
)
_NAMED = 5  # cells that are named in a sentence
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Aside:
    """What a sheet's XML says beside its values."""

    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)  # line, column: "#N/A"
    unsaved: list[str] = field(default_factory=list)  # the first of them
    unsaved_count: int = 0


@dataclass
class Inside:
    """What a workbook holds beside its values."""

    sheets: dict[str, Aside] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def look_inside(data: bytes, name: str, limits: Limits) -> Inside:
    """Refuse a workbook that is a bomb; return what else it holds."""
    inside = Inside()
    if not data.startswith(b"PK"):
        return inside
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _small_enough(parts.infolist(), name, limits)
            _a_workbook({part.filename for part in parts.infolist()}, name)
            names = sheet_names(parts)
            for part in parts.infolist():
                aside = inside.sheets.setdefault(names.get(part.filename, ""), Aside())
                _go_through(parts, part, aside, name)
            _note_others(inside, [part.filename for part in parts.infolist()])
    except BadFile:
        raise
    except _DAMAGE as error:
        sentence = gettext_noop("%(file)s is damaged: it does not unfold. Fetch it again.")
        raise BadFile(sentence, file=name) from error
    return inside


def _small_enough(parts: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    """Refuse what would fill the memory."""
    unfolded = sum(part.file_size for part in parts)
    folded = sum(part.compress_size for part in parts)
    bomb = unfolded > _SMALL and unfolded > folded * limits.ratio
    if len(parts) > limits.parts or unfolded > limits.unfolded or bomb:
        sentence = gettext_noop(
            "%(file)s would unfold to %(size)s MB. That is no honest workbook, or too large a "
            "one: save its sheets as CSV."
        )
        raise BadFile(sentence, file=name, size=f"{unfolded / (1 << 20):,.0f}")


def _a_workbook(parts: set[str], name: str) -> None:
    """Refuse archives, letters and slides."""
    if any(part.startswith("xl/") for part in parts) or "content.xml" in parts:
        return
    if any(part.startswith(("word/", "ppt/")) for part in parts):
        sentence = gettext_noop(
            "%(file)s is a document, not a spreadsheet. Copy its table into one, or save it as CSV."
        )
    else:
        sentence = gettext_noop("%(file)s is an archive. Unpack it and bring the files in it.")
    raise BadFile(sentence, file=name)


def _go_through(parts: zipfile.ZipFile, part: zipfile.ZipInfo, aside: Aside, name: str) -> None:
    """Read a part to its end, so that its size is true, and note what the eye would miss."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    rest = b""
    with parts.open(part) as file:
        while chunk := file.read(_CHUNK):
            if b"<!DOCTYPE" in chunk and part.filename.endswith((".xml", ".rels")):
                sentence = gettext_noop(
                    "%(file)s holds XML with words of its own. It was not opened."
                )
                raise BadFile(sentence, file=name)
            if is_sheet:
                rest = _search_whole_cells(rest + chunk, aside)
    _search(rest, aside)


def _search_whole_cells(piece: bytes, aside: Aside) -> bytes:
    """Search as far as the cells are whole, and return the rest."""
    end = max(piece.rfind(b"</c>") + 4, piece.rfind(b":c>") + 3)
    if end < 4:
        end = 0 if len(piece) < 4 * _CHUNK else len(piece)
    _search(piece[:end], aside)
    return piece[end:]


def _search(piece: bytes, aside: Aside) -> None:
    """Add what a piece of a sheet's XML hides."""
    if b"hidden=" in piece:
        for found in _HIDDEN_ROW.finditer(piece):
            aside.hidden_lines.add(int(_attributes(found[1]).get("r", 0)))
        for found in _HIDDEN_COLUMN.finditer(piece):
            held = _attributes(found[1])
            aside.hidden_columns |= set(range(int(held["min"]) - 1, min(int(held["max"]), 16384)))
    for found in _ERROR.finditer(piece):
        if place := _place(found[1]):
            line, column = place
            aside.errors.setdefault(line, {})[column] = found[2].decode("utf-8", "replace")
    if b"f>" in piece or b"<f" in piece:
        for found in _UNSAVED.finditer(piece):
            aside.unsaved_count += 1
            if len(aside.unsaved) < _NAMED:
                aside.unsaved.append(_attributes(found[1]).get("r", "?"))


def _attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    text = tag.decode("utf-8", "replace")
    return {name: html.unescape(a or b) for name, a, b in _ATTRIBUTE.findall(text)}


def _place(tag: bytes) -> tuple[int, int] | None:
    """Return the line (from 1) and column (from 0) of a cell."""
    found = _CELL.fullmatch(_attributes(tag).get("r", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def sheet_names(parts: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the sheet that each part of an .xlsx is."""
    try:
        book = parts.read("xl/workbook.xml").decode("utf-8", "replace")
        links = parts.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {
        link.get("Id", ""): link.get("Target", "").removeprefix("/xl/").removeprefix("./")
        for link in map(_attributes, re.findall(rb"<Relationship\b([^>]*)>", links.encode()))
    }
    sheets = (_attributes(tag.encode()) for tag in re.findall(rf"{_TAG}sheet\b([^>]*)>", book))
    return {f"xl/{targets.get(one.get('r:id', ''), '')}": one.get("name", "") for one in sheets}


def _note_others(inside: Inside, parts: list[str]) -> None:
    """Note what stands in the workbook and is not read."""
    kinds = {
        "vbaProject": gettext_noop("The workbook carries macros. They were not run."),
        "externalLinks/": gettext_noop("The workbook points to other files. They were not opened."),
        "xl/comments": gettext_noop("The workbook carries comments. They were not read."),
        "embeddings/": gettext_noop("The workbook carries other files. They were not opened."),
    }
    for sign, sentence in kinds.items():
        if any(sign in part for part in parts):
            inside.notes.append((sentence, {}))
