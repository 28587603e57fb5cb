"""The tree of units, the posts in it, and the people who hold them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.units import paths

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class User(AbstractUser):
    """An account; what it may do comes from the posts its person holds, and from nothing else."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=80)
    holdings: RelatedManager[Holding]

    def get_full_name(self) -> str:
        """Return the name as its bearer writes it."""
        return self.name or self.username

    get_short_name = get_full_name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions to the tree."""

    def below(self, unit: Unit) -> UnitQuerySet:
        """Return the unit itself and all that lie under it."""
        return self.filter(paths.branch(unit.path))

    def above(self, unit: Unit) -> UnitQuerySet:
        """Return the units over this one, the topmost first, without itself."""
        return self.filter(code__in=unit.path.split("/")[:-2]).order_by("depth")

    def hold(self) -> None:
        """Let one change of the tree's shape wait for another, so that no two make a circle."""
        list(self.select_for_update().filter(parent=None).values_list("pk"))


class Unit(models.Model):
    """A body that answers for something: a province, a town, a village, a school, an enterprise."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=32, blank=True, db_index=True)  # data, not code
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # The codes from the root to here, each closed by "/": "21/2101/210102/".
    path = paths.PathField(max_length=paths.LONGEST, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    posts: RelatedManager[Post]
    children: RelatedManager[Unit]
    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                violation_error_message=_("A unit cannot lie under itself."),
            ),
        ]

    def __str__(self) -> str:
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path, and the paths of all below, in step with the parent."""
        was = Unit.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        self.path = paths.path_of(self.code, self.parent.path if self.parent else "")
        self.depth = paths.depth_of(self.path)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if was and was != self.path:
                Unit.objects.filter(paths.branch(was)).update(
                    path=Concat(Value(self.path), Substr("path", len(was) + 1)),
                    depth=F("depth") + self.depth - paths.depth_of(was),
                )

    def is_under(self, other: Unit) -> bool:
        """Whether this unit is the other or lies below it."""
        return self.path.startswith(other.path)


class Power(models.TextChoices):
    """What a post may do; the words are those of the desk."""

    ENTER = "enter", _("enter records")
    REVIEW = "review", _("review and publish")
    SCREEN = "screen", _("run screens, take up or dismiss leads")
    ASSIGN = "assign", _("open, assign and close items")
    ANSWER = "answer", _("answer items")
    VERIFY = "verify", _("verify answers")
    DECIDE = "decide", _("record meetings and adopt decisions")
    ADMIN = "admin", _("found units, appoint and relieve")


class Reach(models.TextChoices):
    """How far down the tree a post's powers reach."""

    OWN = "own", _("its own unit")
    BELOW = "below", _("its own unit and all below")


class Post(models.Model):
    """A place in a unit with its powers; people come and go, the post answers."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    powers = models.JSONField(default=list)  # list of Power values
    reach = models.CharField(max_length=8, choices=Reach.choices, default=Reach.OWN)

    holdings: RelatedManager[Holding]

    class Meta:
        ordering = ["unit__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="post_name_once_a_unit")
        ]

    def __str__(self) -> str:
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Questions about who held what when."""

    def on(self, day: date) -> HoldingQuerySet:
        """Return the holdings in force on a day; `until` is the first day no longer held."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Holding(models.Model):
    """That a person holds a post, from a day, until a day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user"], condition=Q(until=None), name="holding_open_once"
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("A post cannot be left before it was taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.since})"
