"""Records about what a post did: tolerated, cleared, recognised; acts on them, objections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger.models.item import Item
from sunledger.ledger.procedures import Act, Procedure, Standing
from sunledger.units.models import Post

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

ENDED = [Standing.PUBLISHED, Standing.DECLINED]


class Fairness(models.Model):
    """One procedure about one post in one item."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    procedure = models.CharField(max_length=12, choices=Procedure.choices)
    item = models.ForeignKey(Item, models.PROTECT, related_name="fairness")
    post = models.ForeignKey(Post, models.PROTECT, related_name="fairness")
    # What happened or was done; of a clearing, the words that are published for the post.
    words = models.TextField(_("what was done"))
    # Of a tolerance: {"no_ban": "…", …}, how each ground is met, as the applicant says.
    grounds = models.JSONField(default=dict, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    turn = models.PositiveIntegerField(default=1)
    begun_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day on which one may object

    acts: RelatedManager[FairnessAct]
    objections: RelatedManager[FairnessObjection]

    class Meta:
        verbose_name_plural = "fairness"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["procedure", "standing"])]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "post", "procedure"],
                condition=~Q(standing__in=ENDED),
                name="fairness_once_at_a_time",
            ),
            models.CheckConstraint(
                name="fairness_notice_has_an_end",
                condition=~Q(standing=Standing.ANNOUNCED) | Q(until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_procedure_display()}: {self.post}"


class FairnessAct(models.Model):
    """What was done with a record: who, when, in what words, and where in the log if in public."""

    fairness = models.ForeignKey(Fairness, models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=Act.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["fairness", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fairness", "number"], name="fairness_act_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_act_display()}"


class FairnessObjection(models.Model):
    """What someone says against a recognition during its notice; no name is asked for."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    fairness = models.ForeignKey(Fairness, models.PROTECT, related_name="objections")
    words = models.TextField(_("objection"))
    on = models.DateField()
    reply = models.OneToOneField(
        FairnessAct, models.PROTECT, null=True, blank=True, related_name="objection"
    )
    upheld = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="fairness_objection_is_answered_whole",
                condition=Q(reply=None, upheld=None) | Q(reply__isnull=False, upheld__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
