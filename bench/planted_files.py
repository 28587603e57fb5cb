"""Files in which something personal was planted where no reader of the page looks."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from xlsxwriter import Workbook

Place = Callable[[str], tuple[str, bytes]]  # what is planted: the name and the bytes of a file
HEADINGS = ("付款日期", "收款单位", "用途", "金额", "备注")
LINE = ("2024-03-04", "青泉商贸有限公司", "道路维修", 1280.5, "")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/metadata/core-properties"


def _sheet(fill: Callable[[Any, Any, str], object]) -> Place:
    def made(secret: str) -> tuple[str, bytes]:
        file = io.BytesIO()
        with Workbook(file, {"in_memory": True}) as book:
            page = book.add_worksheet("三月")
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, LINE)
            fill(book, page, secret)
        return "支出.xlsx", file.getvalue()

    return made


def _hidden_column(_book: Any, page: Any, secret: str) -> None:
    page.write(1, 9, secret)
    page.set_column(9, 9, None, None, {"hidden": True})


def _hidden_sheet(book: Any, _page: Any, secret: str) -> None:
    other = book.add_worksheet("名单")
    other.write(3, 3, secret)
    other.hide()


def _prompt(_book: Any, page: Any, secret: str) -> None:
    page.data_validation("B5", {"validate": "any", "input_title": "t", "input_message": secret})


def _picture(_book: Any, page: Any, secret: str) -> None:
    page.insert_image("H2", "a.jpg", {"image_data": io.BytesIO(jpeg(secret)[1])})


def jpeg(secret: str) -> tuple[str, bytes]:
    """Return a photograph that tells in its EXIF."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x010E] = secret
    Image.new("RGB", (32, 24), (90, 120, 60)).save(file, "JPEG", exif=exif, comment=secret)
    return "照片.jpg", file.getvalue()


def png(secret: str) -> tuple[str, bytes]:
    """Return a PNG that tells in a packed text."""
    told, file = PngInfo(), io.BytesIO()
    told.add_text("Comment", secret, zip=True)
    Image.new("RGB", (32, 24)).save(file, "PNG", pnginfo=told)
    return "图.png", file.getvalue()


def pdf(secret: str) -> tuple[str, bytes]:
    """Return a PDF that tells in its properties, and carries a file."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": secret, "/Keywords": secret})
    writer.add_attachment("list.txt", secret.encode())
    writer.write(file)
    return "合同.pdf", file.getvalue()


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _letter(body: str, more: dict[str, str]) -> bytes:
    """Return a Word letter."""
    kinds = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    root = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Target='
        '"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument"/></Relationships>'
    )
    text = f'<w:document xmlns:w="{_WORD}"><w:body>{_paragraph(body)}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as whole:
        parts = {"[Content_Types].xml": kinds, "_rels/.rels": root, "word/document.xml": text}
        for part, content in (parts | more).items():
            whole.writestr(part, content)
    return file.getvalue()


def docx_properties(secret: str) -> tuple[str, bytes]:
    """Return a letter that tells in its properties."""
    words = f"<cp:keywords>{secret}</cp:keywords>"
    core = f'<cp:coreProperties xmlns:cp="{_CORE}">{words}</cp:coreProperties>'
    return "信.docx", _letter("道路维修合同", {"docProps/core.xml": core})


def docx_comment(secret: str) -> tuple[str, bytes]:
    """Return a letter with a remark at its side."""
    remark = f'<w:comment w:id="0">{_paragraph(secret)}</w:comment>'
    remark = f'<w:comments xmlns:w="{_WORD}">{remark}</w:comments>'
    return "信.docx", _letter("道路维修合同", {"word/comments.xml": remark})


def docx_body(secret: str) -> tuple[str, bytes]:
    """Return a letter that says it openly."""
    return "信.docx", _letter(f"联系人 {secret}", {})


SHEETS: dict[str, Place] = {
    "a cell": _sheet(lambda _b, page, it: page.write(1, 4, it)),
    "a title above": _sheet(lambda _b, page, it: page.write(0, 7, it)),
    "a hidden column": _sheet(_hidden_column),
    "a hidden row": _sheet(
        lambda _b, page, it: (page.write(5, 4, it), page.set_row(5, None, None, {"hidden": True}))
    ),
    "a hidden sheet": _sheet(_hidden_sheet),
    "a comment": _sheet(lambda _b, page, it: page.write_comment("E2", it)),
    "a defined name": _sheet(lambda book, _p, it: book.define_name("领款", f'="{it}"')),
    "a header": _sheet(lambda _b, page, it: page.set_header(f"&C{it}")),
    "a footer": _sheet(lambda _b, page, it: page.set_footer(f"&R{it}")),
    "the properties": _sheet(lambda book, _p, it: book.set_properties({"comments": it})),
    "own properties": _sheet(lambda book, _p, it: book.set_custom_property("联系", it)),
    "a prompt": _sheet(_prompt),
    "a text box": _sheet(lambda _b, page, it: page.insert_textbox("H2", it)),
    "a link's tip": _sheet(lambda _b, page, it: page.write_url("H2", "https://e.cn", tip=it)),
    "EXIF of a picture inside": _sheet(_picture),
}
ATTACHMENTS: dict[str, Place] = {
    "JPEG, EXIF and comment": jpeg,
    "PNG, packed text": png,
    "PDF, properties and file": pdf,
    "Word, properties": docx_properties,
    "Word, comment": docx_comment,
    "Word, the text itself": docx_body,
}
