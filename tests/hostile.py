"""A corpus of hostile and broken sheets, made here; each says what must become of it.

A case is taken (with the lines that it has) or refused with a sentence; nothing else may happen,
and whoever reads it has two gigabytes and two minutes of computing at most (see `measured`).
"""

from functools import partial
from random import Random

from tests.hostile_bombs import BOMBS
from tests.hostile_making import (
    DAMAGED,
    LINE,
    SHEET,
    TABLE,
    TABLE_PAGE,
    TOO_MUCH,
    Case,
    a_day_as_number,
    book,
    broken,
    changed,
    hidden,
    locked,
    macro,
    many,
    many_in_a_book,
    page,
    text,
    wide,
    with_parts,
    zipped,
)

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

CASES = [*BOMBS, *HIDING, *HABITS, *BROKEN]
