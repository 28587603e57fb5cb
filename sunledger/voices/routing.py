"""Which unit answers: the one asked, or the nearest above it that has somebody to answer."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from sunledger.ledger.refusals import NotNow
from sunledger.units.models import Holding, Power, Unit

ANSWERING = (Power.ANSWER, Power.ASSIGN)


def intake(unit: Unit | None, known: bool, on: date) -> Unit:
    """Return the unit that a new suggestion goes to.

    Who does not know whose matter it is names a place, or none: then the unit above that place
    takes it in, or the site's own intake, and passes it on.
    """
    if unit is None:
        start = Unit.objects.filter(code=settings.SUNLEDGER_VOICES["intake"]).first()
        start = start or Unit.objects.filter(parent=None).order_by("code").first()
    else:
        start = unit if known else unit.parent or unit
    found = start and answering(start, on)
    if not found:
        raise NotNow(_("Nobody can take a suggestion in for this unit now. Choose the unit above."))
    return found


def answering(unit: Unit, on: date) -> Unit | None:
    """Return the unit, or the nearest above it, in which somebody holds an answering post."""
    for one in (unit, *reversed(Unit.objects.above(unit))):
        if answers_itself(one, on):
            return one
    return None


def answers_itself(unit: Unit, on: date) -> bool:
    """Whether somebody holds an answering post in the unit."""
    held = Holding.objects.on(on).filter(post__unit=unit, user__is_active=True)
    return any(
        power in powers
        for powers in held.values_list("post__powers", flat=True)
        for power in ANSWERING
    )


def is_named(unit: Unit, about: Unit | None, words: str) -> bool:
    """Whether a suggestion is about the unit itself, by its field or by its words."""
    if about is not None and about.is_under(unit):
        return True
    names = [name for name in (unit.name, unit.name_en) if name]
    return any(name.casefold() in words.casefold() for name in names)
