"""What the parts of an office file say of each other, told anew of those that are still there."""

import posixpath
from collections.abc import Collection
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

from sunledger.core.cleancopy.made import NoCopy, damaged
from sunledger.core.cleancopy.xmlfilter import Attributes, local
from sunledger.core.problem import gettext_noop

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def relations(
    content: bytes, folder: str, kept: Collection[str], name: str
) -> tuple[bytes, list[str]]:
    """Return the relations whose ends are both there, and where those lead that lead outside."""
    said, outside = "", []
    for plain, about in _elements(content, name):
        if plain != "Relationship":
            continue
        target, mode = about.get("Target", ""), ""
        if about.get("TargetMode") == "External":
            if about["Type"].endswith("/attachedTemplate"):
                continue
            target, mode = _led(about, name), ' TargetMode="External"'
            outside.append(target)
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in kept:
            continue
        pairs = {"Id": about["Id"], "Type": about["Type"], "Target": target}
        inner = "".join(f" {key}={quoteattr(value)}" for key, value in pairs.items())
        said += f"<Relationship{inner}{mode}/>"
    whole = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'
    return whole.encode(), outside


def content_types(content: bytes, kept: Collection[str], name: str) -> bytes:
    """Return what is said of the kinds of the parts that are there."""
    said = ""
    for plain, about in _elements(content, name):
        if plain == "Default":
            said += f"<Default Extension={quoteattr(about['Extension'])}"
        elif plain == "Override" and about["PartName"].lstrip("/") in kept:
            said += f"<Override PartName={quoteattr(about['PartName'])}"
        else:
            continue
        said += f" ContentType={quoteattr(about['ContentType'])}/>"
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{said}</Types>'.encode()


def manifest(kind: str, kept: Collection[str]) -> bytes:
    """Return the list of the parts of an OpenDocument file."""
    kinds = {".xml": "text/xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
    said = f'<m:file-entry m:full-path="/" m:version="1.3" m:media-type="{kind}"/>'
    for part in kept:
        of = kinds.get(posixpath.splitext(part)[1].lower(), "")
        said += f'<m:file-entry m:full-path={quoteattr(part)} m:media-type="{of}"/>'
    return f'{_HEAD}<m:manifest xmlns:m="{_MANIFEST}" m:version="1.3">{said}</m:manifest>'.encode()


def _led(about: dict[str, str], name: str) -> str:
    """Return where a link leads; what is drawn from elsewhere is refused."""
    if not about["Type"].endswith("/hyperlink"):
        sentence = gettext_noop(
            "%(file)s draws from another place when it is opened. Save it as PDF, and attach that."
        )
        raise NoCopy(sentence, file=name)
    target = about.get("Target", "")
    return target if target.startswith(("http://", "https://")) else "about:blank"


def _elements(content: bytes, name: str) -> list[tuple[str, Attributes]]:
    """Return the elements of a small part."""
    found: list[tuple[str, Attributes]] = []
    parser = ParserCreate()
    parser.ordered_attributes = True

    def start(element: str, given: list[str]) -> None:
        found.append((local(element), Attributes(given)))

    def refuse(*_given: object) -> None:
        raise damaged(name)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise damaged(name) from error
    return found
