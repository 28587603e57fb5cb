"""A unit's books on their way from the site of the test to another one, and what shows there."""

from pathlib import Path
from typing import Any

from django.core.management import call_command

from sunledger.disclosure.models import Batch, Sum
from sunledger.seal import signing
from sunledger.units.models import Unit
from tests.a_site import Site

FOUND = """
from sunledger.units.actions import found
found(code="there", name="他站", parent=None, by=None)
"""
SUMS = """
from sunledger.disclosure.models import Sum
answer = sorted(list(row) for row in Sum.objects.exclude(unit=None).values_list({columns}))
"""
COLUMNS = ("unit__code", "category", "period", "currency", "lines", "amount")


def goes_whole(folder: Path) -> None:
    """Take the books of a town with all its villages to another site; every sum is the same."""
    town = Batch.objects.filter(state="published").order_by("pk")[0].unit.parent
    assert town is not None
    file = folder / "books.zip"
    call_command("exchange", "export", town.code, "--below", "--out", str(file))
    home = folder / "other"
    home.mkdir()
    there = Site(home)
    try:
        there.ask(FOUND)
        key = str(signing.signer().key)
        said = there.run("exchange", "import", str(file), "--as", "there", "--key", key)
        assert "Held back" not in said
        columns = ", ".join(f'"{one}"' for one in COLUMNS)
        assert there.ask(SUMS.format(columns=columns)) == _sums(town)
    finally:
        there.drop()


def _sums(town: Unit) -> list[list[Any]]:
    """Return what the books come to here, the town by the name that it has there."""
    units = Unit.objects.below(town)
    rows = Sum.objects.filter(unit__in=units).values_list(*COLUMNS)
    found = [["there" if row[0] == town.code else row[0], *row[1:]] for row in rows]
    assert len(found) > 10
    return sorted(found)
