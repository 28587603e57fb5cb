"""How a sheet writes its days and amounts, decided by its own cells and never by its name."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sunledger.core.currencies import MINOR, WORDS
from sunledger.core.days import NotDay, read_day
from sunledger.core.habits import day_first, decimal_sign
from sunledger.core.problem import gettext_noop
from sunledger.core.rows import Cell, Row
from sunledger.disclosure.category import Category
from sunledger.disclosure.table.cells import is_nothing, plain_text
from sunledger.disclosure.table.layout import Column, Layout
from sunledger.disclosure.table.remarks import Said, said

Say = Callable[[int, Said], None]
_TWO_WAYS = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d\d)\b", re.ASCII)
_SERIAL = re.compile(r"\s*[2-6]\d{4}(?:\.\d+)?\s*", re.ASCII)
_ONE_MONTH = (
    r"(?:\d{4}[-/.年]\d{1,2}月?|\d{1,2}[-/.]\d{4}|[^\W\d]{3,10}\.?[-/ ,]*(?:\d{4}|\d\d)"
    r"|\d{4}[-/ ]*[^\W\d]{3,10})"
)
_MONTH = re.compile(rf"\s*{_ONE_MONTH}(?:\s*(?:-|–|to|至)\s*{_ONE_MONTH})?\s*")
_QUARTER = re.compile(r"\s*(?:\d{4}[-/ ]*[qt][1-4]|[qt][1-4][-/ ]*\d{4})\s*", re.IGNORECASE)
_SIGNS = {
    "£": "GBP", "€": "EUR", "$": "USD", "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY",
    "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "₴": "UAH", "₦": "NGN",
    "r$": "BRL", "s/": "PEN", "zł": "PLN", "sterling": "GBP", "hk$": "HKD", "港元": "HKD",
    "美元": "USD", "欧元": "EUR", "日元": "JPY", "euro": "EUR", "euros": "EUR", "soles": "PEN",
    "円": "JPY", "rs": "INR", "rs.": "INR", "rupees": "INR", "руб": "RUB",
}  # fmt: skip
_SIGN = re.compile(
    "|".join(
        (r"(?<![^\W\d_])" if sign[0].isascii() and sign[0].isalpha() else "")
        + re.escape(sign)
        + (r"(?![^\W\d_])" if sign[-1].isascii() and sign[-1].isalpha() else "")
        for sign in sorted(_SIGNS, key=len, reverse=True)
    )
)
# “All” and “top” are words before they are the money of Albania and Tonga.
_CODE = re.compile(r"(?:\(|\bin |: ?)(?!ALL|TOP|TRY)([A-Z]{3})\b|\b(?!ALL|TOP|TRY)([A-Z]{3})\)?$")
_SCALES = (
    (10**9, r"十[亿億][元円]|\bbillions?\b|\bbn\b|\bmrd\b|млрд"),
    (10**8, r"[亿億][元円]"),
    (10**7, r"\bcrores?\b"),
    (
        10**6,
        r"百[万萬][元円]|\bmillion(?:s|en|es)?\b|\bmillones\b|\bmilhões\b|\bm(?:n|ln|io)\b|[£€$]\s?m\b|млн",
    ),
    (10**5, r"十[万萬][元円]|\bla(?:kh|c)s?\b"),
    (10**4, r"[万萬][元円]"),
    (
        10**3,
        r"千[元円]|[£€$]\s?['’]?0{3}s?\b|[£€$]\s?k\b|\bk\s?[£€$]|[('’]\s?0{3}s?\b|тыс"
        r"|\bthousands?\b|\bmiles de\b|\ben miles\b|\bmilliers\b|\bmilhares\b|\bmigliaia\b"
        r"|\bt(?:sd|ausend)\b",
    ),
)
_SCALE_NAMES = {3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿", 9: "十亿"}
_UNITS = [(size, re.compile(pattern)) for size, pattern in _SCALES]
# In a line above the table a unit is only meant where it is called one.
_UNIT_LINE = re.compile(
    r"[单單単]\s*位\s*[:：]\s*(?:人民币)?\s*[百千十万萬亿億]*[元円]"
    r"|(?:\bin|\ben|\bem|\bunits?:?|\bв)\s+(?:rs\.?\s*|inr\s*)?['’£€$]?\s?\w+"
)


@dataclass(frozen=True)
class Habits:
    """How amounts and days are written."""

    currency: str = ""
    decimal: str = "."
    scales: dict[str, int] = field(default_factory=dict)  # field: 10,000 where it is in 万元
    day_first: dict[str, bool | None] = field(default_factory=dict)
    serial: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()  # fields of days that hold months

    def scale(self, name: str) -> int:
        """Return by what the amounts of a field are multiplied."""
        return self.scales.get(name, 1)


def habits_of(
    layout: Layout,
    category: Category,
    titles: Sequence[Row],
    sample: Sequence[Row],
    all_rows: Callable[[], Iterable[Row]],
    say: Say,
) -> Habits:
    """Return the sheet's habits; what had to be decided is said."""
    above = [plain_text(cell) for row in titles for cell in row.cells if plain_text(cell)]
    money = [one for one in layout.columns if one.field and one.field.kind == "money"]
    days = [one for one in layout.columns if one.field and one.field.kind == "day"]
    serial, months = _counts_and_months(days, sample, say)
    return Habits(
        currency=_currency(category, money, above, sample),
        decimal=_decimal(money, sample, say),
        scales=_scales(money, above, say),
        day_first=dict(_orders(days, sample, all_rows, say)),
        serial=serial,
        months=months,
    )


def _cells(column: Column, rows: Iterable[Row]) -> Iterable[Cell]:
    """Give the cells of a column."""
    index = column.index
    return (row.cells[index] for row in rows if index < len(row.cells))


def _currency(
    category: Category, money: list[Column], above: list[str], sample: Sequence[Row]
) -> str:
    """Return the currency that headings, titles or cells name, else the category's own."""
    for text in [column.heading for column in money] + above:
        if found := _named(text, category):
            return found
    amounts = [one for one in money if one.field and one.field.role == "amount"] or money
    seen = Counter(
        _named(cell, category)
        for column in amounts
        for cell in _cells(column, sample)
        if isinstance(cell, str) and any(sign.isdigit() for sign in cell)
    )
    del seen[""]
    return seen.most_common(1)[0][0] if seen else category.currency


def _named(text: str, category: Category) -> str:
    """Return the currency that a text names; one sign may serve the category's own."""
    for code in (one[1] or one[2] for one in _CODE.finditer(text.strip())):
        if code in MINOR:
            return str(code)
    found = _SIGN.search(text.casefold())
    if found and category.currency and found[0] in WORDS[category.currency]:
        return category.currency
    return _SIGNS[found[0]] if found else ""


def _decimal(money: list[Column], sample: Sequence[Row], say: Say) -> str:
    """Return the sign before decimals."""
    for column in sorted(money, key=lambda one: not (one.field and one.field.role == "amount")):
        found = decimal_sign(_cells(column, sample))
        if found == ",":
            like = next(c for c in _cells(column, sample) if isinstance(c, str) and "," in c)
            sentence = gettext_noop("Amounts like “%(text)s” were read with a decimal comma.")
            say(0, said(sentence, column.heading, text=like.strip()))
        if found:
            return found
    return "."


def _scales(money: list[Column], above: list[str], say: Say) -> dict[str, int]:
    """Return by what amounts are multiplied: as the heading says, else as the lines above say."""
    common = next((scale for text in above if (scale := _scale_above(text)) > 1), 1)
    found = {}
    for column in money:
        scale = _scale_of(column.heading)
        scale = common if scale == 1 else scale
        if scale > 1 and column.field:
            found[column.field.name] = scale
            sentence = gettext_noop("The amounts stand in units of %(scale)s; each was multiplied.")
            say(0, said(sentence, column.heading, scale=_written(scale)))
    return found


def _scale_of(text: str) -> int:
    low = text.casefold()
    return next((size for size, sign in _UNITS if sign.search(low)), 1)


def _scale_above(text: str) -> int:
    """Return the unit of a line such as 单位：万元, or “all figures in thousands”."""
    found = map(_scale_of, (one[0] for one in _UNIT_LINE.finditer(text.casefold())))
    return next((size for size in found if size > 1), 1)


def _written(scale: int) -> str:
    """Return a number with its Chinese name."""
    return f"{scale:,} ({_SCALE_NAMES[len(str(scale)) - 1]})"


def _orders(
    days: list[Column], sample: Sequence[Row], all_rows: Callable[[], Iterable[Row]], say: Say
) -> Iterable[tuple[str, bool | None]]:
    """Give for each field of days whether the day stands before the month."""
    for column in days:
        texts = [cell for cell in _cells(column, sample) if isinstance(cell, str)]
        like = next(filter(_may_be_two, texts), "")
        if not like or column.field is None:
            continue
        # Only the whole column can say: the first thousands of lines may all be early in a month.
        first = day_first(_cells(column, all_rows()))
        if first is None:
            first = _steady_month(_cells(column, all_rows()))
        yield column.field.name, first
        say(0, said(_ORDER_SAID[first], column.heading, text=like.strip()))


def _may_be_two(text: str) -> bool:
    """Whether a text may be two days, if not even its own form decides."""
    found = _TWO_WAYS.match(text)
    # With points the day stands first, wherever points are used; two signs may be the year.
    return bool(found) and (found[2] != "." or len(text.strip()) < 10)  # type: ignore[index]


_ORDER_SAID = {
    True: gettext_noop("Days like “%(text)s” were read with the day before the month."),
    False: gettext_noop("Days like “%(text)s” were read with the month before the day."),
    None: gettext_noop(
        "Nothing in the sheet says whether in “%(text)s” the day or the month stands first. Days "
        "that could be two were not read."
    ),
}


def _steady_month(cells: Iterable[Cell]) -> bool | None:
    """Whether the day stands first in a sheet of one month: the steady part is the month."""
    seen: tuple[set[int], set[int]] = (set(), set())
    for cell in cells:
        if isinstance(cell, str) and (found := _TWO_WAYS.match(cell)):
            seen[0].add(int(found[1]))
            seen[1].add(int(found[3]))
    firsts, seconds = map(len, seen)
    if max(*seen[0], *seen[1], 0) > 12:
        return None
    if seconds == 1 and firsts > 3:
        return True
    return False if firsts == 1 and seconds > 3 else None


def _counts_and_months(
    days: list[Column], sample: Sequence[Row], say: Say
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields whose texts are a spreadsheet's counts of days, and those with months."""
    serial, months = set(), set()
    for column in days:
        cells = [cell for cell in _cells(column, sample) if not is_nothing(cell)]
        texts = [cell for cell in cells if isinstance(cell, str)]
        if not texts or column.field is None:
            continue
        if sum(bool(_SERIAL.fullmatch(text)) for text in texts) * 5 >= len(texts) * 4:
            serial.add(column.field.name)
            sentence = gettext_noop("Numbers like %(text)s were read as a spreadsheet's days.")
            say(0, said(sentence, column.heading, text=texts[0].strip()))
        elif sum(map(_is_month, texts)) * 2 > len(cells):
            months.add(column.field.name)
            sentence = gettext_noop("Entries like “%(text)s” are months, not days; no day is read.")
            like = next(filter(_is_month, texts)).strip()
            say(0, said(sentence, column.heading, text=like))
    return frozenset(serial), frozenset(months)


def _is_month(text: str) -> bool:
    """Whether a text is a month or a span of months, and not a day."""
    if not (_MONTH.fullmatch(text) or _QUARTER.fullmatch(text)):
        return False
    try:
        read_day(text)
    except NotDay:
        return True
    return False
