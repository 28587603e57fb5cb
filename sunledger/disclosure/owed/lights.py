"""The light of one cell: a unit, a category, a period, on a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sunledger.core.days import add_working_days
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Exemption, Published
from sunledger.disclosure.owed.duties import Asked, Claim, claims, due_day, fallen_due, words
from sunledger.units.models import Unit


class Light(TextChoices):
    """How it stands with a cell."""

    IN_TIME = "in_time", _("published in time")
    LATE = "late", _("published late")
    MISSING = "missing", _("missing")
    SOON = "soon", _("due soon")
    EXEMPT = "exempt", _("exempt")
    AHEAD = "ahead", _("not due yet")


class Cell(NamedTuple):
    """What a unit owes of a category for a period, and how it stands."""

    unit: Unit
    category: str
    period: str
    due: date
    light: Light
    published: Published | None = None
    exemption: Exemption | None = None


def light(due: date, on: date, published: Published | None, exempt: bool) -> Light:
    """Return the light of a cell; what is published counts before everything else."""
    if published is not None:
        return Light.IN_TIME if published.in_time else Light.LATE
    if exempt:
        return Light.EXEMPT
    if on > due:
        return Light.MISSING
    soon = add_working_days(
        due, -settings.SUNLEDGER_OWED["soon_days"], settings.SUNLEDGER_OWED["calendar"]
    )
    return Light.SOON if on >= soon else Light.AHEAD


def cells(
    units: Sequence[Unit], asked: Asked, *, due_only: bool, known: list[Claim] | None = None
) -> list[Cell]:
    """Return what units owe in the periods asked about, unit by unit, in the catalogue's order."""
    held = _by_kind(claims() if known is None else known, asked)
    units = [one for one in units if one.kind in held]
    if not units:
        return []
    published = _published(units, asked)
    exempt = _exempt(units, asked.on)
    return [
        _cell(unit, code, period, asked.on, published, exempt)
        for unit in units
        for code, periods in _owed(unit, held, asked, due_only)
        for period in periods
    ]


_Cells = dict[tuple[int, str, str], Published]
_Exempt = dict[tuple[int, str], list[Exemption]]


def _cell(unit: Unit, code: str, period: str, on: date, published: _Cells, exempt: _Exempt) -> Cell:
    due = due_day(CATEGORIES[code], period)
    row = published.get((unit.pk, code, period))
    leave = next(
        (
            one
            for one in exempt.get((unit.pk, code), ())
            if one.first_period <= period <= one.last_period
        ),
        None,
    )
    return Cell(unit, code, period, due, light(due, on, row, leave is not None), row, leave)


def _by_kind(known: Iterable[Claim], asked: Asked) -> dict[str, dict[str, list[Claim]]]:
    """Return the claims by the kind of unit and by category, in the catalogue's order."""
    held: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in known:
        if not asked.categories or claim.category in asked.categories:
            held[claim.kind][claim.category].append(claim)
    return held


def _owed(
    unit: Unit, held: dict[str, dict[str, list[Claim]]], asked: Asked, due_only: bool
) -> Iterable[tuple[str, list[str]]]:
    """Give the categories that a unit owes, each with its periods."""
    for code, found in held.get(unit.kind, {}).items():
        mine = [one for one in found if unit.path.startswith(one.path)]
        if not mine:
            continue
        every = fallen_due(CATEGORIES[code], asked) if due_only else words(CATEGORIES[code], asked)
        periods = [word for word in every if any(one.holds(word) for one in mine)]
        if periods:
            yield code, periods


def _published(units: Sequence[Unit], asked: Asked) -> _Cells:
    rows = Published.objects.filter(unit__in=[one.pk for one in units], owed=True)
    # Every period's word begins with its year, whatever kind of period it is.
    rows = rows.filter(period__gte=f"{asked.first:%Y}", period__lt=f"{asked.last.year + 1:04d}")
    if asked.categories:
        rows = rows.filter(category__in=asked.categories)
    return {(row.unit_id, row.category, row.period): row for row in rows}


def _exempt(units: Sequence[Unit], on: date) -> _Exempt:
    found: _Exempt = defaultdict(list)
    rows = Exemption.objects.in_force(on).filter(unit__in=[one.pk for one in units])
    for row in rows:
        found[row.unit_id, row.category].append(row)
    return found
