"""The steps that were taken, the chain of duty, and the days on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.models.item import Item
from sunledger.ledger.steps import Move, State
from sunledger.ledger.words import Kind, Role
from sunledger.units.models import Post

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.ledger.models import Evidence


class Step(models.Model):
    """That someone did something with an item, by which post, when, and what they wrote."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=10, choices=Move.choices)
    state = models.CharField(max_length=10, choices=State.choices)  # after the step
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)  # what the note does not say: units, days

    class Meta:
        ordering = ["item", "number"]
        indexes = [
            models.Index(fields=["item", "move"]),
            models.Index(fields=["move", "item"], name="step_by_move"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="step_number_once_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_move_display()}"


class Duty(models.Model):
    """A link in an item's chain: a post with its two duties, the business and clean conduct."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="duties")
    role = models.CharField(max_length=8, choices=Role.choices)
    post = models.ForeignKey(Post, models.PROTECT, related_name="duties")
    business = models.TextField(_("the business"), blank=True)
    conduct = models.TextField(_("clean conduct in it"), blank=True)
    step = models.OneToOneField(Step, models.PROTECT, related_name="duty")

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "role", "post"], name="duty_once_a_post")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.post}"


class Milestone(models.Model):
    """A day on the way, and the kind of evidence that shows it was reached."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DOCUMENT)

    evidence: RelatedManager[Evidence]

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="milestone_number_once_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
