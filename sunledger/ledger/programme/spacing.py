"""How far apart the days on the way may lie: a rule over days, no database here."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple


class Gap(NamedTuple):
    """Two days on the way between which too much time lies unseen."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """Return how many days lie between them."""
        return (self.until - self.since).days


def widest(
    starts: date | None, due: date | None, milestones: Sequence[date], most: int
) -> Gap | None:
    """Return the widest gap that is too wide, from the start over the milestones to the end."""
    ends = [day for day in (starts, due) if day is not None]
    days = sorted({*milestones, *(day for day in ends if starts is None or day >= starts)})
    gaps = [Gap(since, until) for since, until in pairwise(days)]
    return max((gap for gap in gaps if gap.days > most), key=lambda gap: gap.days, default=None)
