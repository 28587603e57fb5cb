"""What the program proposed, unchanged, and the entries that people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sunledger.core.codes import new_code
from sunledger.decisions.models.meeting import Decision, Meeting
from sunledger.decisions.models.names import Group
from sunledger.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class EntryKind(models.TextChoices):
    """What a directive asks for."""

    TASK = "task", _("task")
    EXHORTATION = "exhortation", _("exhortation")


class EntryState(models.TextChoices):
    """How far a person is with an entry."""

    OPEN = "open", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    EXHORTATION = "exhortation", _("kept as an exhortation")
    REJECTED = "rejected", _("rejected")
    SAME = "same", _("in the ledger already")
    ADOPTED = "adopted", _("adopted")
    GONE = "gone", _("became others")


UNDECIDED = (EntryState.OPEN, EntryState.CONFIRMED)


class Recurs(models.TextChoices):
    """How often something is due again."""

    ONCE = "", _("once")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF = "half-year", _("every half-year")
    YEAR = "year", _("every year")


class Proposal(models.Model):
    """A directive as the program proposed it. It never changes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proposals")
    quotation = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fields = models.JSONField()  # as the readout gives them, and the units that were suggested
    rules = models.CharField(max_length=32)  # which version of the rules proposed it

    entries: RelatedManager[Entry]

    class Meta:
        ordering = ["meeting", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_quotes_something", condition=Q(end__gt=F("start"))
            )
        ]

    def __str__(self) -> str:
        return self.quotation[:60]


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about entries."""

    def live(self) -> EntryQuerySet:
        """Return the entries that stand: not those that were split or merged away."""
        return self.exclude(state=EntryState.GONE)

    def undecided(self) -> EntryQuerySet:
        """Return the entries of which it is not decided yet what becomes of them."""
        return self.filter(state__in=UNDECIDED)


class Entry(models.Model):
    """One line of the confirming page: words of the meeting, and what a person makes of them."""

    code = models.CharField(max_length=26, unique=True, default=new_code, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="entries")
    proposals = models.ManyToManyField(Proposal, related_name="entries")
    quotation = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    state = models.CharField(max_length=12, choices=EntryState.choices, default=EntryState.OPEN)
    # Who: as the text has it and where that was found; the units; whether a person looked at it.
    owner_text = models.CharField(max_length=500, blank=True)
    owner_how = models.CharField(max_length=10, blank=True)
    owners = models.ManyToManyField(Unit, related_name="+")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_seen = models.BooleanField(default=False)
    # By when: as the text has it, the day, how often again; whether a person looked at it.
    due_text = models.CharField(max_length=500, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    recurs = models.CharField(max_length=10, choices=Recurs.choices, blank=True)
    due_seen = models.BooleanField(default=False)
    # The day is past, and a person kept it: what comes of it is overdue from the start. It was not
    # asked where nothing stands here; a column with a default would cost the table its guards.
    is_late = models.BooleanField(null=True, blank=True, editable=False)
    target = models.TextField(_("measurable target"), blank=True)
    theme = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    is_new = models.BooleanField(default=False)  # a person saw what is like it, and said: new
    same_as = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="same_entries"
    )
    decisions = models.ManyToManyField(Decision, related_name="entries")
    turn = models.PositiveIntegerField(default=1)  # who acts on an older turn is told so
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "start", "end", "pk"]
        constraints = [
            models.CheckConstraint(name="entry_quotes_something", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="entry_rejected_has_a_reason",
                condition=~Q(state="rejected") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="entry_same_says_as_what",
                condition=~Q(state="same") | Q(same_as__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.quotation[:60]

    @property
    def is_undecided(self) -> bool:
        """Whether it is not decided yet what becomes of it."""
        return self.state in UNDECIDED


class Act(models.Model):
    """What somebody did on the confirming page, with all that it changed, so that it is undone."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="acts")
    do = models.CharField(max_length=20)
    was = models.JSONField()  # the code of each entry it touched: as it was before, or null if new
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.do
