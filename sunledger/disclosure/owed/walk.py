"""The cells behind a figure, from a unit down the tree, a page at a time.

The walk goes only where the figures say that there is something to find, so the one missing sheet
of a province is found as quickly as the first of a million.
"""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Exists, OuterRef

from sunledger.disclosure.owed.duties import Asked
from sunledger.disclosure.owed.figures import Figures, Plan, figures, plan
from sunledger.disclosure.owed.lights import Cell, Light, cells
from sunledger.units.models import Unit

# The figures whose cells can be looked at, and their lights.
LIGHTS: dict[str, tuple[Light, ...]] = {
    "owed": (Light.IN_TIME, Light.LATE, Light.MISSING, Light.EXEMPT),
    "in_time": (Light.IN_TIME,),
    "late": (Light.LATE,),
    "missing": (Light.MISSING,),
    "exempt": (Light.EXEMPT,),
}
_AT_ONCE = 20  # units whose cells are fetched together


def behind(unit: Unit, key: str, asked: Asked, after: str = "") -> Iterator[Cell]:
    """Give the cells that a figure of a unit counts, in the order of the tree, after a path."""
    what = plan(asked)
    own = figures([unit], what)[unit.pk]
    if value(own, key):
        yield from _down(unit, key, what, after)


def page(
    unit: Unit, key: str, asked: Asked, after: str = "", size: int = 50
) -> tuple[list[Cell], str]:
    """Return the cells of some units, at least so many if there are, and after what to go on."""
    found: list[Cell] = []
    rest = behind(unit, key, asked, after)
    for cell in rest:
        if len(found) >= size and cell.unit.path != found[-1].unit.path:
            return found, found[-1].unit.path
        found.append(cell)
    return found, ""


def value(of: Figures, key: str) -> int:
    """Return one of the figures by its name."""
    found: int = getattr(of, key)
    return found


def _down(unit: Unit, key: str, what: Plan, after: str) -> Iterator[Cell]:
    """Give a unit's own cells, then those of the units below that have some."""
    if unit.path > after:
        yield from _own([unit], key, what)
    below = Unit.objects.filter(parent=unit).order_by("path")
    has_more = Exists(Unit.objects.filter(parent=OuterRef("pk")))
    children = [
        child
        for child in below.annotate(more=has_more)
        if child.path > after or after.startswith(child.path)
    ]
    waiting = iter(children)
    while some := list(islice(waiting, _AT_ONCE)):
        counted = figures(some, what)
        some = [child for child in some if value(counted[child.pk], key)]
        yield from _some(some, key, what, after)


def _some(units: list[Unit], key: str, what: Plan, after: str) -> Iterator[Cell]:
    """Give the cells of some units in their order: those without anything below all at once."""
    leaves: list[Unit] = []
    for child in units:
        if not getattr(child, "more", False):
            leaves.append(child)
            continue
        yield from _own([one for one in leaves if one.path > after], key, what)
        leaves = []
        yield from _down(child, key, what, after)
    yield from _own([one for one in leaves if one.path > after], key, what)


def _own(units: list[Unit], key: str, what: Plan) -> Iterator[Cell]:
    """Give the cells of these very units."""
    if units:
        found = cells(units, what.asked, due_only=True, known=what.claims)
        yield from (cell for cell in found if cell.light in LIGHTS[key])
