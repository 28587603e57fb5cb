"""Items: what each is about, who stands where in it, where it stands, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.ledger import steps
from sunledger.ledger.models.questions import IN_PUBLIC, overdue_on
from sunledger.ledger.models.whole import APART, WHOLE
from sunledger.ledger.steps import State
from sunledger.ledger.words import Outcome
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.ledger.models import (
        Announcement,
        Chase,
        Dependency,
        Duty,
        Evidence,
        Gate,
        Listing,
        LookBack,
        Milestone,
        Objection,
        Recovery,
        Repeat,
        Reply,
        Step,
        View,
    )


# What the light of an item is read from, beside its state.
_LIT = (
    *("due", "due_first", "assigned_on", "review_on", "paused_until", "notice_until"),
    *("asked_until", "returns", "flagged", "milestone_due", "id"),
)


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions to the ledger."""

    def in_drive(self, code: str, kinds: Iterable[str], starts: date, ends: date) -> ItemQuerySet:
        """Return the items of a drive: opened in its time, for it by name or by their kind."""
        mine = Q(drive=code) | Q(drive="", kind__in=kinds)
        return self.filter(mine, opened_on__gte=starts, opened_on__lte=ends)

    def still_open(self) -> ItemQuerySet:
        """Return the items with which something is still to be done here."""
        return self.filter(state__in=steps.OPEN)

    def closed(self) -> ItemQuerySet:
        """Return the items with a public result, also those that were looked at again since."""
        return self.filter(state__in=steps.CLOSED)

    def running(self) -> ItemQuerySet:
        """Return the items whose clock runs: a doer is to answer them by a day."""
        return self.filter(state__in=steps.RUNNING)

    def overdue(self, on: date) -> ItemQuerySet:
        """Return the items whose doer should have answered before this day and has not."""
        return self.filter(overdue_on(on))

    def in_public(self) -> ItemQuerySet:
        """Return the items of which the world may see anything at all."""
        return self.filter(IN_PUBLIC)

    def reopened(self) -> ItemQuerySet:
        """Return the closed items that had to be opened anew."""
        followers = Item.objects.exclude(reopens=None)
        return self.closed().filter(pk__in=followers.values("reopens"))


class Item(models.Model):
    """One thing that must be done: by whom, by when, what proves it, and how it ended."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    # Where it came from ("lead:…", "decision:…"). The ledger never looks inside.
    source = models.CharField(max_length=80, db_index=True)
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("problem"))
    target = models.TextField(_("measurable target"), blank=True)
    # The same as numbers, where it can be counted: from the baseline to the figure, in the unit.
    target_figure = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    target_unit = models.CharField(_("unit of the target"), max_length=40, blank=True)
    basis = models.TextField(_("basis"), blank=True)  # the law, the decision or the plan behind it
    measures = models.TextField(_("measures"), blank=True)
    level = models.CharField(max_length=32, blank=True)  # whose matter it is; data, as Unit.kind
    drive = models.CharField(max_length=40, blank=True, db_index=True)
    theme = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True, db_index=True)
    # The batch of its drive, in the words of the list it came in; none where its day decides.
    batch = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - see 0011
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items")
    doer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    checker = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    # The day that was set first: pauses and extensions move `due`, and this one stays.
    due_first = models.DateField(null=True, blank=True)
    asked_until = models.DateField(null=True, blank=True)  # what the doer asks for, undecided
    starts_on = models.DateField(_("start"), null=True, blank=True)
    needs = models.JSONField(default=list, blank=True)  # list of Kind values
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # The item of which this one is a part, and at which stage of it; see ledger.programme.
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    stage = models.PositiveSmallIntegerField(_("stage"), null=True, blank=True)
    # Whether the world may follow it before it is closed; some kinds never may (see the settings).
    public = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENED)
    # How many moves have changed the state: who acts on an older turn is told so.
    turn = models.PositiveIntegerField(default=1)
    signed_on = models.DateField(null=True, blank=True)  # when the doer signed for receipt
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    single_act = models.TextField(_("why it needs no plan"), blank=True)
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)  # of what is long-term: its next review
    # What its light asks of its past, kept with it and held to it by a guard; none where there was
    # nothing: how often it was sent back, whether its latest second run still flags it, and the
    # first day on the way that nothing has proven yet. See docs/why/lists-of-work.md.
    returns = models.PositiveSmallIntegerField(null=True, blank=True)
    flagged = models.BooleanField(null=True, blank=True)
    milestone_due = models.DateField(null=True, blank=True)
    receiver = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    notice_until = models.DateField(null=True, blank=True)
    exemption = models.TextField(_("why there was no public notice"), blank=True)
    clearing = models.TextField(_("clearing of whoever was wrongly named"), blank=True)
    opened_on = models.DateField()
    assigned_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    days_taken = models.IntegerField(null=True, blank=True)  # from giving out to closing
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
    merged: RelatedManager[Item]
    parts: RelatedManager[Item]
    waits: RelatedManager[Dependency]
    waited_for: RelatedManager[Dependency]
    gates: RelatedManager[Gate]
    repeats: RelatedManager[Repeat]
    repeated_by: RelatedManager[Repeat]
    views: RelatedManager[View]
    objections: RelatedManager[Objection]
    announcements: RelatedManager[Announcement]
    look_backs: RelatedManager[LookBack]
    replies: RelatedManager[Reply]
    listings: RelatedManager[Listing]
    chases: RelatedManager[Chase]
    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # Lists of work are counted and put in order from these two indexes alone: what is in
            # some states, and what concerns the units of a branch; see docs/why/lists-of-work.md.
            models.Index(fields=["state", *_LIT[:1], "unit", *_LIT[1:]], name="item_by_state"),
            models.Index(fields=["unit", "state", *_LIT], name="item_by_unit"),
            models.Index(fields=["doer", "state"]),
            models.Index(fields=["checker", "state"]),
            # A drive's figures are counted from this index alone, in its order.
            models.Index(
                fields=[
                    *("drive", "kind", "state", "outcome", "currency", "opened_on"),
                    *("due", "due_first", "review_on", "assigned_on", "returns", "batch"),
                    *("found_amount", "future_amount", "id"),
                ],
                name="item_counts",
            ),
            # And how old what is open is, and how long what was closed took, from these.
            models.Index(
                fields=["drive", "kind", "opened_on", "state", "batch", "id"], name="item_ages"
            ),
            models.Index(
                fields=["drive", "kind", "days_taken", "state", "opened_on", "batch", "id"],
                name="item_times",
            ),
            models.Index(
                fields=["state", "outcome", "currency", "found_amount"], name="item_results"
            ),
            # Few items are parts: of the column alone a database thinks that they are all alike.
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="item_part_of"
            ),
            models.Index(
                fields=["asked_until"],
                condition=models.Q(asked_until__isnull=False),
                name="item_asks_for_time",
            ),
        ]
        constraints = [*APART, *WHOLE]

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
