"""How old open items are, and how long closed ones took: counted by days, not by single rows."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.drives.counted import Words

MEDIAN_AGE: tuple[str, Words, Words] = (
    "median_age",
    _("age of open items"),
    _("Half of the open items were opened at least so many days ago."),
)
OLDEST: tuple[str, Words, Words] = (
    "oldest",
    _("oldest open item"),
    _("Days since the oldest open item was opened."),
)
TO_CLOSE: tuple[str, Words, Words] = (
    "to_close",
    _("from giving out to closing"),
    _("Half of the closed items were closed within so many days after a unit was given them."),
)


class Stretch(NamedTuple):
    """Open items from one age to another, in days, both included."""

    key: str
    title: Words
    definition: Words
    youngest: int
    oldest: int | None


# These four add up to the open items.
AGES = (
    Stretch("age_30", _("open up to 30 days"), _("Opened within the last 30 days."), 0, 30),
    Stretch("age_90", _("open 31 to 90 days"), _("Opened 31 to 90 days ago."), 31, 90),
    Stretch("age_180", _("open 91 to 180 days"), _("Opened 91 to 180 days ago."), 91, 180),
    Stretch("age_over", _("open over 180 days"), _("Opened more than 180 days ago."), 181, None),
)


class Ages:
    """The ages of open items on a day, from how many were opened on which."""

    def __init__(self, opened: Counter[date], on: date) -> None:
        self.days = Counter({(on - day).days: count for day, count in opened.items()})
        self.count = self.days.total()

    @property
    def oldest(self) -> int:
        """Return the age of the oldest."""
        return max(self.days, default=0)

    @property
    def median(self) -> int:
        """Return the age that half of them have at least."""
        place = (self.count - 1) // 2
        for days in sorted(self.days, reverse=True):
            place -= self.days[days]
            if place < 0:
                return days
        return 0

    def within(self, stretch: Stretch) -> int:
        """Return how many are of some age."""
        last = self.oldest if stretch.oldest is None else stretch.oldest
        return sum(count for days, count in self.days.items() if stretch.youngest <= days <= last)


def age_of(on: date, days: int) -> date:
    """Return the day on which something was opened that is so many days old."""
    return on - timedelta(days=days)


def rows_of_age(stretch: Stretch, on: date) -> Q:
    """Return the condition that an item is of some age on a day."""
    which = Q(opened_on__lte=age_of(on, stretch.youngest))
    return which if stretch.oldest is None else which & Q(opened_on__gte=age_of(on, stretch.oldest))
