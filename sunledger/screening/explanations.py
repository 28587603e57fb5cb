"""What is kept of innocent explanations: of which question, in whose words, by which paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as site
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sunledger.core.codes import new_code
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.screening.models import Lead


class Covers(models.TextChoices):
    """Which questions of the screen an explanation answers."""

    QUESTION = "question", _("this question only")
    PARTY = "party", _("every question of this screen about the same party at this unit")


class Stage(models.TextChoices):
    """Where an explanation stands; whether it holds is also a matter of the day."""

    GIVEN = "given", pgettext_lazy("explanation", "given, not yet verified")
    VERIFIED = "verified", pgettext_lazy("explanation", "verified")
    REFUSED = "refused", pgettext_lazy("explanation", "refused")
    ENDED = "ended", pgettext_lazy("explanation", "ended before its day")


class ExplanationQuerySet(models.QuerySet["Explanation"]):
    """Questions about explanations."""

    def holding(self, on: date) -> ExplanationQuerySet:
        """Return those that are verified and hold on a day."""
        return self.filter(stage=Stage.VERIFIED, until__gt=on)


class Explanation(models.Model):
    """Why what a screen asks of a subject at a unit is innocent, until a day."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="explanations")
    screen = models.CharField(max_length=64)
    subject = models.CharField(max_length=300)  # as people read it
    covers = models.CharField(max_length=8, choices=Covers.choices)
    key = models.CharField(max_length=300)  # of the question, or of the party
    at_most = models.BigIntegerField(null=True, blank=True)  # more at stake is asked again
    currency = models.CharField(max_length=3, blank=True)
    words = models.TextField()
    source = models.CharField(max_length=200)  # who said so, as an office or a firm
    reference = models.CharField(max_length=200, blank=True)  # where the paper lies
    file_name = models.CharField(max_length=160, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    given_by = models.ForeignKey(site.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateField()  # the first day on which it no longer holds
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.GIVEN)
    decided_by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # why it was refused or ended
    kept_back = models.PositiveIntegerField(default=0)  # leads, in the latest run that met some
    kept_back_at = models.DateTimeField(null=True, blank=True)

    leads: RelatedManager[Lead]

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["screen", "unit", "stage"], name="explained_question")]
        constraints = [
            models.CheckConstraint(
                name="explanation_has_a_paper",
                condition=~Q(reference="") | ~Q(sha256=""),
                violation_error_message=_("An explanation names its document, or brings it."),
            ),
            models.CheckConstraint(
                name="explanation_is_verified_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("given_by")),
                violation_error_message=_("Who gives an explanation cannot verify it."),
            ),
            models.CheckConstraint(
                name="explanation_is_decided_whole",
                condition=Q(stage="given", decided_by=None, decided_at=None, ended_by=None)
                | Q(stage="verified", decided_at__isnull=False, ended_by=None)
                & Q(decided_by__isnull=False)
                | Q(stage="refused", decided_at__isnull=False, ended_by=None)
                & Q(decided_by__isnull=False)
                & ~Q(note="")
                | Q(stage="ended", ended_at__isnull=False, ended_by__isnull=False) & ~Q(note=""),
                violation_error_message=_("An explanation is verified, refused or ended by name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.words[:60]}"

    def holds(self, on: date) -> bool:
        """Whether leads that it covers stay away on a day."""
        return self.stage == Stage.VERIFIED and on < self.until
