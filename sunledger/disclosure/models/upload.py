"""A sheet as it was handed in, until it is read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.disclosure.models.batch import Batch
from sunledger.disclosure.models.common import Kept, person, post
from sunledger.jobs.models import Job


class UploadState(models.TextChoices):
    """Where an uploaded sheet stands."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    ASKED = "asked", _("waiting for an answer")
    OFFERED = "offered", _("waiting to be masked")
    TAKEN = "taken", _("read")
    REFUSED = "refused", _("refused")
    DROPPED = "dropped", _("dropped")


class UploadManager(models.Manager["Upload"]):
    """Leaves the bytes of a sheet where they are until somebody asks for them."""

    def get_queryset(self) -> models.QuerySet[Upload]:
        """Return the uploads without their content."""
        return super().get_queryset().defer("content")


class Upload(Kept):
    """A sheet as it was handed in. Its bytes are kept until it is read, and not a moment longer."""

    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True)
    mapping = models.JSONField(default=dict, blank=True)  # heading: field, as the clerk decided
    sheets = models.JSONField(default=list, blank=True)  # the names of those to read; empty: all
    by_days = models.BooleanField(default=False)  # only the lines whose days are in the period
    question = models.JSONField(default=dict, blank=True)  # what only a person can say of it
    by = person(null=False)
    post = post()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=UploadState.choices, default=UploadState.WAITING)
    problems = models.JSONField(default=dict)  # {"total": n, "list": [problem as JSON]}
    counts = models.JSONField(default=dict)
    batch = models.OneToOneField(
        Batch, models.SET_NULL, null=True, blank=True, related_name="upload"
    )
    given_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = UploadManager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="upload_read_is_forgotten",
                condition=Q(state__in=[UploadState.WAITING, UploadState.READING, UploadState.ASKED])
                | Q(content=None),
                violation_error_message=_("What was read is not kept."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
