"""Items, and the questions that are asked of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger.steps import State
from sunledger.ledger.words import Outcome
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.ledger.models import Duty, Evidence, Milestone, Recovery, Step


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions to the ledger."""

    def in_drive(self, code: str, kinds: Iterable[str], starts: date, ends: date) -> ItemQuerySet:
        """Return the items of a drive: opened in its time, for it by name or by their kind."""
        mine = Q(drive=code) | Q(drive="", kind__in=kinds)
        return self.filter(mine, opened_on__gte=starts, opened_on__lte=ends)

    def still_open(self) -> ItemQuerySet:
        """Return the items that are not closed."""
        return self.exclude(state=State.CLOSED)

    def overdue(self, on: date) -> ItemQuerySet:
        """Return the items whose doer should have answered before this day and has not."""
        return self.filter(state=State.ASSIGNED, due__lt=on)

    def in_public(self) -> ItemQuerySet:
        """Return the items of which the world may see anything at all."""
        return self.filter(Q(state=State.CLOSED) | Q(public=True))

    def reopened(self) -> ItemQuerySet:
        """Return the closed items that had to be opened anew."""
        return self.filter(pk__in=Item.objects.exclude(reopens=None).values("reopens"))


class Item(models.Model):
    """One thing that must be done: by whom, by when, what proves it, and how it ended."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    # Where it came from ("lead:…", "decision:…"). The ledger never looks inside.
    source = models.CharField(max_length=80, db_index=True)
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("problem"))
    target = models.TextField(_("measurable target"), blank=True)
    drive = models.CharField(max_length=40, blank=True, db_index=True)
    theme = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items")
    doer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    checker = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    needs = models.JSONField(default=list, blank=True)  # list of Kind values
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # Whether the world may follow it before it is closed; some kinds never may (see the settings).
    public = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENED)
    # How many moves have changed the state: who acts on an older turn is told so.
    turn = models.PositiveIntegerField(default=1)
    opened_on = models.DateField()
    assigned_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Three columns in minor units of one currency, never added: found, recovered (the sum of the
    # recoveries, kept with them), and what putting it right is estimated to save or earn later.
    currency = models.CharField(max_length=3, default="CNY")
    found_amount = models.BigIntegerField(default=0)
    future_amount = models.BigIntegerField(default=0)
    unrecovered = models.TextField(_("what became of the rest of the money"), blank=True)

    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("result"), blank=True)
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)

    duties: RelatedManager[Duty]
    milestones: RelatedManager[Milestone]
    steps: RelatedManager[Step]
    evidence: RelatedManager[Evidence]
    recoveries: RelatedManager[Recovery]
    followed_by: RelatedManager[Item]
    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "due"]),
            models.Index(fields=["doer", "state"]),
            models.Index(fields=["checker", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="item_doer_is_not_checker",
                condition=~Q(doer=F("checker")),
                violation_error_message=_("The unit that does the work cannot verify it."),
            ),
            models.CheckConstraint(
                name="item_checker_is_not_concerned",
                condition=~Q(unit=F("checker")),
                violation_error_message=_("The unit concerned cannot verify the work."),
            ),
            models.CheckConstraint(
                name="item_answered_by_is_not_verified_by",
                condition=~Q(answered_by=F("verified_by")),
                violation_error_message=_("The person who answered cannot verify the answer."),
            ),
            models.CheckConstraint(
                name="item_answered_by_is_not_closed_by",
                condition=~Q(answered_by=F("closed_by")),
                violation_error_message=_("The person who answered cannot close the item."),
            ),
            models.CheckConstraint(
                name="item_is_assigned_whole",
                condition=Q(state=State.OPENED)
                | Q(doer__isnull=False, checker__isnull=False, due__isnull=False)
                & Q(assigned_on__isnull=False),
                violation_error_message=_("An item is assigned to a doer, a checker and a day."),
            ),
            models.CheckConstraint(
                name="item_is_answered_and_verified_by_someone",
                condition=(
                    ~Q(state__in=[State.ANSWERED, State.VERIFIED, State.CLOSED])
                    | ~Q(answered_by=None)
                )
                & (~Q(state__in=[State.VERIFIED, State.CLOSED]) | ~Q(verified_by=None)),
            ),
            models.CheckConstraint(
                name="item_is_closed_whole",
                condition=Q(state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(result="")
                & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at=None, result="", outcome="", leaf=None),
            ),
            models.CheckConstraint(
                name="item_money_is_not_negative",
                condition=Q(found_amount__gte=0, future_amount__gte=0),
                violation_error_message=_("An amount cannot be less than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closed_on(self) -> date | None:
        """Return the day it was closed."""
        return timezone.localdate(self.closed_at) if self.closed_at else None

    @property
    def recovered_amount(self) -> int:
        """Return the money that came back so far, with receipts."""
        return self.recoveries.aggregate(sum=Sum("amount"))["sum"] or 0
