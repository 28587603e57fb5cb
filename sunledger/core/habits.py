"""What a column's own cells say about how its sheet writes days and decimals.

One cell may be read in two ways where the column cannot: 25/03/2024 below 04/03/2024 says that the
day stands first. A column that contradicts itself, or says nothing, gets None: somebody has to say.
"""

import re
from collections.abc import Iterable
from typing import Literal

_DAY = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d\d)\b", re.ASCII)
# A comma before one, two, or more than three digits at the end is decimal. Before three digits it
# may part thousands, unless a point parts them or the number begins with a zero. Two points part
# thousands, and leave the comma for decimals.
_COMMA = re.compile(
    r"\d{1,3}(?:[.' ]\d{3})+,\d*|\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII
)
_POINT = re.compile(
    r"\d{1,3}(?:[,' ]\d{2,3})+\.\d*|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{2,3}){2,}",
    re.ASCII,
)
_NUMBER = re.compile(r"\d[\d.,' ]*", re.ASCII)


def day_first(cells: Iterable[object]) -> bool | None:
    """Whether days are written before months, or None if the cells do not say."""
    seen = set()
    for cell in cells:
        found = _DAY.match(cell) if isinstance(cell, str) else None
        if found:
            first, second = int(found[1]), int(found[3])
            seen |= {True} if first > 12 >= second else {False} if second > 12 >= first else set()
    return seen.pop() if len(seen) == 1 else None


def decimal_sign(cells: Iterable[object]) -> Literal[".", ","] | None:
    """Return the sign before decimals, or None if the cells do not say."""
    seen: set[Literal[".", ","]] = set()
    for cell in cells:
        number = _NUMBER.search(_spaced(cell)) if isinstance(cell, str) else None
        if number:
            text = number[0].strip()
            seen |= {","} if _COMMA.fullmatch(text) else set()
            seen |= {"."} if _POINT.fullmatch(text) else set()
    return seen.pop() if len(seen) == 1 else None


def _spaced(cell: str) -> str:
    """Return the text with one kind of space and of apostrophe."""
    return " ".join(cell.replace("’", "'").split())
