"""A corpus of hostile and broken sheets, made here; each says what must become of it.

A case is taken (with the lines that it has) or refused with a sentence; nothing else may happen,
and whoever reads it has two gigabytes and two minutes of computing at most (see `measured`).
"""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

import xlsxwriter

HEAD = "日期,收款人,用途,金额"
LINE = "2024-03-04,青泉商贸有限公司,水泥,12.50"
SHEET = "xl/worksheets/sheet1.xml"
Rows = list[list[object]]
TABLE: Rows = [["日期", "收款人", "用途", "金额"], ["2024-03-04", "青泉商贸有限公司", "水泥", 12.5]]


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


TABLE_PAGE = (
    "<table>"
    + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split(",")) + "</tr>"
        for row in (HEAD, LINE)
    )
    + "</table>"
)
XML_2003 = (
    '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    "<Worksheet><Table>{}</Table></Worksheet></Workbook>"
)
DAMAGED = "damaged"
TOO_MUCH = "more memory or time|would unfold"
OWN_WORDS = "words of its own|damaged|entit"

BOMBS = [
    Case(
        "a sheet of forty megabytes in forty kilobytes",
        "a.xlsx",
        lambda: changed(SHEET, lambda _: "0" * (40 << 20)),
        says="would unfold to 40 MB",
    ),
    Case("a bomb that lies about its size", "a.xlsx", lying_bomb, says=DAMAGED),
    Case(
        "ten thousand parts and one",
        "a.xlsx",
        lambda: with_parts(**{f"xl__{n}": b"" for n in range(10_001)}),
        says="would unfold",
    ),
    Case(
        "two cells that span the whole sheet",
        "a.xlsx",
        lambda: cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        says=TOO_MUCH,
    ),
    Case(
        "an archive of workbooks", "a.zip", lambda: zipped({"a.xlsx": book()}), says="is an archive"
    ),
    Case(
        "an archive called a workbook",
        "a.xlsx",
        lambda: zipped({"b.zip": zipped({"a": b"x"})}),
        says="is an archive",
    ),
    Case(
        "gzip of two hundred million zeros",
        "a.csv.gz",
        lambda: zeros(200 << 20),
        says="would unfold|without end|line",
    ),
    Case(
        "gzip of endless lines",
        "a.csv.gz",
        lambda: gzip.compress((f"{LINE}\n" * 3_000_000).encode()),
        says="would unfold",
    ),
    Case("a million laughs in the sheet", "a.xlsx", lambda: entities(SHEET), says=OWN_WORDS),
    Case(
        "a million laughs in the shared texts",
        "a.xlsx",
        lambda: entities("xl/sharedStrings.xml"),
        says=OWN_WORDS,
    ),
    Case(
        "a million laughs in the old XML",
        "a.xls",
        lambda: XML_2003.format('<!DOCTYPE x [<!ENTITY a "b">]>', "&a;").encode(),
        says=OWN_WORDS,
    ),
    Case(
        "a file of the machine asked for",
        "a.xlsx",
        lambda: changed(
            SHEET, lambda said: f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{said}'
        ),
        says="words of its own",
    ),
    Case(
        "three hundred thousand merged cells",
        "a.xlsx",
        lambda: changed(
            SHEET,
            lambda said: said.replace(
                "</sheetData>",
                "</sheetData><mergeCells>"
                + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 300_002))
                + "</mergeCells>",
            ),
        ),
        says=TOO_MUCH,
    ),
    Case(
        "a row that says it is far beyond the last",
        "a.xlsx",
        lambda: cells('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        says=f"{DAMAGED}|{TOO_MUCH}",
    ),
    Case("tags without end, cells", "a.xlsx", lambda: slow_tags("<c "), says=DAMAGED),
    Case("tags without end, errors", "a.xlsx", lambda: slow_tags('<c t="e">'), says=DAMAGED),
    Case("tags without end, rows", "a.xlsx", lambda: slow_tags('<row hidden="1" '), says=DAMAGED),
    Case(
        "a page of comments that never end",
        "a.xls",
        lambda: page(TABLE_PAGE + "<!--" * 300_000),
        kept=1,
    ),
    Case("a page of tables in tables", "a.xls", lambda: page("<table><tr><td>" * 15_000), says="."),
    Case(
        "a page that spans a million lines",
        "a.xls",
        lambda: page('<table><tr><td rowspan="100000000" colspan="100000000">a</td></tr></table>'),
        says=".",
    ),
]

HIDING = [
    Case(
        "a wrong size that hides rows",
        "a.xlsx",
        lambda: changed(
            SHEET,
            lambda said: said.replace('ref="A1:D901"', 'ref="A1:D2"'),
            book([TABLE[0], *TABLE[1:] * 900]),
        ),
        kept=900,
    ),
    Case(
        "formulas, and one that calls a program",
        "a.xlsm",
        lambda: book(write=macro),
        kept=1,
        amounts=(1250,),
        says="no saved result",
    ),
    Case(
        "macros",
        "a.xlsm",
        lambda: with_parts(xl__vbaProject_bin=b"\xd0\xcf"),
        kept=1,
        says="carries macros",
    ),
    Case(
        "links to other files",
        "a.xlsx",
        lambda: with_parts(xl__externalLinks__externalLink1_xml=b"<x/>"),
        kept=1,
        says="points to other files",
    ),
    Case(
        "hidden lines and columns",
        "a.xlsx",
        lambda: book(write=hidden),
        kept=2,
        says="is hidden in the sheet",
    ),
]

HABITS = [
    *(
        Case(f"in {name}", "a.csv", text(LINE, encoding=name), kept=1, amounts=(1250,))
        for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32")
    ),
    Case(
        "in Big5",
        "a.csv",
        lambda: "日期,收款人,用途,支出\n2024-03-04,青泉商貿有限公司,水泥,12.50\n".encode("big5"),
        kept=1,
    ),
    Case(
        "bytes of two encodings",
        "a.csv",
        lambda: text(LINE)() + "2024-03-05,Café,水泥,7.50\n".encode().replace(b"\xc3\xa9", b"\xe9"),
        kept=2,
        says="not UTF-8|does not say",
    ),
    Case(
        "zero bytes", "a.csv", lambda: text(LINE)().replace(b",", b"\0,"), kept=1, says="zero bytes"
    ),
    Case("two hundred columns", "a.csv", wide(200), kept=1, amounts=(1250,)),
    Case("sixteen thousand columns", "a.csv", wide(16_384), kept=1),
    Case("seventy thousand columns", "a.csv", wide(70_000), says="."),
    Case("a line without end", "a.csv", lambda: b"0" * (9 << 20), says="line"),
    Case(
        "a quotation mark that is never closed",
        "a.csv",
        text(*[LINE] * 5, '2024-03-06,"青泉商贸有限公司,水泥,1.00', *[LINE] * 400),
        kept=406,
        says="quot",
    ),
    Case("days as numbers, in a workbook", "a.xlsx", a_day_as_number, kept=1),
    Case(
        "days as numbers, in a text",
        "a.csv",
        text(*(f"{45355 + n},青泉商贸有限公司,水泥,{n + 1}" for n in range(9))),
        kept=9,
    ),
    Case(
        "full-width digits",
        "a.csv",
        text("２０２４-０３-０４,青泉商贸有限公司,水泥,１，２３４．５０"),
        kept=1,
        amounts=(123450,),
    ),
    Case(
        "ten thousands",
        "a.csv",
        text("2024-03-04,青泉商贸有限公司,水泥,1.2万"),
        kept=1,
        amounts=(1200000,),
    ),
    Case(
        "figures in words",
        "a.csv",
        text("2024-03-04,青泉商贸有限公司,水泥,壹万贰仟元整"),
        kept=1,
        amounts=(1200000,),
    ),
    Case(
        "signs that a spreadsheet would compute",
        "a.csv",
        text("2024-03-04,=HYPERLINK(1),@SUM(1),12.50", "2024-03-04,＝1+1,-水泥,-12.50"),
        kept=2,
        amounts=(1250, -1250),
    ),
    Case("a page called a workbook", "a.xls", lambda: page(TABLE_PAGE), kept=1, amounts=(1250,)),
    Case("a text called a workbook", "a.xlsx", text(LINE), kept=1),
    Case("a workbook called a text", "a.csv", book, kept=1),
]

BROKEN = [
    Case("nothing at all", "a.csv", lambda: b"", says="empty"),
    Case("a mark of order and nothing else", "a.csv", lambda: b"\xef\xbb\xbf", says="empty"),
    Case("headings and nothing below", "a.csv", text(), kept=0),
    Case("a workbook cut off", "a.xlsx", lambda: book()[:2000], says=DAMAGED),
    Case("a workbook with a password", "a.xlsx", locked, says="password|damaged"),
    Case("a picture", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), says="kind PNG"),
    Case("a paper", "a.xls", lambda: b"%PDF-1.7\n", says="kind PDF"),
    Case(
        "a letter", "a.docx", lambda: zipped({"word/document.xml": b"<x/>"}), says="is a document"
    ),
    Case("noise", "a.xlsx", lambda: Random(1).randbytes(5000), says="."),
    Case(
        "noise that begins like a workbook",
        "a.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + Random(2).randbytes(5000),
        says=f"{DAMAGED}|{TOO_MUCH}",
    ),
    *(
        Case(f"signs changed at random, {seed}", "a.xlsx", partial(broken, seed), kept=-1)
        for seed in range(30)
    ),
]

LONG = [
    Case("a million lines of text", "a.csv", many(1_000_000), kept=1_000_000, long=True),
    Case(
        "a million lines of a workbook",
        "a.xlsx",
        many_in_a_book(1_000_000),
        kept=1_000_000,
        long=True,
    ),
]


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


CASES = [*BOMBS, *HIDING, *HABITS, *BROKEN]
