"""The period of a sheet, kept one way: 2024-03, 2024-Q1, 2024-H1, 2024, 2024-03-04, or once."""

import re

from sunledger.core.periods import Kind, NotPeriod
from sunledger.core.periods import read_period as read_word
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import Category
from sunledger.disclosure.refusals import Incomplete
from sunledger.disclosure.shape import PERIODS

_SAY: dict[Kind, str] = {
    "monthly": gettext_noop("“%(text)s” is not a month. Write it like 2024-03."),
    "quarterly": gettext_noop("“%(text)s” is not a quarter. Write it like 2024-Q1."),
    "half-yearly": gettext_noop("“%(text)s” is not a half-year. Write it like 2024-H1."),
    "yearly": gettext_noop("“%(text)s” is not a year. Write it like 2024."),
    "daily": gettext_noop("“%(text)s” is not a day. Write it like 2024-03-04."),
}
# The months and years as people here write them: 2024年3月, 2024/3, 202403, 2024年.
_WRITTEN = re.compile(r"(?P<year>\d{4})(?:[年/.-]?(?P<month>0?[1-9]|1[0-2])月?|年)")


def read_period(text: str, category: Category) -> str:
    """Return the period as it is kept, or refuse what is none of this category's."""
    if category.period == "once":
        return "once"
    kind = PERIODS[category.period]
    written = _WRITTEN.fullmatch(text.strip())
    word = text
    if written:
        word = "-".join(
            [written["year"], *([written["month"].zfill(2)] if written["month"] else [])]
        )
    try:
        period = read_word(word.upper())
    except NotPeriod:
        raise Incomplete(_SAY[kind], text=text[:40]) from None
    if period.kind != kind:
        raise Incomplete(_SAY[kind], text=text[:40])
    return period.word
