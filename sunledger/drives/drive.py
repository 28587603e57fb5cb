"""The shape of a drive file: which items belong to it, for how long, and what it aims at.

A drive is one TOML file in `catalogue/`; nothing else is written for it.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from django.db.models import Q

from sunledger.core.catalogue import load
from sunledger.disclosure.category import Text
from sunledger.ledger.models import Item, ItemQuerySet

SHELF = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Level:
    """The share of a target that falls to each unit of a kind, or to some of them by code."""

    kind: str
    title: Text
    each: int | None = None
    units: dict[str, int] = field(default_factory=dict)  # of single units, in place of `each`

    def __post_init__(self) -> None:
        if self.each is None and not self.units:
            raise ValueError(f"the level “{self.kind}” says for no unit how many items it is to do")
        for count in (*self.units.values(), self.each or 1):
            if count <= 0:
                raise ValueError(f"a target of {count} items is none")

    def of(self, code: str) -> int | None:
        """Return how many items a unit is to do; None where nothing was set for it."""
        return self.units.get(code, self.each)


@dataclass(frozen=True)
class Target:
    """What a drive aims at: so many items that ended so, and what counts as one."""

    count: int
    definition: Text
    counts: Literal["put_right", "closed"] = "put_right"
    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        if self.count <= 0:
            raise ValueError(f"a target of {self.count} items is none")
        if len({level.kind for level in self.levels}) < len(self.levels):
            raise ValueError("two levels are of the same kind of unit")


@dataclass(frozen=True)
class Batch:
    """A part of a drive: what a list names so, and else what was opened from one day to another."""

    code: str
    title: Text
    starts: date
    ends: date
    names: tuple[str, ...] = ()  # what else lists call it: "1", "批次一"

    def __post_init__(self) -> None:
        _in_order(self.starts, self.ends)

    @property
    def known_as(self) -> tuple[str, ...]:
        """Return the words by which a list names it."""
        return (self.code, self.title.zh, self.title.en, *self.names)


@dataclass(frozen=True)
class Drive:
    """A drive: items opened for it by name, and those of its kinds that name no other drive."""

    code: str
    title: Text
    about: Text
    starts: date
    ends: date | None = None
    kinds: tuple[str, ...] = ()
    target: Target | None = None
    batches: tuple[Batch, ...] = ()

    def __post_init__(self) -> None:
        _in_order(self.starts, self.last_day)
        for batch in self.batches:
            if batch.starts < self.starts or batch.ends > self.last_day:
                raise ValueError(f"the batch “{batch.code}” is not within the time of the drive")
        _see_apart(self.batches)

    @property
    def last_day(self) -> date:
        """Return the last day; a drive without an end goes on."""
        return self.ends or date.max

    def batch(self, code: str) -> Batch:
        """Return the batch with a code, or raise KeyError."""
        return {batch.code: batch for batch in self.batches}[code]

    def level(self, kind: str) -> Level:
        """Return the level of a kind of unit, or raise KeyError."""
        levels = self.target.levels if self.target else ()
        return {level.kind: level for level in levels}[kind]

    def items(self, on: date, batch: Batch | None = None) -> ItemQuerySet:
        """Return the items of the drive, or of one batch, opened by a day."""
        ends = min(on, self.last_day)
        items = Item.objects.in_drive(self.code, self.kinds, self.starts, ends)
        return items.filter(self.in_batch(batch)) if batch else items

    def in_batch(self, batch: Batch) -> Q:
        """Return the condition that an item of the drive is in a batch, and so in no other one.

        Its list names the batch; where it names none that the drive has, its day decides.
        """
        known = [name for one in self.batches for name in one.known_as]
        by_day = Q(opened_on__gte=batch.starts, opened_on__lte=batch.ends)
        return Q(batch__in=batch.known_as) | ~Q(batch__in=known) & by_day


def shelf(folder: Path = SHELF) -> dict[str, Drive]:
    """Return the drives of a folder by code, or raise CatalogueError with a sentence."""
    return load(folder, Drive)


def _in_order(starts: date, ends: date) -> None:
    """Refuse what ends before it starts."""
    if ends < starts:
        raise ValueError(f"starts {starts} after it ends {ends}")


def _see_apart(batches: tuple[Batch, ...]) -> None:
    """Refuse batches between which an item could not choose."""
    if len({batch.code for batch in batches}) < len(batches):
        raise ValueError("two batches have the same code")
    names = [name for batch in batches for name in set(batch.known_as)]
    if len(set(names)) < len(names):
        raise ValueError("two batches have a name in common")
    ordered = sorted(batches, key=lambda batch: batch.starts)
    for before, after in pairwise(ordered):
        if after.starts <= before.ends:
            raise ValueError(f"the batches “{before.code}” and “{after.code}” have days in common")


DRIVES = shelf()
