"""What is kept of stacks: the leads of a unit about one cause, and how many a unit is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings as site
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.screening.models import Lead


class StackQuerySet(models.QuerySet["Stack"]):
    """Questions about stacks."""

    def open(self) -> StackQuerySet:
        """Return those with a lead that nobody has decided on yet."""
        leads = apps.get_model("screening", "Lead").objects
        return self.filter(Exists(leads.filter(stack=OuterRef("pk"), state="open")))

    def up(self) -> StackQuerySet:
        """Return the open ones that a unit is shown."""
        return self.open().filter(up_at__isnull=False)

    def waiting(self) -> StackQuerySet:
        """Return the open ones that wait for a place in the queue."""
        return self.open().filter(up_at=None)

    def best_first(self) -> StackQuerySet:
        """Return the ones most worth a look first."""
        return self.order_by("-rank", "pk")


class Stack(models.Model):
    """The leads of a unit about one cause or one subject. It is open while one of them is.

    Its figures are those of its open leads; of a decided one, those it had last.
    """

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stacks")
    subject = models.CharField(max_length=300)
    reasons = models.JSONField(default=list)  # codes of screens, the strongest sign first
    figure = models.BigIntegerField()  # the largest sum that one screen asks about
    currency = models.CharField(max_length=3, blank=True)
    strength = models.FloatField()
    weight = models.FloatField()
    rank = models.FloatField()  # its weight, a little less for a question asked before
    made_at = models.DateTimeField()
    up_at = models.DateTimeField(null=True, blank=True)  # when it came up in its unit's queue

    leads: RelatedManager[Lead]

    objects = StackQuerySet.as_manager()

    class Meta:
        ordering = ["-rank", "pk"]
        indexes = [models.Index(fields=["unit", "up_at"], name="stack_of_unit")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.unit})"


class QueueLimit(models.Model):
    """How many stacks of each unit of a branch are up at once, from a decision until the next."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="queue_limits")
    most = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(site.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="queue_shows_something",
                condition=Q(most__gte=1, most__lte=200) & ~Q(reason=""),
                violation_error_message=_("A queue shows 1 to 200 stacks, for a reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.most}"
