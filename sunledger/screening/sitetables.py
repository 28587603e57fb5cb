"""All that a site can give to an engine: what was published, tables of sources, decided links."""

from __future__ import annotations

from django.db.models import QuerySet

from sunledger.screening import heldtables, parties, publishedrows
from sunledger.screening.engine import Engine
from sunledger.screening.shapes import PAYMENTS
from sunledger.units.models import Unit


def give(
    engine: Engine, units: QuerySet[Unit] | None, held: heldtables.Readable, branch: Unit | None
) -> int:
    """Give what these units published, what is held, and the branch's links; return the rows.

    No screen may have run: links are laid over a table when it is made ready, and then no more.
    """
    rows = sum(engine.table(name, files) for name, files in held.files.items())
    if units is not None:
        rows += engine.table(PAYMENTS.name, publishedrows.payments(units))
    if branch is not None:
        parties.lay(engine, branch)
    return rows
