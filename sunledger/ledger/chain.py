"""The chain of responsibility: who stands where, who is missing, and who may check whom."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from sunledger.ledger.models import Item, Role
from sunledger.units.models import Post, Unit


class Link(NamedTuple):
    """A place in the chain; where nobody stands in it, both unit and post are None."""

    title: str
    unit: Unit | None
    post: Post | None

    @property
    def missing(self) -> bool:
        """Whether nobody stands here yet."""
        return self.unit is None


def links(item: Item) -> list[Link]:
    """Return the chain from the leader down to the handler, then who checks and who oversees."""
    held: dict[str, list[Post]] = {}
    for duty in item.duties.select_related("post__unit"):
        held.setdefault(duty.role, []).append(duty.post)

    def in_role(role: Role, needed: bool = True) -> list[Link]:
        posts = [Link(str(role.label), post.unit, post) for post in held.get(role, [])]
        return posts or ([Link(str(role.label), None, None)] if needed else [])

    return [
        *in_role(Role.LEADER),
        Link(_("doer"), item.doer, None),
        *in_role(Role.CO_UNIT, needed=False),
        *in_role(Role.HANDLER),
        Link(_("checker"), item.checker, None),
        *in_role(Role.OVERSEER),
    ]


def why_not_overseer(item: Item, post: Post) -> str:
    """Return why a post cannot oversee an item, or nothing: the doer does not oversee itself."""
    if item.doer and post.unit.is_under(item.doer):
        return _(
            "%(unit)s is %(doer)s or lies below it, and nobody oversees themselves or their "
            "superior. Choose another post."
        ) % {"unit": post.unit, "doer": item.doer}
    return ""


def why_not_checker(unit: Unit, doer: Unit, checker: Unit) -> str:
    """Return why a unit cannot check another's work on a matter of `unit`, or nothing.

    A unit above the doer may: to check what is below is its work. The doer itself, the unit
    concerned, and whatever lies under either may not: nobody checks themselves or their superior.
    """
    if checker == doer:
        return _("The unit that does the work cannot verify it. Choose another checker.")
    for judged in (doer, unit):
        if checker.is_under(judged):
            return _(
                "%(checker)s is %(judged)s or lies below it, and nobody checks themselves or "
                "their superior. Choose another checker."
            ) % {"checker": checker, "judged": judged}
    return ""
