"""A batch: the records of one sheet, and how far it is on its way to the public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.disclosure.category import Category
from sunledger.disclosure.models.common import Kept, person, post
from sunledger.disclosure.models.shape import Shape, kept

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sunledger.disclosure.models.record import Record
    from sunledger.disclosure.models.taken import Taken
    from sunledger.disclosure.models.upload import Upload


class State(models.TextChoices):
    """Where a batch stands."""

    READING = "reading", _("being read")
    DRAFT = "draft", _("entered")
    SUBMITTED = "submitted", _("waiting for review")
    REVIEWED = "reviewed", _("waiting for a second review")
    WAITING = "waiting", _("reviewed, waits for its hour")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


PUBLIC = (State.PUBLISHED, State.WITHDRAWN)
TO_REVIEW = (State.SUBMITTED, State.REVIEWED)  # waits for somebody to look at it
LOOKED_AT = (State.REVIEWED, State.WAITING, *PUBLIC)


class Visibility(models.TextChoices):
    """Who may read a sheet once it is published."""

    PUBLIC = "public", _("everyone")
    RESIDENTS = "residents", _("residents of the unit")
    STAFF = "staff", _("those who hold a post in the unit or above it")


class Batch(Kept):
    """The records of one sheet: entered by one person, reviewed and published by another."""

    category_version = models.CharField(max_length=32)
    read_against = models.ForeignKey(Shape, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # empty: nothing to report

    rows = models.PositiveIntegerField(default=0)  # records kept
    rows_read = models.PositiveIntegerField(default=0)  # physical lines of the sheet
    rows_noted = models.JSONField(default=dict)  # {"total": n, "list": [problem as JSON]}
    counts = models.JSONField(default=dict)  # lines by what became of them
    totals = models.JSONField(default=dict)  # {currency: whole minor units}
    # As the category asked for it when the sheet was handed on.
    visibility = models.CharField(
        max_length=9, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    second_review = models.BooleanField(default=False)

    entered_by = person(null=False)
    entered_post = post()
    entered_at = models.DateTimeField(default=timezone.now)
    submitted_by = person()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = person()
    reviewed_post = post()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    second_by = person()
    second_post = post()
    second_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)  # not before this moment
    published_at = models.DateTimeField(null=True, blank=True)  # see public_at
    note = models.TextField(_("reason"), blank=True)  # why it was sent back
    leaf = models.BigIntegerField(null=True, blank=True, unique=True)
    withdrawn_by = person()
    withdrawn_post = post()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)
    withdrawn_leaf = models.BigIntegerField(null=True, blank=True, unique=True)
    # When its time was over: what it held of persons is gone, and the log says so at this place.
    forgotten_on = models.DateField(null=True, blank=True)
    forgotten_leaf = models.BigIntegerField(null=True, blank=True)

    records: RelatedManager[Record]
    upload: Upload
    taken: RelatedManager[Taken]

    class Meta:
        ordering = ["-period", "-entered_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "category", "period"], name="batch_of_unit"),
            models.Index(fields=["state", "reviewed_at"], name="batch_lately"),
            models.Index(fields=["category", "state", "reviewed_at"], name="batch_of_category"),
            models.Index(fields=["category", "leaf"], name="batch_as_said"),
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_entered_is_not_reviewed",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("entered_by")),
                violation_error_message=_("Who entered a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_submitted_is_not_reviewed",
                condition=Q(reviewed_by=None)
                | Q(submitted_by=None)
                | ~Q(reviewed_by=F("submitted_by")),
                violation_error_message=_("Who submitted a sheet cannot review it."),
            ),
            models.CheckConstraint(
                name="batch_public_was_reviewed",
                condition=~Q(state__in=PUBLIC)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, leaf__isnull=False),
                violation_error_message=_("Nothing is public that nobody has reviewed."),
            ),
            models.CheckConstraint(
                name="batch_second_is_another",
                condition=Q(second_by=None, second_post=None)
                | Q(second_by__isnull=False, second_post__isnull=False, reviewed_by__isnull=False)
                & ~Q(second_by=F("reviewed_by"))
                & ~Q(second_by=F("entered_by"))
                & ~Q(second_by=F("submitted_by"))
                & ~Q(second_post=F("reviewed_post"))
                & ~Q(second_post=F("entered_post")),
                violation_error_message=_(
                    "A second review is that of another person, by another post."
                ),
            ),
            models.CheckConstraint(
                name="batch_public_was_reviewed_twice",
                condition=~Q(state__in=(State.WAITING, *PUBLIC))
                | Q(second_review=False)
                | Q(second_by__isnull=False, second_at__isnull=False),
                violation_error_message=_("This is public only after a second review."),
            ),
            models.CheckConstraint(
                name="batch_waiting_says_for_when",
                condition=~Q(state=State.WAITING)
                | Q(publish_at__isnull=False, reviewed_by__isnull=False),
                violation_error_message=_("What waits says for when."),
            ),
            models.CheckConstraint(
                name="batch_withdrawn_says_why",
                condition=Q(state=State.WITHDRAWN, withdrawn_leaf__isnull=False)
                & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~Q(withdrawn_reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_leaf=None, withdrawn_reason=""),
                violation_error_message=_("What is withdrawn says why."),
            ),
            models.UniqueConstraint(
                fields=["unit", "category", "period", "file_sha256"],
                condition=~Q(state=State.WITHDRAWN),
                name="batch_file_once",
                violation_error_message=_("This very file was given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.period}"

    @property
    def public_at(self) -> datetime | None:
        """Return when it was published; of sheets from before that was kept, when reviewed."""
        return self.published_at or self.reviewed_at

    @property
    def shape(self) -> Category:
        """Return the category as it was when the sheet was read, whatever became of it since."""
        return kept(self.read_against_id) if self.read_against_id else super().shape

    @property
    def is_public(self) -> bool:
        """Whether the world may see it."""
        return self.state in PUBLIC
