"""What ties items to each other: what waits for what, the gates of a programme, what repeats."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.ledger.models.item import Item
from sunledger.ledger.models.step import Step


class Upon(models.TextChoices):
    """How far another item must be before this one begins."""

    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")


class Dependency(models.Model):
    """That an item begins only after another one; `lifted` is the step that took it away."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="waits")
    after = models.ForeignKey(Item, models.PROTECT, related_name="waited_for")
    upon = models.CharField(max_length=8, choices=Upon.choices, default=Upon.VERIFIED)
    step = models.ForeignKey(Step, models.PROTECT, related_name="ties")
    lifted = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="lifted_ties"
    )

    class Meta:
        verbose_name_plural = "dependencies"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "after"], condition=Q(lifted=None), name="dependency_once_a_pair"
            ),
            models.CheckConstraint(
                name="dependency_is_on_another",
                condition=~Q(item=F("after")),
                violation_error_message=_("An item cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} ← {self.after}"


class Gate(models.Model):
    """A question after a stage of a programme; the next stage begins once it is passed."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="gates")
    number = models.PositiveSmallIntegerField()  # of the stage after which it stands
    title = models.CharField(_("title"), max_length=200)
    asks = models.TextField(_("what must be so"))
    step = models.ForeignKey(Step, models.PROTECT, related_name="gates")
    passed = models.OneToOneField(
        Step, models.PROTECT, null=True, blank=True, related_name="passed_gate"
    )

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="gate_once_a_stage"),
            models.CheckConstraint(name="gate_follows_a_stage", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Repeat(models.Model):
    """That an item is about what an earlier one was about, and that did not last."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="repeats")
    of = models.ForeignKey(Item, models.PROTECT, related_name="repeated_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "of"], name="repeat_once_a_pair"),
            models.CheckConstraint(name="repeat_is_of_another", condition=~Q(item=F("of"))),
        ]

    def __str__(self) -> str:
        return f"{self.item} ↻ {self.of}"
