"""A letter (.docx, .odt): its words, their shape, its pictures; a part that is not known goes."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable

from sunledger.core.cleancopy import made, pictures
from sunledger.core.cleancopy.made import Clean, NoCopy, see_lines
from sunledger.core.cleancopy.officerules import OPENDOCUMENT, PLAIN, WORD
from sunledger.core.cleancopy.relations import content_types, manifest, relations
from sunledger.core.cleancopy.xmlfilter import Rules, Written, rewritten
from sunledger.core.problem import gettext_noop

_SIGNS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_WORD = re.compile(
    r"word/(document|styles|numbering|settings|fontTable|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|word/theme/theme\d+\.xml"
)
_WORD_PICTURE = re.compile(r"word/media/[\w.-]+")
_ODT = re.compile(r"(content|styles)\.xml")
_ODT_PICTURE = re.compile(r"Pictures/[\w.-]+")
_MACROS = re.compile(r"(?i)vbaproject|vbadata|^basic/|^scripts/|activex|macroenabled")
_OTHERS = re.compile(r"(?i)embeddings/|charts/|diagrams/|afchunk|^object ?\d+/|ink/")
_FIRST = (1980, 1, 1, 0, 0, 0)


def word(parts: zipfile.ZipFile, name: str, pixels: int) -> Clean:
    """Return a Word letter without what is not the letter."""
    _see_parts(parts.namelist(), name)
    kept = [part for part in parts.namelist() if _WORD.fullmatch(part)]
    copy, lines, left_out = _rewritten(parts, kept, WORD, name)
    copy |= _pictures(parts, _WORD_PICTURE, name, pixels)
    for part in kept:
        folder, leaf = posixpath.split(part)
        about = f"{folder}/_rels/{leaf}.rels"
        if about in parts.namelist():
            copy[about], targets = relations(parts.read(about), folder, copy.keys(), name)
            lines += targets
    root, _targets = relations(parts.read("_rels/.rels"), "", copy.keys(), name)
    types = content_types(parts.read("[Content_Types].xml"), copy.keys(), name)
    if b"macroenabled" in types.lower():
        raise _macros(name)
    whole = {"[Content_Types].xml": types, "_rels/.rels": root, **copy}
    words = see_lines(lines, name)
    return Clean(_zipped(whole), "Word", _told(parts, whole, left_out), words=words)


def opendocument(parts: zipfile.ZipFile, name: str, pixels: int) -> Clean:
    """Return an OpenDocument letter without what is not the letter."""
    _see_parts(parts.namelist(), name)
    kept = [part for part in parts.namelist() if _ODT.fullmatch(part)]
    copy, lines, left_out = _rewritten(parts, kept, OPENDOCUMENT, name)
    copy |= _pictures(parts, _ODT_PICTURE, name, pixels)
    kind = b"application/vnd.oasis.opendocument.text"
    about = manifest(kind.decode(), copy.keys())
    whole = {"mimetype": kind, **copy, "META-INF/manifest.xml": about}
    words = see_lines(lines, name)
    return Clean(_zipped(whole), "OpenDocument", _told(parts, whole, left_out), words=words)


def _rewritten(
    parts: zipfile.ZipFile, kept: Iterable[str], rules: Rules, name: str
) -> tuple[dict[str, bytes], list[str], set[str]]:
    """Return the parts that hold words, written anew, with their paragraphs."""
    written: dict[str, Written] = {}
    for part in kept:
        is_shape = posixpath.basename(part) in ("styles.xml", "settings.xml") and rules is WORD
        written[part] = rewritten(parts.read(part), PLAIN if is_shape else rules, name)
    copy = {part: one.content for part, one in written.items()}
    lines = [line for one in written.values() for line in one.lines]
    left_out = {what for one in written.values() for what in one.left_out}
    return copy, lines, left_out


def _pictures(
    parts: zipfile.ZipFile, where: re.Pattern[str], name: str, pixels: int
) -> dict[str, bytes]:
    """Return the pictures, each from its pixels; refuse a kind that cannot be."""
    copy = {}
    for part in parts.namelist():
        if not where.fullmatch(part):
            continue
        content = parts.read(part)
        kind = next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), None)
        if kind is None:
            sentence = gettext_noop(
                "%(file)s holds pictures of a kind that is not copied. Save it as PDF, and attach "
                "that."
            )
            raise NoCopy(sentence, file=name)
        copy[part] = pictures.copied(content, name, kind, pixels).content
    return copy


def _see_parts(names: list[str], name: str) -> None:
    """Refuse macros, and files inside the file."""
    if any(_MACROS.search(part) for part in names):
        raise _macros(name)
    if any(_OTHERS.search(part) for part in names):
        sentence = gettext_noop(
            "%(file)s holds other files or charts inside. Save it as PDF, and attach that."
        )
        raise NoCopy(sentence, file=name)


def _macros(name: str) -> NoCopy:
    return NoCopy(
        gettext_noop("%(file)s holds macros. Save it as PDF, and attach that."), file=name
    )


def _told(parts: zipfile.ZipFile, copy: dict[str, bytes], left_out: set[str]) -> tuple[str, ...]:
    """Return the names of what a letter tells beside its words."""
    gone = [part for part in parts.namelist() if part not in copy]
    comments = any("comment" in part for part in gone) or bool({"annotation"} & left_out)
    found = {
        made.PROPERTIES: any("docProps" in part or part == "meta.xml" for part in gone),
        made.COMMENT: comments,
        made.TRACES: bool({"@", "rsids", "rsid"} & left_out),
        made.SMALL_PICTURE: any("humbnail" in part for part in gone),
        made.FILES: any("customXml" in part for part in gone),
        made.PLACE: False,
    }
    return tuple(what for what, there in found.items() if there)


def _zipped(copy: dict[str, bytes]) -> bytes:
    """Return the parts as one file; the same parts give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as whole:
        for part, content in copy.items():
            packed = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            whole.writestr(zipfile.ZipInfo(part, _FIRST), content, packed)
    return file.getvalue()
