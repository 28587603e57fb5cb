"""Meetings as they were recorded, and what was drawn from their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.decisions.models.entry import Act, Entry, Proposal
    from sunledger.decisions.models.source import Part, Print


class State(models.TextChoices):
    """What became of a directive that someone found in a meeting's words."""

    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def in_public(self) -> MeetingQuerySet:
        """Return the meetings that the world can read."""
        return self.exclude(public_at=None)


class Meeting(models.Model):
    """A meeting and its words, which never change once they are recorded."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("day of the meeting"))
    text = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    public_at = models.DateTimeField(null=True, blank=True, db_index=True)
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    decisions: RelatedManager[Decision]
    parts: RelatedManager[Part]
    prints: RelatedManager[Print]
    proposals: RelatedManager[Proposal]
    entries: RelatedManager[Entry]
    acts: RelatedManager[Act]
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_is_public_once_it_was_said",
                condition=Q(public_at=None, leaf=None)
                | Q(public_at__isnull=False, leaf__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """A directive: the exact words it stands on, who owns it, by when, and what it aims at."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    # The words, and where they stand: quotation == text[start:end], counted in characters.
    quotation = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    due = models.DateField(_("due"), null=True, blank=True)
    target = models.TextField(_("measurable target"), blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    item = models.CharField(max_length=26, blank=True)  # the code of the item it became
    reason = models.TextField(_("reason"), blank=True)  # why it was rejected
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_quotes_something", condition=Q(end__gt=F("start"))
            ),
            models.UniqueConstraint(
                fields=["meeting", "start", "end", "owner"],
                condition=~Q(state="rejected"),
                name="decision_once_an_owner",
            ),
            models.CheckConstraint(
                name="decision_adopted_has_an_item_rejected_a_reason",
                condition=Q(state="proposed", item="", reason="", decided_by=None)
                | Q(state="adopted", reason="", decided_by__isnull=False) & ~Q(item="")
                | Q(state="rejected", item="", decided_by__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.quotation[:60]
