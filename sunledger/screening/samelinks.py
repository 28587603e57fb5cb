"""What is kept of links: two names that may be one firm's, what speaks for it, and who decided.

Only names of firms and bodies are linked here; private persons are told apart by their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as site
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sunledger.core.codes import new_code
from sunledger.units import paths
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class LinkState(models.TextChoices):
    """Where a link stands."""

    PROPOSED = "proposed", pgettext_lazy("link", "to decide")
    CONFIRMED = "confirmed", pgettext_lazy("link", "the same firm")
    REFUSED = "refused", pgettext_lazy("link", "two firms")
    LAPSED = "lapsed", pgettext_lazy("link", "no longer proposed")


class Act(models.TextChoices):
    """What a person did to a link."""

    CONFIRM = "confirm", pgettext_lazy("link", "confirmed: the same firm")
    REFUSE = "refuse", pgettext_lazy("link", "refused: two firms")
    WITHDRAW = "withdraw", pgettext_lazy("link", "decision withdrawn")
    STANDS = "stands", pgettext_lazy("link", "looked at again: the decision stands")


class LinkQuerySet(models.QuerySet["Link"]):
    """Questions about links."""

    def of_branch(self, unit: Unit) -> LinkQuerySet:
        """Return those of a unit, of those above it, and of those below it."""
        above = Unit.objects.above(unit).values("pk")
        return self.filter(paths.branch(unit.path, "unit__path") | Q(unit__in=above))

    def changed(self) -> LinkQuerySet:
        """Return the decided ones of which a run saw that what they stood on has changed."""
        return self.decided().filter(changed_at__isnull=False)

    def decided(self) -> LinkQuerySet:
        """Return those of which a person's decision holds, the oldest decision first."""
        return self.filter(state__in=[LinkState.CONFIRMED, LinkState.REFUSED]).order_by(
            "decided_at", "pk"
        )


class Link(models.Model):
    """Two names in the tables of a unit and those below it that may be one firm's."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    pair = models.CharField(max_length=32)  # of the two records, whichever stands first
    left = models.CharField(max_length=300)  # the names as they were written
    right = models.CharField(max_length=300)
    left_record = models.CharField(max_length=300)  # the one form of each name
    right_record = models.CharField(max_length=300)
    left_seen = models.JSONField(default=dict)  # how each stood in the tables
    right_seen = models.JSONField(default=dict)
    tier = models.PositiveSmallIntegerField()  # of the rules; 0 where a person named the pair
    chance = models.FloatField()
    others = models.FloatField()  # strangers who would fit as well, in powers of ten
    levels = models.JSONField(default=list)  # how each part agrees: zh, en, agrees
    proposed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=LinkState.choices, default=LinkState.PROPOSED)
    ground = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # How both stand in the tables since the decision: `left_seen` stays what was seen for it.
    left_now = models.JSONField(null=True, blank=True)
    right_now = models.JSONField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)  # when the change was first seen

    words: RelatedManager[LinkWord]

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-chance", "pk"]
        indexes = [models.Index(fields=["unit", "state"], name="link_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "pair"], name="link_once_a_unit"),
            models.CheckConstraint(
                name="link_is_of_two",
                condition=~Q(left=F("right")),
                violation_error_message=_("A link is of two names."),
            ),
            models.CheckConstraint(
                name="link_is_decided_whole",
                condition=Q(
                    state__in=["proposed", "lapsed"], ground="", decided_by=None, decided_at=None
                )
                | Q(state__in=["confirmed", "refused"], decided_by__isnull=False)
                & Q(decided_at__isnull=False)
                & ~Q(ground=""),
                violation_error_message=_("A link is decided by somebody, on a ground."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"

    @property
    def is_decided(self) -> bool:
        """Whether a person's decision holds."""
        return self.state in (LinkState.CONFIRMED, LinkState.REFUSED)


class LinkWord(models.Model):
    """One thing that a person did to a link, with what the rules said then. For good."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="words")
    act = models.CharField(max_length=8, choices=Act.choices)
    ground = models.TextField()
    by = models.ForeignKey(site.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    tier = models.PositiveSmallIntegerField()
    chance = models.FloatField()
    seen = models.JSONField(null=True, blank=True)  # what was known then; nothing of old words

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="link_word_has_a_ground",
                condition=~Q(ground=""),
                violation_error_message=_("Say why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.ground[:60]}"
