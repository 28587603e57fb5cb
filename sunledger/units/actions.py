"""Everything that changes the tree, its posts and who holds them.

Each change is made by a person whose post carries ADMIN over the unit, except the very first ones
of a site, which the commands on its own machine make (`by=None`).
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.units import access
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User


class CannotMove(ValueError):
    """A unit was asked to go where it cannot be."""


@transaction.atomic
def found(
    *,
    code: str,
    name: str,
    parent: Unit | None,
    by: User | None,
    name_en: str = "",
    kind: str = "",
) -> Unit:
    """Found a unit under another; only the machine's own commands found one under none."""
    _hold_the_tree()
    _need_admin(by, parent)
    if parent is not None:
        parent.refresh_from_db()
    unit = Unit(code=code, name=name, parent=parent, name_en=name_en, kind=kind)
    unit.clean_fields(exclude=["path", "depth"])
    unit.save()
    return unit


@transaction.atomic
def move(*, unit: Unit, parent: Unit, by: User | None) -> Unit:
    """Put a unit, with all that lies below it, under another one."""
    _hold_the_tree()
    unit.refresh_from_db()
    parent.refresh_from_db()
    _need_admin(by, unit.parent)
    _need_admin(by, parent)
    if parent.is_under(unit):
        message = _("%(unit)s cannot move under %(parent)s, which lies below it.")
        raise CannotMove(message % {"unit": unit, "parent": parent})
    unit.parent = parent
    unit.save()
    return unit


@transaction.atomic
def create_post(
    *,
    unit: Unit,
    name: str,
    powers: Iterable[Power | str],
    by: User | None,
    reach: Reach | str = Reach.OWN,
    name_en: str = "",
) -> Post:
    """Create a post in a unit, with its powers and how far they reach."""
    _need_admin(by, unit)
    post = Post(
        unit=unit,
        name=name,
        name_en=name_en,
        powers=[Power(power).value for power in powers],
        reach=Reach(reach).value,
    )
    post.full_clean()
    post.save()
    return post


@transaction.atomic
def appoint(*, post: Post, user: User, by: User | None, since: date | None = None) -> Holding:
    """Give a post to a person, from a day on."""
    _need_admin(by, post.unit)
    holding = Holding(post=post, user=user, since=since or timezone.localdate())
    holding.full_clean()
    holding.save()
    return holding


@transaction.atomic
def relieve(*, holding: Holding, by: User | None, until: date | None = None) -> Holding:
    """Take a post from a person; `until` is the first day on which it is no longer held."""
    _need_admin(by, holding.post.unit)
    if holding.until is not None:
        raise ValidationError(_("This post was left already, on %(day)s.") % {"day": holding.until})
    holding.until = until or timezone.localdate()
    holding.full_clean()
    holding.save()
    return holding


def _need_admin(by: User | None, unit: Unit | None) -> None:
    """Refuse a person without ADMIN over the unit; nobody (None) is the machine's own command."""
    if by is None:
        return
    if unit is None:
        raise access.NotAllowed(Power.ADMIN, Unit(name=_("the whole tree")))
    access.need(by, Power.ADMIN, unit, timezone.localdate())


def _hold_the_tree() -> None:
    """Let one change of the tree's shape wait for another, so that no two make a circle."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))
