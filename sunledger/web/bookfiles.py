"""A bank's statement or a book kept of an account, from any spreadsheet: days, sums and memos.

Money that comes is over nought, money that goes is below. A bank writes what it owes: its debit is
money that went, where the book of the account's owner has a credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from sunledger.core.amount import NotMoney
from sunledger.core.days import NotDay, read_day
from sunledger.core.money import read_money
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Cell, Row, Sheet
from sunledger.core.workbook import open_sheets
from sunledger.screening.linkage.entries import Side

KINDS = ("day", "amount", "in", "out", "debit", "credit", "side", "memo")
KNOWN = {
    "day": "date day bookingdate postingdate transactiondate valuedate 日期 交易日期 交易时间 "
    "记账日期 入账日期 凭证日期 业务日期 交易日",
    "amount": "amount sum 金额 发生额 交易金额 发生金额",
    "in": "in moneyin paidin deposit deposits received 收入 收入金额 收款金额 存入 转入",
    "out": "out moneyout paidout withdrawal withdrawals paid 支出 支出金额 付款金额 支取 转出",
    "debit": "debit 借方 借方金额 借方发生额",
    "credit": "credit 贷方 贷方金额 贷方发生额",
    "side": "dc dr/cr debit/credit 借贷 借贷标志 借贷方向 方向 收支 收付",
    "memo": "memo description details narrative text payee counterparty reference 摘要 用途 附言 "
    "备注 说明 对方户名 对方名称 对方单位 对方 往来单位 收款人 付款人 户名",
}
MOST = 200_000  # entries of one file
_BY_HEADING = {word: kind for kind, words in KNOWN.items() for word in words.split()}
_SUMS = ("amount", "in", "out", "debit", "credit")
_TOP = 40  # lines among which the headings are looked for
_TOTALS = re.compile(
    r"^\W*(合计|小计|总计|本[日月年页]合计|本[月年]累计|累计|过次页|承前页|[期年]初余额|期末余额|上年结转"
    r"|(sub)?total|balance|opening|closing|carried|brought)", re.IGNORECASE
)  # fmt: skip
_NOTHING = re.compile(r"[\s\-–—/]*")
_SIDES = {
    "debit": ("借", "借方", "d", "dr", "debit"), "credit": ("贷", "贷方", "c", "cr", "credit"),
    "in": ("收", "收入", "入", "in", "+"), "out": ("付", "支", "支出", "出", "out", "-"),
}  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """How a file is read: headings told, the currency, the order of day and month, whose it is."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    currency: str = "CNY"
    day_first: bool | None = None
    of_bank: bool = True
    turned: bool = False  # what it says came went, and the other way round

    def of_owner(self, *, turned: bool) -> Habits:
        """Return the same for the book of the account's owner."""
        return replace(self, of_bank=False, turned=turned)


@dataclass
class Book:
    """The entries of a file, each with the place where it stands; and what was passed over."""

    file: str
    side: Side
    places: list[str]
    passed: list[str] = field(default_factory=list)  # places of totals, and of lines without a sum


def read_book(file: Path, habits: Habits) -> Book:
    """Read all sheets of a file that have a day and a sum."""
    memos: list[str] = []
    amounts: list[int] = []
    days: list[int] = []
    book = Book(file.name, Side(memos, amounts, days), [])
    sheets = [(sheet, found) for sheet in open_sheets(file) if (found := _found(sheet, habits))]
    for sheet, (places, top) in sheets:
        name = f"{sheet.name} " if len(sheets) > 1 else ""
        for row in _below(sheet, top):
            where = f"{name}{row.line}"
            entry = _entry(row, places, habits, f"{file.name}, {where}")
            if entry is None:
                book.passed += [where] if any(_text(cell) for cell in row.cells) else []
                continue
            if len(days) == MOST:
                raise BadFile(
                    gettext_noop("%(file)s has more than %(most)s entries. Give a part of them."),
                    file=file.name,
                    most=f"{MOST:,}",
                )
            days.append(entry[0].toordinal())
            amounts.append(-entry[1] if habits.turned else entry[1])
            memos.append(entry[2])
            book.places.append(where)
    if not sheets:
        raise BadFile(
            gettext_noop(
                "%(file)s: no row of headings names a day and a sum. Say which they are, like "
                "--map “Buchungstag=day” --map “Betrag=amount”."
            ),
            file=file.name,
        )
    return book


Places = Mapping[str, Sequence[int]]  # by what a column is: where it stands


def _found(sheet: Sheet, habits: Habits) -> tuple[Places, int] | None:
    """Return which column is what, and the line of the headings; nothing where there are none."""
    for _number, row in zip(range(_TOP), sheet.rows, strict=False):
        places: dict[str, list[int]] = {}
        for at, cell in enumerate(row.cells):
            heading = _text(cell)
            kind = habits.mapping.get(heading) or _BY_HEADING.get(_bare(heading), "")
            if kind and (kind == "memo" or kind not in places):
                places.setdefault(kind, []).append(at)
        if "day" in places and any(name in places for name in _SUMS):
            return places, row.line
    return None


def _bare(heading: str) -> str:
    """Return a heading without spaces, signs between words, and what stands in brackets."""
    return re.sub(r"[(（].*?[)）]|[\s_]", "", heading).casefold()


def _below(sheet: Sheet, top: int) -> Iterator[Row]:
    return (row for row in sheet.rows if row.line > top)


def _entry(row: Row, places: Places, habits: Habits, where: str) -> tuple[date, int, str] | None:
    """Return the day, the sum and the memo of a row; nothing for a total or a row without a sum."""
    day = _cell(row, places, "day")
    if not _text(day) or any(_TOTALS.match(_text(cell)) for cell in row.cells):
        return None
    amount = _amount(row, places, habits, where)
    if amount is None:
        return None
    try:
        memo = " ".join(filter(None, (_text(row.cells[at]) for at in places.get("memo", ())
                                      if at < len(row.cells))))  # fmt: skip
        return read_day(_as_day(day), habits.day_first), amount, memo
    except NotDay as error:
        raise _told(where, error) from error


def _as_day(cell: Cell) -> Cell:
    """Return a day written as one number, 20240301, as the text that it is."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1e7 < cell < 1e8:
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else cell


def _amount(row: Row, places: Places, habits: Habits, where: str) -> int | None:
    """Return what came, or below nought what went; nothing where no sum stands."""
    given = {name: _money(_cell(row, places, name), habits, where) for name in _SUMS}
    signs = _signs(of_bank=habits.of_bank)
    split = [sign * amount for name, sign in signs.items() if (amount := given.get(name))]
    if given["amount"] is None:
        return sum(split) if split else None
    side = _text(_cell(row, places, "side")).casefold()
    if not side:
        return given["amount"] or None
    kind = next((name for name, words in _SIDES.items() if side in words), "")
    if not kind:
        problem = gettext_noop(
            "%(where)s: “%(side)s” says neither that money came nor that it went."
        )
        raise BadFile(problem, where=where, side=side[:40])
    return signs[kind] * given["amount"] or None


def _signs(*, of_bank: bool) -> dict[str, int]:
    """Return whether each column is of money that came: a bank's debit went, an owner's came."""
    debit = -1 if of_bank else 1
    return {"in": 1, "out": -1, "debit": debit, "credit": -debit}


def _money(cell: Cell, habits: Habits, where: str) -> int | None:
    if cell is None or (isinstance(cell, str) and _NOTHING.fullmatch(cell)):
        return None
    if isinstance(cell, bool | date):
        raise BadFile(
            gettext_noop("%(where)s: a sum is expected, and a day stands there."), where=where
        )
    try:
        return read_money(cell, habits.currency)
    except NotMoney as error:
        raise _told(where, error) from error


def _told(where: str, error: NotMoney | NotDay) -> BadFile:
    """Return what cannot be read, with the file and the line."""
    return BadFile(
        gettext_noop("%(where)s: %(why)s"),
        where=where,
        why=gettext(error.problem.msgid) % error.problem.params,
    )


def _cell(row: Row, places: Places, name: str) -> Cell:
    at = places.get(name, (len(row.cells),))[0]
    return row.cells[at] if at < len(row.cells) else None


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
