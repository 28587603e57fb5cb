"""Small files of every form that a readout can come in, made on the spot."""

import io
import zipfile
from collections.abc import Callable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def docx(paragraphs: list[str], rows: list[list[str]]) -> bytes:
    """Return a Word file with these paragraphs and one table."""
    body = "".join(_run(words) for words in paragraphs)
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_run(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:tbl>{table}</w:tbl></w:body></w:document>'
    return _zip({"word/document.xml": xml})


def _run(words: str) -> str:
    half = len(words) // 2
    parts = "".join(
        f"<w:r><w:t>{part}</w:t></w:r>" for part in (words[:half], words[half:]) if part
    )
    return f"<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del>{parts}</w:p>"


def odt(paragraphs: list[str], rows: list[list[str]]) -> bytes:
    """Return an OpenDocument text with these paragraphs and one table."""
    body = "".join(f"<text:p>{words}</text:p>" for words in paragraphs)
    table = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    xml = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" '
        f'xmlns:table="{TABLE}"><office:body><office:text>{body}<table:table>{table}</table:table>'
        "</office:text></office:body></office:document-content>"
    )
    return _zip({"content.xml": xml})


def rewritten(content: bytes, change: Callable[[str], str]) -> bytes:
    """Return such a file with its one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return _zip({name: change(file.read(name).decode()) for name in file.namelist()})


def _zip(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, words in parts.items():
            file.writestr(name, words)
    return packed.getvalue()


def pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page with these lines of text; without lines, an empty page."""
    shown = " ".join(
        f"1 0 0 1 72 {720 - 16 * number} Tm ({line}) Tj" for number, line in enumerate(lines)
    )
    stream = f"BT /F1 11 Tf {shown} ET".encode("latin-1") if lines else b"0 0 100 100 re f"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)
