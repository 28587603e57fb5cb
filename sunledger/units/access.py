"""The gates: who may do what, where, on a day. Every page reaches an object through one of them.

Power comes from a post that a person holds on that day, and from nothing else: a superuser, or the
one who runs the machine, may do nothing here. A gate gives one answer for "there is no such thing"
and "it is not yours", from one query, so that nobody learns by knocking what exists.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from sunledger.units import paths
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User

Found = TypeVar("Found", bound=Model)
Anyone = User | AnonymousUser
Powers = Power | Iterable[Power]


class NotFound(LookupError):
    """There is no such thing, or not for this person; the two are not told apart."""


class NotAllowed(Exception):
    """The person holds no post that may do this here."""

    def __init__(self, power: Power, unit: Unit) -> None:
        super().__init__(power, unit)
        self.power = power
        self.unit = unit

    def __str__(self) -> str:
        return _("You hold no post that may %(power)s for %(unit)s.") % {
            "power": self.power.label,
            "unit": self.unit,
        }


def posts_of(user: Anyone, on: date) -> QuerySet[Post]:
    """Return the posts a person holds on a day; none once the account is closed."""
    held = Holding.objects.on(on).filter(user=user.pk, user__is_active=True)
    return Post.objects.filter(pk__in=held.values("post")).select_related("unit")


def remember(user: Anyone) -> None:
    """Fetch this person's posts once from here on: for one page that only shows.

    A page asks for them ten times. Whatever changes something does not remember, and looks afresh.
    """
    vars(user).setdefault("_posts_held", {})


def held(user: Anyone, on: date) -> list[Post]:
    """Return the posts a person holds on a day, as `posts_of`."""
    kept: dict[tuple[int | None, date], list[Post]] | None = getattr(user, "_posts_held", None)
    if kept is None:
        return list(posts_of(user, on))
    if (user.pk, on) not in kept:
        kept[user.pk, on] = list(posts_of(user, on))
    return kept[user.pk, on]


def posts_with(user: Anyone, power: Powers, on: date) -> list[Post]:
    """Return the person's posts that carry the power, or one of several."""
    powers = {power} if isinstance(power, Power) else set(power)
    return [post for post in held(user, on) if not powers.isdisjoint(post.powers)]


def post_for(user: Anyone, power: Power, unit: Unit, on: date) -> Post | None:
    """Return the post by which the person may do this here: the nearest, if there are several."""
    fitting = [post for post in posts_with(user, power, on) if _reaches(post, unit)]
    return max(fitting, key=lambda post: (post.unit.depth, post.pk), default=None)


def may(user: Anyone, power: Power, unit: Unit, on: date) -> bool:
    """Whether the person holds a post that may do this in this unit."""
    return post_for(user, power, unit, on) is not None


def need(user: Anyone, power: Power, unit: Unit, on: date) -> Post:
    """Return the post by which the person may do this here, or refuse."""
    post = post_for(user, power, unit, on)
    if post is None:
        raise NotAllowed(power, unit)
    return post


def within(user: Anyone, power: Powers, on: date, unit_field: str = "unit") -> Q:
    """Return the condition that a row's unit lies in reach; conditions may be joined with `|`.

    `unit_field` is the way from the row to its unit; "" when the rows are units themselves.
    """
    step = f"{unit_field}__" if unit_field else ""
    reach = Q(pk__in=[])
    for post in posts_with(user, power, on):
        if post.reach == Reach.BELOW and _is_all(post.unit):
            reach |= Q(**{f"{step}pk__isnull": False})
        elif post.reach == Reach.BELOW:
            reach |= paths.branch(post.unit.path, f"{step}path")
        else:
            reach |= Q(**{f"{step}pk": post.unit_id})
    return reach


def reaches_all(user: Anyone, power: Powers, on: date) -> bool:
    """Whether every unit there is lies in the person's reach."""
    posts = posts_with(user, power, on)
    return any(post.reach == Reach.BELOW and _is_all(post.unit) for post in posts)


def reachable(user: Anyone, power: Powers, on: date) -> QuerySet[Unit]:
    """Return the units in which the person may do this."""
    return Unit.objects.filter(within(user, power, on, ""))


def one(
    queryset: QuerySet[Found],
    *,
    user: Anyone,
    power: Powers,
    on: date,
    unit_field: str = "unit",
    **lookup: Any,
) -> Found:
    """Return the one object in the person's reach, or raise NotFound."""
    return first(queryset.filter(within(user, power, on, unit_field)), **lookup)


def first(queryset: QuerySet[Found], **lookup: Any) -> Found:
    """Return the one object of a query that was narrowed already, or raise NotFound."""
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise NotFound from error


def stands_clear(user: Anyone, unit: Unit, on: date, since: date | None = None) -> bool:
    """Whether a person has no post in the unit concerned, nor in any unit under it.

    Those above it do stand clear: to look into what lies under them is their work. With `since`,
    a post that was held there at any time from that day on counts as well.
    """
    there = Holding.objects.filter(paths.branch(unit.path, "post__unit__path"), user=user.pk)
    if since is None:
        return not there.on(on).exists()
    return not there.filter(Q(until=None) | Q(until__gt=since), since__lte=on).exists()


def _is_all(unit: Unit) -> bool:
    """Whether every unit lies in the branch of this one.

    Then no path need be looked at: a database that begins with the whole tree, as SQLite does,
    takes ten times as long as one that begins with the few rows that are asked for.
    """
    return not unit.depth and not Unit.objects.filter(parent=None).exclude(pk=unit.pk).exists()


def _reaches(post: Post, unit: Unit) -> bool:
    if post.reach == Reach.BELOW:
        return unit.is_under(post.unit)
    return post.unit_id == unit.pk
