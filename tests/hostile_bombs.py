"""Sheets that would unfold without end, or ask for what is not theirs."""

import gzip

from tests.hostile_making import (
    DAMAGED,
    LINE,
    SHEET,
    TABLE_PAGE,
    TOO_MUCH,
    Case,
    book,
    cells,
    changed,
    entities,
    lying_bomb,
    page,
    slow_tags,
    with_parts,
    zeros,
    zipped,
)

XML_2003 = (
    '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    "<Worksheet><Table>{}</Table></Worksheet></Workbook>"
)
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
