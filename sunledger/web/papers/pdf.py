"""A paper as a PDF of A4 pages.

Chinese is set in a font that readers of PDF bring with them (Adobe's STSong-Light), so a site needs
none; what is neither Chinese nor Latin is set as well as that font knows it.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from sunledger.web.papers.paper import Paper

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

_FONT = "STSong-Light"
_LONGEST = 2_000  # signs of a cell: a row must fit on a page
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def pdf(paper: Paper) -> bytes:
    """Return the PDF; it is the same, byte for byte, for the same paper."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=landscape(A4) if len(paper.headings) > 6 else A4,
        leftMargin=10 * mm,
        rightMargin=10 * mm,
        topMargin=12 * mm,
        bottomMargin=18 * mm,
        title=_clean(paper.title),
        author="Sunledger",
        lang=paper.language,
        invariant=1,
    )

    def foot(canvas: Canvas, _document: Any) -> None:
        canvas.setFont(_FONT, 8)
        canvas.drawString(10 * mm, 10 * mm, _clean(paper.foot)[:150])
        canvas.drawRightString(document.pagesize[0] - 10 * mm, 10 * mm, str(canvas.getPageNumber()))

    document.build(_story(paper, document.width), onFirstPage=foot, onLaterPages=foot)
    return made.getvalue()


def _story(paper: Paper, width: float) -> list[Flowable]:
    """Return what stands on the paper, from the top down."""
    from reportlab.platypus import Paragraph, Spacer

    styles = _styles()

    def said(text: str, style: str = "plain") -> Flowable:
        return Paragraph(escape(_clean(text)).replace("\n", "<br/>"), styles[style])

    story = [said(paper.title, "title"), said(paper.about, "soft"), Spacer(1, 6)]
    story += [said(paper.sentence, "lead"), Spacer(1, 6)]
    story += [said(f"{name}: {value}") for name, value in paper.facts]
    story += [Spacer(1, 8), *_table(paper, width, said)]
    for heading, text in paper.parts:
        story += [Spacer(1, 8), said(heading, "heading"), said(text)]
    return story


def _table(paper: Paper, width: float, said: Any) -> list[Flowable]:
    """Return the rows as a table whose headings stand on every page."""
    from reportlab.lib import colors
    from reportlab.platypus import LongTable, TableStyle

    if not paper.rows:
        return []
    cells = [[said(name, "heading") for name in paper.headings]]
    kinds = ["number" if number else "plain" for number in paper.numbers]
    cells += [
        [said(value[:_LONGEST], kind) for value, kind in zip(row, kinds, strict=True)]
        for row in paper.rows
    ]
    line = (0.25, colors.grey)
    style = TableStyle([("GRID", (0, 0), (-1, -1), *line), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    shares = _shares(paper)
    table = LongTable(cells, colWidths=[width * one for one in shares], repeatRows=1, style=style)
    return [table, *([said(paper.below, "soft")] if paper.below else [])]


def _shares(paper: Paper) -> list[float]:
    """Return the share of the width for each column: by what stands in it, none too narrow."""
    most = [
        min(40, max(6, *(_room(row[place]) for row in (paper.headings, *paper.rows))))
        for place in range(len(paper.headings))
    ]
    return [one / sum(most) for one in most]


def _room(text: str) -> int:
    """Return how wide a text is, in Latin letters; a Chinese sign is two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _clean(text: str) -> str:
    """Return a text without signs that a page cannot show."""
    return _UNPRINTED.sub("", text)


@cache
def _styles() -> dict[str, Any]:
    """Return how each part is set."""
    from reportlab.lib.colors import dimgrey
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    plain = ParagraphStyle("plain", fontName=_FONT, fontSize=9, leading=13, wordWrap="CJK")
    return {
        "plain": plain,
        "soft": ParagraphStyle("soft", plain, textColor=dimgrey),
        "number": ParagraphStyle("number", plain, alignment=2),
        "lead": ParagraphStyle("lead", plain, fontSize=12, leading=18),
        "title": ParagraphStyle("title", plain, fontSize=17, leading=24),
        "heading": ParagraphStyle("heading", plain, fontSize=10, leading=14),
    }
