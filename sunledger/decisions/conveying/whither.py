"""To which units something is conveyed: chosen one by one, all next below, of a kind, a group."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from sunledger.decisions.conveying.words import Whom
from sunledger.decisions.models import Group
from sunledger.ledger.refusals import Incomplete
from sunledger.units.models import Unit, UnitQuerySet


class Whither(NamedTuple):
    """The units, and how they were chosen."""

    units: Sequence[Unit]
    whom: Whom = Whom.CHOSEN
    group: str = ""


def beneath(unit: Unit) -> UnitQuerySet:
    """Return all units under one, without itself."""
    return Unit.objects.below(unit).exclude(pk=unit.pk)


def next_below(unit: Unit) -> Whither:
    """Return the units directly under one."""
    return Whither(list(unit.children.all()), Whom.NEXT)


def of_kind(unit: Unit, kind: str) -> Whither:
    """Return all units of a kind under one, however deep."""
    return Whither(list(beneath(unit).filter(kind=kind)), Whom.KIND, kind)


def of_group(unit: Unit, group: Group) -> Whither:
    """Return the units of a group that lie under one."""
    below = beneath(unit)
    found = below.filter(kind__in=group.kinds) if group.kinds else below & group.members.all()
    return Whither(list(found.distinct()), Whom.GROUP, group.name)


def check(sender: Unit, to: Whither) -> None:
    """Refuse an empty choice, and units that do not lie below the sender."""
    if not to.units:
        raise Incomplete(_("Choose at least one unit below %(unit)s.") % {"unit": sender})
    for unit in to.units:
        if unit.pk == sender.pk or not unit.is_under(sender):
            raise Incomplete(
                _("%(unit)s does not lie below %(sender)s. Choose a unit that does.")
                % {"unit": unit, "sender": sender}
            )
