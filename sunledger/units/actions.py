"""Everything that changes the tree, its posts and who holds them.

Each change is made by a person whose post carries ADMIN over the unit, except the very first ones
of a site, which the commands on its own machine make (`by=None`).
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.password_validation import validate_password
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
    Unit.objects.hold()
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
    Unit.objects.hold()
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


@transaction.atomic
def open_account(*, username: str, name: str, password: str, by: User | None) -> User:
    """Open an account; it can do nothing until its person is appointed to a post."""
    if by is not None and not access.posts_with(by, Power.ADMIN, timezone.localdate()):
        raise access.NotAllowed(Power.ADMIN, _whole_tree())
    user = User(username=username, name=name)
    user.clean_fields(exclude=["password"])
    user.validate_unique()
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def close_account(*, user: User, by: User | None) -> User:
    """Close an account for good: its person leaves every post, and no sign-in works any more."""
    today = timezone.localdate()
    held = Holding.objects.filter(user=user, until=None).select_related("post__unit")
    if by is not None and not held:
        raise access.NotAllowed(Power.ADMIN, _whole_tree())
    for holding in held:
        relieve(holding=holding, by=by, until=max(today, holding.since))
    user.is_active = False
    user.set_unusable_password()
    user.save()
    return user


def _need_admin(by: User | None, unit: Unit | None) -> None:
    """Refuse a person without ADMIN over the unit; nobody (None) is the machine's own command."""
    if by is None:
        return
    if unit is None:
        raise access.NotAllowed(Power.ADMIN, _whole_tree())
    access.need(by, Power.ADMIN, unit, timezone.localdate())


def _whole_tree() -> Unit:
    """Return what stands for the whole tree in a sentence; it is never kept."""
    return Unit(name=_("the whole tree"))
