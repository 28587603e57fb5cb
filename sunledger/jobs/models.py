"""Long work: what was asked for, how far it is, and how it ended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


ENDED = (State.DONE, State.FAILED, State.STOPPED)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions to the queue."""

    def open(self) -> JobQuerySet:
        """Return the jobs that have not ended."""
        return self.exclude(state__in=ENDED)

    def silent(self, since: datetime) -> JobQuerySet:
        """Return the jobs of which nothing was heard since a moment, though they have not ended."""
        return self.filter(state__in=[State.QUEUED, State.RUNNING], beat_at__lt=since)


class Job(models.Model):
    """One piece of long work, done by a worker."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    work = models.CharField(max_length=64)  # a name in settings.SUNLEDGER_WORK
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)  # a msgid, or a name
    point = models.JSONField(default=dict)  # where to go on after a worker was lost
    result = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)  # {"msgid": ..., "params": {...}}, read by `error`

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField()  # when the queue, or the worker, last gave a sign of it
    ended_at = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False)
    # Each claim is one attempt, and its number is the claim's token: a worker that was thought dead
    # and wakes up holds an old number, and can write nothing more.
    attempts = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)  # workers lost since the last saved point
    task = models.UUIDField(null=True, blank=True)  # its place in the queue

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["beat_at"],
                name="job_open",
                condition=Q(state__in=[State.QUEUED, State.RUNNING]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="job_that_ended_says_when",
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | Q(state__in=[State.QUEUED, State.RUNNING], ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.code}"

    @property
    def error(self) -> str:
        """Return why it failed, in the reader's language; nothing if it did not."""
        if not self.failure:
            return ""
        return str(gettext(self.failure["msgid"]) % self.failure["params"])

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in ENDED

    @property
    def percent(self) -> int | None:
        """Return how far it is in hundredths, if the whole is known."""
        return min(100, self.done * 100 // self.total) if self.total else None
