"""Files that tell too much, made on the spot: each holds PLANTED where no reader looks."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests import readout_files

PLANTED = "ZhangSanSecret"
_XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc>{PLANTED}</dc></x:xmpmeta>'.encode()
_W = f'xmlns:w="{readout_files.WORD}"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def pixels(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Return a picture whose four corners differ, so that turning it shows."""
    across, down = Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90)
    flat = Image.new("L", across.size, 90)
    return Image.merge("RGB", (across, down, flat)).resize(size)


def photograph(turned: int = 1) -> bytes:
    """Return a JPEG with a place, a day, an owner, a small picture, XMP, IPTC and a comment."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x013B] = exif[0x8298] = PLANTED
    inner = exif.get_ifd(0x8769)
    inner.update({36867: "2024:03:05 14:22:10", 36881: "+08:00", 42032: PLANTED})
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 20.0), 29: PLANTED})
    file = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels().save(
        *(file, "JPEG"), quality=95, exif=exif, comment=PLANTED, xmp=_XMP, icc_profile=profile
    )
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 30) + PLANTED.encode()
    part = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    whole = file.getvalue()
    return whole[:2] + part + whole[2:] + f"<html><script>{PLANTED}</script>".encode()


def drawing() -> bytes:
    """Return a PNG with texts of every sort, and a colour that nobody sees."""
    told = PngInfo()
    told.add_text("Author", PLANTED)
    told.add_text("Comment", PLANTED, zip=True)
    told.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    picture = pixels().convert("RGBA")
    picture.paste((1, 2, 3, 0), (0, 0, 8, 8))
    file = io.BytesIO()
    picture.save(file, "PNG", pnginfo=told)
    return file.getvalue() + PLANTED.encode()


def webp() -> bytes:
    """Return a WebP with EXIF and XMP."""
    exif = Image.Exif()
    exif[0x013B] = PLANTED
    file = io.BytesIO()
    pixels().save(file, "WEBP", exif=exif, xmp=_XMP)
    return file.getvalue()


def flood() -> bytes:
    """Return the head of a PNG with nine hundred million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    whole = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + crc
    return whole + struct.pack(">I", 10_000) + b"IDAT" + bytes(10_000)


def pdf(words: str = "The work is done") -> bytes:
    """Return a PDF that tells of its author, holds a file, a script, a note and an older self."""
    writer = PdfWriter(io.BytesIO(readout_files.pdf([words])), full=True)
    page: Any = writer.pages[0]
    writer.add_metadata({"/Author": PLANTED, "/Title": PLANTED})
    writer.add_attachment("list.txt", PLANTED.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(PLANTED),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(_stream(_XMP))
    writer.root_object[NameObject("/PieceInfo")] = TextStringObject(PLANTED)
    page[NameObject("/LastModified")] = TextStringObject(PLANTED)
    page[NameObject("/Annots")] = ArrayObject([_note("/Text"), _note("/Link")])
    said = f"% {PLANTED}\n/Span <</ActualText ({PLANTED})>> BDC\n".encode()
    painted = said + page["/Contents"].get_object().get_data() + b"\nEMC"
    page[NameObject("/Contents")] = writer._add_object(_stream(painted))
    page["/Resources"][NameObject("/XObject")] = DictionaryObject(
        {NameObject("/Im0"): writer._add_object(_photograph())}
    )
    file = io.BytesIO()
    writer.write(file)
    return _updated(file.getvalue())


def pdf_with(note: str) -> bytes:
    """Return a PDF with something that lies over its page."""
    writer = PdfWriter(io.BytesIO(readout_files.pdf(["Words"])))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([_note(note)])
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _note(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(NumberObject(one) for one in (10, 10, 90, 90)),
            NameObject("/T"): TextStringObject(PLANTED),
            NameObject("/Contents"): TextStringObject(PLANTED),
        }
    )


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _photograph() -> DecodedStreamObject:
    """Return a photograph as a PDF holds it."""
    stream = _stream(photograph())
    for key, value in {
        "Subtype": "/Image",
        "ColorSpace": "/DeviceRGB",
        "Filter": "/DCTDecode",
    }.items():
        stream[NameObject(f"/{key}")] = NameObject(value)
    for key, number in {"Width": 64, "Height": 48, "BitsPerComponent": 8}.items():
        stream[NameObject(f"/{key}")] = NumberObject(number)
    return stream


def _updated(content: bytes) -> bytes:
    """Return a PDF as a program saves it that only adds: what stood there before is still in it."""
    before = int(content.rpartition(b"startxref")[2].split()[0])
    number, place = 9999, len(content)
    content += b"%d 0 obj\n(%s)\nendobj\n" % (number, PLANTED.encode())
    start = len(content)
    content += b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    content += b"trailer<</Size %d/Root 1 0 R/Prev %d>>\n" % (number + 1, before)
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def docx(body: str = "", **more: str | bytes) -> bytes:
    """Return a Word letter with an author, comments, marks of revisions and a picture."""
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    picture = (
        f'<w:p><w:r><w:drawing><docPr id="1" name="p" descr="{PLANTED}"/>'
        f'<blip xmlns:r="{_R}" r:embed="rId1"/></w:drawing></w:r></w:p>'
    )
    document = (
        f'<w:document {_W}><w:body><w:p w:rsidR="00AB12CD"><w:commentRangeStart w:id="0"/>'
        f"<w:r><w:t>工作已经完成。</w:t></w:r>{comment}</w:p><!-- {PLANTED} -->{body}{picture}"
        "<w:p><w:r><w:t>钱已退回。</w:t></w:r></w:p></w:body></w:document>"
    )
    about = f'<p xmlns:dc="d"><dc:creator>{PLANTED}</dc:creator></p>'
    comments = f'<w:comments {_W}><w:comment w:author="{PLANTED}"/></w:comments>'
    targets = {"rId1": "media/a.jpeg", "rId2": "comments.xml", "rId3": "../customXml/item1.xml"}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("word/document.xml", "word/comments.xml"),
        "_rels/.rels": _relations({"rId1": "word/document.xml", "rId2": "docProps/core.xml"}),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(targets),
        "word/settings.xml": f'<w:settings {_W}><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>'
        f'<w:docVars><w:docVar w:val="{PLANTED}"/></w:docVars></w:settings>',
        "word/comments.xml": comments,
        "word/media/a.jpeg": photograph(),
        "docProps/core.xml": about,
        "docProps/custom.xml": about,
        "docProps/thumbnail.jpeg": photograph(),
        "customXml/item1.xml": about,
        "word/people.xml": about,
    }
    return _zip({**parts, **{name.replace("__", "/"): what for name, what in more.items()}})


def odt(body: str = "") -> bytes:
    """Return an OpenDocument letter with an author, a remark and a small picture."""
    spaces = f'xmlns:office="{readout_files.OFFICE}" xmlns:text="{readout_files.TEXT}"'
    remark = f"<office:annotation><dc:creator>{PLANTED}</dc:creator></office:annotation>"
    content = (
        f'<office:document-content {spaces} xmlns:dc="d" xmlns:o="o"><office:body><office:text>'
        f'<text:p o:rsid="{PLANTED}">工作已经完成。{remark}</text:p>{body}'
        "</office:text></office:body></office:document-content>"
    )
    about = f"<meta><creator>{PLANTED}</creator></meta>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    kept = {"meta.xml": about, "settings.xml": about, "META-INF/manifest.xml": about}
    return _zip({**parts, **kept, "Thumbnails/thumbnail.png": drawing()})


def xlsx(*, hidden: bool = False) -> bytes:
    """Return a workbook with an author, a remark and a formula."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"author": PLANTED, "manager": PLANTED})
        workbook.set_custom_property("owner", PLANTED)
        sheet = workbook.add_worksheet("台账")
        sheet.write_row(0, 0, ["事项", "金额"])
        sheet.write_row(1, 0, ["修路", 4900.5])
        sheet.write_formula(2, 1, "=B2*2", None, 9801)
        sheet.write_comment(0, 0, PLANTED, {"author": PLANTED})
        if hidden:
            sheet.set_row(1, None, None, {"hidden": True})
    return file.getvalue()


def bomb() -> bytes:
    """Return a small file that would unfold to three hundred megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("word/document.xml", b"<a>" + b" " * (300 << 20) + b"</a>")
    return file.getvalue()


def everything_in(content: bytes) -> bytes:
    """Return the bytes of a file, with whatever is packed in it unpacked as well."""
    found = [content, content.replace(b"\0", b"")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found += [everything_in(parts.read(part)) for part in parts.namelist()]
            found += [part.encode() for part in parts.namelist()]
    for place in _places(content, b"stream"):
        found.append(_unpacked(content[place:].lstrip(b"\r\n")))
    for place in _places(content, b"zTXt") + _places(content, b"iTXt"):
        found.append(_unpacked(content[content.find(b"x", place) :]))
    return b"\n".join(found)


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:
        return b""


def _places(content: bytes, sign: bytes) -> list[int]:
    places, place = [], content.find(sign)
    while place >= 0:
        places.append(place + len(sign))
        place = content.find(sign, place + 1)
    return places


def _types(*parts: str) -> str:
    inner = "".join(f'<Override PartName="/{part}" ContentType="a/b"/>' for part in parts)
    return f'<Types xmlns="t"><Default Extension="xml" ContentType="a/x"/>{inner}</Types>'


def _relations(targets: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_R}/officeDocument" Target="{target}"/>'
        for key, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _zip(parts: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
    return file.getvalue()
