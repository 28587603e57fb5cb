"""Units that a list speaks of and nobody has founded: a small tree of its own, when asked for."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sunledger.ledger.imports import owners
from sunledger.ledger.models import OwnerName
from sunledger.ledger.refusals import Incomplete
from sunledger.units import actions as units
from sunledger.units.models import Unit, User

KIND = "auditee"


def found(words: Sequence[str], *, of: Unit, under: Unit, by: User) -> dict[str, Unit]:
    """Found a unit for each of some words, a report's own units below it; and remember them."""
    made: dict[str, Unit] = {}
    for one in words:
        group, name = owners.split(one)
        parent = under
        if group:
            parent = _found(f"{owners.BETWEEN}{group}", made, of=of, parent=under, by=by)
        made[one] = _found(one, made, of=of, parent=parent, by=by) if name else parent
    return made


def remember(words: str, unit: Unit, of: Unit) -> None:
    """Remember what a unit's lists call another one."""
    OwnerName.objects.update_or_create(
        unit=of, words=owners.shown(words)[:200], defaults={"means": unit}
    )


def _found(words: str, made: dict[str, Unit], *, of: Unit, parent: Unit, by: User) -> Unit:
    """Return the unit of some words, founded under another where there is none yet."""
    if words in made:
        return made[words]
    name = owners.split(words)[1]
    unit = Unit.objects.filter(parent=parent, name=name).first()
    if unit is None:
        code = _free_code(parent)
        unit = units.found(code=code, name=name, parent=parent, by=by, kind=KIND)
    remember(words, unit, of)
    made[words] = unit
    return unit


def _free_code(parent: Unit) -> str:
    """Return a code that no unit has yet: the parent's, and a number."""
    for number in range(1, 10_000):
        code = f"{parent.code}-{number}"
        if len(code) > 32:
            break
        if not Unit.objects.filter(code=code).exists():
            return code
    raise Incomplete(_("Too many units lie under %(unit)s to found another.") % {"unit": parent})
