"""Who acts for a unit here: only a post of that very unit, never one of a unit above it.

A county that could acknowledge for its town would be the county's word for the town's.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from sunledger.ledger.refusals import NotAllowed
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

CONVEYS = (Power.DECIDE,)  # passes on, and decides on “does not concern us”
ANSWERS = (Power.DECIDE, Power.ANSWER)  # acknowledges, and says what was made of it


def own_units(user: User, powers: Iterable[Power], on: date) -> list[int]:
    """Return the units for which a person may act."""
    return [post.unit_id for post in access.posts_with(user, powers, on)]


def need(user: User, powers: Iterable[Power], unit: Unit, on: date) -> Post:
    """Return the post of the unit itself by which a person acts for it, or refuse."""
    for post in access.posts_with(user, powers, on):
        if post.unit_id == unit.pk:
            return post
    raise NotAllowed(
        _("You hold no post in %(unit)s itself that may %(power)s.")
        % {"unit": unit, "power": _(" or ").join(str(power.label) for power in powers)}
    )
