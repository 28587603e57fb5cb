"""Where a site remembers what its screens answered: in its home, a folder for each branch.

What is remembered saves time and nothing else: where it is missing, a run judges everything.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from sunledger.screening.recall.recalling import Again
    from sunledger.units.models import Unit


def folder(unit: Unit) -> Path | None:
    """Return where runs over a branch of units remember; nowhere, where the site says None."""
    home: Path | None = settings.SUNLEDGER_RECALL
    return home / sha256(unit.code.encode()).hexdigest()[:16] if home else None


def forget() -> None:
    """Forget all of it, as when a table is erased that answers may rest on."""
    if settings.SUNLEDGER_RECALL:
        shutil.rmtree(settings.SUNLEDGER_RECALL, ignore_errors=True)


def told(again: Again) -> dict[str, Any]:
    """Return how much a run judged again, as its job keeps it; nothing where none remembers."""
    if again == type(again)():
        return {}
    said = asdict(again)
    return {name: len(said[name]) for name in ("nothing", "keys", "all")} | {
        name: said[name] for name in ("judged", "of", "trouble")
    }
