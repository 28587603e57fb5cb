"""What proves that something was done, and the money that came back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger.models.item import Item
from sunledger.ledger.models.step import Milestone, Step
from sunledger.ledger.words import Finding, Kind
from sunledger.units.models import Post, User

if TYPE_CHECKING:
    EvidenceBase = models.Manager["Evidence"]
else:
    EvidenceBase = models.Manager


class EvidenceManager(EvidenceBase):
    """Evidence without its bytes, which are fetched only when a file is opened."""

    def get_queryset(self) -> models.QuerySet["Evidence"]:
        """Return the rows with `content` left where it is."""
        return super().get_queryset().defer("content")


class Evidence(models.Model):
    """A paper that proves something: a file with its hash, a second run of a screen, or a note."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence")
    # Who attached it and when stands in the step.
    step = models.OneToOneField(Step, models.PROTECT, related_name="evidence")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    source = models.CharField(
        max_length=80, blank=True
    )  # of a second run: which; never looked into
    outcome = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    content = models.BinaryField(default=b"")

    objects = EvidenceManager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["pk"]
        indexes = [models.Index(fields=["item", "kind"])]
        constraints = [
            models.CheckConstraint(
                name="evidence_rerun_has_a_finding",
                condition=models.Q(kind=Kind.RERUN) & ~models.Q(outcome="")
                | ~models.Q(kind=Kind.RERUN) & models.Q(outcome=""),
                violation_error_message=_("A second run says what it found; nothing else does."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> User:
        """Return the person who attached it."""
        return self.step.by

    @property
    def post(self) -> Post:
        """Return the post by which it was attached; its unit says whose voice this is."""
        return self.step.post

    @property
    def at(self) -> datetime:
        """Return when it was attached."""
        return self.step.at

    @property
    def taken(self) -> str:
        """Return when the file itself says that it was taken: a claim, unchecked."""
        return str(self.step.details.get("taken", ""))


class Recovery(models.Model):
    """Money that came back: from whom, to whom, on which day, and the receipt that proves it."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="recoveries")
    step = models.OneToOneField(Step, models.PROTECT, related_name="recovery")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer = models.CharField(_("paid by"), max_length=200)
    paid_to = models.CharField(_("paid to"), max_length=200)
    on = models.DateField(_("day of payment"))
    # One receipt proves one payment, so that no payment is counted twice.
    receipt = models.OneToOneField(Evidence, models.PROTECT, related_name="recovery")

    class Meta:
        verbose_name_plural = "recoveries"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="recovery_is_more_than_nothing",
                condition=models.Q(amount__gt=0),
                violation_error_message=_("An amount that came back is more than nothing."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
