"""Whom to call of the people affected: it follows from the item, so that nobody chooses."""

from hashlib import sha256
from random import Random

from django.conf import settings
from django.utils.translation import gettext as _

from sunledger.ledger.models import Item, Move
from sunledger.ledger.refusals import Incomplete


def seed(item: Item) -> str:
    """Return what the draw begins from: the item, and which of its answers is being judged."""
    answers = item.steps.filter(move=Move.ANSWER).count()
    return sha256(f"{item.code} {answers}".encode()).hexdigest()[:16]


def drawn(begin: str, affected: int) -> list[int]:
    """Return the places in the list of those affected, from 1, of the people to be called."""
    if affected < 1:
        raise Incomplete(_("People affected: write how many there are; at least one."))
    size = min(affected, settings.SUNLEDGER_STATES["call_back"])
    return sorted(Random(begin).sample(range(1, affected + 1), size))  # noqa: S311 - no secret


def whom(affected: int, places: list[int]) -> str:
    """Return the sentence that says whom to call, and what the answers have to add up to."""
    return _(
        "Of the %(affected)s people affected, call those who stand in your list at %(places)s. "
        "The answers have to add up to %(count)s."
    ) % {
        "affected": affected,
        "places": ", ".join(map(str, places)),
        "count": len(places),
    }
