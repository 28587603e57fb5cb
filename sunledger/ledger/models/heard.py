"""What others say of an item: whoever raised it, anyone in its notice; and what is announced."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger.models.item import Item
from sunledger.ledger.models.step import Step
from sunledger.ledger.words import Opinion
from sunledger.units.models import Holding


class View(models.Model):
    """What whoever raised the matter thinks of the answer; never mixed with what others found."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="views")
    opinion = models.CharField(max_length=12, choices=Opinion.choices)
    words = models.TextField(blank=True)
    on = models.DateField()
    # Who asked them and wrote it down; none where they said so on a page of their own.
    step = models.OneToOneField(Step, models.PROTECT, null=True, blank=True, related_name="view")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_opinion_display())


class Objection(models.Model):
    """What someone says against closing an item during its notice; no name is asked for."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="objections")
    words = models.TextField(_("objection"))
    on = models.DateField()
    decided = models.OneToOneField(
        Step, models.PROTECT, null=True, blank=True, related_name="objection"
    )
    upheld = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_is_decided_whole",
                condition=Q(decided=None, upheld=None)
                | Q(decided__isnull=False, upheld__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]


class Announcement(models.Model):
    """That something of an item was said in public beside its result, and where in the log."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="announcements")
    step = models.ForeignKey(Step, models.PROTECT, related_name="announcements")
    what = models.CharField(max_length=16)
    leaf = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["leaf"]
        constraints = [
            models.UniqueConstraint(fields=["step", "what"], name="announcement_once_a_step")
        ]

    def __str__(self) -> str:
        return self.what


class TakeOver(models.Model):
    """That the new holder of a post has signed for the items that the post answers for."""

    holding = models.OneToOneField(Holding, models.PROTECT, related_name="taken_over")
    at = models.DateTimeField()
    items = models.JSONField(default=list)  # list of the codes of the items

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.holding} ({len(self.items)})"
