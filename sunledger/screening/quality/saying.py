"""What is wrong with data, in sentences: the table, the column, how many of how many."""

from __future__ import annotations

from sunledger.screening.quality.faults import Fault
from sunledger.screening.shapes import SHAPES
from sunledger.screening.words import Text

_CELLS = {
    Fault.MISSING: Text("{share} of the cells “{column}” are missing", "“{column}”有{share}缺失"),
    Fault.FILLER: Text(
        "{share} of the cells “{column}” stand in for nothing", "“{column}”有{share}为占位填充"
    ),
    Fault.MALFORMED: Text(
        "{share} of the cells “{column}” are malformed", "“{column}”有{share}格式错误"
    ),
    Fault.RANGE: Text(
        "{share} of the cells “{column}” are out of range", "“{column}”有{share}超出范围"
    ),
    Fault.ODD: Text(
        "{share} of the cells “{column}” hold odd signs", "“{column}”有{share}含异常字符"
    ),
}
_ROWS = {
    (Fault.DUPLICATED, ""): Text("{share} of the rows stand twice", "有{share}的行重复"),
    (Fault.LATE, ""): Text("{share} of the rows were registered late", "有{share}的行迟于规定登记"),
    (Fault.LATE, "months"): Text("{n} of {of} months have no rows", "{of}个月中有{n}个月没有数据"),
    (Fault.LATE, "extract"): Text(
        "it was drawn {n} days before the month that is judged", "提取日期比所查月份早{n}天"
    ),
}


def said(table: str, column: str, fault: Fault, counts: tuple[int, int], what: str) -> Text:
    """Return a sentence: the deaths: 31 % of the cells “day of death” are missing (31 of 100)."""
    shape, (n, of) = SHAPES[table], counts
    words = _CELLS[fault] if column else _ROWS[fault, what]
    title = shape.column(column).title if column else Text("", "")
    share = f"{n / of:.0%}" if of else ""
    rows = of and what != "months"
    values = {"share": share, "n": f"{n:,}", "of": f"{of:,}"}
    english = words.en.format(column=title.en, **values)
    chinese = words.zh.format(column=title.zh, **values)
    counted = (f" ({n:,} of {of:,})", f"（{of:,}行中{n:,}行）") if rows else ("", "")
    return Text(
        f"{shape.title.en}: {english}{counted[0]}.", f"{shape.title.zh}：{chinese}{counted[1]}。"
    )
