"""A drive's target level by level: what falls to each unit, how far it is, and what it carries.

Units stand in the order of their codes and nowhere in that of their numbers: this is no ranking.
Beside each stands its load. Only what the world may see is counted by unit, so that no count gives
away what is being looked into; what is done is public, always.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice, takewhile
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, Q

from sunledger.drives.counted import Counted
from sunledger.drives.drive import Drive, Level
from sunledger.drives.watched import STANDING
from sunledger.ledger import steps
from sunledger.ledger.models import ItemQuerySet, State
from sunledger.units import paths
from sunledger.units.models import Unit, UnitQuerySet


class Share(NamedTuple):
    """What falls to one unit and all below it, and how far it is."""

    unit: Unit
    target: int | None
    items: int
    done: int
    still_open: int
    units: int  # itself and all below: among so many the load is spread

    @property
    def part(self) -> float | None:
        """Return how much of its target is reached."""
        return self.done / self.target if self.target else None

    @property
    def load(self) -> float:
        """Return how many open items there are for each unit."""
        return self.still_open / self.units


def units(level: Level) -> UnitQuerySet:
    """Return the units of a level, by code, for which something was set."""
    rows = Unit.objects.filter(kind=level.kind).order_by("code")
    return rows if level.each else rows.filter(code__in=level.units)


def together(level: Level) -> int:
    """Return what falls to all units of a level together."""
    own = units(level).filter(code__in=level.units).values_list("code", flat=True)
    set_apart = sum(level.units[code] for code in own)
    return set_apart + (level.each or 0) * (units(level).count() - len(own))


def shares(drive: Drive, on: date, level: Level, some: Iterable[Unit]) -> list[Share]:
    """Return the shares of some units of a level on a day."""
    rows = drive.items(on).in_public().exclude(state=State.MERGED).order_by()
    counts = rows.values("unit__path").annotate(
        items=Count("pk"),
        done=Count("pk", filter=counted_as_done(drive).which(on)),
        still_open=Count("pk", filter=Q(state__in=steps.OPEN)),
    )
    lines = sorted(counts.values_list("unit__path", "items", "done", "still_open"))
    return [_share(level, unit, lines) for unit in some]


def below(items: ItemQuerySet, unit: Unit) -> ItemQuerySet:
    """Return those of some items, as far as they are public, about a unit or one below it."""
    return items.in_public().filter(paths.branch(unit.path, "unit__path"))


def counted_as_done(drive: Drive) -> Counted:
    """Return the number that a drive's target counts."""
    settled = drive.target is not None and drive.target.counts == "closed"
    return STANDING[1] if settled else STANDING[0]


def _share(level: Level, unit: Unit, lines: Sequence[tuple[str, int, int, int]]) -> Share:
    """Return the share of one unit: the lines of its branch, which lie together."""
    first = bisect_left(lines, unit.path, key=itemgetter(0))
    branch = takewhile(lambda line: line[0].startswith(unit.path), islice(lines, first, None))
    columns = zip((0, 0, 0), *(line[1:] for line in branch), strict=True)
    items, done, still_open = map(sum, columns)
    count = Unit.objects.below(unit).count()
    return Share(unit, level.of(unit.code), items, done, still_open, count)
