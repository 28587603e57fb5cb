"""What may stand in a column: which days may lie ahead, what may be below nothing, what stands in.

Rules of tables by their names, and of columns by their kinds. What is not named follows its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sunledger.screening.shapes import Column, Shape

# Registered more than so many days after it happened: late. Our own default, since 2026-11.
LATE_DAYS = 90
# One value in more than this share of a body's rows is suspicious, from so many rows on.
ONE_VALUE, ONE_VALUE_ROWS = 0.20, 100
OLDEST_DAY, OLDEST_EVER = date(1950, 1, 1), date(1800, 1, 1)
OLDEST_AGE = 120  # years
MOST_MONEY = 10**14  # minor units: a million millions
MOST_QUANTITY = 10**14  # thousandths

OPEN = ("since", "until")  # nothing there means that something always was, or still is
_AHEAD = {"until", "due_on", "repaired_until", "running_from"}
_RULES_OF_TOMORROW = {"limits", "schemes", "rates", "fee_list", "prices", "days_off"}
_LONG_AGO = {"founded_on", "born"}
_NEVER_BELOW = {"price", "value", "cap", "ceiling", "asset_limit", "rent", "appraised", "each"}
# A day and the one that cannot lie before it.
_ORDER = (
    ("born", "died_on"),
    ("since", "until"),
    ("admitted", "left"),
    ("first", "last"),
    ("founded_on", "closed_on"),
    ("applied_on", "approved_on"),
    ("started_on", "accepted_on"),
)
# When it happened, and when it was written down.
_WRITTEN_DOWN = {
    "deaths": ("died_on", "registered_on"),
    "publications": ("due_on", "published_on"),
}
# What may stand in one row of a body only.
_ONCE = {
    "people": ("person",),
    "deaths": ("person", "register"),
    "companies": ("firm",),
    "vouchers": ("series", "number"),
}
_VARIES = {"person", "phone", "account", "device", "born", "reference"}
_MANY_FOR_ONE = {"visits", "exceptions", "labour", "accesses"}  # one account, many rows

# Words that stand in for nothing, as engines and the door compare them: small letters, no spaces.
NOTHING = (
    r"^([-—–/\\#.?？_~]+|0+|9{4,}|1{8,}|x{2,}|12345678[0-9]*|无|没有|空|空白|不详|不明|不清|不知道"
    r"|未知|暂无|待定|待补|待查|未填|未填写|同上|测试|null|none|nil|n/?a|#n/a|nan|unknown|tbc|tbd"
    r"|test|s/n|sin datos|no consta|desconocido|not known|not available|blank)$"
)
DAYS_OF_NOTHING = (
    *(date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1900, 1, 2)),
    *(date(9999, 12, 31), date(9999, 1, 1)),
)
MONTHS_OF_NOTHING = tuple(sorted({one.year * 12 + one.month - 1 for one in DAYS_OF_NOTHING}))
# Signs that nobody sees, and what a wrong encoding leaves behind.
ODD = (
    "[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufeff\ufffd\ue000-\uf8ff]"
    "|锟斤|烫烫|屯屯|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€|ï¿½"
    "|[A-Za-z][¿Ð¤][A-Za-z]|[A-Z][?][A-Z]"
)


def may_lie_ahead(shape: Shape, column: Column) -> bool:
    """Whether a day or month of this column may be still to come."""
    return column.name in _AHEAD or (
        column.name in ("since", "on") and shape.name in _RULES_OF_TOMORROW
    )


def oldest(column: Column) -> date:
    """Return the first day that can stand in a column."""
    return OLDEST_EVER if column.name in _LONG_AGO else OLDEST_DAY


def never_below(column: Column) -> bool:
    """Whether nothing below zero can stand in a column."""
    return column.kind in ("quantity", "whole") or column.name in _NEVER_BELOW


def before(shape: Shape, column: Column) -> str:
    """Return the column that cannot lie after this one; "" where there is none."""
    pairs = (
        one for one, later in _ORDER if later == column.name and shape.has(one) and shape.has(later)
    )
    return next((one for one in pairs if shape.column(one).kind == column.kind), "")


def written_down(shape: Shape) -> tuple[str, str] | None:
    """Return the day on which it happened and that on which it was registered, of a table."""
    return _WRITTEN_DOWN.get(shape.name)


def once(shape: Shape) -> tuple[str, ...]:
    """Return the columns that together may stand in one row of a body only."""
    columns = _ONCE.get(shape.name, ())
    return columns if all(shape.has(one) for one in columns) else ()


def varies(shape: Shape) -> tuple[str, ...]:
    """Return the columns in which one value should not fill a large share of the rows."""
    if shape.name in _MANY_FOR_ONE:
        return ()
    named = (one for one in shape.columns if one.name in _VARIES)
    return tuple(one.name for one in named if one.kind in ("key", "day") or one.name == "reference")


def essential(shape: Shape) -> tuple[str, ...]:
    """Return the columns by which a row is trusted or not: what it is about, when, how much.

    They are those that may not be empty, the first day or month by which the table is ordered, and
    the amount.
    """
    given = {one.name for one in shape.columns}
    days = [one for one in shape.order if one in given and _tells_when(shape.column(one))]
    days = [one for one in days if one not in OPEN]
    named = [one.name for one in shape.columns if one.filled and one.name != "code"]
    more = [*days[:1], *(["amount"] if "amount" in given else [])]
    return tuple(dict.fromkeys([*named, *more]))


def _tells_when(column: Column) -> bool:
    return column.kind in ("day", "month")


def when(shape: Shape) -> str:
    """Return the column that tells when the rows of a table happened; "" where none does."""
    given: Mapping[str, Column] = {one.name: one for one in shape.columns}
    names = (one for one in shape.order if one in given and _tells_when(given[one]))
    return next(names, "")


def is_series(shape: Shape) -> bool:
    """Whether rows are to be there for every month; of deaths or visits a month may have none."""
    name = when(shape)
    return shape.name == "payments" or (name != "" and shape.column(name).kind == "month")
