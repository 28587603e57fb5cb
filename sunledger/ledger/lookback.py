"""When closed items are looked at again: a sample that follows from their codes, at set days."""

from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from sunledger.ledger.models import Item, Move
from sunledger.ledger.steps import CLOSED

LARGE = 1 << 32


def days(item: Item) -> list[date]:
    """Return the days on which a closed item is to be looked at again; most have none.

    Each day is drawn by itself from the item's code, so that nobody can choose what is looked at,
    and everyone can work out afterwards that it was drawn.
    """
    if item.closed_on is None:
        return []
    rules = settings.SUNLEDGER_STATES
    drawn = [after for after in rules["look_back_days"] if _draw(item.code, after) < _share()]
    return [item.closed_on + timedelta(after) for after in drawn]


def due(item: Item, on: date) -> date | None:
    """Return since when a look back at an item is due; none where it was made, or is not drawn."""
    if item.state not in CLOSED[:2]:
        return None
    looked = item.steps.filter(move=Move.CONFIRM).values_list("at", flat=True)
    last = max((timezone.localdate(at) for at in looked), default=date.min)
    return next((day for day in days(item) if last < day <= on), None)


def all_due(items: list[Item], on: date) -> list[Item]:
    """Return the items of which a look back is due."""
    return [item for item in items if due(item, on)]


def _draw(code: str, after: int) -> int:
    """Return a number that follows from an item and a day, as evenly spread as dice."""
    return int(sha256(f"{code} {after}".encode()).hexdigest()[:8], 16)


def _share() -> int:
    """Return the number below which a draw wins."""
    return int(settings.SUNLEDGER_STATES["look_back_share"] * LARGE)
