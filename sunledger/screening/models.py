"""What screening remembers: runs, what each screen could judge in them, and the leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as site
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.jobs.models import Job
from sunledger.screening.explanations import Covers, Explanation, Stage
from sunledger.screening.qualitykept import HeldLead, TableQuality
from sunledger.screening.samelinks import Act, Link, LinkState, LinkWord
from sunledger.screening.stacks import QueueLimit, Stack
from sunledger.screening.switches import Course, Switch
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

__all__ = [
    "Act",
    "Course",
    "Covers",
    "Explanation",
    "HeldLead",
    "Lead",
    "Link",
    "LinkState",
    "LinkWord",
    "QueueLimit",
    "Reason",
    "Run",
    "ScreenRun",
    "Stack",
    "Stage",
    "State",
    "Switch",
    "TableQuality",
]


class State(models.TextChoices):
    """Where a lead stands."""

    OPEN = "open", pgettext_lazy("lead", "open")
    TAKEN_UP = "taken_up", _("taken up")
    DISMISSED = "dismissed", _("dismissed")
    CLEARED = "cleared", _("no longer raised")


class Reason(models.TextChoices):
    """Why a lead was dismissed; each reason flows back into the screen's precision."""

    EXPLAINED = "explained", _("explained: there is an innocent reason")
    UNFOUNDED = "unfounded", _("unfounded: the screen saw what is not there")
    DATA_ERROR = "data_error", _("an error in the data; its owner puts it right")
    KNOWN = "known", _("already known, or already in work")
    SMALL = "small", _("below interest: not worth the work")


class Run(models.Model):
    """One run of screens over what a unit and those below it have published."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.JSONField(default=list, blank=True)  # codes of screens; empty: all of them
    by = models.ForeignKey(site.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    rows = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    screens: RelatedManager[ScreenRun]
    leads: RelatedManager[Lead]

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit} ({self.started_at:%Y-%m-%d})"


class ScreenRun(models.Model):
    """What one screen could do with the rows: seen = judged + not applicable + cannot."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="screens")
    screen = models.CharField(max_length=64)
    version = models.CharField(max_length=12)
    settings = models.JSONField(default=dict)
    seen = models.PositiveBigIntegerField()
    judged = models.PositiveBigIntegerField()
    not_applicable = models.JSONField(default=dict)  # reason -> rows
    cannot = models.JSONField(default=dict)
    flagged = models.PositiveBigIntegerField()
    raised = models.PositiveIntegerField()  # leads, old ones included
    opened = models.PositiveIntegerField(default=0)  # leads that are new
    course = models.CharField(max_length=5, choices=Course.choices, default=Course.FULL)
    kept_back = models.PositiveIntegerField(default=0)  # raised, and no leads: see course.py
    explained = models.PositiveIntegerField(default=0)  # raised, and a known explanation holds
    measures = models.JSONField(default=list)
    trouble = models.TextField(blank=True)  # the sentence, where the screen could not run

    class Meta:
        ordering = ["screen"]
        constraints = [models.UniqueConstraint(fields=["run", "screen"], name="screen_once_a_run")]

    def __str__(self) -> str:
        return f"{self.screen}: {self.raised}"


class LeadQuerySet(models.QuerySet["Lead"]):
    """Questions about leads."""

    def open(self) -> LeadQuerySet:
        """Return those that nobody has decided on yet."""
        return self.filter(state=State.OPEN)

    def best_first(self) -> LeadQuerySet:
        """Return the ones most worth a look first."""
        return self.order_by("-weight", "pk")


class Lead(models.Model):
    """A question that a screen raises about a unit's records. Never a verdict, and never public."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="leads")  # the latest that raised it
    screen = models.CharField(max_length=64, db_index=True)
    version = models.CharField(max_length=12)
    settings = models.JSONField(default=dict)
    key = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leads")
    subject = models.CharField(max_length=300)
    payee = models.CharField(max_length=300, blank=True)
    figure = models.BigIntegerField()  # the amount at stake, in minor units
    currency = models.CharField(max_length=3, blank=True)
    rows = models.PositiveIntegerField()
    evidence = models.JSONField(default=list)  # the first of the rows that made it fire
    strength = models.FloatField()
    weight = models.FloatField(db_index=True)
    sentence_en = models.TextField()
    sentence_zh = models.TextField()
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # Numbers that stand for its rows, eight bytes each; none where there are too many to compare.
    behind = models.BinaryField(default=bytes, blank=True)
    stack = models.ForeignKey(
        Stack, models.SET_NULL, null=True, blank=True, related_name="leads"
    )  # with the others about the same cause
    explanation = models.ForeignKey(
        Explanation, models.PROTECT, null=True, blank=True, related_name="leads"
    )  # given for it, or by which it was dismissed

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    item = models.CharField(max_length=26, blank=True, db_index=True)  # the code of the item
    decided_by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        indexes = [
            models.Index(fields=["unit", "state"]),
            # How often the screens were right is counted from this index alone.
            models.Index(
                fields=["screen", "version", "state", "reason", "item", "stack"],
                name="lead_counts",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["screen", "key", "fingerprint"], name="lead_once_for_its_rows"
            ),
            models.UniqueConstraint(
                fields=["screen", "key"], condition=Q(state="open"), name="lead_open_once"
            ),
            models.CheckConstraint(
                name="lead_is_decided_whole",
                condition=Q(state="open", reason="", item="", decided_by=None, decided_at=None)
                | Q(state="cleared", item="", decided_at__isnull=False)
                | Q(state="taken_up", reason="", decided_by__isnull=False) & ~Q(item="")
                | Q(state="dismissed", item="", decided_by__isnull=False)
                & ~Q(reason="")
                & ~Q(note=""),
                violation_error_message=_(
                    "A lead is taken up with an item, or dismissed with a reason and a note."
                ),
            ),
        ]

    def __str__(self) -> str:
        chinese = (get_language() or "zh").startswith("zh")
        return self.sentence_zh if chinese else self.sentence_en
