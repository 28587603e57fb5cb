"""PDF into text, page by page, lines as they stand; tables with ruled lines as tables."""

import io
import logging
from collections.abc import Callable
from typing import Any

from sunledger.core.problem import gettext_noop
from sunledger.decisions.reading.assemble import Assembly, Cell
from sunledger.decisions.reading.document import Table, Unreadable

MOST_PAGES = 300
_WORDS_A_PAGE = 15
Tell = Callable[[int, int], None]


def untold(done: int, of: int) -> None:
    """Tell nobody how far the reading is."""


def read(content: bytes, name: str, tell: Tell = untold) -> tuple[str, tuple[Table, ...]]:
    """Return the text of a PDF and its tables; one that only holds pictures is refused."""
    # pdfplumber takes a second to import: only those who read a PDF wait for it.
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    out = Assembly()
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if pages > MOST_PAGES:
                sentence = gettext_noop(
                    "%(file)s has %(pages)s pages. Give at most %(most)s at a time."
                )
                raise Unreadable(sentence, file=name, pages=str(pages), most=str(MOST_PAGES))
            for number, page in enumerate(pdf.pages):
                tell(number, pages + 1)  # the last step is to propose
                _page(page, out)
                out.gap()
                page.close()
            tell(pages, pages + 1)
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever it stumbles over
        sentence = gettext_noop(
            "%(file)s is damaged or locked. Open it, print it to a new PDF, and give that."
        )
        raise Unreadable(sentence, file=name) from error
    text = out.text.rstrip("\n")
    if len("".join(text.split())) < _WORDS_A_PAGE * max(1, pages):
        sentence = gettext_noop(
            "%(file)s holds pictures of pages and no words. Run text recognition (OCR) on it, "
            "or give the file it was printed from."
        )
        raise Unreadable(sentence, file=name)
    return text, tuple(out.tables)


def _page(page: Any, out: Assembly) -> None:
    """Add the lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    kept = page
    for table in tables:
        kept = kept.outside_bbox(_inside(table.bbox, page.bbox))
    pieces: list[tuple[float, str | list[list[Cell]]]] = [
        (line["top"], line["text"]) for line in kept.extract_text_lines(return_chars=False)
    ]
    pieces += [(table.bbox[1], [_row(row) for row in table.extract()]) for table in tables]
    for _, piece in sorted(pieces, key=lambda piece: piece[0]):
        if isinstance(piece, str):
            out.paragraph(piece)
        else:
            out.table(piece)


def _row(cells: list[Cell]) -> list[Cell]:
    """Return a row; where it says one thing in all its width, nothing goes on from above."""
    return [cell or "" for cell in cells] if sum(map(bool, cells)) < 2 else cells


def _inside(box: tuple[float, ...], page: tuple[float, ...]) -> tuple[float, ...]:
    """Return a box cut to the page: some tables are drawn over its edge."""
    return (max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3]))
