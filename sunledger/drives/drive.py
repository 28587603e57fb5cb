"""The shape of a drive file: which items belong to it, for how long, and what it aims at.

A drive is one TOML file in `catalogue/`; nothing else is written for it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sunledger.core.catalogue import load
from sunledger.disclosure.category import Text
from sunledger.ledger.models import Item, ItemQuerySet

SHELF = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Target:
    """What a drive aims at: so many items that ended so, and what counts as one."""

    count: int
    definition: Text
    counts: Literal["put_right", "closed"] = "put_right"

    def __post_init__(self) -> None:
        if self.count <= 0:
            raise ValueError(f"a target of {self.count} items is none")


@dataclass(frozen=True)
class Batch:
    """A part of a drive: the items opened from one day to another."""

    code: str
    title: Text
    starts: date
    ends: date

    def __post_init__(self) -> None:
        _in_order(self.starts, self.ends)


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
        if len({batch.code for batch in self.batches}) < len(self.batches):
            raise ValueError("two batches have the same code")

    @property
    def last_day(self) -> date:
        """Return the last day; a drive without an end goes on."""
        return self.ends or date.max

    def batch(self, code: str) -> Batch:
        """Return the batch with a code, or raise KeyError."""
        return {batch.code: batch for batch in self.batches}[code]

    def items(self, on: date, batch: Batch | None = None) -> ItemQuerySet:
        """Return the items of the drive, or of one batch, opened by a day."""
        starts = batch.starts if batch else self.starts
        ends = min(on, batch.ends if batch else self.last_day)
        return Item.objects.in_drive(self.code, self.kinds, starts, ends)


def shelf(folder: Path = SHELF) -> dict[str, Drive]:
    """Return the drives of a folder by code, or raise CatalogueError with a sentence."""
    return load(folder, Drive)


def _in_order(starts: date, ends: date) -> None:
    """Refuse what ends before it starts."""
    if ends < starts:
        raise ValueError(f"starts {starts} after it ends {ends}")


DRIVES = shelf()
