"""What can be wrong with data: each fault by its definition, its denominator, and its level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sunledger.screening.words import Text

SINCE = date(2026, 11, 22)
OURS = Text("Our own default, until a site has counted its own.", "自定，各地可按实际调整。")


class Fault(StrEnum):
    """The kinds of fault. A cell has one at most: the first of those that apply to it."""

    MISSING = "missing"
    FILLER = "filler"
    MALFORMED = "malformed"
    RANGE = "range"
    ODD = "odd"
    DUPLICATED = "duplicated"  # of rows, not of cells
    LATE = "late"  # of rows, or of the months of a table

    @property
    def about(self) -> About:
        """Return its words and its level."""
        return ABOUT[self]


@dataclass(frozen=True)
class About:
    """A fault in words; `level` is the share above which leads are held back."""

    title: Text
    what: Text
    of: Text  # the denominator
    mend: Text  # what the owner of the data does
    level: float
    since: date = SINCE
    source: Text = OURS


_ROWS_THAT_CAME = Text(
    "all rows that came, those that could not be taken in included",
    "送来的全部行，含未能读入的行",
)
_ROWS = Text("all rows of the table that were taken in", "读入的全部行")

ABOUT: Mapping[Fault, About] = {
    Fault.MISSING: About(
        Text("missing", "缺失"),
        Text(
            "Nothing stands in the cell. A column that is empty in every row of a table was not "
            "given, and is not counted.",
            "单元格为空。全表皆空的列视为未提供，不计入。",
        ),
        _ROWS_THAT_CAME,
        Text("Write what belongs there.", "补填应有内容。"),
        0.20,
    ),
    Fault.FILLER: About(
        Text("stands in for nothing", "占位填充"),
        Text(
            "What stands there means nothing: 无, N/A, 0000, the day 1900-01-01; or one value in "
            "a suspicious share of rows where values differ from row to row.",
            "所填并非真实内容：无、不详、0000、1900-01-01等；或应各不相同的列中，同一值占比异常。",
        ),
        _ROWS_THAT_CAME,
        Text(
            "Write the true value; where nobody knows it, leave the cell empty.",
            "填写真实内容；确实不掌握的，留空。",
        ),
        0.10,
    ),
    Fault.MALFORMED: About(
        Text("malformed", "格式错误"),
        Text(
            "It is no value of its column: no day, no amount, a number that cannot exist. The row "
            "was left out as it came in, or the door has marked it.",
            "不是该列应有的值：日期、金额不成立，号码不可能存在。读入时已剔除或标记。",
        ),
        _ROWS_THAT_CAME,
        Text(
            "Write a day like 2024-03-04, an amount like 4900.00, a number with all its digits.",
            "日期写作2024-03-04，金额写作4900.00，号码写全。",
        ),
        0.10,
    ),
    Fault.RANGE: About(
        Text("out of range", "超出范围"),
        Text(
            "It cannot be: a day that is still to come or before 1950, an end before its "
            "beginning, an age over 120, a quantity below nothing, an absurd amount.",
            "不可能成立：尚未到来或1950年以前的日期、止早于起、年龄超过120岁、数量为负、金额离谱。",
        ),
        _ROWS_THAT_CAME,
        Text("Look at the voucher, and write what stands there.", "核对原始凭证，据实改正。"),
        0.05,
    ),
    Fault.ODD: About(
        Text("odd signs", "异常字符"),
        Text(
            "Signs that nobody sees, or that a wrong encoding left behind: ESPA\u00d0A, \u951f.",
            "含不可见字符，或编码错误留下的乱码。",
        ),
        _ROWS_THAT_CAME,
        Text("Type it anew; save the file as UTF-8.", "重新录入；文件另存为UTF-8。"),
        0.10,
    ),
    Fault.DUPLICATED: About(
        Text("duplicated", "重复"),
        Text(
            "The row repeats another of the same body in every column but its own code and line; "
            "or its key stands in another row, where it may stand once. The first is not counted, "
            "nor is a row that does not say when it was: every rent recurs.",
            "除编号和行号外，与本单位另一行完全相同；或应唯一的编号重复出现。首行不计；"
            "未写明时间的行也不计，因每期租金都会重现。",
        ),
        _ROWS,
        Text(
            "Take the repeated row out, or say in a column what tells the two apart.",
            "删除重复行，或补充能区分两行的内容。",
        ),
        0.10,
    ),
    Fault.LATE: About(
        Text("late", "迟报"),
        Text(
            "It was registered more than 90 days after it happened; counted apart: months without "
            "any row between the first and the last, and an extract that is older than its use.",
            "发生90天后才登记；另计：首末月之间没有数据的月份，以及提取日期早于比对期间的数据。",
        ),
        Text("the rows that give both days", "两个日期都有的行"),
        Text("Register in time; hand in the months that lack.", "按时登记；补报缺失月份。"),
        0.30,
    ),
}


@dataclass(frozen=True)
class Levels:
    """From which share of faults on a column is not good enough for a lead to rest on it."""

    shares: Mapping[Fault, float]
    rows: int = 20  # fewer rows say nothing about a share
    missing_judged: float = 0.50  # of the rows that are judged themselves: see holding
    months: float = 0.25  # of the months of a series, how many may lack
    old_days: int = 92  # an extract may be so much older than the last day it is compared with

    def of(self, fault: Fault) -> float:
        """Return the level of one kind of fault."""
        return self.shares.get(fault, fault.about.level)


DEFAULT = Levels({})


class LevelError(ValueError):
    """A level that there is not, or no share; the sentence says which."""


def levels_of(given: Mapping[str, float]) -> Levels:
    """Return the default levels with a site's own over them."""
    shares: dict[Fault, float] = {}
    more: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("rows", "old_days") and value >= 0:
            more[name] = int(value)
        elif name in ("months", "missing_judged") and 0 <= value <= 1:
            more[name] = value
        elif name in list(Fault) and 0 <= value <= 1:
            shares[Fault(name)] = float(value)
        else:
            known = ", ".join([*Fault, "missing_judged", "rows", "months", "old_days"])
            raise LevelError(f"“{name} = {value}” is no level. There are: {known}.")
    return Levels(shares, **more)
