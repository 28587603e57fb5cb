"""How a hostile or broken sheet is made: a table, with what a case is about."""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import xlsxwriter

HEAD = "日期,收款人,用途,金额"
LINE = "2024-03-04,青泉商贸有限公司,水泥,12.50"
SHEET = "xl/worksheets/sheet1.xml"
Rows = list[list[object]]
TABLE: Rows = [["日期", "收款人", "用途", "金额"], ["2024-03-04", "青泉商贸有限公司", "水泥", 12.5]]
DAMAGED = "damaged"
TOO_MUCH = "more memory or time|would unfold"


@dataclass(frozen=True)
class Case:
    """A file, and what must become of it: so many lines kept, or a sentence with these words."""

    name: str
    file: str
    make: Callable[[], bytes]
    kept: int = 0
    amounts: tuple[int, ...] = ()
    says: str = ""
    long: bool = False


def text(*lines: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: "\n".join([HEAD, *lines, ""]).encode(encoding)


def book(rows: Rows = TABLE, write: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Return a workbook of one sheet; `write` adds what a case is about."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        page = made.add_worksheet("支出")
        for line, cells in enumerate(rows):
            page.write_row(line, 0, cells)
        if write:
            write(made)
    return held.getvalue()


def changed(part: str, change: Callable[[str], str], content: bytes = b"") -> bytes:
    """Return a workbook with one of its parts changed, and all of them packed."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or book())) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            said = old.read(name)
            new.writestr(name, change(said.decode()) if name == part else said)
    return held.getvalue()


def with_parts(**parts: bytes) -> bytes:
    """Return a workbook with more parts in it."""
    held = io.BytesIO(book())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as made:
        for name, said in parts.items():
            made.writestr(name.replace("__", "/"), said)
    return held.getvalue()


def cells(xml: str) -> bytes:
    """Return a workbook whose sheet holds this XML among its rows."""
    return changed(SHEET, lambda said: said.replace("</sheetData>", f"{xml}</sheetData>"))


def lying_bomb() -> bytes:
    """Return a bomb whose directory says that it is small."""
    size = (40 << 20) // 22 * 22
    content = changed(SHEET, lambda _: '<c r="A1"><v>1</v></c>' * (size // 22))
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def entities(name: str) -> bytes:
    """Return a workbook with a thousand million laughs in one of its parts."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return changed(name, lambda said: f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{said}')


def slow_tags(tag: str) -> bytes:
    """Return a sheet that makes a careless search begin at each of a million tags."""
    return cells(f"<row>{tag * (900_000 // len(tag))}</row>")


def locked() -> bytes:
    """Return what begins like a workbook with a password: the container without its streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"E\0n\0c\0r\0y\0p\0t\0e\0d"
        + bytes(1024)
    )


def broken(seed: int) -> bytes:
    """Return a workbook in whose parts some signs were changed."""
    draw = Random(seed)

    def spoil(said: str) -> str:
        signs = list(said)
        for _ in range(draw.randint(1, 12)):
            signs[draw.randrange(len(signs))] = draw.choice("<>\"'&;/= 0A\0\u5143")
        return "".join(signs)

    return changed(draw.choice([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"]), spoil)


def macro(made: xlsxwriter.Workbook) -> None:
    page = made.worksheets()[0]
    page.write_formula(1, 3, "=10+2.5", None, 12.5)
    page.write_formula(2, 0, "=cmd|'/c calc'!A1", None, "")


def hidden(made: xlsxwriter.Workbook) -> None:
    page = made.worksheets()[0]
    page.write_row(2, 0, ["2024-03-05", "白溪建材有限公司", "沙子", 7.5])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(2, 2, None, None, {"hidden": True})


def a_day_as_number() -> bytes:
    return book([TABLE[0], [45355, "青泉商贸有限公司", "水泥", 12.5]])


def wide(columns: int) -> Callable[[], bytes]:
    def make() -> bytes:
        head = ",".join([HEAD, *(f"栏{n}" for n in range(columns - 4))])
        return f"{head}\n{','.join([LINE, *['x'] * (columns - 4)])}\n".encode()

    return make


def many(lines: int) -> Callable[[], bytes]:
    return (HEAD + "\n" + f"{LINE}\n" * lines).encode


def many_in_a_book(lines: int) -> Callable[[], bytes]:
    def make() -> bytes:
        held = io.BytesIO()
        with xlsxwriter.Workbook(held, {"constant_memory": True}) as made:
            page = made.add_worksheet()
            page.write_row(0, 0, TABLE[0])
            for line in range(lines):
                page.write_row(line + 1, 0, TABLE[1])
        return held.getvalue()

    return make


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, said in files.items():
            parts.writestr(name, said)
    return held.getvalue()


def zeros(size: int) -> bytes:
    """Return gzip that unfolds to so many zeros, made without holding them."""
    held = io.BytesIO()
    with gzip.open(held, "wb", compresslevel=1) as packed:
        for _ in range(size >> 20):
            packed.write(b"0" * (1 << 20))
    return held.getvalue()


TABLE_PAGE = (
    "<table>"
    + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split(",")) + "</tr>"
        for row in (HEAD, LINE)
    )
    + "</table>"
)
