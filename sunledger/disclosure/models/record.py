"""A record, which never changes once it is published, and the corrections laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.disclosure.models.batch import PUBLIC, Batch, State
from sunledger.disclosure.models.common import person, post
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class RecordQuerySet(models.QuerySet["Record"]):
    """Questions to the records."""

    def public(self) -> RecordQuerySet:
        """Return the records that the world may see, the withdrawn among them."""
        return self.filter(batch__state__in=PUBLIC)

    def standing(self) -> RecordQuerySet:
        """Return the public records that were not withdrawn."""
        return self.filter(batch__state=State.PUBLISHED)


class Record(models.Model):
    """One line of a sheet, as it was published. It never changes; see Correction."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="records")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    category = models.CharField(max_length=64)
    number = models.PositiveIntegerField()  # its place in the batch, from 1
    sheet = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField()
    values = models.JSONField()  # field: text, whole number (money in minor units) or ISO day
    # Taken out of the values, to sort and add by; a correction changes neither.
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    day = models.DateField(null=True, blank=True)
    party = models.CharField(max_length=300, blank=True)
    forgotten_on = models.DateField(null=True, blank=True)  # its personal values are gone
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    corrections: RelatedManager[Correction]
    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        indexes = [models.Index(fields=["unit", "category", "day"], name="record_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="record_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class CorrectionState(models.TextChoices):
    """Where a correction stands."""

    ASKED = "asked", _("asked for")
    MADE = "made", _("made")
    REFUSED = "refused", _("refused")


class Correction(models.Model):
    """A new value for one field of a published record, asked for by one and decided by another."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(_("reason"))
    asked_by = person(null=False)
    asked_post = post()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=8, choices=CorrectionState.choices, default=CorrectionState.ASKED
    )
    decided_by = person()
    decided_post = post()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # why it was refused
    forgotten_on = models.DateField(null=True, blank=True)  # its values and words are gone
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_asked_is_not_decided",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Who asked for a correction cannot decide it."),
            ),
            models.CheckConstraint(
                name="correction_decided_says_by_whom",
                condition=Q(state=CorrectionState.ASKED, decided_by=None, leaf=None)
                | Q(state=CorrectionState.REFUSED, decided_by__isnull=False, leaf=None)
                | Q(state=CorrectionState.MADE, decided_by__isnull=False, leaf__isnull=False),
                violation_error_message=_("A decided correction says who decided it."),
            ),
            models.UniqueConstraint(
                fields=["record", "field"],
                condition=Q(state=CorrectionState.ASKED),
                name="correction_asked_once",
                violation_error_message=_("A correction of this field waits already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.field}"
