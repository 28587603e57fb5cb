"""The figures from the top of the province down: what is owed, published, missing, exempt.

What was published is counted under every unit above it as it is published (`Below`); what is owed
is the number of units of a kind in a branch, times the cells they owe. So a province of 16,727
villages answers as quickly as one village.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Adoption, Below, Exemption, Headcount, Published
from sunledger.disclosure.owed.duties import Asked, Claim, claims, fallen_due
from sunledger.units.models import Unit
from sunledger.units.paths import branch

Root = tuple[str, str]  # the path of a branch, and a kind of unit
Roots = frozenset[Root]


class Figures(NamedTuple):
    """How it stands with a unit and all below it; a cell is a unit, a category and a period."""

    units: int  # that owe something
    owed: int  # cells whose day is over
    in_time: int
    late: int
    exempt: int

    @property
    def missing(self) -> int:
        """Return how many cells are red."""
        return self.owed - self.in_time - self.late - self.exempt


@dataclass(frozen=True)
class Plan:
    """What is owed of what is asked about, before it is counted for any unit."""

    asked: Asked
    claims: list[Claim]
    groups: dict[Roots, int]  # how many cells each unit of these branches and kinds owes
    published: Q  # the condition on what was published

    @property
    def roots(self) -> Roots:
        """Return all branches and kinds that owe something, none within another."""
        return _topmost(root for roots in self.groups for root in roots)


def plan(asked: Asked, adoptions: Iterable[Adoption] | None = None) -> Plan:
    """Return what is owed of what is asked about, by all adoptions if they are not at hand."""
    known = claims(adoptions)
    by_category: dict[str, list[Claim]] = defaultdict(list)
    for claim in known:
        if not asked.categories or claim.category in asked.categories:
            by_category[claim.category].append(claim)
    groups: Counter[Roots] = Counter()
    spans: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, found in by_category.items():
        due = fallen_due(CATEGORIES[code], asked)
        if due:
            spans[due[0], due[-1]].append(code)
        for period in due:
            roots = frozenset((one.path, one.kind) for one in found if one.holds(period))
            if roots:
                groups[roots] += 1
    condition = Q(pk__in=[])
    for (first, last), codes in spans.items():
        condition |= Q(category__in=codes, period__gte=first, period__lte=last)
    return Plan(asked, known, {_topmost(one): n for one, n in groups.items()}, condition)


def figures(units: Sequence[Unit], what: Plan) -> dict[int, Figures]:
    """Return the figures of units, each with all below it."""
    pks = [one.pk for one in units]
    heads = _heads(units, what.roots)
    done = _done(pks, what.published)
    exempt = exempt_cells(units, what)
    return {
        one.pk: Figures(
            _count(one.path, what.roots, heads),
            sum(cells * _count(one.path, roots, heads) for roots, cells in what.groups.items()),
            *done[one.pk],
            exempt[one.pk],
        )
        for one in units
    }


def exempt_cells(units: Sequence[Unit], what: Plan) -> Counter[int]:
    """Return how many owed cells are exempt and not published, in each unit's branch."""
    reach = Q(pk__in=[])
    above = "/"  # no path begins so
    for path in sorted(one.path for one in units):
        if not path.startswith(above):
            above = path
            reach |= branch(path, "unit__path")
    rows = list(
        Exemption.objects.in_force(what.asked.on).filter(reach).select_related("unit")
        if units
        else ()
    )
    owed = {cell for row in rows for cell in _exempted(row, what)}
    places = {row.unit_id: row.unit.path for row in rows}
    there = Published.objects.filter(what.published, unit__in=places)
    owed -= set(there.values_list("unit", "category", "period") if owed else ())
    counted = Counter(unit for unit, _category, _period in owed)
    found: Counter[int] = Counter()
    for unit, cells in counted.items():
        for one in units:
            if places[unit].startswith(one.path):
                found[one.pk] += cells
    return found


def _exempted(row: Exemption, what: Plan) -> Iterable[tuple[int, str, str]]:
    """Give the cells of an exemption that are owed and due."""
    asked = what.asked
    if row.category not in CATEGORIES:
        return
    if asked.categories and row.category not in asked.categories:
        return
    mine = [
        one
        for one in what.claims
        if one.category == row.category
        and one.kind == row.unit.kind
        and row.unit.path.startswith(one.path)
    ]
    if not mine:
        return
    for period in fallen_due(CATEGORIES[row.category], asked):
        within = row.first_period <= period <= row.last_period
        if within and any(one.holds(period) for one in mine):
            yield row.unit_id, row.category, period


def _topmost(roots: Iterable[Root]) -> Roots:
    """Return the branches that lie in no other branch of the same kind."""
    every = set(roots)
    return frozenset(
        (path, kind)
        for path, kind in every
        if not any(
            kind == other and path != above and path.startswith(above) for above, other in every
        )
    )


def _heads(units: Sequence[Unit], roots: Roots) -> dict[Root, int]:
    """Return how many units of a kind lie in the branches that matter."""
    within = [
        path
        for path, _kind in roots
        if any(path.startswith(one.path) and path != one.path for one in units)
    ]
    rows = Headcount.objects.filter(Q(unit__in=[one.pk for one in units]))
    found = list(rows.values_list("unit__path", "kind", "units"))
    if within:
        more = Headcount.objects.filter(unit__path__in=within)
        found += more.values_list("unit__path", "kind", "units")
    return {(path, kind): count for path, kind, count in found}


def _count(path: str, roots: Roots, heads: dict[Root, int]) -> int:
    """Return how many units of a branch lie in the roots."""
    total = 0
    for root, kind in roots:
        if path.startswith(root):
            total += heads.get((path, kind), 0)
        elif root.startswith(path):
            total += heads.get((root, kind), 0)
    return total


def _done(pks: list[int], published: Q) -> dict[int, tuple[int, int]]:
    """Return how many cells were published in time and late: below a unit, and by itself."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    below = Below.objects.filter(published, unit__in=pks).order_by().values_list("unit")
    for unit, in_time, late in below.annotate(Sum("in_time"), Sum("late")):
        counts[unit][0] += in_time
        counts[unit][1] += late
    own = Published.objects.filter(published, unit__in=pks, owed=True).order_by()
    for unit, in_time, count in own.values_list("unit", "in_time").annotate(Count("pk")):
        counts[unit][0 if in_time else 1] += count
    return {pk: (counts[pk][0], counts[pk][1]) for pk in pks}
