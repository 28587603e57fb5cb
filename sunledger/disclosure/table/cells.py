"""One cell after another: what a field's kind makes of it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sunledger.core.days import NotDay, read_day
from sunledger.core.money import NotMoney, read_money
from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.core.rows import Cell
from sunledger.disclosure.category import Field
from sunledger.disclosure.table.headings import words

Value = str | int | date | None
Convert = Callable[[Cell], Value]

# What people write where there is nothing to write.
NOTHING = frozenset(
    ["", "-", "--", "---", "–", "—", "——", "/", "\\", ".", "n/a", "na", "nil", "none", "null"]
) | {"#n/a", "#null!", "无", "无。", "不适用", "s/n", "sin datos"}
# The spellings that stand in most sheets, found by one look-up and without an error raised.
_PLAINLY = frozenset([None, *NOTHING, *(word.upper() for word in NOTHING)])
# “49/瓶”, “282.50元/盒（两瓶）”, “人民币59元”: an amount, and what it buys one of.
_PRICE = re.compile(
    r"([^/／每(（;；]*\d[^/／每(（;；]*?)\s*(?:[/／每]\s*(\D.*)|([(（;；].*))?", re.DOTALL
)
_OWN_UNIT = re.compile(r"[万萬千亿億百]|\d\s*(?:k|m|bn|mn)\b", re.IGNORECASE)


class NotFitting(Refused):
    """A cell that is not what its field holds."""


def plain_text(cell: Cell) -> str:
    """Return a cell as the text that a person sees in it."""
    if isinstance(cell, str):
        return cell.strip() if "\0" not in cell else cell.replace("\0", "").strip()
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing in it."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def looks_like(kind: str, cell: Cell) -> bool:
    """Whether a cell may be of a kind; used to choose between columns."""
    text = plain_text(cell)
    if kind in ("text", "person", "choice"):
        return any(sign.isalpha() for sign in text)
    if kind == "day":
        return isinstance(cell, date) or bool(re.search(r"\d", text))
    return bool(re.fullmatch(r"[^\d]{0,6}\d[\d.,' ]*[^\d]{0,4}", text))


def money(currency: str, decimal: str, scale: int) -> Convert:
    """Return what reads amounts of one currency and one habit; `scale` is 10,000 for 万元."""

    def read(cell: Cell) -> Value:
        if cell in _PLAINLY:
            return None
        try:
            return read_money(cell, currency, decimal)  # type: ignore[arg-type]
        except NotMoney:
            if is_nothing(cell):
                return None
            raise

    def read_scaled(cell: Cell) -> Value:
        if is_nothing(cell):
            return None
        try:
            return read_money(_scaled(cell, decimal, scale), currency)
        except InvalidOperation:
            amount = read(cell)
        own = _OWN_UNIT.search(plain_text(cell))
        return amount * scale if isinstance(amount, int) and not own else amount

    return read if scale == 1 else read_scaled


def _scaled(cell: Cell, decimal: str, scale: int) -> Decimal:
    """Return the number of a cell, multiplied; what is not a bare number raises."""
    text = repr(cell) if isinstance(cell, float) else plain_text(cell)
    text = text.replace("," if decimal == "." else ".", "").replace(" ", "")
    return Decimal(text.replace(decimal, ".")) * scale


def price_parts(cell: Cell) -> tuple[Cell, str]:
    """Return the amount of a price, and what it is the price of."""
    if not isinstance(cell, str):
        return cell, ""
    found = _PRICE.fullmatch(cell.strip(" \t\r\n\xa0、，。"))
    return (found[1], (found[2] or found[3] or "").strip()) if found else (cell, "")


def day(first: bool | None, serial: bool) -> Convert:
    """Return what reads days of one habit; `serial` where a text holds a spreadsheet's count."""

    def read(cell: Cell) -> Value:
        if cell in _PLAINLY:
            return None
        try:
            return read_day(cell, first)
        except NotDay:
            if is_nothing(cell):
                return None
            if serial and isinstance(cell, str) and cell.strip().replace(".", "", 1).isdigit():
                return read_day(float(cell))
            raise

    return read


def number(decimal: str) -> Convert:
    """Return what reads numbers that are no money, as exact text."""

    def read(cell: Cell) -> Value:
        if is_nothing(cell):
            return None
        text = plain_text(cell).replace("," if decimal == "." else ".", "")
        try:
            return f"{Decimal(text.replace(decimal, '.')).normalize():f}"
        except InvalidOperation:
            sentence = gettext_noop("“%(text)s” is not a number. Write it like 12.5.")
            raise NotFitting(sentence, text=shorten(plain_text(cell))) from None

    return read


def whole(cell: Cell) -> Value:
    """Return a whole number."""
    if is_nothing(cell):
        return None
    text = plain_text(cell).replace(",", "")
    if not re.fullmatch(r"[-+]?\d{1,15}", text, re.ASCII):
        sentence = gettext_noop("“%(text)s” is not a whole number. Write it like 12.")
        raise NotFitting(sentence, text=shorten(plain_text(cell)))
    return int(text)


def choice(field: Field) -> Convert:
    """Return what finds the answer that a cell gives."""
    codes = {
        words(said): one.code
        for one in field.choices
        for said in (one.code, one.title.zh, one.title.en, *one.aliases)
    }

    def read(cell: Cell) -> Value:
        if is_nothing(cell):
            return None
        try:
            return codes[words(plain_text(cell))]
        except KeyError:
            sentence = gettext_noop("“%(text)s” is none of the answers here: %(answers)s.")
            answers = ", ".join(f"{one.title.zh} ({one.code})" for one in field.choices)
            raise NotFitting(sentence, text=shorten(plain_text(cell)), answers=answers) from None

    return read


def text(cell: Cell) -> Value:
    """Return the cell's text."""
    return plain_text(cell) or None
