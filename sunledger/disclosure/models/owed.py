"""What must be published: packs adopted for branches of the tree, exemptions, and what was counted.

`Published`, `Below` and `Headcount` are derived: kept in the transaction that publishes or
withdraws, and made again from the sheets and the tree at any time by `counted.recount`.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.common import person, post
from sunledger.units.models import Unit


class Adoption(models.Model):
    """That a pack, or some of its categories, is owed in a branch of the tree from a day on."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the root of the branch
    pack = models.CharField(max_length=64)
    categories = models.JSONField(default=list)  # codes; none: every category of the pack
    kinds = models.JSONField(default=list)  # kinds of unit; none: those that each category names
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day on which it is not owed
    by = person(null=False)
    by_post = post()
    at = models.DateTimeField(default=timezone.now)
    leaf = models.BigIntegerField(unique=True)
    ended_by = person()
    ended_post = post()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["unit__path", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="adoption_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="adoption_end_is_said",
                condition=Q(until=None, ended_by=None, ended_leaf=None)
                | Q(until__isnull=False, ended_by__isnull=False, ended_leaf__isnull=False),
                violation_error_message=_("Who ended it is said."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.pack} {self.since}"


class ExemptionState(models.TextChoices):
    """Where an exemption stands."""

    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Questions to the register."""

    def in_force(self, on: date) -> ExemptionQuerySet:
        """Return what is exempt on a day: granted, and not over."""
        return self.filter(Q(until=None) | Q(until__gt=on), state=ExemptionState.GRANTED)

    def public(self) -> ExemptionQuerySet:
        """Return what the register shows for ever: all that was granted."""
        return self.filter(state=ExemptionState.GRANTED)


class Exemption(models.Model):
    """That a unit need not publish a category for some periods, why, by whose leave, until when."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    category = models.CharField(max_length=64)
    first_period = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10)
    reason = models.CharField(max_length=64)  # a code of the shelf of reasons
    words = models.TextField(_("words"))
    until = models.DateField(null=True, blank=True)  # the first day on which it is owed again
    state = models.CharField(
        max_length=8, choices=ExemptionState.choices, default=ExemptionState.ASKED
    )
    asked_by = person(null=False)
    asked_post = post()
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = person()
    decided_post = post()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # why it was refused
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["state", "unit", "category"], name="exemption_of_unit")]
        constraints = [
            models.CheckConstraint(
                name="exemption_asked_is_not_decided",
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("asked_by")) & ~Q(decided_post=F("asked_post")),
                violation_error_message=_("Who asks for an exemption cannot grant it."),
            ),
            models.CheckConstraint(
                name="exemption_decided_says_by_whom",
                condition=Q(state=ExemptionState.ASKED, decided_by=None, leaf=None)
                | Q(state=ExemptionState.REFUSED, decided_by__isnull=False, leaf=None)
                | Q(
                    state=ExemptionState.GRANTED,
                    decided_by__isnull=False,
                    decided_post__isnull=False,
                    leaf__isnull=False,
                ),
                violation_error_message=_("A decided exemption says who decided it."),
            ),
            models.CheckConstraint(
                name="exemption_periods_in_order",
                condition=Q(first_period__lte=F("last_period")),
                violation_error_message=_("The last period lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["unit", "category", "first_period"],
                condition=Q(state=ExemptionState.ASKED),
                name="exemption_asked_once",
                violation_error_message=_("This exemption was asked for already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.first_period}"

    def is_over(self, on: date) -> bool:
        """Whether it has ended by itself."""
        return self.until is not None and self.until <= on


class Published(models.Model):
    """That a unit has a standing sheet of a category for a period, and since when."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    category = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    # The first of them. No rule of the database holds it: looking for it here would cost every
    # draft that is thrown away a walk through millions of rows; a public sheet is never deleted.
    batch = models.ForeignKey(
        Batch, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    published_at = models.DateTimeField()
    in_time = models.BooleanField(default=False)
    owed = models.BooleanField(default=False)  # by some adoption; else it was published freely

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "category", "period"], name="published_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.category} {self.period}"


class Below(models.Model):
    """How many units under one have published what they owe for a period: in time, and late."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    category = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    in_time = models.IntegerField(default=0)
    late = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "category", "period"], name="below_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.category} {self.period}"


class Headcount(models.Model):
    """How many units of a kind a branch has, its root among them."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=32, blank=True)
    units = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="headcount_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.units}"


class ResidentsCode(models.Model):
    """A printed code that opens what a unit publishes for its residents; it names nobody."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # keyed: the table alone opens nothing
    since = models.DateField()
    until = models.DateField()  # the first day on which it opens nothing any more
    made_post = post()
    made_by = person(null=False)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="residents_code_ends",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("It cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.since}"
