"""The made-up books as the files that clerks really hand in: titles above, totals below."""

import csv
import io
from collections.abc import Callable

import xlsxwriter

from sunledger.demo.books import Book

# What different offices call the same columns.
VILLAGE = ("日期", "凭证号", "收款单位（人）", "用途", "金额（元）")
ENTERPRISE = ("付款日期", "凭证编号", "供应商名称", "摘要", "支付金额")
SCHOOL = ("支付日期", "单据号", "收款方", "支出内容", "金额")


def village_sheet(book: Book) -> tuple[str, bytes]:
    """Return a workbook with a title above the heading and a total below."""
    name = f"{book.place.name}{book.period}支出明细"
    return f"{name}.xlsx", _workbook(book, VILLAGE, title=f"{name}公示表", total=True)


def enterprise_sheet(book: Book) -> tuple[str, bytes]:
    """Return a workbook as an accounting program writes it: the heading, and rows."""
    return f"付款明细_{book.period}.xlsx", _workbook(book, ENTERPRISE)


def school_sheet(book: Book) -> tuple[str, bytes]:
    """Return a text file in the encoding of an old office computer."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(SCHOOL)
    for line in book.lines:
        row = (line.day.isoformat(), line.voucher, line.payee, line.purpose)
        writer.writerow((*row, f"{line.amount / 100:,.2f}"))
    return f"支出_{book.period}.csv", text.getvalue().encode("gb18030")


SHEETS: dict[str, Callable[[Book], tuple[str, bytes]]] = {
    "village": village_sheet,
    "school": school_sheet,
    "enterprise": enterprise_sheet,
}


def sheet(book: Book) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in which the book is handed in."""
    return SHEETS[book.place.kind](book)


def _workbook(book: Book, headings: tuple[str, ...], title: str = "", total: bool = False) -> bytes:
    """Return an .xlsx with the book's lines."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("支出明细")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        money = workbook.add_format({"num_format": "#,##0.00"})
        row = 0
        if title:
            page.merge_range(0, 0, 0, len(headings) - 1, title)
            row = 1
        page.write_row(row, 0, headings)
        for line in book.lines:
            row += 1
            page.write_datetime(row, 0, line.day, day)
            page.write_row(row, 1, (line.voucher, line.payee, line.purpose))
            page.write_number(row, 4, line.amount / 100, money)
        if total:
            page.write_string(row + 1, 0, "合计")
            page.write_number(row + 1, 4, sum(line.amount for line in book.lines) / 100, money)
    return held.getvalue()
