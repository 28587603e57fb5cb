"""What was decided on a version of a screen: piloted anew, on in full, or off. For good."""

from __future__ import annotations

from django.conf import settings as site
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sunledger.core.codes import new_code
from sunledger.units.models import Post


class Course(models.TextChoices):
    """How much of what a screen finds becomes leads."""

    PILOT = "pilot", pgettext_lazy("screen", "in pilot")
    FULL = "full", pgettext_lazy("screen", "in full use")
    OFF = "off", pgettext_lazy("screen", "switched off")


class SwitchQuerySet(models.QuerySet["Switch"]):
    """Questions about what was decided on screens."""

    def latest_of_each(self) -> SwitchQuerySet:
        """Return what was decided last on each version of each screen."""
        last = self.order_by().values("screen", "version").annotate(last=models.Max("pk"))
        return self.filter(pk__in=last.values("last"))


class Switch(models.Model):
    """One decision, by a person or by the screen's own figures, with the figures of that day.

    Shares are kept in thousandths, as they are said in public: the seal takes no fractions.
    """

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    screen = models.CharField(max_length=64)
    version = models.CharField(max_length=12)
    course = models.CharField(max_length=5, choices=Course.choices)
    reason = models.TextField(blank=True)  # none where the figures decided
    by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    confirmed = models.PositiveIntegerField()  # of those checked, since the pilot began
    checked = models.PositiveIntegerField()
    low = models.PositiveSmallIntegerField(null=True)  # the ends of the interval
    high = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField()
    leaf = models.BigIntegerField(unique=True)

    objects = SwitchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["screen", "version"], name="switch_of_version")]
        constraints = [
            models.CheckConstraint(
                name="switch_is_somebodys_or_by_its_figures",
                condition=Q(by__isnull=False, post__isnull=False) & ~Q(reason="")
                | Q(
                    by=None, post=None, reason="", course="off", checked__gt=0, high__lt=F("level")
                ),
                violation_error_message=_(
                    "A person decides with a reason; figures alone only switch it off."
                ),
            ),
            models.CheckConstraint(
                name="switch_figures_fit",
                condition=Q(confirmed__lte=F("checked"))
                & (
                    Q(checked=0, low=None, high=None)
                    | Q(checked__gt=0, low__isnull=False, high__isnull=False, low__lte=F("high"))
                ),
                violation_error_message=_("No more can be confirmed than was checked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.screen} {self.version}: {self.get_course_display()}"

    @property
    def by_itself(self) -> bool:
        """Whether the screen's figures switched it off, and no person."""
        return self.by_id is None
