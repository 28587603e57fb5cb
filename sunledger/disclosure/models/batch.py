"""A batch: the records of one sheet, and how far it is on its way to the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.disclosure.models.common import Kept, person, post

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.disclosure.models.record import Record
    from sunledger.disclosure.models.upload import Upload


class State(models.TextChoices):
    """Where a batch stands."""

    READING = "reading", _("being read")
    DRAFT = "draft", _("entered")
    SUBMITTED = "submitted", _("waiting for review")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


PUBLIC = (State.PUBLISHED, State.WITHDRAWN)


class Batch(Kept):
    """The records of one sheet: entered by one person, reviewed and published by another."""

    category_version = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # empty: nothing to report

    rows = models.PositiveIntegerField(default=0)  # records kept
    rows_read = models.PositiveIntegerField(default=0)  # physical lines of the sheet
    rows_noted = models.JSONField(default=dict)  # {"total": n, "list": [problem as JSON]}
    counts = models.JSONField(default=dict)  # lines by what became of them
    totals = models.JSONField(default=dict)  # {currency: whole minor units}

    entered_by = person(null=False)
    entered_post = post()
    entered_at = models.DateTimeField(default=timezone.now)
    submitted_by = person()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = person()
    reviewed_post = post()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("reason"), blank=True)  # why it was sent back
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)
    withdrawn_by = person()
    withdrawn_post = post()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)
    withdrawn_leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    records: RelatedManager[Record]
    upload: Upload

    class Meta:
        ordering = ["-period", "-entered_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "category", "period"], name="batch_of_unit"),
            models.Index(fields=["state", "reviewed_at"], name="batch_lately"),
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_entered_is_not_reviewed",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("entered_by")),
                violation_error_message=_("Who entered a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_submitted_is_not_reviewed",
                condition=Q(reviewed_by=None)
                | Q(submitted_by=None)
                | ~Q(reviewed_by=F("submitted_by")),
                violation_error_message=_("Who submitted a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_public_was_reviewed",
                condition=~Q(state__in=PUBLIC)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, leaf__isnull=False),
                violation_error_message=_("Nothing is public that nobody has reviewed."),
            ),
            models.CheckConstraint(
                name="batch_withdrawn_says_why",
                condition=Q(state=State.WITHDRAWN, withdrawn_leaf__isnull=False)
                & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~Q(withdrawn_reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_leaf=None, withdrawn_reason=""),
                violation_error_message=_("What is withdrawn says why."),
            ),
            models.UniqueConstraint(
                fields=["unit", "category", "period", "file_sha256"],
                condition=~Q(state=State.WITHDRAWN),
                name="batch_file_once",
                violation_error_message=_("This very file was given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.period}"

    @property
    def is_public(self) -> bool:
        """Whether the world may see it."""
        return self.state in PUBLIC
