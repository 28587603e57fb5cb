"""Where a unit stands among similar units: a question, and no verdict.

Similar is who is of the same kind under the same unit; where too few of them have published, of
the same kind under the unit above that one. Of units that have others under them, those count that
have between half and twice as many. Nothing else is known here of how large a unit is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.db.models import Sum as Total

from sunledger.disclosure.models import Headcount
from sunledger.disclosure.shape import Category
from sunledger.disclosure.telling.figures import Figures, Measure, figures, main_measure
from sunledger.units.models import Unit

FEWEST = 5  # published units without which nothing is compared
FEW = 10  # with fewer, it is said that they are few
MOST = 300  # units that are looked at
Place = Literal["low", "below", "middle", "above", "high"]


@dataclass(frozen=True)
class Circle:
    """Similar units: of whom, and by what."""

    around: Unit  # under whom they all lie
    units: tuple[int, ...]
    by_size: bool  # whether those of quite another size were left out


@dataclass(frozen=True)
class Quartiles:
    """What a quarter, the half, and three quarters of the figures do not exceed."""

    low: int
    median: int
    high: int

    def place(self, figure: int) -> Place:
        """Return where a figure stands."""
        if figure < self.low:
            return "low"
        if figure > self.high:
            return "high"
        if figure == self.median:
            return "middle"
        return "below" if figure < self.median else "above"


@dataclass(frozen=True)
class Compared:
    """A unit's figure beside those of its peers; without quartiles where too few published."""

    measure: Measure
    circle: Circle
    own: int | None
    published: int
    nothing: int  # of these, those that reported that there was nothing
    other: int  # of these, those whose figure cannot be compared: in another currency
    quartiles: Quartiles | None

    @property
    def silent(self) -> int:
        """Return how many peers have published nothing for the period."""
        return len(self.circle.units) - self.published

    @property
    def counted(self) -> int:
        """Return how many peers' figures the quartiles are made of."""
        return self.published - self.other


def compare(shape: Category, unit: Unit, period: str) -> Compared | None:
    """Return where a unit stands for a period; nothing where it has no peers or no figure."""
    compared = None
    for circle in _circles(unit):
        found = figures(shape, [unit.pk, *circle.units], [period])
        own = found.pop((unit.pk, period), None)
        compared = _compared(shape, circle, own, list(found.values()))
        if compared.quartiles:
            break
    return compared


def quartiles(values: Sequence[int]) -> Quartiles:
    """Return the quartiles, between two figures in proportion, rounded half up."""
    ordered = sorted(values)

    def at(quarters: int) -> int:
        place, part = divmod((len(ordered) - 1) * quarters, 4)
        low = ordered[place]
        high = ordered[min(place + 1, len(ordered) - 1)]
        return low + (2 * (high - low) * part + 4) // 8

    return Quartiles(at(1), at(2), at(3))


def _compared(
    shape: Category, circle: Circle, own: Figures | None, found: list[Figures]
) -> Compared:
    measure = main_measure(shape, [own] if own and own.lines else found)
    values = [value for one in found if (value := one.of(measure)) is not None]
    return Compared(
        measure,
        circle,
        own.of(measure) if own else None,
        len(found),
        sum(not one.lines for one in found),
        len(found) - len(values),
        quartiles(values) if len(values) >= FEWEST else None,
    )


def _circles(unit: Unit) -> list[Circle]:
    """Return the similar units, the nearest first; too few of the near ones are passed over."""
    parent = unit.parent
    if parent is None or not unit.kind:
        return []
    alike = Unit.objects.filter(kind=unit.kind).exclude(pk=unit.pk).order_by("code")
    circles = [_circle(unit, parent, alike.filter(parent=parent))]
    if parent.parent and len(circles[0].units) < MOST:
        circles.append(_circle(unit, parent.parent, alike.filter(parent__parent=parent.parent)))
    large = [one for one in circles if len(one.units) >= FEWEST]
    return large or [one for one in circles if one.units][-1:]


def _circle(unit: Unit, around: Unit, alike: QuerySet[Unit]) -> Circle:
    """Return the units of about the same size; none where they are too many to be looked at."""
    units = list(alike.values_list("pk", flat=True)[: MOST + 1])
    if len(units) > MOST:
        return Circle(around, (), by_size=False)
    size = _heads([unit.pk]).get(unit.pk, 1)
    if size <= 1:
        return Circle(around, tuple(units), by_size=False)
    heads = _heads(units)
    near = [one for one in units if size <= 2 * heads.get(one, 1) <= 4 * size]
    return Circle(around, tuple(near), by_size=True)


def _heads(units: list[int]) -> dict[int, int]:
    """Return how many units lie in the branches of units, themselves among them."""
    rows = Headcount.objects.filter(unit__in=units).order_by().values_list("unit")
    return dict(rows.annotate(Total("units")))
