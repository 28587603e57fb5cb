"""The sheets of the story: workbooks as the clerk of a village makes them, and papers."""

from pathlib import Path
from random import Random

import xlsxwriter

from tests.makers import long_identity

TITLE = "大河村{period}支出明细公示表"
HEADINGS = ("日期", "凭证号", "收款单位（人）", "用途", "金额（元）")
MARCH = (
    ("2024-03-04", "FP-04401", "青泉商贸有限公司", "办公用品", 1280.50),
    ("2024-03-05", "FP-04410", "白溪建材有限公司", "水渠维修材料", 7350.00),
    ("2024-03-06", "FP-04417", "东岭建筑工程有限公司", "村道维修", 4900.00),
    ("2024-03-11", "FP-04420", "双台农机合作社", "春耕机耕服务", 2615.00),
    ("2024-03-13", "FP-04423", "青泉商贸有限公司", "路灯灯头", 868.00),
    ("2024-03-20", "FP-04417", "东岭建筑工程有限公司", "村道维修", 4900.00),
    ("2024-03-26", "FP-04431", "清河水务站", "一季度水费", 392.40),
)
APRIL = (
    ("2024-04-09", "FP-04502", "白溪建材有限公司", "护栏材料", 3120.00),
    ("2024-04-16", "TH-00004", "东岭建筑工程有限公司", "退回重复支付的村道维修款", -4900.00),
    ("2024-04-24", "FP-04519", "清河水务站", "灌溉水费", 705.60),
)
AGAIN = "4,900.00"  # what was paid twice, and came back
FIRST_LINE = 3  # a title and the headings stand above
IDENTITY = long_identity(Random(20240304))


def workbook(file: Path, period: str, rows: tuple[tuple[object, ...], ...]) -> Path:
    """Write a sheet: a title above, the lines, a total below."""
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("支出")
    page.merge_range(0, 0, 0, len(HEADINGS) - 1, TITLE.format(period=period))
    page.write_row(1, 0, HEADINGS)
    for number, row in enumerate(rows, FIRST_LINE - 1):
        page.write_row(number, 0, row)
    amounts = [row[-1] for row in rows]
    total = sum(amount for amount in amounts if isinstance(amount, int | float))
    page.write_row(FIRST_LINE - 1 + len(rows), 0, ("合计", "", "", "", round(total, 2)))
    book.close()
    return file


def with_a_person(file: Path) -> Path:
    """Write March with an identity number where the purpose stands."""
    number = len(MARCH)
    line = ("2024-03-28", "FP-04440", "王*", f"临时救助 {IDENTITY}", 500.00)
    return workbook(file, "2024年3月", (*MARCH[:number], line))


def with_a_bad_cell(file: Path) -> Path:
    """Write March with words where an amount stands."""
    day, voucher, payee, purpose, _amount = MARCH[1]
    rows = (MARCH[0], (day, voucher, payee, purpose, "约七千"), *MARCH[2:])
    return workbook(file, "2024年3月", rows)


def paper(file: Path, words: str) -> Path:
    """Write a small file of evidence."""
    file.write_text(words, encoding="utf-8")
    return file
