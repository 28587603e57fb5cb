"""A paper as a workbook of two sheets: what is said, and the rows."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from sunledger.web.papers.paper import Paper

_LONGEST = 32_767  # signs that a cell holds


def workbook(paper: Paper) -> bytes:
    """Return the workbook; every cell is text, so that no program runs what stands in one."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        right = book.add_format({"align": "right", "valign": "top"})
        _said(book, paper, bold, plain)
        _rows(book, paper, bold, plain, right)
    return made.getvalue()


def _said(book: xlsxwriter.Workbook, paper: Paper, bold: object, plain: object) -> None:
    """Write what is said: a name and a value a line."""
    sheet = book.add_worksheet(_("What is asked"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    said = [(paper.title, paper.about), ("", paper.sentence), *paper.facts, *paper.parts]
    for line, (name, value) in enumerate([*said, ("", paper.foot)]):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, value[:_LONGEST], plain)


def _rows(
    book: xlsxwriter.Workbook, paper: Paper, bold: object, plain: object, right: object
) -> None:
    """Write the rows below their headings."""
    sheet = book.add_worksheet(_("Its rows"))
    sheet.set_column(0, max(0, len(paper.headings) - 1), 22)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(paper.headings):
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(paper.rows, 1):
        for place, value in enumerate(row):
            form = right if paper.numbers[place] else plain
            sheet.write_string(line, place, value[:_LONGEST], form)
    if paper.below:
        sheet.write_string(len(paper.rows) + 2, 0, paper.below)
