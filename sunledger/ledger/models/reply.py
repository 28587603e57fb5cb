"""What whoever is named says before anything is said of them; what was put on the public list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger.models.item import Item
from sunledger.ledger.models.step import Step
from sunledger.ledger.words import About
from sunledger.units.models import Post, Unit


class Reply(models.Model):
    """That a unit was asked for its reply, until when, and what it said; it says it once."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="replies")
    about = models.CharField(max_length=8, choices=About.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="replies")
    # The post that is named, where it is a post and not its unit; any post of the unit replies.
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.TextField(_("what is going to be said"), blank=True)
    # The step by which it was asked; none where the clock asked at night.
    asked = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="asked_replies"
    )
    number = models.PositiveIntegerField()  # of the item's last step when it was asked
    asked_on = models.DateField()
    until = models.DateField()
    words = models.TextField(_("reply"), blank=True)
    given = models.OneToOneField(
        Step, models.PROTECT, null=True, blank=True, related_name="given_reply"
    )

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(given__isnull=True), name="reply_to_be_given"
            ),
            models.Index(fields=["asked_on"], name="reply_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "about", "unit", "number"], name="reply_asked_once_a_time"
            ),
            models.CheckConstraint(
                name="reply_is_given_whole",
                condition=Q(given=None, words="") | Q(given__isnull=False) & ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.words[:60]}"


class Listing(models.Model):
    """That an item was put on the public list of what is long overdue, and that it left it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="listings")
    # As they were said; both can change afterwards.
    doer = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due = models.DateField()
    listed_on = models.DateField(db_index=True)
    number = models.PositiveIntegerField()  # of the item's last step when it was listed
    leaf = models.BigIntegerField(unique=True)
    left_on = models.DateField(null=True, blank=True)
    left_leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(left_on=None), name="listing_once_at_a_time"
            ),
            models.CheckConstraint(
                name="listing_is_left_whole",
                condition=Q(left_on=None, left_leaf=None)
                | Q(left_on__isnull=False, left_leaf__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.listed_on})"
