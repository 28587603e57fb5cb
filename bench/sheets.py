"""Reading a sheet against its category, every row accounted for, beside pandas reading it plainly.

The peer does less: it converts, and drops nothing by accident only because the sheet is clean. Ours
finds the heading, keeps the line of every row, and complains about what it cannot read.
"""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.measure import in_turns, table, work_folder

ROWS = 300_000
HEADINGS = ("日期", "凭证号", "收款单位", "用途", "金额（元）")


def made() -> Path:
    """Return a sheet of clean payments, made once from a seed."""
    file = work_folder() / f"payments_{ROWS}.csv"
    if file.exists():
        return file
    random = Random(1)  # noqa: S311 - a seed is the point
    begun = date(2024, 1, 1)
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        for number in range(ROWS):
            day = begun + timedelta(days=random.randrange(366))
            payee = f"第{random.randrange(4000)}建材有限公司"
            amount = f"{random.lognormvariate(8, 1.5):.2f}"
            writer.writerow((day.isoformat(), f"记-{number}", payee, "材料采购", amount))
    return file


def ours(file: str) -> str:
    """Read the sheet against its category and add the amounts up."""
    from sunledger.core.workbook import open_sheets
    from sunledger.disclosure.category import CATEGORIES
    from sunledger.disclosure.sheet import read

    rows = total = 0
    for sheet in open_sheets(Path(file)):
        reading = read(sheet, CATEGORIES["village-payments"])
        for kept in reading.rows:
            rows += 1
            amount = kept.values["amount"]
            assert isinstance(amount, int)
            total += amount
    return f"{rows} rows, {total / 100:.2f}"


def pandas(file: str) -> str:
    """Read the sheet as an analyst does, and add the amounts up."""
    import pandas

    frame = pandas.read_csv(file)
    frame["日期"] = pandas.to_datetime(frame["日期"])
    return f"{len(frame)} rows, {frame['金额（元）'].sum():.2f}"


def pandas_with_lines(file: str) -> str:
    """Read it as one must where a cell may be wrong: as text, converted with errors kept."""
    import pandas

    frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
    frame["line"] = frame.index + 2
    days = pandas.to_datetime(frame["日期"], format="%Y-%m-%d", errors="coerce")
    amounts = pandas.to_numeric(frame["金额（元）"], errors="coerce")
    wrong = frame["line"][days.isna() | amounts.isna()]
    return f"{len(frame) - len(wrong)} rows, {amounts.sum():.2f}"


def measure() -> None:
    """Print what reading costs."""
    file = str(made())
    costs = in_turns(
        {
            "sunledger, every row accounted for": ("bench.sheets:ours", file),
            "pandas, plainly": ("bench.sheets:pandas", file),
            "pandas, errors kept with lines": ("bench.sheets:pandas_with_lines", file),
        }
    )
    print(table(f"Reading a .csv of {ROWS:,} payments", costs, "pandas, errors kept with lines"))
