"""What is remembered of a decision's way down: rows that are only ever added.

A unit takes a matter in once (`Receipt`), whoever sends it and however often. Nothing here ever
changes but the leaf, which is written when the world is told: triggers hold that (migration 0006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.decisions.conveying.words import Whom
from sunledger.decisions.models.meeting import Decision, Meeting
from sunledger.units.models import Post, Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.decisions.models.answer import Acknowledgement, Made, Reply


class Matter(models.Model):
    """What goes down: one decision of a meeting, or the meeting as a whole."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="matters")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="matter"
    )

    conveyances: RelatedManager[Conveyance]
    receipts: RelatedManager[Receipt]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(decision=None), name="matter_whole_meeting_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.decision or self.meeting)


class Receipt(models.Model):
    """That a matter reached a unit, on a day, and by when it is to acknowledge and to answer.

    The level is the unit's depth in the tree on that day; a matter only ever goes to a deeper one,
    so that it cannot come round in a circle, whoever moves units about later.
    """

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receipts")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    acknowledge_by = models.DateField()
    answer_by = models.DateField()

    sendings: RelatedManager[Sending]
    passed_on: RelatedManager[Conveyance]
    replies: RelatedManager[Reply]
    made: RelatedManager[Made]
    acknowledgement: Acknowledgement

    class Meta:
        ordering = ["matter", "unit__path"]
        indexes = [models.Index(fields=["matter", "level"])]
        constraints = [
            models.UniqueConstraint(fields=["matter", "unit"], name="receipt_once_a_unit"),
            models.CheckConstraint(
                name="receipt_days_come_after_it",
                condition=Q(acknowledge_by__gte=F("on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.matter}"


class Conveyance(models.Model):
    """That a unit passed a matter on to others: by which post, when, and by when they must act."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="conveyances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="conveyances")
    # What the unit had received itself; the unit whose meeting it was has received nothing.
    received = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    level = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    whom = models.CharField(max_length=8, choices=Whom.choices, default=Whom.CHOSEN)
    group = models.CharField(max_length=120, blank=True)  # the kind, or the name of the group
    note = models.TextField(_("what to look to"), blank=True)
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    sendings: RelatedManager[Sending]

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.matter}"


class Sending(models.Model):
    """That a conveyance went to a unit; the same sender sends it the same matter once."""

    conveyance = models.ForeignKey(Conveyance, models.PROTECT, related_name="sendings")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="sendings")
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "sender"], name="sending_once_a_sender")
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.receipt.unit}"


class Above(models.Model):
    """Which meeting of a level above a meeting conveyed: one of the register, or its name."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="conveys")
    above = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="conveyed_at"
    )
    name = models.CharField(_("name of the meeting above"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="above_is_another_meeting", condition=Q(above=None) | ~Q(above=F("meeting"))
            )
        ]

    def __str__(self) -> str:
        return self.name
