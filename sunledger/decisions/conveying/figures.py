"""The figures of a way down, level by level: few questions, however many units there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from sunledger.decisions.conveying import terms
from sunledger.decisions.conveying.standing import counted, stood
from sunledger.decisions.conveying.words import NOTHING_MADE, Signed, Standing
from sunledger.decisions.models import Acknowledgement, Conveyance, Made, Receipt
from sunledger.ledger.models import Item


class Took(NamedTuple):
    """How many working days something took: half of the units no longer than the middle."""

    middle: int
    longest: int
    units: int


class Cell(NamedTuple):
    """How many units of a level stand alike."""

    level: int
    standing: str
    signed: str
    has_passed: bool
    late: bool
    stopped: bool
    units: int


@dataclass
class Level:
    """The figures of one level, or of all."""

    level: int | None
    cells: list[Cell] = field(default_factory=list)
    items: int = 0
    done: int = 0
    hidden: int = 0  # items of which the world sees nothing yet; they are counted all the same
    signing: Took | None = None
    passing: Took | None = None

    def _sum(self, cells: Iterable[Cell]) -> int:
        return sum(cell.units for cell in cells)

    @property
    def reached(self) -> int:
        """Return how many units it reached."""
        return self._sum(self.cells)

    @property
    def acknowledged(self) -> int:
        """Return how many have acknowledged."""
        signed = (Signed.IN_TIME, Signed.LATE)
        return self._sum(cell for cell in self.cells if cell.signed in signed)

    @property
    def signed_late(self) -> int:
        """Return how many acknowledged after their day."""
        return self._sum(cell for cell in self.cells if cell.signed == Signed.LATE)

    @property
    def overdue(self) -> int:
        """Return how many should have acknowledged and have not."""
        return self._sum(cell for cell in self.cells if cell.signed == Signed.OVERDUE)

    @property
    def passed(self) -> int:
        """Return how many passed it on, whatever else they did."""
        return self._sum(cell for cell in self.cells if cell.has_passed)

    @property
    def with_items(self) -> int:
        """Return how many made items of it."""
        return self._stands(Standing.ITEMS)

    @property
    def excused(self) -> int:
        """Return how many it does not concern, as the sender agreed."""
        return self._stands(Standing.EXCUSED)

    @property
    def asked(self) -> int:
        """Return how many wait for the sender's word."""
        return self._stands(Standing.ASKED)

    @property
    def nothing(self) -> int:
        """Return how many made nothing of it."""
        return self._stands(*NOTHING_MADE)

    @property
    def late(self) -> int:
        """Return how many made nothing of it though their day is past."""
        return self._sum(cell for cell in self.cells if cell.late)

    @property
    def stopped(self) -> int:
        """Return at how many it stopped."""
        return self._sum(cell for cell in self.cells if cell.stopped)

    def _stands(self, *standings: Standing) -> int:
        return self._sum(cell for cell in self.cells if cell.standing in standings)


def levels(receipts: "QuerySet[Receipt]", on: date) -> list[Level]:
    """Return the figures of each level among the receipts, the topmost first."""
    found: dict[int, Level] = {}
    for cell in _cells(receipts, on):
        found.setdefault(cell.level, Level(cell.level)).cells.append(cell)
    _count_items(found, receipts)
    signing = Acknowledgement.objects.filter(receipt__in=receipts)
    for level, took in _took(signing, "receipt__level", "receipt__on").items():
        found[level].signing = took
    passing = Conveyance.objects.filter(received__in=receipts)
    for level, took in _took(passing, "level", "received__on").items():
        found[level].passing = took
    return [found[level] for level in sorted(found)]


def total(parts: Sequence[Level]) -> Level:
    """Return the figures of all levels together."""
    whole = Level(None, [cell for part in parts for cell in part.cells])
    for part in parts:
        whole.items += part.items
        whole.done += part.done
        whole.hidden += part.hidden
    return whole


def _cells(receipts: "QuerySet[Receipt]", on: date) -> list[Cell]:
    """Return how many units stand how, level by level."""
    names = ("level", "standing", "signed", "has_passed", "late", "stopped")
    rows = stood(receipts.order_by(), on).values(*names).annotate(units=Count("pk"))
    return [Cell(**row) for row in rows]


def _count_items(found: dict[int, Level], receipts: "QuerySet[Receipt]") -> None:
    """Count the items of each level: all, those done, and those that are not public."""
    made = counted(Made.objects.filter(receipt__in=receipts).order_by())
    public = Q(last__in=Item.objects.in_public().values("pk"))
    rows = made.values("receipt__level").annotate(
        count=Count("pk"),
        done_count=Count("pk", filter=Q(done=True)),
        seen=Count("pk", filter=public),
    )
    for row in rows:
        level = found[row["receipt__level"]]
        level.items, level.done = row["count"], row["done_count"]
        level.hidden = row["count"] - row["seen"]


def _took(rows: "QuerySet[Acknowledgement] | QuerySet[Conveyance]", level: str, since: str) -> dict[
    int, Took
]:  # fmt: skip
    """Return how many working days it took at each level from a day to that of the row."""
    pairs = (
        rows.order_by()
        .values(at_level=F(level), start=F(since), end=F("on"))
        .annotate(count=Count("pk"))
    )
    days: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        spent = terms.took(pair["start"], pair["end"])
        days.setdefault(pair["at_level"], []).append((spent, pair["count"]))
    return {at_level: _middle(sorted(spent)) for at_level, spent in days.items()}


def _middle(spent: list[tuple[int, int]]) -> Took:
    """Return the middle and the longest of days that are counted."""
    count = sum(number for _days, number in spent)
    passed = 0
    for days, number in spent:
        passed += number
        if passed * 2 >= count:
            return Took(days, spent[-1][0], count)
    raise AssertionError("no days to count")  # never called without any
