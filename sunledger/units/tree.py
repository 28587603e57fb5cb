"""The whole tree at once: entries of sheets put together, checked, and written in bulk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from sunledger.core.workbook import open_sheets
from sunledger.units import paths, planting
from sunledger.units.models import Unit
from sunledger.units.planting import Wishes
from sunledger.units.treefile import Entry, entries

AT_ONCE = 1000  # rows a statement
# What may change in a unit that stands already, and what is written with it.
CHANGES = {
    "name": ["name"],
    "name_en": ["name_en"],
    "kind": ["kind"],
    "path": ["parent", "path", "depth"],
}


class Loaded(NamedTuple):
    """What a load did to the tree."""

    made: int
    changed: int
    unchanged: int


@transaction.atomic
def load(rows: Iterable[Entry], wishes: Wishes | None = None) -> Loaded:
    """Load the entries into the tree, all or none; loading the same again changes nothing."""
    wishes = wishes or Wishes()
    Unit.objects.hold()
    units = {unit.code: unit for unit in Unit.objects.all()}
    before = {code: _state(unit) for code, unit in units.items()}
    planted = planting.plan(list(rows), _parents(units.values()), wishes)
    for code in planted.order:
        _place(units, code, planted, wishes.kinds)
    made = [units[code] for code in planted.order if code not in before]
    _make(made)
    changed = {code for code, state in before.items() if _state(units[code]) != state}
    for place, fields in enumerate(CHANGES.values()):
        others = [
            units[code] for code in changed if _state(units[code])[place] != before[code][place]
        ]
        Unit.objects.bulk_update(others, fields, AT_ONCE)
    touched = len(changed & planted.entries.keys())
    return Loaded(len(made), len(changed), len(planted.entries) - len(made) - touched)


def _state(unit: Unit) -> tuple[str, ...]:
    """Return what may change in a unit."""
    return tuple(getattr(unit, field) for field in CHANGES)


def _parents(units: Iterable[Unit]) -> dict[str, str]:
    """Return the code of each unit's parent, "" for those at the top."""
    return {unit.code: ("/" + unit.path).split("/")[-3] for unit in units}


def _place(
    units: dict[str, Unit], code: str, planted: planting.Planted, kinds: Sequence[str]
) -> None:
    """Give a unit its parent and path, and what its entry says of it; its parent has them."""
    unit = units.setdefault(code, Unit(code=code))
    parent = units.get(planted.parents[code])
    unit.parent = parent
    unit.path = paths.path_of(code, parent.path if parent else "")
    unit.depth = paths.depth_of(unit.path)
    entry = planted.entries.get(code)
    if entry is None:
        return
    unit.name = entry.name
    if entry.name_en is not None:
        unit.name_en = entry.name_en
    if entry.kind is not None:
        unit.kind = entry.kind
    elif unit.depth < len(kinds):
        unit.kind = kinds[unit.depth]


def _make(units: Sequence[Unit]) -> None:
    """Write the new units, which come level by level, each level after the one above it."""
    for _depth, level in groupby(units, key=lambda unit: unit.depth):
        Unit.objects.bulk_create(level, AT_ONCE)


def read(file: Path, named: Mapping[str, str]) -> Iterator[Entry]:
    """Give the entries of every sheet of a file that is not empty."""
    for sheet in open_sheets(file):
        name = f"{sheet.file} [{sheet.name}]" if sheet.name else sheet.file
        yield from entries(name, ((row.line, row.cells) for row in sheet.rows), named)
