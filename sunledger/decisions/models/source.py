"""Texts as they came in, and which stretch of which text a meeting stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.decisions.models.meeting import Meeting
from sunledger.jobs.models import Job
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SourceState(models.TextChoices):
    """Where a text that came in stands."""

    WAITING = "waiting", _("waiting to be read")
    READ = "read", _("read")
    REFUSED = "refused", _("refused")
    KEPT = "kept", _("kept")
    DROPPED = "dropped", _("dropped")


class SourceManager(models.Manager["Source"]):
    """Leaves the bytes of a source where they are until somebody asks for them."""

    def get_queryset(self) -> models.QuerySet[Source]:
        """Return the sources without their bytes."""
        return super().get_queryset().defer("content")


class Source(models.Model):
    """A file or a pasted text, byte for byte, and what it says once it is read."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)  # empty: it was pasted
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True)
    text = models.TextField(blank=True)
    # What the program found in it: facts of meetings, proposals, sentences, with their places.
    found = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # {"msgid": ..., "params": {...}}
    state = models.CharField(max_length=8, choices=SourceState.choices, default=SourceState.WAITING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    parts: RelatedManager[Part]
    objects = SourceManager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="source_refused_or_dropped_is_forgotten",
                condition=Q(state__in=["waiting", "read", "kept"], content__isnull=False)
                | Q(state__in=["refused", "dropped"], content=None, text=""),
                violation_error_message=_("What was refused is not kept."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name or str(_("pasted text"))


class Part(models.Model):
    """The stretch of a source that tells of one meeting; the first part gave it its words."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="parts")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="parts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_copy = models.BooleanField(default=False)  # a further source: its words are kept, not used
    # The facts as a person confirmed them; who presided is for the desk only.
    body = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=100, blank=True)
    conveys = models.JSONField(default=list)
    # Places in the words of the meeting.
    sentences = models.JSONField(default=list)
    boilerplate = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(name="part_has_words", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_copy=False), name="part_gives_the_words_once"
            ),
            models.UniqueConstraint(fields=["source", "start"], name="part_of_a_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.start}–{self.end}"


class Print(models.Model):
    """One number of a sentence's fingerprint: by it a copy is found again. See `copies`."""

    key = models.BigIntegerField(db_index=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="prints")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.key:x}"
