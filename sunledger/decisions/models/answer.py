"""What a unit said to what it received, and what its sender said to that; only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.decisions.conveying.words import Kind
from sunledger.decisions.models.conveyance import Matter, Receipt
from sunledger.ledger.models import Item
from sunledger.units.models import Post

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Said(models.Model):
    """What every one of these has: by whom, by which post, when, and its place in the log."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        abstract = True


class Acknowledgement(Said):
    """That a unit has taken the matter in."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="acknowledgement")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.receipt)


class Reply(Said):
    """What a unit says it made of the matter."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    note = models.TextField(_("what was made of it"), blank=True)

    items: RelatedManager[Made]
    ruling: Ruling

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["receipt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "number"], name="reply_number_once"),
            models.CheckConstraint(
                name="reply_without_items_says_why",
                condition=~Q(kind__in=[Kind.NOT_OURS, Kind.WORDS]) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class Made(models.Model):
    """An item of the ledger that a unit made of the matter; it counts once in a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="made")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="made")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    # The item of the list that this one is a part of.
    part_of = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "made"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "item"], name="made_once_a_matter"),
            models.CheckConstraint(
                name="made_is_no_part_of_itself",
                condition=Q(part_of=None) | ~Q(part_of=models.F("item")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)


class Ruling(Said):
    """Whether the sender agrees that the matter does not concern the unit."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="ruling")
    accepted = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ruling_sent_back_says_why", condition=Q(accepted=True) | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return str(self.reply)
