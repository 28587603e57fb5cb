"""The period of a sheet, written one way: 2024-03, 2024-Q1, 2024-H1, 2024, 2024-03-04, once."""

import re
from datetime import date

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import Category
from sunledger.disclosure.refusals import Incomplete

_SAY = {
    "month": gettext_noop("“%(text)s” is not a month. Write it like 2024-03."),
    "quarter": gettext_noop("“%(text)s” is not a quarter. Write it like 2024-Q1."),
    "half-year": gettext_noop("“%(text)s” is not a half-year. Write it like 2024-H1."),
    "year": gettext_noop("“%(text)s” is not a year. Write it like 2024."),
    "each time": gettext_noop("“%(text)s” is not a day. Write it like 2024-03-04."),
}
_SHAPES = {
    "month": re.compile(r"(?P<year>\d{4})(?:[-/.年]?)(?P<part>0?[1-9]|1[0-2])月?"),
    "quarter": re.compile(r"(?P<year>\d{4})(?:[-/. 年]*)(?:Q|第)?(?P<part>[1-4])(?:季度?)?"),
    "half-year": re.compile(r"(?P<year>\d{4})(?:[-/. 年]*)H(?P<part>[12])"),
    "year": re.compile(r"(?P<year>\d{4})年?"),
}
_FORMS = {"month": "-{:02}", "quarter": "-Q{}", "half-year": "-H{}", "year": ""}


def read_period(text: str, category: Category) -> str:
    """Return the period as it is kept, or refuse what is none of this category's."""
    text = text.strip()
    if category.period == "once":
        return "once"
    if category.period == "each time":
        return _day(text)
    shape = _SHAPES[category.period].fullmatch(text.upper())
    if not shape or not "1990" <= shape["year"] <= "2099":
        raise Incomplete(_SAY[category.period], text=text[:40])
    part = shape.groupdict().get("part")
    return shape["year"] + _FORMS[category.period].format(int(part or 0))


def _day(text: str) -> str:
    """Return a day as it is kept."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Incomplete(_SAY["each time"], text=text[:40]) from None
