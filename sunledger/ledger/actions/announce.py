"""Saying in public what is said beside an item's result."""

from sunledger.ledger import announced
from sunledger.ledger.models import Announcement, Step
from sunledger.seal import actions as seal


def announce(step: Step, what: str) -> Announcement:
    """Say what a step means for the world, in the step's own transaction."""
    leaf = seal.say(what, **announced.facts(what, step))
    return Announcement.objects.create(item=step.item, step=step, what=what, leaf=leaf)
